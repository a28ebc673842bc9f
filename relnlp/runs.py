"""``run.json`` and ``errors.jsonl``: what a run did, with what, on what. Same input, same bytes."""

from __future__ import annotations

import hashlib
import io
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relnlp.model import store
from relnlp.scoring import load, model_folder

if TYPE_CHECKING:
    from relnlp.batch import Failure
    from relnlp.scoring import ScoredSession

PACKAGES = ("relnlp", "spacy", "scikit-learn", "numpy", "pandas")


class RunRecord:
    """Collects what a run did.

    Parameters
    ----------
    sources
        Inputs as given, and what was opened for each: a path, or the bytes of standard input.
    settings
        Options that change the output.
    model
        Pipeline folder; None for the shipped one.
    """

    def __init__(self, sources: dict[str, Path | io.BytesIO], settings: dict[str, Any], model: Path | None) -> None:
        self.sources = sources
        self.settings = settings
        self.model = model
        self.failures: list[Failure] = []
        self.n_sessions = self.n_scored = 0
        self.warnings: list[dict[str, str]] = []

    def add(self, scored: ScoredSession) -> None:
        """Count a session."""
        self.n_sessions += 1
        self.n_scored += scored.profile.n_scored
        self.warnings += [{"session_id": scored.session.session_id, "warning": w} for w in scored.session.warnings]

    def add_failure(self, failure: Failure) -> None:
        """Count a source, or a session of one, that failed."""
        self.failures.append(failure)

    def write(self, folder: Path) -> None:
        """Write ``run.json``, and ``errors.jsonl`` if anything failed (an old one goes)."""
        if self.n_sessions:
            path = folder / "run.json"
            path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        errors = folder / "errors.jsonl"
        errors.unlink(missing_ok=True)
        if self.failures:
            lines = [{"source": f.source, "place": f.place, "error": f.problem} for f in self.failures]
            errors.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")

    def to_json(self) -> dict[str, Any]:
        """Versions, model, thresholds, inputs, options, counts; no clock, so that runs can be compared."""
        folder = (self.model or model_folder()) / "relnlp_labels"
        labeller = load(self.model).get_pipe("relnlp_labels").labeller  # type: ignore[attr-defined]
        return {
            "command": "score",
            "options": self.settings,
            "versions": {name: version(name) for name in PACKAGES},
            "model": {
                "name": load(self.model).meta["name"],
                "sha256": store.fingerprint(folder),
                **labeller.about,
            },
            "thresholds": vars(labeller.thresholds),
            "inputs": [{"path": name, "sha256": _hash(opened)} for name, opened in self.sources.items()],
            "sessions": self.n_sessions,
            "scored_turns": self.n_scored,
            "failed": len(self.failures),
            "warnings": self.warnings,
        }

    def summary(self, folder: Path) -> str:
        """One line for a person."""
        failed = f"; {len(self.failures)} failed, see {folder / 'errors.jsonl'}" if self.failures else ""
        return f"{self.n_sessions} sessions, {self.n_scored} therapist turns scored, tables in {folder}{failed}"


def _hash(opened: Path | io.BytesIO) -> str | None:
    """SHA-256 of an input; None for what can be read only once (a pipe) or not at all."""
    if isinstance(opened, io.BytesIO):
        return hashlib.sha256(opened.getvalue()).hexdigest()
    return hashlib.sha256(opened.read_bytes()).hexdigest() if opened.is_file() else None
