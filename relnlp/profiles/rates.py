"""Counts and rates with intervals that include the classifier's own error."""

from __future__ import annotations

from dataclasses import dataclass

from relnlp.profiles.correction import true_rate
from relnlp.profiles.error import LabelError

#: fewer scored turns than this say too little about a session as a whole
ENOUGH_TURNS = 20
LEVEL = 0.90
#: an interval may be so wide: 10 turns in 100, and half of the rate itself
WIDEST, WIDEST_OF_RATE = 0.10, 0.5


@dataclass(frozen=True)
class Span:
    """A value with its 90 % interval, all in the same unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Rate:
    """How often a label stands among the scored turns.

    Parameters
    ----------
    n
        Scored turns with the label.
    of
        Scored turns.
    rate
        ``n / of`` as counted, 0 to 1; None without scored turns.
    estimate
        Median of what the true rate may be, 0 to 1; None without scored turns. It differs from `rate` where the
        model is known to miss turns or to raise false alarms.
    low, high
        Interval that holds 90 % of what the true rate may be; 0 to 1 without scored turns. The true rate is that of
        turns like these: chance among few turns is in it, and so is the validated error of the model, if a model
        gave the labels.
    hours
        Length of the session; None where times are not known.
    """

    n: int
    of: int
    rate: float | None
    estimate: float | None
    low: float
    high: float
    hours: float | None = None

    @property
    def too_little_to_tell(self) -> bool:
        """Whether the interval is wider than 10 turns in 100 and half of the estimate together.

        Codes by hand have enough from 12 turns on where there is no hit, and from 33 on where every third turn is
        one; where a model misses many, no number of turns may be enough.
        """
        return self.estimate is None or self.high - self.low > WIDEST + WIDEST_OF_RATE * self.estimate

    @property
    def per_hundred(self) -> Span | None:
        """Turns in a hundred scored ones; None without scored turns."""
        return self._times(100.0)

    @property
    def per_hour(self) -> Span | None:
        """Turns in an hour of the session; None without scored turns or without times."""
        return self._times(self.of / self.hours) if self.hours else None

    def _times(self, factor: float) -> Span | None:
        if self.estimate is None:
            return None
        return Span(factor * self.estimate, factor * self.low, factor * self.high)


def rate(n: int, of: int, *, error: LabelError | None = None, hours: float | None = None, level: float = LEVEL) -> Rate:
    """Make a rate with its interval.

    Parameters
    ----------
    n, of
        Hits and trials, 0 <= n <= of.
    error
        The validated error of the model that gave the labels; None for labels given by hand.
    hours
        Length of the session, if known.
    level
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If the counts or the level are out of range.

    Examples
    --------
    >>> by_hand = rate(6, 60)
    >>> round(by_hand.estimate, 3), round(by_hand.low, 3), round(by_hand.high, 3)
    (0.102, 0.05, 0.178)

    A model that misses half of these turns:

    >>> half = LabelError.of_counts(tp=100, fn=100, fp=2, tn=2000)
    >>> by_model = rate(6, 60, error=half, hours=0.75)
    >>> round(by_model.estimate, 2), by_model.too_little_to_tell, round(by_model.per_hour.value)
    (0.21, True, 16)
    """
    if not 0 <= n <= of:
        raise ValueError(f"n={n} is not between 0 and of={of}")
    if not 0 < level < 1:
        raise ValueError(f"level={level} is not between 0 and 1")
    if of == 0:
        return Rate(0, 0, None, None, 0.0, 1.0, hours)
    estimate, low, high = true_rate(n, of, error, level)
    return Rate(n, of, n / of, estimate, low, high, hours)
