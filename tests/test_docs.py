"""What the documentation says exists; its Python runs as doctests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from relnlp.cli.app import app
from relnlp.tables import COLUMNS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_every_command_stands_in_the_readme_and_has_help() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    for name, command in COMMANDS.items():
        assert re.search(rf"`(relnlp )?{name}`", readme), name
        assert re.search(rf"^## relnlp.*\b{name}\b", page, re.MULTILINE), name
        assert command.help


def test_every_option_of_score_is_described() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    for param in COMMANDS["score"].params:
        if param.name != "paths":
            assert f"`{param.opts[-1]}" in page, param.name


def test_every_column_is_described() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    labels = ("attuned", "repairing", "invalidating", "coercive", "boundary_blurring")
    for columns in COLUMNS.values():
        for column in columns:
            general = re.sub(rf"^({'|'.join(labels)})_", "<label>_", column)
            assert f"`{general}`" in page or (column.startswith("p_") and "`p_attuned`" in page), column


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_make_target_named_in_the_pages_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    phony = set((re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) or [""])[1].split())
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        named = set(re.findall(r"`?make ([a-z-]+)", page.read_text(encoding="utf-8")))
        assert named <= targets | {"notes"}, (page.name, named - targets)
    assert targets == phony


def test_the_readme_command_does_what_it_says(tmp_path: Path) -> None:
    examples = ROOT / "relnlp" / "examples"
    (tmp_path / "session.vtt").write_bytes((examples / "ninth_session.vtt").read_bytes())
    (tmp_path / "interviews.csv").write_bytes((examples / "evening_calls.csv").read_bytes())
    line = re.search(r"^\$ relnlp (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    command = [sys.executable, "-m", "relnlp.cli.app", *line[1].split()]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"turns.csv", "sessions.csv", "episodes.csv", "run.json"}
