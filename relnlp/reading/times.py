"""Clock times and seconds, as transcripts write them."""

from __future__ import annotations

import math
import re

CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?$")


def seconds(value: object, *, milliseconds: bool = False) -> float | None:
    """Turn ``01:02:03.5``, ``2:03``, ``"4.87"`` or a number into seconds; None if it is no time.

    Parameters
    ----------
    value
        Text or number.
    milliseconds
        Whether bare numbers count milliseconds.

    Examples
    --------
    >>> seconds("00:01:05,500"), seconds("2:03"), seconds("4.87"), seconds("n/a")
    (65.5, 123.0, 4.87, None)
    """
    text = str(value).strip().removeprefix("0 days ") if value is not None else ""
    if match := CLOCK.match(text):
        hours, minutes, secs, fraction = match.groups()
        if int(secs) > 59:
            return None
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + float(f"0.{fraction or 0}")
    try:
        # some Excels write a decimal comma
        number = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        return None
    if not math.isfinite(number) or number < 0:
        return None
    return number / 1000 if milliseconds else number
