"""Who is speaking, as it stands at the beginning of a line: ``T:``, ``Dr. Ruiz (0:05):``, ``[SPEAKER_00]:``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
#: a name of at most 63 characters (as MAXQDA's import takes it), or a caller's number
_NAME = r"[^\W\d_][^:\[\]\n*]{0,62}?|\+?\d[\d\s().-]{6,18}\d"
#: ``12. [0:05] **Name** (0:05): text``; the colon is not that of a clock or a web address
PREFIX = re.compile(
    rf"^\s*(?:[-–]\s+)?(?:\[?\d{{1,4}}[.)\]]?\s+)?(?:[\[(]?(?P<time>{_CLOCK})[\])]?\s*[-–]?\s*)?"
    rf"\**\[?(?P<name>{_NAME})\]?\**(?:\s*[\[(](?P<later>{_CLOCK})[\])])?\s*"
    r"(?:(?<!\d):\**(?!//)|:\**(?!//|\d))[ \t]*(?P<text>.*)$"
)
#: ``Name  0:03`` or ``[Name] 10:02:33`` on a line of its own (Otter, Teams, saved captions)
HEADER = re.compile(rf"^\s*\[?(?P<name>[^\W\d_][^:\[\]\n]{{0,62}}?)\]?\s+(?P<time>{_CLOCK})\s*$")

THERAPIST_WORDS = frozenset(
    "t th thx ther therapist psychotherapist counsellor counselor co dr doctor physician nurse clinician "
    "psychologist psychiatrist interviewer inv provider coach helper dentist worker practitioner analyst staff "
    "facilitator".split()
)
CLIENT_WORDS = frozenset(
    "c cl clt client p pt ct patient par participant interviewee caller coachee subject respondent wife husband "
    "partner mother father mum mom dad son daughter parent child".split()
)
OTHER_WORDS = frozenset("interpreter translator observer receptionist supervisor".split())
#: words that name a role even when a name follows: "Therapist Dana"
_BEFORE_NAMES = frozenset(
    "therapist psychotherapist counsellor counselor psychologist clinician client patient interpreter".split()
)
_TITLE = re.compile(r"^(dr|doctor|prof|nurse|father|fr|rev|pastor|sister|imam|rabbi)\b\.?\s+\S", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<word>[^)]+)\)\s*$")
_NUMBERED = re.compile(
    r"^(?P<base>[A-Za-z]{1,2}|Therapist|Client|Patient|Counsell?or|Clinician)[ _]?(?P<number>\d{1,4})$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    "note notes time date re session subject location duration title recording transcript transcribed http https "
    "participants attendees present topic summary start end file audio key legend page version minutes".split()
)
_FUNCTION_WORDS = frozenset(
    "i the a an so but and or you it my your his her he she we they this that these those what when where why how "
    "one two first second because if then like well yes no okay ok um uh just for to in of on at with from there here "
    "is was are be not also maybe anyway basically honestly question answer example point thing rule".split()
)
_PARTICLES = frozenset("de del della der den di da dos la le van von bin bint al el y e ter ten".split())


@dataclass(frozen=True)
class Prefixed:
    """A line that may begin with a speaker's name."""

    name: str
    text: str
    time: str
    text_start: int


def prefixed(line: str) -> Prefixed | None:
    """Split a line at a speaker's name, if it has what looks like one."""
    # marks that steer the direction of writing are invisible and would hide a name; offsets must stay
    visible = re.sub("[\u200e\u200f\u202a-\u202e\ufeff]", " ", line)
    if match := PREFIX.match(visible):
        return Prefixed(
            match["name"].strip(), match["text"].strip(), match["time"] or match["later"] or "", match.start("text")
        )
    if match := HEADER.match(visible):
        return Prefixed(match["name"].strip(), "", match["time"], len(line))
    return None


