"""WebVTT and SRT: cues to turns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from relnlp.errors import ReadError
from relnlp.reading.names import prefixed, speakers_among
from relnlp.reading.raw import RawSession, Utterance
from relnlp.reading.times import seconds

ARROW = "-->"
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>\n]{0,80}>")
_BLOCK = re.compile(r"^(NOTE|STYLE|REGION)\b")


@dataclass(frozen=True)
class Cue:
    """One timed piece of text."""

    start_s: float
    end_s: float
    text: str


def read_subtitles(text: str, source: str) -> list[RawSession]:
    """Read WebVTT or SRT; cues of one speaker in a row become one turn.

    Raises
    ------
    ReadError
        If a time cannot be read (the place is the line), there is no cue, or no cue names a speaker.
    """
    pieces = [piece for cue in _cues(text, source) for piece in _voices(cue)]
    if not pieces:
        raise ReadError(source, "no cues found")
    utterances, unnamed = _name_speakers(pieces)
    if not utterances:
        raise ReadError(source, "no cue names its speaker (<v Name>, or 'Name:' in the text)")
    warnings = []
    if unnamed:
        warnings.append(f"{unnamed} cues without a speaker taken as going on from the cue before")
    starts = [utterance.start_s for utterance in utterances if utterance.start_s is not None]
    if starts != sorted(starts):
        warnings.append("some times run backwards; the order of the file was kept")
    return [RawSession(tuple(_merge(utterances)), warnings=tuple(warnings))]


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
        raise ReadError(
            source,
            "the cue's times cannot be read; expected '00:00:01.000 --> 00:00:04.000'",
            place=f"line {number}",
        )
    return start, end


def _voices(cue: Cue) -> Iterator[Utterance]:
    """Split a cue at its voices; two in one cue share its time in proportion to their text."""
    parts = _VOICE.split(cue.text)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    spoken = [(html.unescape(name).strip(), _clean(text)) for name, text in pairs]
    spoken = [(name, text) for name, text in spoken if text]
    total, at = sum(len(text) for _, text in spoken), cue.start_s
    for name, text in spoken:
        share = len(text) / total * (cue.end_s - cue.start_s)
        yield Utterance(name, text, round(at, 3), round(at + share, 3))
        at += share


def _clean(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()


def _name_speakers(pieces: list[Utterance]) -> tuple[list[Utterance], int]:
    """Take ``Name:`` out of the text of cues without a voice; a cue without either goes on from the last."""
    lines = [line for piece in pieces if not piece.speaker for line in piece.text.split("\n")]
    found = [p.name for p in map(prefixed, lines) if p and p.text]
    speakers = speakers_among(found)
    named: list[Utterance] = []
    unnamed, last = 0, ""
    for piece in pieces:
        if piece.speaker:
            last = piece.speaker
            named.append(Utterance(last, _one_line(piece.text), piece.start_s, piece.end_s))
            continue
        for line in piece.text.split("\n"):
            prefix = prefixed(line)
            if prefix and prefix.text and prefix.name in speakers:
                last, line = prefix.name, prefix.text
            elif line == piece.text.split("\n")[0]:
                unnamed += 1
            if last:
                named.append(Utterance(last, line, piece.start_s, piece.end_s))
    return named, unnamed


def _merge(utterances: list[Utterance]) -> Iterator[Utterance]:
    run: list[Utterance] = []
    for utterance in utterances:
        if run and run[-1].speaker != utterance.speaker:
            yield _joined(run)
            run = []
        run.append(utterance)
    if run:
        yield _joined(run)


def _joined(run: list[Utterance]) -> Utterance:
    return Utterance(run[0].speaker, " ".join(u.text for u in run), run[0].start_s, run[-1].end_s)


def _one_line(text: str) -> str:
    return " ".join(text.split())
