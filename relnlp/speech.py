"""What in a turn is speech: backchannels, cut sentences, and marks such as ``[laughs]``."""

from __future__ import annotations

import re

#: a speaker who goes on within so many seconds is still in the same turn
TURN_GAP_S = 2.0
#: a turn with a larger share of lost words is not scored
MAX_INAUDIBLE = 0.3

_BACKCHANNEL_WORDS = frozenset(
    (
        "mm mmm mhm mmhm mmhmm hm hmm hmmm huh uh um er erm ah aah oh ooh eh aye ok okay okey kay yeah yes "
        "yep yup yea yah no nope nah right sure alright gotcha wow cool yeh och aha uhhuh mhmm well so and "
        "but i see all fine true exactly absolutely definitely totally good great nice"
    ).split()
)
#: words that make a turn more than a listening noise only when they stand alone
_NOT_ALONE = frozenset({"no", "nope", "nah", "and", "but", "so", "i", "see", "all", "well", "fine", "good"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_LOST = r"inaudible|unintelligible|indistinct|unclear|redacted"
_LOST_MARK = re.compile(rf"[\[(<{{]\s*(?:{_LOST})[^\])>}}]*[\])>}}]|\b(?:xxx|yyy)\b|_{{3,}}", re.IGNORECASE)
_MARK = re.compile(
    r"\[[^\]\n]{0,60}\]|<[^>\n]{1,30}>|\{[^}\n]{0,40}\}|&=\w+|"
    r"\((?:\.+|pause\w*|silen\w+|laugh\w*|chuckl\w*|cry\w*|cries|sob\w*|sigh\w*|sniff\w*|cough\w*|nod\w*|inaudible[^)]*|"
    r"unintelligible[^)]*|unclear[^)]*|crosstalk|long pause|short pause|\d+ ?s(?:ec\w*)?\.?)\)|"
    r"\*(?:laugh\w*|cry\w*|sigh\w*|nod\w*|sob\w*|pause\w*)\*",
    re.IGNORECASE,
)


def spoken(text: str) -> str:
    """Replace marks that are no words by spaces, so that offsets stay as they are.

    Examples
    --------
    >>> spoken("[sighs] I know.")
    '        I know.'
    """
    blank = _LOST_MARK.sub(lambda m: " " * len(m[0]), text)
    return _MARK.sub(lambda m: " " * len(m[0]), blank)


def words(text: str) -> list[str]:
    """Lower-case words of a turn, marks left out."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(spoken(text))]


def is_backchannel(text: str) -> bool:
    """Tell whether a turn only shows that somebody listens: ``Mm-hmm.``, ``Okay, right.``, ``[nods]``.

    A turn of more than four words is never one; neither is a bare "no", which may be an answer.
    """
    said = words(text)
    if len(said) > 4 or (len(said) == 1 and said[0] in _NOT_ALONE):
        return False
    return not spoken(text).strip(" \t\n.,;:-–—?!…") or (
        bool(said) and all(word in _BACKCHANNEL_WORDS for word in said)
    )


def inaudible_share(text: str) -> float:
    """Share of a turn's words that nobody could hear, from 0 to 1; each mark counts as two words.

    Two, since a transcriber writes one mark for a stretch of speech rather than for a word.
    """
    lost = 2 * len(_LOST_MARK.findall(text))
    return lost / (lost + len(words(text))) if lost else 0.0


def is_scored(text: str) -> bool:
    """Tell whether a turn holds enough speech to be labelled: no backchannel, mostly audible."""
    return not is_backchannel(text) and inaudible_share(text) <= MAX_INAUDIBLE


def is_cut_off(text: str) -> bool:
    """Tell whether a turn stops in mid-sentence: a dash or comma at its end."""
    return spoken(text).rstrip().endswith(("-", "–", "—", ",", "…", "..."))


def goes_on(text: str) -> bool:
    """Tell whether a turn finishes an earlier sentence: it begins with a dash."""
    return spoken(text).lstrip().startswith(("-", "–", "—", "…", "..."))
