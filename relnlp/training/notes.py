"""Session notes on disk, with the therapist's acts marked, and what only looks like one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relnlp.codebook import check_codes
from relnlp.errors import CorpusError

KINDS: tuple[str, ...] = ("SOAP", "DAP", "BIRP", "GIRP", "process", "supervision", "journal")


@dataclass(frozen=True)
class Act:
    """A marked stretch of a note.

    Parameters
    ----------
    start, end
        Character offsets into the note's text.
    is_act
        Whether the therapist did this; False where it is negated, planned, history, somebody else's, or the
        client's words about others.
    labels, facets
        Of an act, in the codebook's order; most acts have none.
    """

    start: int
    end: int
    is_act: bool
    labels: tuple[str, ...]
    facets: tuple[str, ...]


@dataclass(frozen=True)
class CodedNote:
    """A note with its acts.

    Parameters
    ----------
    note
        Unique id.
    style
        The file's stem; splits go by it.
    kind
        One of `KINDS`.
    setting
        One line: writer, setting, client.
    text
        The note.
    acts
        In order, without overlap.
    """

    note: str
    style: str
    kind: str
    setting: str
    text: str
    acts: tuple[Act, ...]


def read_notes(folder: Path) -> list[CodedNote]:
    """Read and check every note of ``<folder>/notes/*.jsonl``.

    Raises
    ------
    CorpusError
        With file and line, if a note does not fit the codebook.
    """
    notes: list[CodedNote] = []
    for path in sorted((folder / "notes").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                notes.append(_note(json.loads(line), path.stem))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path.name}, line {number}: {error}") from error
    names = [note.note for note in notes]
    if len(set(names)) < len(names):
        raise CorpusError("a note's id stands twice")
    return notes


def _note(value: dict[str, Any], style: str) -> CodedNote:
    if value["kind"] not in KINDS:
        raise ValueError(f"unknown kind {value['kind']!r}")
    acts = tuple(_act(act, value["text"]) for act in value["acts"])
    if not acts or any(a.end > b.start for a, b in zip(acts, acts[1:], strict=False)):
        raise ValueError("acts are missing, out of order or overlap")
    return CodedNote(value["note"], style, value["kind"], value["setting"], value["text"], acts)


def _act(value: dict[str, Any], text: str) -> Act:
    act = Act(**{**value, "labels": tuple(value["labels"]), "facets": tuple(value["facets"])})
    if not 0 <= act.start < act.end <= len(text) or not text[act.start : act.end].strip():
        raise ValueError(f"the act at {act.start} does not lie in the text")
    check_codes(act.labels, act.facets)
    if act.labels and not act.is_act:
        raise ValueError(f"the stretch at {act.start} is no act but has labels")
    return act
