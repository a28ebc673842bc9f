"""Speed, as ratios within one run: what scoring costs next to the cheapest thing that spaCy can do with the text.

`make bench` prints a table. Numbers of turns a second depend on the machine; the ratios are what to compare.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

import relnlp
from relnlp.pipeline.documents import to_doc
from relnlp.scoring import load
from relnlp.training.corpora import read_corpora

ROOT = Path(__file__).parents[2]
REPEATS = 5


def seconds(work: Callable[[], object]) -> float:
    """Median time of a few runs."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def start_up() -> None:
    """Start-up of the command line next to the import of spaCy."""

    def run(*code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *code], check=True, capture_output=True)

    bare = seconds(run("-c", "pass"))
    helped = seconds(run("-m", "relnlp.cli.app", "--help")) - bare
    imported = seconds(run("-c", "import spacy")) - bare
    print(f"relnlp --help: {helped / imported:.2f} of spaCy's import time ({helped:.2f} s, {imported:.2f} s)")


def main() -> None:
    sessions = [session.uncoded() for session in read_corpora(ROOT / "corpora").of("validation").sessions]
    turns = sum(len(session.turns) for session in sessions)
    nlp, blank = load(), spacy.blank("en")
    component = nlp.get_pipe("relnlp_labels")
    docs = [to_doc(session, nlp) for session in sessions]
    texts = [doc.text for doc in docs]
    tokenised = seconds(lambda: list(blank.pipe(texts)))
    rows = {
        "tokenising with a blank spaCy pipeline": tokenised,
        "making the Docs": seconds(lambda: [to_doc(session, nlp) for session in sessions]),
        "scoring, with the words behind each label": seconds(lambda: [relnlp.score(session) for session in sessions]),
    }
    component.evidence = False  # type: ignore[attr-defined]
    rows["scoring, labels only"] = seconds(lambda: [relnlp.score(session) for session in sessions])
    component.evidence = True  # type: ignore[attr-defined]
    print(f"{len(sessions)} sessions, {turns} turns, one process, median of {REPEATS}")
    for name, took in rows.items():
        print(f"{name:<45} {turns / took:>9.0f} turns/s   {took / tokenised:>6.1f} x tokenising")
    start_up()


if __name__ == "__main__":
    main()
