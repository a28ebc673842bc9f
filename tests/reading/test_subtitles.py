from __future__ import annotations

import pytest

from relnlp import ReadError, read
from relnlp.reading.stitching import units

TEAMS = """WEBVTT

6c1f/24-0
00:00:03.210 --> 00:00:06.900
<v Ruiz, Dana>How did you
find it?</v>

6c1f/24-1
00:00:07.000 --> 00:00:09.000
<v Sam>I &amp; my dog liked it.</v>
"""
ZOOM = """WEBVTT

1
00:00:03.210 --> 00:00:06.900
Dana Ruiz: How was the week since

2
00:00:06.900 --> 00:00:08.000
Dana Ruiz: you got back?

3
00:00:09.000 --> 00:00:10.000
Sam iPhone: I slept.
"""
WHISPERX = """1
00:00:03,210 --> 00:00:06,900
[SPEAKER_00]: How did you sleep?

2
00:00:07,000 --> 00:00:09,000
[SPEAKER_01]: I woke at four.
2
3
00:00:09,500 --> 00:00:11,000
[SPEAKER_00]: And you got up?
"""
TWO_VOICES = """WEBVTT

00:03.000 --> 00:07.000
<v Dana>How are you?</v> <v Sam>I am ok.</v>
"""


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            TEAMS,
            [("Ruiz, Dana", "How did you find it?", 3.21, 6.9), ("Sam", "I & my dog liked it.", 7.0, 9.0)],
        ),
        (
            ZOOM,
            [
                ("Dana Ruiz", "How was the week since you got back?", 3.21, 8.0),
                ("Sam iPhone", "I slept.", 9.0, 10.0),
            ],
        ),
        (TWO_VOICES, [("Dana", "How are you?", 3.0, 5.4), ("Sam", "I am ok.", 5.4, 7.0)]),
    ],
)
def test_cues_become_turns(text: str, turns: list[tuple[str, str, float, float]]) -> None:
    session = read(text)
    assert [(t.speaker, t.text, t.start_s, t.end_s) for t in session.turns] == turns
    assert session.format == "webvtt"


def test_srt_with_speakers_in_the_text_and_a_lost_blank_line() -> None:
    session = read(WHISPERX)
    assert session.format == "srt"
    assert [t.speaker for t in session.turns] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]
    assert session.turns[1].text == "I woke at four. 2"


def test_note_blocks_and_tags_are_no_speech() -> None:
    text = TWO_VOICES.replace("WEBVTT", "WEBVTT\n\nNOTE made --> by hand\n\nSTYLE\n::cue {}").replace(
        "How", "<i>How</i>"
    )
    assert read(text).turns[0].text == "How are you?"


def test_a_lone_cue_without_a_name_belongs_to_nobody() -> None:
    cues = [("Dana", "How are you?"), ("Sam", "I hurt.")] * 4
    lines = [f"00:{k:02d}.000 --> 00:{k:02d}.900\n<v {who}>{what}</v>\n" for k, (who, what) in enumerate(cues)]
    session = read("WEBVTT\n\n" + "\n".join([*lines, "00:40.000 --> 00:41.000\n<v>I never said that.</v>\n"]))
    assert str(session.turns[-1].role) == "other"
    assert session.warnings == ("1 cues without a speaker left to nobody",)


def test_two_dashed_lines_in_a_cue_are_two_people() -> None:
    session = read("1\n00:00:01,000 --> 00:00:03,000\n- Dana: Are you ok?\n- Sam: I am.\n")
    assert [(t.speaker, t.text) for t in session.turns] == [("Dana", "Are you ok?"), ("Sam", "I am.")]


def test_a_pause_ends_a_turn_and_scoring_does_not_depend_on_the_format() -> None:
    said = [
        ("A", "Did you", 0.0, 1.0),
        ("A", "sleep?", 1.5, 2.0),
        ("A", "Or not?", 9.0, 9.5),
        ("B", "I did.", 10.0, 11.0),
    ]
    cues = [f"00:00:{s:06.3f} --> 00:00:{e:06.3f}\n[{w}]: {t}\n" for w, t, s, e in said]
    rows = [{"speaker": w, "text": t, "start": s, "end": e} for w, t, s, e in said]
    found = [read("WEBVTT\n\n" + "\n".join(cues)), read(rows)]
    assert [len(session.turns) for session in found] == [3, 4]
    assert [len(units(session.turns)) for session in found] == [3, 3]


def test_a_cue_without_a_name_goes_on_from_the_last() -> None:
    text = ZOOM.replace("Dana Ruiz: you got back?", "you got back?")
    session = read(text)
    assert session.turns[0].text == "How was the week since you got back?"
    assert "1 cues without a speaker taken as going on from the cue before" in session.warnings


def test_times_that_run_backwards_are_mentioned() -> None:
    text = ZOOM.replace("00:00:09.000 --> 00:00:10.000", "00:00:01.000 --> 00:00:02.000")
    assert "some times run backwards, the order of the file was kept" in read(text).warnings


@pytest.mark.parametrize("time", ["00:00:99.000 --> 00:00:06.900", "00:00:03.210 -->", "soon --> later"])
def test_broken_times_name_the_line(time: str) -> None:
    with pytest.raises(ReadError, match="line 4: the cue's times cannot be read") as caught:
        read(ZOOM.replace("00:00:03.210 --> 00:00:06.900", time))
    assert "week" not in str(caught.value)


def test_cues_without_any_speaker_are_refused() -> None:
    with pytest.raises(ReadError, match="no cue names its speaker"):
        read("WEBVTT\n\n00:03.000 --> 00:07.000\nHow are you?\n")
