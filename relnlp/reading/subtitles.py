"""WebVTT and SRT: cues to turns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from relnlp.errors import ReadError
from relnlp.reading.names import prefixed, speakers_among
from relnlp.reading.raw import MOSTLY_UNNAMED, UNNAMED, RawSession, Utterance
from relnlp.reading.times import seconds
from relnlp.speech import TURN_GAP_S

ARROW = "-->"
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>\n]{0,80}>")
_BLOCK = re.compile(r"^(NOTE|STYLE|REGION)\b")


@dataclass(frozen=True)
class Cue:
    """One timed piece of text."""

    start_s: float
    end_s: float
    text: str


def read_subtitles(text: str, source: str) -> list[RawSession]:
    """Read WebVTT or SRT; cues of one speaker that follow each other become one turn.

    A cue without a speaker goes on from the cue before where the file names speakers only when they change;
    in a file that names nearly every cue it belongs to nobody.

    Raises
    ------
    ReadError
        If a time cannot be read (the place is the line), there is no cue, or no cue names a speaker.
    """
    pieces = [piece for cue in _cues(text, source) for piece in _voices(cue)]
    if not pieces:
        raise ReadError(source, "no cues found")
    named = _take_names(pieces)
    unnamed = sum(not piece.speaker for piece in named)
    if unnamed == len(named):
        raise ReadError(source, "no cue names its speaker (<v Name>, or 'Name:' in the text)")
    warnings = []
    if unnamed > MOSTLY_UNNAMED * len(named):
        named = _carry_on(named)
        warnings.append(f"{unnamed} cues without a speaker taken as going on from the cue before")
    elif unnamed:
        named = [replace(piece, speaker=piece.speaker or UNNAMED) for piece in named]
        warnings.append(f"{unnamed} cues without a speaker left to nobody")
    starts = [piece.start_s for piece in named if piece.start_s is not None]
    if starts != sorted(starts):
        warnings.append("some times run backwards, the order of the file was kept")
    return [RawSession(tuple(_merge(named)), warnings=tuple(warnings))]


def _cues(text: str, source: str) -> Iterator[Cue]:
    lines = text.split("\n")
    timings = [number for number, line in enumerate(lines) if ARROW in line and not _BLOCK.match(line)]
    for index, number in enumerate(timings):
        start, end = _times(lines[number], source, number + 1)
        stop = timings[index + 1] if index + 1 < len(timings) else len(lines)
        body: list[str] = []
        for line in lines[number + 1 : stop]:
            if not line.strip():
                break
            body.append(line.strip())
        # a cue's number stands directly before its time where the blank line between cues is missing
        if body and stop < len(lines) and number + 1 + len(body) == stop and body[-1].isdigit():
            body.pop()
        yield Cue(start, end, "\n".join(body))


def _times(line: str, source: str, number: int) -> tuple[float, float]:
    left, _, right = line.partition(ARROW)
    start, end = seconds(left), seconds(right.split()[0] if right.split() else "")
    if start is None or end is None:
        problem = "the cue's times cannot be read; expected '00:00:01.000 --> 00:00:04.000'"
        raise ReadError(source, problem, place=f"line {number}")
    return start, end


def _voices(cue: Cue) -> Iterator[Utterance]:
    """Split a cue at its voices; two in one cue share its time in proportion to their text."""
    parts = _VOICE.split(cue.text)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    spoken = [(html.unescape(name or "").strip(), html.unescape(_TAG.sub("", text)).strip()) for name, text in pairs]
    spoken = [(name, text) for name, text in spoken if text]
    total, at = sum(len(text) for _, text in spoken), cue.start_s
    for name, text in spoken:
        share = len(text) / total * (cue.end_s - cue.start_s)
        yield Utterance(name, text, round(at, 3), round(at + share, 3))
        at += share


def _take_names(pieces: list[Utterance]) -> list[Utterance]:
    """Take ``Name:`` out of the text of cues without a voice; two lines of two people become two pieces."""
    lines = [line for piece in pieces if not piece.speaker for line in piece.text.split("\n")]
    found = [p for p in map(prefixed, lines) if p and p.text]
    speakers = speakers_among((p.name for p in found), wrapped=len(found) < len(lines))
    named: list[Utterance] = []
    for piece in pieces:
        if piece.speaker:
            named.append(replace(piece, text=" ".join(piece.text.split())))
            continue
        in_cue: list[Utterance] = []
        for line in piece.text.split("\n"):
            prefix = prefixed(line)
            if prefix and prefix.text and prefix.name in speakers:
                in_cue.append(replace(piece, speaker=prefix.name, text=prefix.text))
            elif in_cue:
                in_cue[-1] = replace(in_cue[-1], text=f"{in_cue[-1].text} {line}")
            else:
                in_cue.append(replace(piece, text=line))
        named.extend(in_cue)
    return named


def _carry_on(pieces: list[Utterance]) -> list[Utterance]:
    """Give a piece without a speaker to the one before; what comes before the first name is nobody's."""
    speaker, carried = UNNAMED, []
    for piece in pieces:
        speaker = piece.speaker or speaker
        carried.append(replace(piece, speaker=speaker))
    return carried


def _merge(pieces: list[Utterance]) -> Iterator[Utterance]:
    run: list[Utterance] = []
    for piece in pieces:
        gap = (piece.start_s or 0) - (run[-1].end_s or 0) if run else 0
        if run and (run[-1].speaker != piece.speaker or gap > TURN_GAP_S):
            yield _joined(run)
            run = []
        run.append(piece)
    if run:
        yield _joined(run)


def _joined(run: list[Utterance]) -> Utterance:
    return Utterance(run[0].speaker, " ".join(u.text for u in run), run[0].start_s, run[-1].end_s)
