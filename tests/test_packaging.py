from __future__ import annotations

import configparser
import subprocess
import sys
from importlib.metadata import distribution, entry_points
from importlib.resources import files
from pathlib import Path

import pytest

import relnlp

ROOT = Path(__file__).parents[1]


def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_listed_packages_are_those_in_the_tree() -> None:
    listed = set(config()["options"]["packages"].split())
    rooms = {"relnlp", *(f"relnlp.{path.parent.name}" for path in (ROOT / "relnlp").glob("*/__init__.py"))}
    assert listed == rooms | {"relnlp_en"}


@pytest.mark.parametrize(
    "name",
    ["py.typed", "examples/first_visit.txt", "examples/ninth_session.vtt", "examples/evening_calls.csv"],
)
def test_package_data_opens(name: str) -> None:
    assert (files("relnlp") / name).is_file()


def test_entry_points_load() -> None:
    mine = [point for group in ("console_scripts", "spacy_factories", "spacy_displacy_colors")
            for point in entry_points(group=group) if point.dist and point.dist.name == "relnlp"]  # fmt: skip
    assert {point.name for point in mine} == {"relnlp", "relnlp_turns", "relnlp_labels"}
    assert all(point.load() is not None for point in mine)


def test_version_has_one_owner() -> None:
    assert relnlp.__version__ == distribution("relnlp").version == config()["metadata"]["version"]


def test_public_names_exist_and_nothing_else_is_promised() -> None:
    for name in relnlp.__all__:
        assert getattr(relnlp, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        relnlp.nothing  # noqa: B018


HEAVY = "{'spacy', 'sklearn', 'pandas', 'numpy', 'scipy', 'joblib', 'rich.progress'}"


@pytest.mark.parametrize("code", ["import relnlp", "from relnlp.cli.app import app", "import relnlp.reading"])
def test_importing_and_asking_for_help_load_nothing_heavy(code: str) -> None:
    check = f"import sys; {code}; heavy = {HEAVY} & set(sys.modules); assert not heavy, heavy"
    subprocess.run([sys.executable, "-W", "error", "-c", check], check=True)


def test_no_pickle_in_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert not [name for name in tracked if Path(name).suffix in {".pkl", ".pickle", ".joblib"}]
