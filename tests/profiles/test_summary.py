from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from relnlp.codebook import ALL_FACETS, FACETS, HARM_LABELS, LABELS
from relnlp.profiles.coded import CodedTurn
from relnlp.profiles.error import LabelError
from relnlp.profiles.profile import profile
from relnlp.profiles.wording import DEEDS, DIMENSIONS, SENTENCES, SIGNS
from tests.profiles.turns import TURNS, script

CALM = "T tracking / C / T / C / "
HARD = "T dismissing / C complaining / T commanding / C / T disclosing / C"


def said(turns: list[CodedTurn], **options: dict[str, LabelError]) -> list[str]:
    return [sentence.text for sentence in profile(turns, **options).summary]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("session", "text", "turns"),
    [
        (
            "T tracking / C / T agency",
            "Two turns followed what the client felt or meant, or left a choice with the client.",
            (0, 2),
        ),
        ("T owning / C", "One turn took responsibility for the therapist's own part.", (0,)),
        (
            "T dismissing / C complaining / T owning / C re-engaging",
            "Strain showed in what the client said or did once, and was taken up and mended once.",
            (1,),
        ),
        (
            "T pressuring / C declining / T adjusting / C withdrawing",
            "Strain was taken up once while the client's answers stayed short or guarded.",
            (1,),
        ),
        (
            "C complaining / T noticing / C",
            "The client objected, corrected or complained once, and the next turns took it up once.",
            (0,),
        ),
        ("T dismissing / C / T pressuring / C / T pressuring / C", "Two turns may have landed as pressing on.", (2, 4)),
        (
            "T pressuring / C declining / T pressuring / C withdrawing",
            "Strain showed and, as far as the words go, was not taken up once: worth a look at what came next.",
            (1,),
        ),
        (
            "C objecting / T defending",
            "After the client objected, corrected or complained, the next turns may have turned it away once.",
            (0,),
        ),
        (
            "T shaming / C",
            (
                "No turn was marked as one that may have landed as dismissing, or may have stepped out of the role; "
                "that is too little to tell whether such turns are rare."
            ),
            (),
        ),
    ],
)
def test_what_is_said_and_of_which_turns(session: str, text: str, turns: tuple[int, ...]) -> None:
    found = {sentence.text: sentence.turns for sentence in profile(script(session)).summary}
    assert found.get(text) == turns, list(found)


@pytest.mark.parametrize(
    ("session", "first"),
    [
        ("C", "None of the therapist's turns had words enough to look at: too little to tell."),
        (
            "T / C / T",
            (
                "Only two of the therapist's turns had words enough to look at: "
                "too little to tell how often anything happens."
            ),
        ),
        (CALM * 15 + "C", "30 of the therapist's turns had words enough to look at."),
    ],
)
def test_how_much_there_was_to_look_at(session: str, first: str) -> None:
    assert said(script(session))[0] == first


def test_how_often_is_said_only_where_the_interval_allows_it() -> None:
    calm = script((CALM * 15).removesuffix(" / "))
    assert said(calm)[1] == (
        "15 turns followed what the client felt or meant, which in a hundred such turns would be about 35 to 65."
    )
    assert said(calm)[2].endswith("; in a hundred such turns it may be so in 5 or fewer.")
    rare = script("T special / C" + " / T / C" * 199)
    assert said(rare)[1].endswith(", which in a hundred such turns would be about 2 or fewer.")
    some = script("T special / C" + " / T / C" * 24)
    assert (
        said(some)[1]
        == "One turn may have made the contact something special; too little to tell how often that happens."
    )


def test_a_model_whose_error_is_not_known_is_not_sure_how_often() -> None:
    calm = script((CALM * 15).removesuffix(" / "))
    good = LabelError.of_counts(tp=10**6, fn=1, fp=1, tn=10**6)
    assert profile(calm, errors={}).unvalidated == LABELS
    assert said(calm, errors={})[1:3] == [
        "15 turns followed what the client felt or meant; too little to tell how often that happens.",
        said(script("T tracking / C"))[2],
    ]
    assert said(calm, errors=dict.fromkeys(LABELS, good)) == said(calm)


def test_labels_without_facets_have_words_of_their_own() -> None:
    bare = [replace(turn, facets=()) for turn in script("T commanding / C")]
    assert said(bare)[1] == "One turn may have landed as pressure."


def test_strengths_come_first_and_nothing_is_left_out() -> None:
    strong = "T tracking / C / T defending / C complaining / T owning / C re-engaging / T"
    texts = said(script(f"{strong} / {HARD} / T pressuring / C declining / T shaming / C"))
    kinds = ["may have" in text or "was not taken up" in text for text in texts[1:-1]]
    assert kinds == sorted(kinds)
    assert (sum(not kind for kind in kinds), sum(kinds)) == (3, 5)
    assert texts[-1] == SENTENCES["limits"]


@given(TURNS)
def test_sentences_hold_for_every_session(turns: list[CodedTurn]) -> None:
    found = profile(turns).summary
    assert 2 <= len(found) <= 11
    assert len({sentence.text for sentence in found}) == len(found)
    for sentence in found:
        assert re.fullmatch(r"[A-Z0-9][^{}]*\.", sentence.text)
        assert all(0 <= position < len(turns) for position in sentence.turns)
        assert list(sentence.turns) == sorted(set(sentence.turns))


def test_every_label_and_facet_has_words_and_harm_is_only_possible() -> None:
    assert set(DEEDS) == {*LABELS, *ALL_FACETS}
    harmful = [name for label in HARM_LABELS for name in (label, *FACETS[label])]
    assert all(DEEDS[name].startswith("may have ") for name in harmful)


def test_no_words_that_accuse_grade_or_diagnose() -> None:
    spoken = [*DEEDS.values(), *SENTENCES.values(), *(str(vars(w)) for t in (DIMENSIONS, SIGNS) for w in t.values())]
    banned = r"\b(abus\w*|bad|good|poor|fail\w*|wrongdoing|guilty|toxic|score|grade|rank\w*|narciss\w*|should|must)\b"
    assert [text for text in spoken if re.search(banned, text)] == []
