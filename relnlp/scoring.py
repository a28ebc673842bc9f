"""`load` and `score`: a session to labelled turns and a profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relnlp.errors import ModelError
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import SessionProfile, profile
from relnlp.session import Role, Session
from relnlp.speech import words

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

#: the package that holds the shipped pipeline
SHIPPED = "relnlp_en"


@dataclass(frozen=True)
class ScoredSession:
    """A session with what the model says of it.

    Parameters
    ----------
    session
        As it was read.
    records
        One dict of plain JSON values a turn, in order, as on ``doc._.relnlp_turns``.
    errors
        The model's validated error by label; rates without them would be those of counts by hand.
    """

    session: Session
    records: tuple[dict[str, Any], ...]
    errors: dict[str, LabelError] = field(default_factory=dict)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """One row a turn; the columns are those of the ``turns`` table."""
        from relnlp.tables import turns_frame

        return turns_frame(self)

    @cached_property
    def profile(self) -> SessionProfile:
        """Rates with intervals, talk share and episodes."""
        return profile([_coded(record) for record in self.records], errors=self.errors)

    @cached_property
    def doc(self) -> Doc:
        """The spaCy Doc; ``displacy.render(scored.doc, style="span")`` shows the labels."""
        from relnlp.pipeline.documents import to_doc
        from relnlp.pipeline.labels import annotate

        return annotate(to_doc(self.session, load()), list(self.records))


def model_folder() -> Path:
    """Find the shipped pipeline's folder.

    Raises
    ------
    ModelError
        If it is not installed.
    """
    spec = find_spec(SHIPPED)
    places = list(spec.submodule_search_locations or []) if spec else []
    folder = next((Path(place) for place in places if (Path(place) / "config.cfg").is_file()), None)
    if folder is None:
        raise ModelError("the shipped model is not installed; install relnlp again, or run `make train`")
    return folder


def load(path: str | Path | None = None) -> Language:
    """Load a pipeline.

    Parameters
    ----------
    path
        A folder made by ``relnlp train``; the shipped English pipeline when left out.

    Returns
    -------
    Language
        The same object for the same path: loading costs about a second.

    Raises
    ------
    ModelError
        If there is no relnlp pipeline in the folder.
    """
    return _load((Path(path) if path is not None else model_folder()).resolve())


@lru_cache(maxsize=2)
def _load(folder: Path) -> Language:
    import spacy

    if not (folder / "config.cfg").is_file():
        raise ModelError(f"{folder}: no spaCy pipeline here (config.cfg is missing)")
    nlp = spacy.load(folder)
    if "relnlp_labels" not in nlp.pipe_names:
        raise ModelError(f"{folder}: the pipeline has no relnlp_labels component")
    return nlp


def score(session: Session, *, nlp: Language | None = None) -> ScoredSession:
    r"""Label every therapist turn of a session.

    Parameters
    ----------
    session
        From `relnlp.read`.
    nlp
        A pipeline from `load`; the shipped one when left out.

    Examples
    --------
    >>> import relnlp
    >>> scored = relnlp.score(relnlp.read("T: Would it help to stop here?\nC: Please."))
    >>> list(scored.turns["role"])
    ['therapist', 'client']
    """
    from relnlp.pipeline.documents import to_doc

    pipeline = nlp or load()
    doc = pipeline(to_doc(session, pipeline))
    return ScoredSession(session, tuple(doc._.relnlp_turns), validated_errors(pipeline))


def validated_errors(nlp: Language) -> dict[str, LabelError]:
    """Give the error of each label that a pipeline's model was validated with."""
    labeller = nlp.get_pipe("relnlp_labels").labeller  # type: ignore[attr-defined]
    return {name: LabelError.from_json(values) for name, values in labeller.errors.items()}


def _coded(record: dict[str, Any]) -> CodedTurn:
    return CodedTurn(
        role=Role(record["role"]),
        n_words=len(words(record["text"])),
        labels=tuple(record["labels"]),
        moves=tuple(record["client_moves"]),
        scored=record["status"] == "ok",
        facets=tuple(record["facets"]),
        strain=record["strain"],
        start_s=record["start_s"],
        end_s=record["end_s"],
    )
