"""The dimensions of the essay, each a figure with the turns that it rests on.

Title, formula, direction, unit and what each one does not see stand in `wording.DIMENSIONS`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.episodes import Episode
from relnlp.profiles.error import LabelError
from relnlp.profiles.feedback import FeedbackAnswer
from relnlp.profiles.rates import rate
from relnlp.profiles.wording import DIMENSIONS, DimensionWords
from relnlp.session import Role

Errors = Mapping[str, LabelError] | None

#: dimension -> label or facet whose rate it is
RATES = {
    "attunement": "tracking",
    "safety": "safety",
    "agency": "agency",
    "boundaries": "containment",
    "invalidation": "invalidating",
    "control": "coercive",
    "crossings": "boundary-blurring",
}
TAKING = frozenset({"commanding", "pathologising", "dual-role"})
GIVING = frozenset({"agency", "owning"})
LEAVING = frozenset({"redirecting", "withdrawing"})


@dataclass(frozen=True)
class Measure:
    """One dimension in one session.

    Parameters
    ----------
    name
        Key of `wording.DIMENSIONS`.
    value
        In the unit given there; None where there is nothing to compute it from.
    low, high
        90 % interval in the same unit. None for a delay; and where a model gave the codes and its error for this
        figure was not validated, since an interval without it would promise too much.
    n, of
        What was counted, and out of how many.
    turns
        Positions, from 0 over all turns, that the figure rests on.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    of: int
    turns: tuple[int, ...]

    @property
    def words(self) -> DimensionWords:
        """Title, formula, direction, unit, and what it cannot show."""
        return DIMENSIONS[self.name]


def dimensions(
    turns: Sequence[CodedTurn],
    episodes: Sequence[Episode],
    answers: Sequence[FeedbackAnswer],
    *,
    errors: Errors = None,
) -> tuple[Measure, ...]:
    """Compute all dimensions, in the order of `wording.DIMENSIONS`.

    Parameters
    ----------
    turns
        All turns of one session in order.
    episodes, answers
        What was found in them.
    errors
        The model's validated error by label, facet or dimension; None for codes given by hand.
    """
    scored = [k for k, turn in enumerate(turns) if turn.role is Role.THERAPIST and turn.scored]
    measures = [
        *(_rate(dimension, name, turns, scored, errors) for dimension, name in RATES.items()),
        _episodes("repair", "repaired", episodes, errors),
        _episodes("unmended", "unrepaired", episodes, errors),
        _delay(episodes),
        _feedback("open_feedback", {"opening"}, answers, errors),
        _feedback("closed_feedback", {"closing", "mixed"}, answers, errors),
        _abandonment(turns, scored, errors),
        _power(turns, scored, errors),
    ]
    order = list(DIMENSIONS)
    return tuple(sorted(measures, key=lambda measure: order.index(measure.name)))


def _rate(dimension: str, name: str, turns: Sequence[CodedTurn], scored: Sequence[int], errors: Errors) -> Measure:
    if name not in ("invalidating", "coercive", "boundary-blurring") and not _has_facets(turns, scored):
        return _nothing(dimension)
    hits = [k for k in scored if name in (*turns[k].labels, *turns[k].facets)]
    return _share(dimension, hits, len(scored), errors, name)


def _episodes(dimension: str, outcome: str, episodes: Sequence[Episode], errors: Errors) -> Measure:
    return _share(dimension, [e.start for e in episodes if e.outcome == outcome], len(episodes), errors)


def _delay(episodes: Sequence[Episode]) -> Measure:
    waits = {e.start: e.repair - e.start for e in episodes if e.repair is not None}
    value = float(median(waits.values())) if waits else None
    return Measure("delay", value, None, None, len(waits), len(episodes), tuple(waits))


def _feedback(dimension: str, kinds: Collection[str], answers: Sequence[FeedbackAnswer], errors: Errors) -> Measure:
    answered = [answer for answer in answers if answer.kind != "unanswered"]
    return _share(dimension, [a.turn for a in answered if a.kind in kinds], len(answered), errors)


def _abandonment(turns: Sequence[CodedTurn], scored: Sequence[int], errors: Errors) -> Measure:
    if not _has_facets(turns, scored):
        return _nothing("abandonment")
    opened = [k for k, turn in enumerate(turns) if "opening" in turn.moves]
    # several client turns may wait for the same answer: they count once
    nexts = dict.fromkeys(next((s for s in scored if s > k), None) for k in opened)
    met = [k for k in nexts if k is not None]
    return _share("abandonment", [k for k in met if LEAVING & set(turns[k].facets)], len(met), errors)


def _power(turns: Sequence[CodedTurn], scored: Sequence[int], errors: Errors) -> Measure:
    if not _has_facets(turns, scored):
        return _nothing("power")
    taken = [k for k in scored if TAKING & set(turns[k].facets)]
    given = [k for k in scored if GIVING & set(turns[k].facets)]
    share = _share("power", taken, len(taken) + len(given), errors)
    value, low, high = (None if part is None else 2 * part - 1 for part in (share.value, share.low, share.high))
    return Measure("power", value, low, high, share.n, share.of, tuple(sorted({*taken, *given})))


def _share(dimension: str, hits: Sequence[int], of: int, errors: Errors, key: str = "") -> Measure:
    """Make a share with the interval that its codes allow."""
    if not of:
        return _nothing(dimension)
    error = (errors or {}).get(key or dimension)
    if errors is not None and error is None:
        return Measure(dimension, len(hits) / of, None, None, len(hits), of, tuple(hits))
    found = rate(len(hits), of, error=error)
    return Measure(dimension, found.rate, found.low, found.high, len(hits), of, tuple(hits))


def _nothing(dimension: str) -> Measure:
    return Measure(dimension, None, None, None, 0, 0, ())


def _has_facets(turns: Sequence[CodedTurn], scored: Sequence[int]) -> bool:
    """Tell whether facets were coded at all: no label stands without one."""
    return all(turns[k].facets or not turns[k].labels for k in scored)
