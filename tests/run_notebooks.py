"""Run notebooks in place, so that what they show is what the code does."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def main(folder: str) -> None:
    for path in sorted(Path(folder).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
        for cell in notebook.cells:
            # times and counts of runs would change the file without saying anything
            cell.pop("execution_count", None)
            cell.metadata.clear()
            if cell.cell_type == "code":
                cell["execution_count"] = None
                for output in cell.outputs:
                    if "execution_count" in output:
                        output["execution_count"] = None
        nbformat.write(notebook, path)
        sys.stdout.write(f"{path}: ran\n")


if __name__ == "__main__":
    main(sys.argv[1])
