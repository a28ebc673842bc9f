"""The rates that a pattern must exceed, and why these."""

from __future__ import annotations

import math
from collections.abc import Mapping

from relnlp.codebook import HARM_LABELS, LABELS

#: One turn in fifty: one or two in every ordinary session (50 to 100 scored turns), so that a typical session above
#: it holds such a turn nearly always. The shipped model marks about one harmless turn in a hundred with any of the
#: three harm labels (model card), so one label's false marks alone stay below it. Repairing answers a strain; most
#: sessions have few, and more than one turn in fifty is work on the relationship in every session.
RARE = 0.02
#: One turn in five: the share among the coded turns of the written corpora, which mix good and poor sessions. It
#: is a convention for "clearly more than now and then", not a norm that a therapist should meet.
OFTEN = 0.20
REFERENCES: dict[str, float] = {"attuned": OFTEN, "repairing": RARE, **dict.fromkeys(HARM_LABELS, RARE)}
#: a reference further out cannot be told from never or always
LEAST, MOST = 0.001, 0.95


def with_defaults(references: Mapping[str, float] | None) -> dict[str, float]:
    """Fill up references with the defaults.

    Raises
    ------
    ValueError
        If a label is unknown or a rate is not between 0.001 and 0.95.

    Examples
    --------
    >>> with_defaults({"coercive": 0.05})["coercive"], with_defaults(None)["coercive"]
    (0.05, 0.02)
    """
    chosen = {**REFERENCES, **(references or {})}
    for label, rate in chosen.items():
        if label not in LABELS:
            raise ValueError(f"unknown label {label!r}; the labels are {', '.join(LABELS)}")
        if not (math.isfinite(rate) and LEAST <= rate <= MOST):
            raise ValueError(f"reference {rate} for {label!r} is not between {LEAST} and {MOST}")
    return chosen
