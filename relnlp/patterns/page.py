"""Patterns as a page for a person to read, and as rows for a table: strengths first, in both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relnlp.patterns import wording as w
from relnlp.patterns.contrast import Contrast
from relnlp.patterns.findings import PATTERN, PairPatterns, Pattern, Patterns
from relnlp.profiles.rates import Span

#: columns of the table, one row for each label of each client
COLUMNS = (
    "therapist", "client", "label", "finding", "n_sessions", "n_sessions_with", "n", "n_scored", "rate", "low", "high",
    "reference", "p_above", "p_robust", "stands_out", "trend", "trend_unit", "trend_n_sessions", "slope", "slope_low",
    "slope_high", "p_rising", "change", "split", "n_before", "n_after", "rate_before", "rate_after", "difference",
    "difference_low", "difference_high", "p_higher_after",
)  # fmt: skip


def page(found: Patterns) -> Iterator[str]:
    r"""Write patterns line by line.

    Examples
    --------
    >>> from relnlp.patterns.counts import SessionCounts
    >>> from relnlp.patterns.pattern import pattern
    >>> lines = list(page(pattern([SessionCounts(50, {"attuned": n}) for n in (24, 30, 27, 25)])))
    >>> print(*lines[:4], sep="\n")
    Sessions: 4 sessions, 200 scored turns
      Strengths that hold
        attuned: following, protecting or empowering the client; holds across sessions
          typical session: 43 to 60 in 100 turns (90 %); reference 20 in 100
    """
    for pair in found.pairs:
        yield from _pair(pair)
        yield ""
    yield from (f"note: {note}" for note in found.notes)
    if len(found.pairs) == 1 and not found.pairs[0].client:
        yield w.ONE_PAIR
    yield from w.FOOTER


def rows(found: Patterns) -> Iterator[dict[str, Any]]:
    """Give one plain row for each label of each client; the keys are `COLUMNS`."""
    for pair in found.pairs:
        for one in pair.patterns:
            yield dict.fromkeys(COLUMNS) | _row(pair, one) | _trend_row(one) | _change_row(one)


def _pair(pair: PairPatterns) -> Iterator[str]:
    who = " · ".join(name for name in (pair.therapist, pair.client) if name) or w.UNNAMED
    of = pair.patterns[0].of
    yield w.TITLE.format(who=who, n=len(pair.session_ids), sessions=_sessions(len(pair.session_ids)), of=of)
    named = pair.found(PATTERN)
    yield from _block(w.STRENGTHS, [one for one in named if one.is_strength], w.NO_STRENGTH)
    yield from _block(w.LOOK, [one for one in named if not one.is_strength], w.NO_LOOK)
    rest = [one for one in pair.patterns if one not in named]
    if rest:
        yield from _block(w.REST, rest, "")


def _block(title: str, patterns: list[Pattern], empty: str) -> Iterator[str]:
    yield f"  {title}"
    if not patterns:
        yield f"    {empty}"
    for one in patterns:
        words = w.FINDING_WORDS[one.finding][0 if one.is_strength else 1]
        yield f"    {one.label}: {w.LABEL_WORDS[one.label]}; {words}"
        yield from (f"      {line}" for line in _details(one))


def _details(one: Pattern) -> Iterator[str]:
    yield w.RATE.format(low=_hundred(one.rate.low), high=_hundred(one.rate.high), reference=_hundred(one.reference))
    counts = w.COUNTS.format(
        n_with=one.n_sessions_with, n=one.n_sessions, sessions=_sessions(one.n_sessions), p=one.p_above
    )
    yield counts + (w.ROBUST.format(p=one.p_robust) if one.p_robust is not None else "")
    if one.stands_out:
        yield w.STANDS_OUT.format(names=", ".join(one.stands_out))
    if one.trend is not None:
        words = w.DIRECTION_WORDS[one.trend.direction].format(later="later", earlier="at first")
        yield w.TREND.format(words=words, **_ends(one.trend.ends))
    if one.change is not None:
        words = w.DIRECTION_WORDS[one.change.direction].format(later="after", earlier="before")
        sides = {"split": one.change.split, "before": one.change.n_before, "after": one.change.n_after}
        yield w.CHANGE.format(words=words, **sides, **_ends(one.change.periods))


def _ends(between: Contrast) -> dict[str, str]:
    return {"start": _hundred(between.start.value), "end": _hundred(between.end.value)}


def _sessions(n: int) -> str:
    return "session" if n == 1 else "sessions"


def _hundred(rate: float) -> str:
    """Spell a rate as so many in a hundred: one decimal below ten.

    >>> _hundred(0.004), _hundred(0.02), _hundred(0.218)
    ('0.4', '2', '22')
    """
    return f"{100 * rate:.0f}" if rate >= 0.095 else f"{100 * rate:.1f}".removesuffix(".0")


def _row(pair: PairPatterns, one: Pattern) -> dict[str, Any]:
    return {
        "therapist": pair.therapist,
        "client": pair.client,
        "label": one.label,
        "finding": one.finding,
        "n_sessions": one.n_sessions,
        "n_sessions_with": one.n_sessions_with,
        "n": one.n,
        "n_scored": one.of,
        **_estimate(one.rate, "rate", "low", "high"),
        "reference": one.reference,
        "p_above": round(one.p_above, 4),
        "p_robust": None if one.p_robust is None else round(one.p_robust, 4),
        "stands_out": list(one.stands_out),
    }


def _trend_row(one: Pattern) -> dict[str, Any]:
    if one.trend is None:
        return {}
    return {
        "trend": one.trend.direction,
        "trend_unit": one.trend.unit,
        "trend_n_sessions": one.trend.n_sessions,
        **_estimate(one.trend.slope, "slope", "slope_low", "slope_high"),
        "p_rising": round(one.trend.ends.p_up, 4),
    }


def _change_row(one: Pattern) -> dict[str, Any]:
    if one.change is None:
        return {}
    periods = one.change.periods
    return {
        "change": one.change.direction,
        "split": one.change.split,
        "n_before": one.change.n_before,
        "n_after": one.change.n_after,
        "rate_before": round(periods.start.value, 4),
        "rate_after": round(periods.end.value, 4),
        **_estimate(periods.difference, "difference", "difference_low", "difference_high"),
        "p_higher_after": round(periods.p_up, 4),
    }


def _estimate(found: Span, value: str, low: str, high: str) -> dict[str, float]:
    return {value: round(found.value, 4), low: round(found.low, 4), high: round(found.high, 4)}
