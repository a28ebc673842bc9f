"""Whatever is written in a format is read back from it."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from relnlp.reading.plain import read_lines
from relnlp.reading.read import parse
from relnlp.reading.sniff import sniff
from relnlp.reading.times import seconds

WORDS = st.text(st.characters(categories=("L", "N", "Zs"), include_characters=".,?!'-"), min_size=1, max_size=60)
TEXT = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
TURNS = st.lists(st.tuples(st.sampled_from(["Dana Ruiz", "Sam"]), TEXT), min_size=2, max_size=12)


def said(source: str) -> list[tuple[str, str]]:
    return [(u.speaker, u.text) for u in parse(source).sessions[0].utterances]


@given(TURNS)
def test_table(turns: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("speaker", "text"), *turns])
    assert said(out.getvalue()) == turns


@given(TURNS)
def test_jsonl(turns: list[tuple[str, str]]) -> None:
    assert said("\n".join(json.dumps({"speaker": s, "text": t}) for s, t in turns) + "\n") == turns


@given(TURNS)
def test_plain(turns: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{'T' if s == 'Sam' else 'C'}: {t}" for s, t in turns)
    assert [u.text for u in read_lines(text).utterances] == [t for _, t in turns]


@given(st.text(max_size=300))
def test_any_text_has_a_format(text: str) -> None:
    assert sniff(text) in {"webvtt", "srt", "json", "jsonl", "table", "plain"}


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_clock_times(hours: int, minutes: int, secs: int, thousandths: int) -> None:
    expected = hours * 3600 + minutes * 60 + secs + thousandths / 1000
    found = seconds(f"{hours:02d}:{minutes:02d}:{secs:02d},{thousandths:03d}")
    assert found is not None
    assert abs(found - expected) < 1e-6


@given(st.text(max_size=20))
def test_seconds_never_fails(text: str) -> None:
    value = seconds(text)
    assert value is None or value >= 0
