"""Minimal pairs on disk: sets of turns in which one thing flips the label, or must not."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relnlp.codebook import check_codes
from relnlp.errors import CorpusError
from relnlp.session import Role, TurnView

#: what a set tries
CAPABILITIES: tuple[str, ...] = (
    "negation",
    "quotation",
    "hypothesis",
    "same-words-other-context",
    "apology-and-defence",
    "consent",
    "advice",
    "disclosure",
    "contact-and-money",
    "challenge-and-shaming",
    "echo-reflection-contradiction",
    "crisis-and-threat",
    "polite-harm",
    "warm-push",
    "hidden-harm",
    "surface-noise",
    "dialect",
    "boundaries",
    "repair-or-not",
    "notes-third-person",
)


@dataclass(frozen=True)
class PairItem:
    """One item of a set.

    Parameters
    ----------
    item, set
        Unique ids; items of a set share the second.
    style
        The file's stem; splits go by it.
    capability
        What the set tries, one of `CAPABILITIES`.
    view
        The turn (or, in notes, the sentence) with its context.
    labels, facets
        In the codebook's order.
    """

    item: str
    set: str
    style: str
    capability: str
    view: TurnView
    labels: tuple[str, ...]
    facets: tuple[str, ...]


def read_pairs(folder: Path) -> list[PairItem]:
    """Read and check every item of ``<folder>/minimal_pairs/*.jsonl``.

    Raises
    ------
    CorpusError
        With file and line, if an item does not fit the codebook, or a set does not have two or three items.
    """
    items: list[PairItem] = []
    for path in sorted((folder / "minimal_pairs").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                items.append(_item(json.loads(line), path.stem))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path.name}, line {number}: {error}") from error
    sizes = Counter(item.set for item in items)
    if odd := next((name for name, n in sizes.items() if n not in (2, 3)), None):
        raise CorpusError(f"set {odd}: {sizes[odd]} items instead of two or three")
    if twice := next((name for name, n in Counter(item.item for item in items).items() if n > 1), None):
        raise CorpusError(f"item {twice} stands twice")
    return items


def _item(value: dict[str, Any], style: str) -> PairItem:
    if value["capability"] not in CAPABILITIES:
        raise ValueError(f"unknown capability {value['capability']!r}")
    check_codes(value["labels"], value["facets"])
    if not value["text"].strip():
        raise ValueError("empty text")
    context = tuple((Role(turn["speaker"]), str(turn["text"])) for turn in value["context"])
    return PairItem(
        item=value["item"],
        set=value["set"],
        style=style,
        capability=value["capability"],
        view=TurnView(value["text"], context),
        labels=tuple(value["labels"]),
        facets=tuple(value["facets"]),
    )
