"""The shipped pipeline, as a spaCy user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc, DocBin

import relnlp
from relnlp.errors import ModelError
from relnlp.pipeline.build import write
from relnlp.pipeline.documents import to_doc, turns_of
from relnlp.scoring import model_folder

TEXT = """Therapist: What happened at your sister's?
Client: She said I was lazy and I went home and cried.
Therapist: Okay. Did you bring the form?
Client: It's here.
Therapist: Mm-hmm.
Client: Do you want it?"""


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    return relnlp.load()


def test_loads_by_path_in_a_fresh_process() -> None:
    code = "import spacy, sys; print(spacy.load(sys.argv[1]).pipe_names)"
    done = subprocess.run([sys.executable, "-c", code, str(model_folder())], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['relnlp_turns', 'relnlp_labels']"


def test_plain_text_goes_straight_in(nlp: spacy.language.Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [span.label_ for span in doc.spans["turns"]] == ["therapist", "client"] * 3
    assert doc.spans["turns"][1].text == "She said I was lazy and I went home and cried."
    assert [record["status"] for record in doc._.relnlp_turns] == [
        "ok",
        "context",
        "ok",
        "context",
        "not_scored",
        "context",
    ]


def test_a_text_without_speakers_has_no_turns(nlp: spacy.language.Language) -> None:
    doc = nlp("Nothing here looks like a session.")
    assert (list(doc.spans["turns"]), doc._.relnlp_turns) == ([], [])


def test_text_and_session_give_the_same_judgements(nlp: spacy.language.Language) -> None:
    scored = relnlp.score(relnlp.read(TEXT))
    assert list(scored.records) == nlp(TEXT)._.relnlp_turns


def test_values_are_plain_json(nlp: spacy.language.Language) -> None:
    doc = nlp(to_doc(relnlp.read(TEXT), nlp))
    assert json.loads(json.dumps(doc._.relnlp_turns)) == doc._.relnlp_turns
    assert json.loads(json.dumps(doc._.relnlp_session)) == doc._.relnlp_session


def test_docs_survive_bytes_docbin_and_processes(nlp: spacy.language.Language) -> None:
    doc = nlp(TEXT)
    copies = [
        Doc(nlp.vocab).from_bytes(doc.to_bytes()),
        *DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab),
        *nlp.pipe([TEXT, TEXT], n_process=2),
        *nlp.pipe([TEXT]),
    ]
    for copy in copies:
        # spaCy's own serialiser gives lists back as tuples; as JSON they are the same
        assert json.dumps(copy._.relnlp_turns) == json.dumps(doc._.relnlp_turns)
        assert [(s.start, s.end, s.label_) for s in copy.spans["turns"]] == [
            (s.start, s.end, s.label_) for s in doc.spans["turns"]
        ]


def test_no_state_between_docs(nlp: spacy.language.Language) -> None:
    first = nlp(TEXT)._.relnlp_turns
    nlp(TEXT.replace("cried", "laughed a lot"))
    assert nlp(TEXT)._.relnlp_turns == first


def test_displacy_shows_the_labels() -> None:
    scored = relnlp.score(relnlp.read(Path(relnlp.__file__).parent / "examples" / "first_visit.txt"))
    html = displacy.render(scored.doc, style="span", jupyter=False)
    decided = {label for record in scored.records for label in record["labels"]}
    assert decided
    assert all(label in html for label in decided)


def test_empty_turns_keep_their_place(nlp: spacy.language.Language) -> None:
    rows = [
        {"speaker": "T", "text": "So you went?"},
        {"speaker": "C", "text": ""},
        {"speaker": "T", "text": "And then?"},
    ]
    session = relnlp.read(rows)
    doc = nlp(to_doc(session, nlp))
    assert len(doc.spans["turns"]) == len(doc._.relnlp_turns) == 3
    assert turns_of(doc) == session.turns
    assert turns_of(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == session.turns


def test_spans_hold_the_words_of_their_turn(nlp: spacy.language.Language) -> None:
    session = relnlp.read("T: So, 3rd  of May?!\nC: Don't—I can't  say…\nT: Ok :)")
    doc = to_doc(session, nlp)
    assert [span.text for span in doc.spans["turns"]] == [turn.text for turn in session.turns]


def test_evidence_offsets_point_into_the_turn() -> None:
    for name in ("first_visit.txt", "ninth_session.vtt", "evening_calls.csv"):
        scored = relnlp.score(relnlp.read(Path(relnlp.__file__).parent / "examples" / name))
        for record in scored.records:
            for found in record["evidence"]:
                text = scored.session.turns[found["turn"]].text
                assert 0 <= found["start"] < found["end"] <= len(text)
                assert text[found["start"] : found["end"]].strip()


def test_a_pipeline_is_written_and_loaded(tiny: object, tmp_path: Path) -> None:
    write(tiny, tmp_path / "mine")  # type: ignore[arg-type]
    nlp = relnlp.load(tmp_path / "mine")
    assert relnlp.score(relnlp.read(TEXT), nlp=nlp).profile.n_scored == 2


def test_component_settings(tmp_path: Path) -> None:
    nlp = spacy.load(model_folder(), config={"components": {"relnlp_labels": {"evidence": False}}})
    assert all(record["evidence"] == [] for record in nlp(TEXT)._.relnlp_turns)


def test_folders_that_hold_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline here"):
        relnlp.load(tmp_path)
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no relnlp_labels"):
        relnlp.load(tmp_path / "blank")


def test_a_component_without_a_model_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("relnlp_turns")
    nlp.add_pipe("relnlp_labels")
    with pytest.raises(ModelError, match="has no model yet"):
        nlp(TEXT)
