"""A corpora folder as a whole: sessions, minimal pairs, notes, and who belongs to which split."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from relnlp.errors import CorpusError
from relnlp.training.notes import CodedNote, read_notes
from relnlp.training.pairs import PairItem, read_pairs
from relnlp.training.second_coding import with_second_coding
from relnlp.training.sessions import CodedSession, read_sessions

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Corpora:
    """Everything that was coded.

    Parameters
    ----------
    sessions, pairs, notes
        In order of file name and line.
    splits
        Style to ``validation`` or ``test``; every other style is for training. A style is a file's stem.
    englishes
        Style to the English that is spoken in it, as far as ``englishes.json`` says.
    """

    sessions: tuple[CodedSession, ...] = ()
    pairs: tuple[PairItem, ...] = ()
    notes: tuple[CodedNote, ...] = ()
    splits: dict[str, str] = field(default_factory=dict)
    englishes: dict[str, str] = field(default_factory=dict)

    def of(self, split: str) -> Corpora:
        """Choose what belongs to one split.

        Raises
        ------
        ValueError
            If there is no split of that name.
        """
        if split not in SPLITS:
            raise ValueError(f"no split {split!r}; the splits are {', '.join(SPLITS)}")
        return Corpora(
            tuple(s for s in self.sessions if self.splits.get(s.style, "train") == split),
            tuple(p for p in self.pairs if self.splits.get(p.style, "train") == split),
            tuple(n for n in self.notes if self.splits.get(n.style, "train") == split),
            self.splits,
            self.englishes,
        )

    @property
    def styles(self) -> set[str]:
        """Styles that occur."""
        return {item.style for part in (self.sessions, self.pairs, self.notes) for item in part}


def read_corpora(folder: Path) -> Corpora:
    """Read and check a folder with ``sessions/``, ``minimal_pairs/``, ``notes/`` and ``splits.json``.

    Raises
    ------
    CorpusError
        With file and line, if anything does not fit the codebook; if there are no sessions; if a split names a
        style that is not there.
    """
    sessions = with_second_coding(read_sessions(folder), folder)
    if not sessions:
        raise CorpusError(f"{folder}: no sessions found (looked for sessions/*.jsonl)")
    parts = tuple(sessions), tuple(read_pairs(folder)), tuple(read_notes(folder))
    corpora = Corpora(*parts, _splits(folder), _englishes(folder))
    if missing := set(corpora.splits) - corpora.styles:
        raise CorpusError(f"{folder / 'splits.json'}: no file for {sorted(missing)[0]!r}")
    return corpora


def fingerprint(folder: Path) -> str:
    """SHA-256 over the corpora's files, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*/*.jsonl")), folder / "splits.json"]:
        digest.update(f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _splits(folder: Path) -> dict[str, str]:
    named: dict[str, list[str]] = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
    if set(named) != {"validation", "test"} or set(named["validation"]) & set(named["test"]):
        raise CorpusError(f"{folder / 'splits.json'}: needs 'validation' and 'test', which share no style")
    return {style: split for split, styles in named.items() for style in styles}


def _englishes(folder: Path) -> dict[str, str]:
    path = folder / "englishes.json"
    named: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {style: english for english, styles in named.items() for style in styles}
