"""Fourteen signs, seven of medicine and seven of poison, each with the measures that speak to it.

They follow the ideas of Isaac Bailey's essay "The Therapeutic Relationship - A Form of Medicine, A Form of Poison", in
our own words. A sign is a question to look with, never a verdict: no sign is "present" or "absent" here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relnlp.profiles.dimensions import Measure
from relnlp.profiles.wording import SIGNS

#: sign -> dimensions that speak to it; none where a transcript cannot show it
MEDICINE: dict[str, tuple[str, ...]] = {
    "understood": ("attunement",),
    "safe": ("safety",),
    "asked": ("agency", "power"),
    "mended": ("repair", "delay"),
    "framed": ("boundaries",),
    "heard": ("open_feedback",),
    "larger": (),
}
POISON: dict[str, tuple[str, ...]] = {
    "explained_away": ("invalidation",),
    "pressed": ("control", "power"),
    "left_alone": ("abandonment",),
    "used": ("crossings",),
    "unmended": ("unmended", "closed_feedback"),
    "smaller": (),
    "unsure": (),
}


@dataclass(frozen=True)
class Sign:
    """A sign with what this session has to say to it.

    Parameters
    ----------
    name
        Key of `wording.SIGNS`.
    side
        ``medicine`` or ``poison``.
    text
        The sign, in the words of somebody in therapy.
    measures
        What speaks to it, only where there was something to count; empty where a transcript cannot show it.
    cannot_show
        What of it no transcript can show.
    """

    name: str
    side: str
    text: str
    measures: tuple[Measure, ...]
    cannot_show: str


def signs(measures: Sequence[Measure]) -> tuple[Sign, ...]:
    """Lay the measures of a session beside the fourteen signs.

    Parameters
    ----------
    measures
        From `dimensions`.

    Examples
    --------
    >>> [sign.name for sign in signs([]) if sign.cannot_show.startswith("a transcript cannot show this")]
    ['larger', 'smaller', 'unsure']
    """
    found = {measure.name: measure for measure in measures if measure.value is not None}
    return tuple(
        Sign(
            name,
            side,
            SIGNS[name].text,
            tuple(found[dimension] for dimension in speaking if dimension in found),
            SIGNS[name].cannot_show,
        )
        for side, table in (("medicine", MEDICINE), ("poison", POISON))
        for name, speaking in table.items()
    )