def role_word(name: str) -> str:
    """Tell the role that a name itself says: ``"therapist"``, ``"client"``, ``"other"`` or ``""``.

    Examples
    --------
    >>> [role_word(name) for name in ("T", "Sam (client)", "Therapist Dana", "P2", "Interpreter", "Sam")]
    ['therapist', 'client', 'therapist', 'client', 'other', '']
    """
    if bracket := _IN_BRACKETS.search(name):
        return role_word(bracket["word"])
    numbered = _NUMBERED.match(name)
    words = (numbered["base"] if numbered else name).replace("_", " ").lower().split()
    first = words[0].strip(".") if words else ""
    if len(words) > 1 and not (first in _BEFORE_NAMES and len(words) <= 4):
        return "therapist" if words[-1].isdigit() and first in ("clinician", "provider") else ""
    homes = {"therapist": THERAPIST_WORDS, "client": CLIENT_WORDS, "other": OTHER_WORDS}
    return next((role for role, known in homes.items() if first in known), "")


def has_title(name: str) -> bool:
    """Tell a name with a title that therapists often carry: ``Dr. Ruiz``, ``Pastor Mike``."""
    return bool(_TITLE.match(name)) and len(name.split()) <= 4


def looks_like_name(name: str) -> bool:
    """Tell whether every word is written as names are: ``Dana Ruiz``, ``SPEAKER_00``, ``Maria del Carmen``."""
    return all(re.search(r"[^\W_a-z]", word) or word in _PARTICLES for word in name.split())


def speakers_among(candidates: Iterable[str], *, wrapped: bool = True) -> set[str]:
    """Choose the real speakers among what stands before a colon, by the whole file.

    Speech holds colons too ("I said: …"). A name is a role word, or comes back, or, in a file too short for
    that (or one in which every line begins with a name), at least looks like a name.

    Parameters
    ----------
    candidates
        What stands before a colon at the beginning of a line, in order.
    wrapped
        Whether there are lines that go on from the line before.
    """
    counts = Counter(candidates)
    plausible = {name: n for name, n in counts.items() if _plausible(name, n)}
    chosen = {name for name, n in plausible.items() if n > 1 and (looks_like_name(name) or n > 2 or not wrapped)}
    words = {name for name in plausible if role_word(name) or has_title(name)}
    # in a long file somebody who speaks once is more likely a word of speech
    if len(chosen | words) < 3 or not wrapped:
        chosen |= words
    if len(chosen) < 2 or not wrapped:
        chosen |= {name for name in plausible if looks_like_name(name)}
    return chosen


def without_numbers(names: Iterable[str]) -> dict[str, str]:
    """Map numbered turns to speakers: ``T1``, ``C1``, ``T2`` to ``T``, ``C``, ``T``.

    Only where the numbers count turns (nearly every one stands once); ``Speaker 1`` and ``P2`` stay.
    """
    counts = Counter(names)
    numbered = {name: match for name in counts if (match := _NUMBERED.match(name))}
    bases = Counter(match["base"] for match in numbered.values())
    once = sum(counts[name] for name in numbered) <= 1.2 * len(numbered)
    if not once or (len(bases) == 1 and len(counts) == len(numbered)):
        return {}
    return {name: match["base"] for name, match in numbered.items()}


def is_heading(key: str) -> bool:
    """Tell a line of a document's head: ``Date: …``, ``Session: …``, ``Note: …``."""
    return bool(key) and key.lower().split()[0] in _NO_NAMES


def _plausible(name: str, count: int) -> bool:
    words = name.lower().split()
    if role_word(name) or name[0] in "+0123456789":
        return True
    if is_heading(name):
        return count > 1 and words[0] == "subject"
    if len(name) > 1 and re.split(r"[\s,.'’]", words[0], maxsplit=1)[0] in _FUNCTION_WORDS:
        # "An Nguyen" is a name, "The thing" and "Anyway" are not
        return len(words) > 1 and looks_like_name(name) and words[0] in ("an", "my", "so", "no")
    if len(words) > (8 if looks_like_name(name) else 3):
        return False
    return not re.search(r"[?!;\"“”]|(?<!\b[A-Za-z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)\.\s", name)
