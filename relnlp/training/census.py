"""Counts of a corpus, and what does not fit in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.session import Role
from relnlp.training.corpora import SPLITS, CodedSession, in_split, read_sessions, read_splits

#: a session of so many turns is a long one
LONG = 40
#: turns of fewer words may stand twice: people do say "How are you doing today?" alike
DUPLICATE_WORDS = 7


def census(folder: Path) -> Iterator[str]:
    """Count sessions, turns, labels, facets, moves and episodes, by split and style."""
    sessions, splits = read_sessions(folder), read_splits(folder)
    for split in SPLITS:
        yield from _split_lines(split, in_split(sessions, splits, split))
    yield from _split_lines("all", sessions)
    shared = shared_phrases(sessions)
    yield f"4-word phrases that occur in more than one style: {shared:.1%} of all 4-word phrases"


def problems(folder: Path) -> list[str]:
    """List turns that stand in two splits, and turns that stand twice in one style."""
    sessions, splits = read_sessions(folder), read_splits(folder)
    homes: dict[str, list[tuple[str, str]]] = {}
    for session in sessions:
        for turn in session.turns:
            key = _normal(turn.text)
            if len(key.split()) >= DUPLICATE_WORDS:
                homes.setdefault(key, []).append((splits.get(session.style, "train"), session.session))
    found = []
    for places in homes.values():
        if len({split for split, _ in places}) > 1:
            names = " and ".join(sorted({name for _, name in places}))
            found.append(f"the same turn stands in {names}, which are different splits")
        elif len(places) > 2:
            found.append(f"one turn stands {len(places)} times, first in {places[0][1]}")
    return found


def shared_phrases(sessions: Sequence[CodedSession], *, length: int = 4) -> float:
    """Share of running phrases of `length` words that occur in more than one style, 0 to 1."""
    styles: dict[tuple[str, ...], set[str]] = {}
    running: Counter[tuple[str, ...]] = Counter()
    for session in sessions:
        for turn in session.turns:
            words = _normal(turn.text).split()
            for start in range(len(words) - length + 1):
                phrase = tuple(words[start : start + length])
                running[phrase] += 1
                styles.setdefault(phrase, set()).add(session.style)
    total = sum(running.values())
    return sum(n for phrase, n in running.items() if len(styles[phrase]) > 1) / total if total else 0.0


def _split_lines(name: str, sessions: Sequence[CodedSession]) -> Iterator[str]:
    turns = [turn for session in sessions for turn in session.turns]
    mine = [turn for turn in turns if turn.role is Role.THERAPIST]
    styles = len({session.style for session in sessions})
    long = sum(len(session.turns) >= LONG for session in sessions)
    yield (
        f"{name}: {len(sessions)} sessions ({long} long) in {styles} styles, "
        f"{len(mine)} therapist turns of {len(turns)}"
    )
    if not mine:
        return
    none = sum(not turn.labels for turn in mine)
    labels = Counter(label for turn in mine for label in turn.labels)
    yield f"  no label {none} ({none / len(mine):.0%}); " + "; ".join(
        f"{label} {labels[label]} ({labels[label] / len(mine):.0%})" for label in LABELS
    )
    facets = Counter(facet for turn in mine for facet in turn.facets)
    yield "  facets: " + ", ".join(f"{facet} {facets[facet]}" for facet in ALL_FACETS)
    moves = Counter(move for turn in turns for move in turn.moves)
    yield "  moves: " + ", ".join(f"{move} {moves[move]}" for move in MOVES)
    outcomes = Counter(episode.outcome for session in sessions for episode in session.episodes)
    calm = sum(not session.episodes for session in sessions)
    yield ("  episodes: " + ", ".join(f"{k} {v}" for k, v in sorted(outcomes.items())) + f"; sessions without: {calm}")


def _normal(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))
