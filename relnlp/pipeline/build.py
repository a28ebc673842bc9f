"""A trained labeller to a spaCy pipeline folder."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from relnlp.model.labeller import Labeller
from relnlp.pipeline import factories  # noqa: F401  # the factories must be known when relnlp is not installed
from relnlp.pipeline.labels import TurnLabeller


def build(labeller: Labeller, *, name: str = "relnlp_en", description: str = "") -> Language:
    """Put a pipeline around a labeller."""
    nlp = spacy.blank("en")
    nlp.add_pipe("relnlp_turns")
    component = nlp.add_pipe("relnlp_labels")
    if not isinstance(component, TurnLabeller):
        raise TypeError(f"relnlp_labels is a {type(component).__name__}")
    component.labeller = labeller
    nlp.meta["name"] = name.removeprefix("en_")
    nlp.meta["description"] = description
    nlp.meta["license"] = "Apache-2.0"
    return nlp


def write(labeller: Labeller, folder: Path, *, description: str = "") -> None:
    """Write the pipeline folder; what stood there under other names stays."""
    build(labeller, name=folder.name, description=description).to_disk(folder)
