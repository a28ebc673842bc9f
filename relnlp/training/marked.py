"""Sessions as marked text: examples that carry their answers.

A line is a turn; what it carries stands in brackets after ``T`` or ``C``::

    === One line on the setting
    T: How was the week?
    C[opening]: I cried on the bus.
    T[redirecting | trigger]: Right. Did you fill in the sheet?
    C[withdrawing | start withdrawal]: Some of it.
    T[owning | repair]: Hang on. You said you cried, and I asked about paper.
    C[re-engaging | end repaired]: It was at the hospital stop.

Facets give the label. Marks after ``|`` (several with ``;``) make the episodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from relnlp.codebook import EPISODE_KINDS, EPISODE_OUTCOMES, LABEL_OF_FACET, MOVES, in_order
from relnlp.errors import CorpusError
from relnlp.profiles.episodes import Episode
from relnlp.session import Role
from relnlp.training.sessions import CodedSession, SessionTurn

_LINE = re.compile(r"^(?P<who>[TC])(?:\[(?P<codes>[^\]|]*)(?:\|(?P<marks>[^\]]*))?\])?: ?(?P<text>.*)$")


def parse_marked(text: str, *, style: str = "example") -> list[CodedSession]:
    """Parse marked text.

    Raises
    ------
    CorpusError
        With the line, if a code, a mark or a turn is malformed.
    """
    return [session.finish(f"{style}-{number:02d}", style) for number, session in enumerate(_sessions(text), start=1)]


@dataclass
class _Draft:
    setting: str
    line: int
    turns: list[SessionTurn] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    trigger: int | None = None
    opened: dict[str, object] | None = None

    def add(self, match: re.Match[str], line: int) -> None:
        codes = [code.strip() for code in (match["codes"] or "").split(",") if code.strip()]
        known = LABEL_OF_FACET if match["who"] == "T" else MOVES
        if unknown := [code for code in codes if code not in known]:
            raise CorpusError(f"line {line}: unknown {'facet' if known is LABEL_OF_FACET else 'move'} {unknown[0]!r}")
        role = Role.THERAPIST if match["who"] == "T" else Role.CLIENT
        labels = in_order(LABEL_OF_FACET[code] for code in codes) if role is Role.THERAPIST else []
        facets = in_order(codes) if role is Role.THERAPIST else []
        moves = in_order(codes) if role is Role.CLIENT else []
        self.turns.append(SessionTurn(role, match["text"].strip(), tuple(labels), tuple(facets), tuple(moves)))
        for mark in filter(None, (part.strip() for part in (match["marks"] or "").split(";"))):
            self._mark(mark.split(), line)

    def _mark(self, mark: list[str], line: int) -> None:
        here = len(self.turns) - 1
        match mark:
            case ["trigger"]:
                self.trigger = here
            case ["start", kind] if kind in EPISODE_KINDS and self.opened is None:
                self.opened = {"start": here, "trigger": self.trigger, "kind": kind, "repair": None}
                self.trigger = None
            case ["repair"] if self.opened is not None:
                self.opened["repair"] = self.opened["repair"] or here
            case ["end", outcome] if outcome in EPISODE_OUTCOMES and self.opened is not None:
                self.episodes.append(Episode(**self.opened, outcome=outcome, end=here))  # type: ignore[arg-type]
                self.opened = None
            case _:
                raise CorpusError(f"line {line}: the mark {' '.join(mark)!r} does not fit here")

    def finish(self, session: str, style: str) -> CodedSession:
        if self.opened is not None:
            raise CorpusError(f"line {self.line}: an episode of this session is never ended")
        return CodedSession(session, style, self.setting, tuple(self.turns), tuple(self.episodes))


def _sessions(text: str) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("==="):
            if draft:
                yield draft
            draft = _Draft(line.strip("= ").strip(), number)
        elif line.strip():
            match = _LINE.match(line.strip())
            if match is None:
                raise CorpusError(f"line {number}: not a turn; turns begin with 'T:' or 'C:'")
            draft = draft or _Draft("", number)
            draft.add(match, number)
    if draft:
        yield draft
