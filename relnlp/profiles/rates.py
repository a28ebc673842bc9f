"""Counts and rates with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import norm

#: fewer scored turns than this say too little for a rate
ENOUGH_TURNS = 20
LEVEL = 0.90


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
        ``n / of``, 0 to 1; None without scored turns.
    low, high
        90 % Wilson score interval for the rate (Wilson 1927); 0 to 1 without scored turns.
    """

    n: int
    of: int
    rate: float | None
    low: float
    high: float

    @property
    def too_little_to_tell(self) -> bool:
        """Whether fewer than 20 turns were scored."""
        return self.of < ENOUGH_TURNS


def rate(n: int, of: int, *, level: float = LEVEL) -> Rate:
    """Make a rate with its Wilson interval.

    Parameters
    ----------
    n, of
        Hits and trials, 0 <= n <= of.
    level
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If the counts or the level are out of range.

    Examples
    --------
    >>> r = rate(0, 24)
    >>> (r.rate, r.low, round(r.high, 3))
    (0.0, 0.0, 0.101)
    """
    if not 0 <= n <= of:
        raise ValueError(f"n={n} is not between 0 and of={of}")
    if not 0 < level < 1:
        raise ValueError(f"level={level} is not between 0 and 1")
    if of == 0:
        return Rate(0, 0, None, 0.0, 1.0)
    z = float(norm.ppf(0.5 + level / 2))
    p, spread = n / of, 1 + z * z / of
    centre = (p + z * z / (2 * of)) / spread
    half = z / spread * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    # at the ends the formula is exact but for rounding
    return Rate(n, of, p, 0.0 if n == 0 else max(0.0, centre - half), 1.0 if n == of else min(1.0, centre + half))
