"""``relnlp doctor``: what is installed, and whether it works."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import typer

from relnlp.cli.streams import FAILURE, emit

PACKAGES = (
    "relnlp",
    "spacy",
    "scikit-learn",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "scipy",
    "pandas",
    "joblib",
    "typer",
    "pyarrow",
    "dask",
    "distributed",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor() -> None:
    """Show versions, load the shipped model and score two turns; exit code 1 if that fails."""
    from relnlp.errors import RelnlpError
    from relnlp.model import store
    from relnlp.reading.read import read
    from relnlp.scoring import model_folder, score

    emit(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in PACKAGES:
        try:
            emit(f"{name} {version(name)}")
        except PackageNotFoundError:
            emit(f"{name} not installed (optional)")
    try:
        folder = model_folder()
        emit(f"model {folder} ({store.fingerprint(folder / 'relnlp_labels')[:12]})")
        scored = score(read("Therapist: Would you like to stop here for today?\nClient: No, it is all right."))
    except (RelnlpError, OSError, ValueError) as error:
        emit(f"problem: {error}")
        raise typer.Exit(FAILURE) from error
    emit(f"scoring works: {scored.profile.n_scored} turn scored")
