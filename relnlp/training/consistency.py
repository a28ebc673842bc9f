"""How far two coders of one origin agree: consistency of the coding, never human reliability."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from relnlp.codebook import ALL_FACETS, LABEL_OF_FACET, LABELS, MOVES
from relnlp.errors import CorpusError


@dataclass(frozen=True)
class DoubleCoding:
    """A turn as two coders coded it, before their differences were settled.

    Parameters
    ----------
    session, turn, kind
        Which turn; ``labels`` for a therapist turn, ``moves`` for a client turn.
    first, second
        Names given by the author and by the second coder: labels of a therapist turn, moves of a client turn.
    """

    session: str
    turn: int
    kind: str
    first: frozenset[str]
    second: frozenset[str]


@dataclass(frozen=True)
class Agreement:
    """Agreement on one name.

    Parameters
    ----------
    n, first, second
        Turns coded twice; those that each coder gave the name to.
    f1
        Agreement on presence, 0 to 1 (Dice).
    kappa
        Cohen 1960, -1 to 1; falls with rare names.
    ac1
        Gwet 2008, -1 to 1; steadier with rare names.
    """

    n: int
    first: int
    second: int
    f1: float
    kappa: float
    ac1: float


def agreement(codings: Sequence[DoubleCoding], name: str) -> Agreement:
    """Measure agreement on the presence of one name.

    Raises
    ------
    ValueError
        If nothing was coded twice.

    Examples
    --------
    >>> both = [DoubleCoding("s", k, "labels", frozenset("a"), frozenset("a" if k else "")) for k in range(4)]
    >>> found = agreement([*both, *(DoubleCoding("s", 9, "labels", frozenset(), frozenset()) for _ in range(4))], "a")
    >>> round(found.f1, 3), round(found.kappa, 3)
    (0.857, 0.75)
    """
    if not codings:
        raise ValueError("nothing was coded twice")
    n = len(codings)
    first, second = sum(name in c.first for c in codings), sum(name in c.second for c in codings)
    both = sum(name in c.first and name in c.second for c in codings)
    same = (n - first - second + 2 * both) / n
    p, q = first / n, second / n
    by_chance = p * q + (1 - p) * (1 - q)
    mean = (p + q) / 2
    by_gwet = 2 * mean * (1 - mean)
    return Agreement(
        n,
        first,
        second,
        f1=2 * both / (first + second) if first + second else 1.0,
        kappa=(same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0,
        ac1=(same - by_gwet) / (1 - by_gwet),
    )


def read_codings(folder: Path) -> list[DoubleCoding]:
    """Read ``<folder>/codings/*.jsonl``: one turn a line, with the facets or moves of both coders.

    Raises
    ------
    CorpusError
        With file and line, if a name is unknown.
    """
    codings = []
    for path in sorted((folder / "codings").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line)
            if unknown := {*row["first"], *row["second"]} - {*ALL_FACETS, *MOVES}:
                raise CorpusError(f"{path.name}, line {number}: unknown code {sorted(unknown)[0]!r}")
            first, second = (_names(row[coder], row["kind"]) for coder in ("first", "second"))
            codings.append(DoubleCoding(row["session"], row["turn"], row["kind"], first, second))
    return codings


def _names(codes: Iterable[str], kind: str) -> frozenset[str]:
    """Labels of a therapist turn's facets, or the moves of a client turn."""
    return frozenset(LABEL_OF_FACET[code] for code in codes) if kind == "labels" else frozenset(codes)


def consistency_lines(codings: Sequence[DoubleCoding]) -> Iterator[str]:
    """One line a label and a move, for the turns that were coded twice."""
    for kind, names in (("labels", LABELS), ("moves", tuple(MOVES))):
        twice = [coding for coding in codings if coding.kind == kind]
        if not twice:
            continue
        same = sum(coding.first == coding.second for coding in twice) / len(twice)
        sessions = len({coding.session for coding in twice})
        yield f"{kind} coded twice: {len(twice)} turns of {sessions} sessions; the whole set is the same in {same:.0%}"
        for name in names:
            found = agreement(twice, name)
            yield (
                f"  {name}: first coder {found.first}, second {found.second}; "
                f"F1 {found.f1:.2f}, kappa {found.kappa:.2f}, AC1 {found.ac1:.2f}"
            )
