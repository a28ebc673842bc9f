"""What the therapist does with feedback: with an objection, a correction or a complaint of the client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relnlp.codebook import FACETS
from relnlp.profiles.coded import CodedTurn
from relnlp.session import Role

FEEDBACK_MOVES = ("objecting", "correcting", "complaining")
#: scored therapist turns after the feedback that count as its answer
ANSWER_TURNS = 2

#: facet -> way of answering
OPENING = {facet: facet for facet in (*FACETS["repairing"], "tracking", "safety", "agency")}
CLOSING = {
    **{facet: facet for facet in FACETS["invalidating"]},
    **dict.fromkeys(FACETS["coercive"], "pressing on"),
}
#: where only labels were coded
_OPENING_LABELS, _CLOSING_LABELS = ("attuned", "repairing"), ("invalidating", "coercive")


@dataclass(frozen=True)
class FeedbackAnswer:
    """One piece of feedback and its answer; positions count from 0 over all turns.

    Parameters
    ----------
    turn
        The client turn; the last one where several follow each other.
    kind
        ``opening`` (some way of taking it up and none of turning it away), ``closing``, ``mixed`` (both),
        ``neither``, or ``unanswered`` (no scored therapist turn comes after it).
    ways
        How: ``noticing``, ``owning``, ``adjusting``, ``tracking``, ``safety``, ``agency``; ``dismissing``,
        ``pathologising``, ``redirecting``, ``defending``, ``withdrawing``, ``pressing on``. Labels where only
        labels were coded.
    answers
        The scored therapist turns that were looked at: two at most, and none beyond the next feedback.
    """

    turn: int
    kind: str
    ways: tuple[str, ...]
    answers: tuple[int, ...]


def feedback_answers(turns: Sequence[CodedTurn]) -> list[FeedbackAnswer]:
    """Find feedback and its answers, in order.

    Examples
    --------
    >>> said = [CodedTurn(Role.CLIENT, 7, moves=("complaining",)),
    ...         CodedTurn(Role.THERAPIST, 5, ("invalidating",), facets=("defending",))]
    >>> feedback_answers(said)
    [FeedbackAnswer(turn=0, kind='closing', ways=('defending',), answers=(1,))]
    """
    places = [k for k, turn in enumerate(turns) if turn.role is Role.CLIENT and set(turn.moves) & set(FEEDBACK_MOVES)]
    ends = [*places, len(turns)][1:]
    found = []
    for place, end in zip(places, ends, strict=True):
        between = range(place + 1, end)
        answers = [k for k in between if turns[k].role is Role.THERAPIST and turns[k].scored][:ANSWER_TURNS]
        # feedback that goes on before anybody could answer is one piece, and the last turn stands for it
        if not answers and end < len(turns):
            continue
        found.append(_answer(place, tuple(answers), [turns[k] for k in answers]))
    return found


def _answer(place: int, positions: tuple[int, ...], answers: Sequence[CodedTurn]) -> FeedbackAnswer:
    opening = _ways(answers, OPENING, _OPENING_LABELS)
    closing = _ways(answers, CLOSING, _CLOSING_LABELS)
    kinds = {(True, True): "mixed", (True, False): "opening", (False, True): "closing", (False, False): "neither"}
    kind = kinds[bool(opening), bool(closing)] if answers else "unanswered"
    return FeedbackAnswer(place, kind, (*opening, *closing), positions)


def _ways(answers: Sequence[CodedTurn], ways: dict[str, str], labels: tuple[str, ...]) -> list[str]:
    """Ways of answering in the codebook's order, each once."""
    by_facet = {facet for turn in answers for facet in turn.facets}
    by_label = {label for turn in answers if not turn.facets for label in turn.labels}
    found = [way for facet, way in ways.items() if facet in by_facet]
    return list(dict.fromkeys([*found, *(label for label in labels if label in by_label)]))
