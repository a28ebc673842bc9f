from __future__ import annotations

import pytest

from relnlp import read
from relnlp.reading.plain import read_lines

#: text -> the turns that must come out
CASES = [
    ("T: Hello.\nC: Hi.", [("T", "Hello."), ("C", "Hi.")]),
    ("Therapist: Hello.\nClient: Hi.", [("Therapist", "Hello."), ("Client", "Hi.")]),
    ("Dr. Ruiz: Hello.\nSam: Hi.", [("Dr. Ruiz", "Hello."), ("Sam", "Hi.")]),
    ("T1: Hello.\nC1: Hi.\nT2: So.", [("T", "Hello."), ("C", "Hi."), ("T", "So.")]),
    ("1. T: Hello.\n2. C: Hi.", [("T", "Hello."), ("C", "Hi.")]),
    ("Speaker 1: Hello.\nSpeaker 2: Hi.", [("Speaker 1", "Hello."), ("Speaker 2", "Hi.")]),
    ("SPEAKER_00: Hello.\n[SPEAKER_01]: Hi.", [("SPEAKER_00", "Hello."), ("SPEAKER_01", "Hi.")]),
    ("T: Hello\n  and welcome.\nC: Hi.", [("T", "Hello and welcome."), ("C", "Hi.")]),
    ("T: Hello.\n\nAnd welcome.\nC: Hi.", [("T", "Hello. And welcome."), ("C", "Hi.")]),
    ("Session 3\nDate: 4 May\nT: Hello.\nC: Hi.", [("T", "Hello."), ("C", "Hi.")]),
    ("T: The thing is: I wait.\nC: I said: no.", [("T", "The thing is: I wait."), ("C", "I said: no.")]),
    (
        "T: He told me\nListen: you go.\nand so on\nC: Hi.",
        [("T", "He told me Listen: you go. and so on"), ("C", "Hi.")],
    ),
    ("T: How many?\nC:5 times.\nT:9 to 5?", [("T", "How many?"), ("C", "5 times."), ("T", "9 to 5?")]),
    ("A: You?\nB: I.\nA: So?", [("A", "You?"), ("B", "I."), ("A", "So?")]),
    ("Q: You?\nA: I.\nQ: So?", [("Q", "You?"), ("A", "I."), ("Q", "So?")]),
    ("Interviewer: You?\nSubject: I.", [("Interviewer", "You?"), ("Subject", "I.")]),
    ("Dana: You?\nAn Nguyen: I.", [("Dana", "You?"), ("An Nguyen", "I.")]),
    ("Dr. Maria del Carmen Ruiz: You?\nSam: I.", [("Dr. Maria del Carmen Ruiz", "You?"), ("Sam", "I.")]),
    ("dana: you?\nsam: i.\ndana: so?\nsam: no.", [("dana", "you?"), ("sam", "i."), ("dana", "so?"), ("sam", "no.")]),
    ("T: You?\nReceptionist: Sorry.\nC: I.", [("T", "You?"), ("Receptionist", "Sorry."), ("C", "I.")]),
    ("[1] T: You?\n2 C: I.", [("T", "You?"), ("C", "I.")]),
    ("\u200eDana: You?\n\u200eSam: I.", [("Dana", "You?"), ("Sam", "I.")]),
    ("14155551234: I.\nDana: You?", [("14155551234", "I."), ("Dana", "You?")]),
    ("Client: Sam Lee\nTherapist: Dana\nDate: 3 June\n\nT: You?\nC: I.", [("T", "You?"), ("C", "I.")]),
    ("T: You?\n00:01:00\nC: I.\nTranscribed by https://x.org", [("T", "You?"), ("C", "I.")]),
    ("T: You?\nNote: door slams\nC: I.", [("T", "You?"), ("C", "I.")]),
    ("T: At 10:30 maybe\nC: see http://x.org", [("T", "At 10:30 maybe"), ("C", "see http://x.org")]),
    ("Dana Ruiz  0:03\nHello.\n\nSam  0:07\nHi.", [("Dana Ruiz", "Hello."), ("Sam", "Hi.")]),
    ("[Dana Ruiz] 10:02:33\nHello.\n[Sam] 10:02:40\nHi.", [("Dana Ruiz", "Hello."), ("Sam", "Hi.")]),
    ("Dana (00:05): Hello.\nSam (00:09): Hi.", [("Dana", "Hello."), ("Sam", "Hi.")]),
    ("[00:05] Dana: Hello.\n[00:09] Sam: Hi.", [("Dana", "Hello."), ("Sam", "Hi.")]),
    ("**Dana:** Hello.\n**Sam:** Hi.", [("Dana", "Hello."), ("Sam", "Hi.")]),
    ("Ruiz, Dana: Hello.\nSam: Hi.", [("Ruiz, Dana", "Hello."), ("Sam", "Hi.")]),
]


@pytest.mark.parametrize(("text", "turns"), CASES)
def test_turns(text: str, turns: list[tuple[str, str]]) -> None:
    utterances = read_lines(text).utterances
    assert [(u.speaker, u.text) for u in utterances] == turns


@pytest.mark.parametrize(("text", "turns"), CASES)
def test_spans_point_at_the_words(text: str, turns: list[tuple[str, str]]) -> None:
    utterances = read_lines(text).utterances
    for utterance in utterances:
        start, end = utterance.span or (0, 0)
        assert " ".join(text[start:end].split()) == utterance.text


def test_times_are_kept() -> None:
    session = read("Dana (00:05): What do you think?\nSam (01:00:09): I think I lost my keys.")
    assert [turn.start_s for turn in session.turns] == [5.0, 3609.0]
    assert session.duration_s == 3604.0


def test_what_was_left_out_or_doubtful_is_said() -> None:
    session = read("T: You?\nNote: door slams\nC: I went\nhome.\nMary: that is what he\ncalled me.")
    assert session.warnings == (
        "1 lines of notes or times between the turns left out",
        "read as speech though they look like 'Name: …': 1 lines (5)",
    )


def test_header_is_left_out_with_a_word() -> None:
    session = read("Recorded in room two\nT: Hello.\nC: Hi.")
    assert session.warnings == ("1 lines before the first speaker left out",)
