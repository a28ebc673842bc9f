from __future__ import annotations

from pathlib import Path

import pytest

from relnlp import RoleError, read, read_all
from relnlp.reading.names import role_word
from relnlp.reading.roles import MARGIN, address_score, confidence

TALK = "Dana: How did you take it, and what did you tell your boss?\nSam: I told him I was ill and I took my coat."


def therapists(text: str, **options: object) -> tuple[str, ...]:
    return read(text, **options).roles.therapists  # type: ignore[arg-type]


def test_who_says_you_is_the_therapist() -> None:
    guess = read(TALK).roles
    assert (guess.therapists, guess.method) == (("Dana",), "address")
    assert 0.5 < guess.confidence < 1


def test_the_user_wins() -> None:
    assert therapists(TALK, therapist="sam") == ("Sam",)
    assert therapists(TALK, roles={"Sam": "therapist"}) == ("Sam",)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("T", "therapist"), ("Th.", "therapist"), ("Dr. Osei", ""), ("Counsellor", "therapist"),
            ("Dana (therapist)", "therapist"), ("Sam (client)", "client"), ("Therapist Dana", "therapist"),
            ("Interpreter", "other"), ("Mother", "client"), ("Father Tom", ""), ("CLINICIAN_0", "therapist"),
        ("CO", "therapist"), ("C", "client"), ("Pt", "client"), ("P2", "client"), ("Patient", "client"),
        ("Sam", ""), ("Drew", ""), ("SPEAKER_00", ""),
    ],
)  # fmt: skip
def test_role_words(name: str, role: str) -> None:
    assert role_word(name) == role


def test_a_title_counts_unless_the_talk_says_otherwise() -> None:
    assert therapists("Dr. Lee: How are you?\nSam: I am cold and I hurt.") == ("Dr. Lee",)
    with pytest.raises(RoleError, match="'Dr. Lee' has a title, but 'Sam' talks more like a therapist"):
        read("Sam: How are you, what did you do?\nDr. Lee: I am fine, I slept.")


def test_a_column_of_roles_is_believed() -> None:
    rows = [
        ("Dana", "client", "You are right."),
        ("Sam", "therapist", "I wonder what I can say."),
        ("Kim", "other", "So."),
    ]
    session = read([{"speaker": s, "role": r, "text": t} for s, r, t in rows])
    assert [str(turn.role) for turn in session.turns] == ["client", "therapist", "other"]
    assert session.roles.method == "role words"


def test_case_drift_is_one_speaker() -> None:
    session = read("Dana: How are you?\nSam: I hurt.\nDANA: Do you?\nSAM: I do.", therapist="dana")
    assert session.speakers == ("Dana", "Sam")


def test_naming_the_client_names_the_therapist() -> None:
    assert therapists(TALK, roles={"Dana": "client"}) == ("Sam",)
    with pytest.raises(RoleError, match="nobody is left to be the therapist"):
        read(TALK, roles={"Dana": "client", "Sam": "Client"})
    with pytest.raises(RoleError, match="no role 'boss'"):
        read(TALK, roles={"Dana": "boss"})


def test_an_unknown_third_speaker_is_not_guessed() -> None:
    with pytest.raises(RoleError, match="3 speakers"):
        read("T: You?\nC: I.\nKim: Well.")
    session = read("T: You?\nC: I.\nInterpreter: He says, I.")
    assert [str(turn.role) for turn in session.turns] == ["therapist", "client", "other"]


def test_one_role_word_is_enough_for_two_speakers() -> None:
    assert therapists("Dana: Hm, so.\nPatient: Well.") == ("Dana",)


def test_three_speakers_need_a_word() -> None:
    text = TALK + "\nKim: I was there."
    with pytest.raises(RoleError, match="3 speakers .*'Dana', 'Sam' and 'Kim'.*--therapist NAME"):
        read(text)
    session = read(text, therapist="Dana", roles={"Kim": "other"})
    assert [str(turn.role) for turn in session.turns] == ["therapist", "client", "other"]


def test_three_speakers_whom_the_source_itself_names() -> None:
    assert therapists("Therapist: So.\nWife: I am.\nHusband: I am not.") == ("Therapist",)


def test_one_speaker_is_refused() -> None:
    with pytest.raises(RoleError, match="only one speaker"):
        read("T: Hello.\nT: Hello again.")


def test_speakers_who_talk_alike_are_refused() -> None:
    with pytest.raises(RoleError, match="cannot be told apart"):
        read("Dana: The bus came late.\nSam: The bus was full.")


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(RoleError, match="no speaker is called 'Ruth'; the speakers are 'Dana' and 'Sam'"):
        read(TALK, therapist="Ruth")


def test_address_score_and_confidence() -> None:
    assert address_score(["you you i x"]) == pytest.approx(0.25)
    assert address_score([]) == 0
    assert confidence(0.0, 100) == 0.5
    assert confidence(MARGIN, 5) < confidence(MARGIN, 50) < confidence(0.2, 400) == 0.99


def test_annomi_without_its_role_column(annomi: Path) -> None:
    """The rule names the therapist in at least 50 of 52 transcripts, and names nobody wrongly in more than 1."""
    right = wrong = 0
    for session in read_all(annomi):
        rows = [{"speaker": "AB"[str(t.role) == "client"], "text": t.text} for t in session.turns]
        try:
            right += read(rows).roles.therapists == ("A",)
            wrong += read(rows).roles.therapists == ("B",)
        except RoleError:
            continue
    assert right >= 50
    assert wrong <= 1
