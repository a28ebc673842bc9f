"""Surface of a turn as numbers: length, question form, who is addressed, how the sentence is built."""

from __future__ import annotations

import re

import numpy as np

from relnlp.session import Role, TurnView
from relnlp.speech import is_backchannel, spoken, words

_SETS: dict[str, frozenset[str]] = {
    "you": frozenset("you your yours yourself you're you've you'd you'll youre youve".split()),
    "i": frozenset("i i'm i've i'd i'll me my mine myself im ive".split()),
    "we": frozenset("we we're we've we'll we'd us our ours".split()),
    "must": frozenset("must should need needs have gotta ought supposed better never always cannot can't".split()),
    "soft": frozenset("might maybe perhaps could would may wonder wondering guess possibly sort kind bit".split()),
    "wh": frozenset("what when where who why how which".split()),
    "not": frozenset("not no never don't doesn't didn't isn't aren't won't can't couldn't wouldn't dont cant".split()),
    "but": frozenset("but though although however yet just only at least".split()),
    "sorry": frozenset("sorry apologise apologize apologies mistake fault mine wrong".split()),
    "aux": frozenset("do does did is are was were can could would will have has am shall".split()),
    "third": frozenset("he she they him her them his their he's she's they're".split()),
}

NAMES: tuple[str, ...] = (
    "log_words", "short", "long", "asks", "ends_asking", "exclaims", "cut", "starts_aux", "starts_you", "starts_so",
    *(f"rate_{name}" for name in _SETS),
    "client_log_words", "client_short", "client_backchannel", "client_not", "client_i", "client_cut", "no_context",
    "overlap",
)  # fmt: skip


def form(view: TurnView) -> np.ndarray:
    """Measure one turn.

    Returns
    -------
    ndarray of shape (len(NAMES),)
        Rates are from 0 to 1, log lengths from 0 to about 2 (divided by 3), the rest 0 or 1.
    """
    text, said = spoken(view.text), words(view.text)
    client_text = view.last(Role.CLIENT)
    client = words(client_text)
    n, first = len(said), (said[0] if said else "")
    ends = text.rstrip().rstrip("\"'”’)")
    values = [
        np.log1p(n) / 3,
        n <= 3,
        n >= 40,
        "?" in text,
        ends.endswith("?"),
        "!" in text,
        bool(re.search(r"[-–—]\s*$", text)),
        first in _SETS["aux"],
        first in _SETS["you"],
        first in {"so", "okay", "right", "well"},
        *(_rate(said, chosen) for chosen in _SETS.values()),
        np.log1p(len(client)) / 3,
        0 < len(client) <= 4,
        is_backchannel(client_text) if client_text else False,
        _rate(client, _SETS["not"]),
        _rate(client, _SETS["i"]),
        bool(re.search(r"[-–—]\s*$", client_text)),
        not view.context,
        len(set(said) & set(client)) / max(1, len(set(said))),
    ]
    return np.asarray(values, dtype=np.float32)


def _rate(said: list[str], chosen: frozenset[str]) -> float:
    return sum(word in chosen for word in said) / max(1, len(said))
