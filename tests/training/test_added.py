from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from relnlp.errors import CorpusError
from relnlp.model.encoder import Encoder
from relnlp.model.labeller import Labeller
from relnlp.session import TurnView
from relnlp.training.added import read_added
from relnlp.training.fit import Material, fit

CODED = """session_id,role,text,labels,facets
a,client,I don't want to talk about my brother.,,
a,therapist,"You have to, it is time.",coercive,pressuring
a,client,Fine.,,
a,therapist,What happened next?,?,
a,therapist,Mm-hmm.,,
b,therapist,"So it's the evenings, and they are long.",attuned;repairing,tracking;noticing
b,client,Yes.,,
b,therapist,What time is that?,,
"""


def write(tmp_path: Path, text: str, name: str = "lab.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_coding_sheet_is_read(tmp_path: Path) -> None:
    pressed, evenings, plain = read_added(write(tmp_path, CODED))
    assert (pressed.labels, pressed.facets, pressed.session) == (("coercive",), ("pressuring",), "lab-a")
    assert len(pressed.view.context) == 1
    assert evenings.labels == ("attuned", "repairing")
    assert plain.labels == ()
    assert len(plain.view.context) == 2


def test_jsonl_and_column_spelling(tmp_path: Path) -> None:
    line = '{"speaker": "therapist", "text": "Text me tonight.", "labels": ["boundary_blurring"]}\n'
    (sample,) = read_added(write(tmp_path, line, "lab.jsonl"))
    assert sample.labels == ("boundary-blurring",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("role,text\ntherapist,Yes, no.\n", "no column 'labels'"),
        ("role,labels\ntherapist,attuned\n", "lab.csv"),
        ("role,text,labels\ntherapist,Go on now.,kind\n", "lab.csv, line 2: unknown label 'kind'"),
        ("role,text,labels\ntherapist,Go on.,\nDana,Stop it now.,coercive\n", "lab.csv, line 3: the role is neither"),
        ("role,text,labels,facets\ntherapist,Go on now.,,tracking\n", "line 2: a facet of 'attuned' is given"),
        ("role,text,labels\nclient,Go on now.,\n", "no coded therapist turn"),
    ],
)
def test_what_does_not_fit_the_codebook_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Exception, match=message) as caught:
        read_added(write(tmp_path, text))
    assert "Stop it now" not in str(caught.value)


def test_added_turns_alone_change_the_labels_and_keep_the_rest(
    tmp_path: Path, tiny: Labeller, encoder: Encoder
) -> None:
    rows = "".join(
        f"s{k},client,I'd rather not.,,\ns{k},therapist,Blue lamp number {k} is on.,coercive,pressuring\n"
        f"s{k},client,Fine.,,\ns{k},therapist,The red chair number {k} is free.,,\n"
        for k in range(12)
    )
    added = tuple(read_added(write(tmp_path, "session_id,role,text,labels,facets\n" + rows)))
    fitted = fit(Material(added=added), encoder, base=tiny)
    lamp, chair = fitted.labeller.judge([TurnView("The blue lamp is on."), TurnView("The red chair is free.")])
    assert lamp.p["coercive"] > chair.p["coercive"] + 0.3
    assert fitted.labeller.moves is tiny.moves
    assert fitted.labeller.features is tiny.features
    assert fitted.labeller.about["added_turns"] == 24
    assert len(fitted.verdicts.samples) == 24


def test_nothing_to_learn_from_is_said(encoder: Encoder) -> None:
    with pytest.raises(CorpusError, match="nothing to learn from"):
        fit(Material(), encoder)


def test_the_command_adapts_the_shipped_model(tmp_path: Path, relnlp: Callable[..., CompletedProcess[str]]) -> None:
    sheet = write(tmp_path, CODED)
    done = relnlp("train", "--add", sheet, "--only-added", "-o", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    labelled = relnlp("label", "--model", tmp_path / "mine", stdin='{"id": 1, "text": "You have to stop."}\n')
    assert '"status": "ok"' in labelled.stdout
    broken = relnlp("train", "--add", write(tmp_path, CODED.replace("coercive", "cruel"), "b.csv"), "--only-added")
    assert broken.returncode == 1
    assert "b.csv, line 3: unknown label 'cruel'" in broken.stderr
