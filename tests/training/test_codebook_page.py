"""The worked examples of the codebook page are valid codings, and the page names every code."""

from __future__ import annotations

import re
from pathlib import Path

from relnlp.codebook import ALL_FACETS, EPISODE_OUTCOMES, FACETS, MOVES
from relnlp.training.marked import parse_marked

PAGE = (Path(__file__).parents[2] / "corpora" / "CODEBOOK.md").read_text(encoding="utf-8")


def test_worked_examples_parse_and_show_every_label() -> None:
    blocks = re.findall(r"```marked\n(.*?)```", PAGE, re.DOTALL)
    sessions = [session for block in blocks for session in parse_marked(block)]
    shown = {label for session in sessions for turn in session.turns for label in turn.labels}
    assert shown == set(FACETS)
    assert any(session.episodes for session in sessions)


def test_every_code_is_explained() -> None:
    for name in (*ALL_FACETS, *MOVES, *EPISODE_OUTCOMES):
        assert f"**{name}**" in PAGE, name
