"""Who is speaking, as it stands at the beginning of a line: ``T:``, ``Dr. Ruiz (0:05):``, ``[SPEAKER_00]:``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
#: ``12. [0:05] **Name** (0:05): text``; at most 63 characters of name, as MAXQDA's import takes it
PREFIX = re.compile(
    rf"^\s*(?:\d{{1,4}}[.)]\s+)?(?:[\[(]?(?P<time>{_CLOCK})[\])]?\s*[-–]?\s*)?"
    rf"\**\[?(?P<name>[^\W\d_][^:\[\]\n*]{{0,62}}?)\]?\**(?:\s*[\[(](?P<later>{_CLOCK})[\])])?\s*:\**(?!//|\d)[ \t]*"
    r"(?P<text>.*)$"
)
#: ``Name  0:03`` or ``[Name] 10:02:33`` on a line of its own (Otter, Teams, saved captions)
HEADER = re.compile(rf"^\s*\[?(?P<name>[^\W\d_][^:\[\]\n]{{0,62}}?)\]?\s+(?P<time>{_CLOCK})\s*$")

THERAPIST_WORDS = frozenset(
    (
        "t th thx ther therapist psychotherapist counsellor counselor co dr doctor physician nurse clinician "
        "psychologist psychiatrist interviewer inv provider coach helper dentist worker practitioner analyst "
        "staff clinician_0"
    ).split()
)
CLIENT_WORDS = frozenset("c cl clt client p pt ct patient par participant interviewee caller coachee patient_0".split())
_TITLE = re.compile(r"^(dr|doctor|prof|nurse|father|fr|rev|pastor|sister|imam|rabbi)\b\.?\s+\S", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?P<base>[A-Za-z]{1,2}|Therapist|Client|Patient|Counsell?or)[ _]?(?P<number>\d{1,4})$", re.IGNORECASE
)
_NO_NAMES = frozenset(
    (
        "note notes time date re session subject location duration title recording transcript transcribed "
        "http https participants attendees present topic summary start end file audio key legend page version "
        "minutes"
    ).split()
)
_FUNCTION_WORDS = frozenset(
    (
        "i the a an so but and or you it my your his her he she we they this that these those what when where "
        "why how one two first second because if then like well yes no okay ok um uh just for to in of on at "
        "with from there here is was are be not also maybe anyway basically honestly question answer example "
        "point thing"
    ).split()
)


@dataclass(frozen=True)
class Prefixed:
    """A line that may begin with a speaker's name."""

    name: str
    text: str
    time: str
    text_start: int


def prefixed(line: str) -> Prefixed | None:
    """Split a line at a speaker's name, if it has what looks like one."""
    if match := PREFIX.match(line):
        return Prefixed(
            match["name"].strip(),
            match["text"].strip(),
            match["time"] or match["later"] or "",
            match.start("text"),
        )
    if match := HEADER.match(line):
        return Prefixed(match["name"].strip(), "", match["time"], len(line))
    return None


def role_word(name: str) -> str:
    """Tell the role that a name itself says: ``"therapist"``, ``"client"`` or ``""``."""
    numbered = _NUMBERED.match(name)
    word = (numbered["base"] if numbered else name).strip(" .").lower()
    if word in THERAPIST_WORDS or (_TITLE.match(name) and len(name.split()) <= 4):
        return "therapist"
    return "client" if word in CLIENT_WORDS else ""


def speakers_among(candidates: Iterable[str]) -> set[str]:
    """Choose the real speakers among what stands before a colon, by the whole file.

    Speech holds colons too ("I said: …"). A name is a role word, or comes back, or, in a file too short
    for that, at least looks like a name.
    """
    counts = Counter(candidates)
    plausible = {name: n for name, n in counts.items() if _plausible(name)}
    chosen = {name for name, n in plausible.items() if role_word(name) or (n > 1 and (name[:1].isupper() or n > 2))}
    if len(chosen) < 2:
        chosen |= {name for name in plausible if all(re.search(r"[^\W_a-z]", word) for word in name.split())}
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


def _plausible(name: str) -> bool:
    first = re.split(r"[\s,.'’]", name.lower(), maxsplit=1)[0]
    if role_word(name):
        return True
    if first in _NO_NAMES or first in _FUNCTION_WORDS or len(name.split()) > 5:
        return False
    return not re.search(r"[?!;\"“”]|(?<!\b[A-Za-z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)\.\s", name)
