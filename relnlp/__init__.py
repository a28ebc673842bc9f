"""relnlp labels what each therapist turn does to the relationship, and sums sessions up.

Importing it loads nothing heavy: each public name brings its own room along when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relnlp.batch import Failure, score_many
    from relnlp.errors import CorpusError, ModelError, ReadError, RelnlpError, RoleError
    from relnlp.patterns.counts import SessionCounts
    from relnlp.patterns.pattern import pattern
    from relnlp.profiles.coded import CodedTurn
    from relnlp.profiles.profile import SessionProfile, profile
    from relnlp.reading.read import read, read_all
    from relnlp.scoring import ScoredSession, load, score
    from relnlp.session import Role, Session, Turn

_HOME = {
    "read": "relnlp.reading.read",
    "read_all": "relnlp.reading.read",
    "score": "relnlp.scoring",
    "load": "relnlp.scoring",
    "ScoredSession": "relnlp.scoring",
    "score_many": "relnlp.batch",
    "Failure": "relnlp.batch",
    "profile": "relnlp.profiles.profile",
    "SessionProfile": "relnlp.profiles.profile",
    "CodedTurn": "relnlp.profiles.coded",
    "pattern": "relnlp.patterns.pattern",
    "SessionCounts": "relnlp.patterns.counts",
    "Session": "relnlp.session",
    "Turn": "relnlp.session",
    "Role": "relnlp.session",
    "RelnlpError": "relnlp.errors",
    "ReadError": "relnlp.errors",
    "RoleError": "relnlp.errors",
    "ModelError": "relnlp.errors",
    "CorpusError": "relnlp.errors",
}

__all__ = [
    "CodedTurn",
    "CorpusError",
    "Failure",
    "ModelError",
    "ReadError",
    "RelnlpError",
    "Role",
    "RoleError",
    "ScoredSession",
    "Session",
    "SessionCounts",
    "SessionProfile",
    "Turn",
    "load",
    "pattern",
    "profile",
    "read",
    "read_all",
    "score",
    "score_many",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("relnlp")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'relnlp' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
