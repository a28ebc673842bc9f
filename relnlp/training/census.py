"""Counts of a corpora folder, and what does not fit in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.session import Role
from relnlp.training.corpora import SPLITS, Corpora
from relnlp.training.notes import CodedNote
from relnlp.training.pairs import PairItem
from relnlp.training.sessions import CodedSession

#: a session of so many turns is a long one
LONG = 40
#: shorter turns may stand twice: people do say "How was your week then?" alike
DUPLICATE_WORDS = 7
#: two turns are near-duplicates when they share this part of the longer one's three-word phrases
NEAR = 0.7
#: and have so many words: shorter ones are alike by chance
NEAR_WORDS = 10


def census(corpora: Corpora) -> Iterator[str]:
    """Count sessions, turns, labels, facets, moves, episodes, minimal pairs and notes, by split."""
    for split in SPLITS:
        part = corpora.of(split)
        yield from _sessions(split, part.sessions)
        yield from _pairs(part.pairs)
        yield from _notes(part.notes)
    yield from _sessions("all", corpora.sessions)
    yield from _pairs(corpora.pairs)
    yield from _notes(corpora.notes)
    for style, sessions in _by_style(corpora.sessions).items():
        yield _style_line(style, corpora.splits.get(style, "train"), sessions)
    shared = shared_phrases(corpora.sessions)
    yield f"running 4-word phrases that also occur in another style: {shared:.1%}"


def problems(corpora: Corpora) -> list[str]:
    """List (near-)duplicate turns across splits, and turns that stand more than twice."""
    seen: dict[str, list[tuple[str, str]]] = {}
    for split, name, text in _texts(corpora):
        if len(text.split()) >= DUPLICATE_WORDS:
            seen.setdefault(text, []).append((split, name))
    found = []
    for places in seen.values():
        if len({split for split, _ in places}) > 1:
            names = " and ".join(sorted({name for _, name in places}))
            found.append(f"the same turn stands in {names}, which are different splits")
        elif len(places) > 2:
            found.append(f"one turn stands {len(places)} times, first in {places[0][1]}")
    return [*found, *_near(seen)]


def shared_phrases(sessions: Sequence[CodedSession], *, length: int = 4) -> float:
    """Share of running phrases of `length` words that also occur in another style, 0 to 1."""
    styles: dict[tuple[str, ...], set[str]] = {}
    running: Counter[tuple[str, ...]] = Counter()
    for session in sessions:
        for turn in session.turns:
            for phrase in _phrases(normal(turn.text), length):
                running[phrase] += 1
                styles.setdefault(phrase, set()).add(session.style)
    total = sum(running.values())
    return sum(n for phrase, n in running.items() if len(styles[phrase]) > 1) / total if total else 0.0


def normal(text: str) -> str:
    """Lower-case words of a text, with nothing between them but spaces."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def _texts(corpora: Corpora) -> Iterator[tuple[str, str, str]]:
    """Give split, id and normal form of every turn, target of a pair, and note."""
    for session in corpora.sessions:
        for turn in session.turns:
            yield corpora.splits.get(session.style, "train"), session.session, normal(turn.text)
    # items of one set are alike on purpose: the same words count once
    targets = {(item.style, item.set, normal(item.view.text)): None for item in corpora.pairs}
    for style, name, text in targets:
        yield corpora.splits.get(style, "train"), name, text
    for note in corpora.notes:
        yield corpora.splits.get(note.style, "train"), note.note, normal(note.text)


def _near(seen: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Find turns of different splits that share most of their three-word phrases."""
    holders: dict[tuple[str, ...], list[str]] = {}
    for text in (text for text in seen if len(text.split()) >= NEAR_WORDS):
        for phrase in set(_phrases(text, 3)):
            holders.setdefault(phrase, []).append(text)
    shared: Counter[tuple[str, str]] = Counter()
    for texts in holders.values():
        # a phrase that many turns share is plain English and would only make pairs to throw away
        if 1 < len(texts) <= 20:
            shared.update((a, b) for k, a in enumerate(texts) for b in texts[k + 1 :] if seen[a][0][0] != seen[b][0][0])
    found = []
    for (a, b), n in shared.items():
        if n >= NEAR * max(len(set(_phrases(a, 3))), len(set(_phrases(b, 3)))):
            found.append(f"turns of {seen[a][0][1]} and {seen[b][0][1]} are nearly the same, in different splits")
    return found


def _phrases(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = text.split()
    return (tuple(words[k : k + length]) for k in range(len(words) - length + 1))


def _by_style(sessions: Iterable[CodedSession]) -> dict[str, list[CodedSession]]:
    styles: dict[str, list[CodedSession]] = {}
    for session in sessions:
        styles.setdefault(session.style, []).append(session)
    return dict(sorted(styles.items()))


def _sessions(name: str, sessions: Sequence[CodedSession]) -> Iterator[str]:
    turns = [turn for session in sessions for turn in session.turns]
    mine = [turn for turn in turns if turn.role is Role.THERAPIST]
    styles = len({session.style for session in sessions})
    long = sum(len(session.turns) >= LONG for session in sessions)
    yield (
        f"{name}: {len(sessions)} sessions ({long} long) in {styles} styles, "
        f"{len(mine)} therapist turns of {len(turns)}, {sum(turn.open for turn in mine)} left open by the coders"
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
    yield "  episodes: " + ", ".join(f"{k} {v}" for k, v in sorted(outcomes.items())) + f"; sessions without: {calm}"


def _style_line(style: str, split: str, sessions: Sequence[CodedSession]) -> str:
    mine = [turn for session in sessions for turn in session.turns if turn.role is Role.THERAPIST]
    labels = Counter(label for turn in mine for label in turn.labels)
    counts = ", ".join(f"{label} {labels[label]}" for label in LABELS)
    return f"  {style} ({split}): {len(sessions)} sessions, {len(mine)} therapist turns; {counts}"


def _pairs(items: Sequence[PairItem]) -> Iterator[str]:
    capabilities = Counter(item.capability for item in items)
    if items:
        yield f"  minimal pairs: {len(items)} items in {len({item.set for item in items})} sets; " + ", ".join(
            f"{name} {n}" for name, n in sorted(capabilities.items())
        )


def _notes(notes: Sequence[CodedNote]) -> Iterator[str]:
    acts = [act for note in notes for act in note.acts]
    labels = Counter(label for act in acts for label in act.labels)
    if notes:
        yield (
            f"  notes: {len(notes)} with {sum(act.is_act for act in acts)} acts and "
            f"{sum(not act.is_act for act in acts)} stretches that only look like one; "
            + ", ".join(f"{label} {labels[label]}" for label in LABELS)
        )
