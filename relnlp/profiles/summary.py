"""A session in a few plain sentences, made from its figures by rule; each knows the turns that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from relnlp.codebook import FACETS, HARM_LABELS
from relnlp.profiles.wording import DEEDS, NUMBERS, OFTEN, SENTENCES, TIMES

if TYPE_CHECKING:
    from relnlp.profiles.profile import SessionProfile

#: facets that a sentence names
NAMED = 2


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Parameters
    ----------
    text
        Plain English, one or two clauses.
    turns
        Positions, from 0 over all turns, of the turns that it speaks of; empty where it speaks of the whole.
    """

    text: str
    turns: tuple[int, ...] = ()


def summary(summed: SessionProfile) -> tuple[Sentence, ...]:
    """Sum a profile up in two to eleven sentences: what helped first, then what to look at, then what is unknown.

    A count is always said; how often something happens only where the interval allows it, and otherwise that this
    is too little to tell. Nothing is graded, and nothing is said of what anybody felt or is.

    Parameters
    ----------
    summed
        From `profile`.

    Examples
    --------
    >>> from relnlp.profiles import profile
    >>> said = summary(profile([{"role": "therapist", "text": "You have to ring her.", "labels": "coercive"}]))
    >>> said[1]
    Sentence(text='One turn may have landed as pressure.', turns=(0,))
    >>> print(said[0].text)
    Only one of the therapist's turns had words enough to look at: too little to tell how often anything happens.
    """
    return (_scope(summed), *_strengths(summed), *_looks(summed), Sentence(SENTENCES["limits"]))


def _scope(summed: SessionProfile) -> Sentence:
    key = "scope_none" if not summed.n_scored else "scope_few" if summed.too_little_to_tell else "scope"
    return _sentence(key, scored=_number(summed.n_scored))


def _strengths(summed: SessionProfile) -> Iterator[Sentence]:
    yield from _deed(summed, "attuned")
    mended = _of(summed, "repair")
    partly = tuple(episode.start for episode in summed.episodes if episode.outcome == "partly")
    if mended:
        yield _sentence("mended", mended, episodes=_times(len(summed.episodes)), times=_times(len(mended)))
    if partly:
        yield _sentence("partly", partly, times=_times(len(partly)))
    if not mended and not partly:
        yield from _deed(summed, "repairing")
    if heard := _of(summed, "open_feedback"):
        yield _sentence("open_feedback", heard, pieces=_times(len(summed.feedback)), times=_times(len(heard)))


def _looks(summed: SessionProfile) -> Iterator[Sentence]:
    for label in HARM_LABELS:
        yield from _deed(summed, label)
    for name in ("unmended", "closed_feedback"):
        if turns := _of(summed, name):
            yield _sentence(name, turns, times=_times(len(turns)))
    missing = [label for label in HARM_LABELS if not summed.rates[label].n]
    if missing and summed.n_scored:
        deeds = _listed([DEEDS[label] for label in missing])
        yield _sentence("none", deeds=deeds, often=_none_seen(summed, missing))


def _deed(summed: SessionProfile, label: str) -> Iterator[Sentence]:
    """Say how many turns carry a label, what they did, and how often that happens."""
    turns = summed.positions.get(label, ())
    if turns:
        found = sorted(FACETS[label], key=lambda facet: -len(summed.positions.get(facet, ())))
        facets = [facet for facet in found if summed.positions.get(facet)][:NAMED]
        deeds = _listed([DEEDS[name] for name in facets or [label]])
        often = "" if summed.too_little_to_tell else _often(summed, label)
        noun = "turn" if len(turns) == 1 else "turns"
        yield _sentence("deed", turns, turns=f"{_number(len(turns))} {noun}", deeds=deeds, often=often)


def _often(summed: SessionProfile, label: str) -> str:
    rate = summed.rates[label]
    if rate.too_little_to_tell or label in summed.unvalidated:
        return OFTEN["unsure"]
    low, high = floor(100 * rate.low), ceil(100 * rate.high)
    return OFTEN["between" if low else "up_to"].format(low=low, high=high)


def _none_seen(summed: SessionProfile, labels: Sequence[str]) -> str:
    rates = [summed.rates[label] for label in labels]
    if summed.too_little_to_tell or any(rate.too_little_to_tell for rate in rates) or {*labels} & {*summed.unvalidated}:
        return OFTEN["none_unsure"]
    return OFTEN["none_up_to"].format(high=max(ceil(100 * rate.high) for rate in rates))


def _of(summed: SessionProfile, dimension: str) -> tuple[int, ...]:
    return next(measure.turns for measure in summed.dimensions if measure.name == dimension)


def _sentence(key: str, at: Sequence[int] = (), **words: str) -> Sentence:
    text = SENTENCES[key].format(**words)
    return Sentence(text[0].upper() + text[1:], tuple(at))


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def _times(n: int) -> str:
    return TIMES.get(n, f"{_number(n)} times")


def _listed(phrases: Sequence[str]) -> str:
    """Join phrases, each once: ``a, or b``; ``a, b, or c``."""
    *first, last = dict.fromkeys(phrases)
    return ", ".join([*first, f"or {last}"]) if first else last
