"""Build the wheel, install it in an empty environment, leave the source tree, and use it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT, cwd=folder)
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        wheel = next((folder / "dist").glob("*.whl"))
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
        run(python, "-W", "error", "-c", "import relnlp", cwd=folder)
        run(python, "-m", "relnlp.cli.app", "demo", "-o", "out", cwd=folder)
        run(python, "-m", "relnlp.cli.app", "doctor", cwd=folder)
        run(
            python,
            "-c",
            "import spacy; from relnlp.scoring import model_folder; spacy.load(model_folder())",
            cwd=folder,
        )
        assert (folder / "out" / "run.json").is_file()
    sys.stdout.write("the wheel works\n")


def run(*command: object, cwd: Path) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
