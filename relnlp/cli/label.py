"""``relnlp label``: JSONL in, JSONL out, one turn a line; for pipes and other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from relnlp.cli import options as o
from relnlp.cli.streams import SOME_FAILED

if TYPE_CHECKING:
    from relnlp.session import Judgement, Role, TurnView

Row = dict[str, Any]
#: one read takes what has come so far, up to so many bytes: another program may wait for each answer
CHUNK = 1 << 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("label")(label)


def label(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="JSONL; standard input if left out.")] = "-",
    no_evidence: Annotated[
        bool, typer.Option("--no-evidence", help="Skip the words behind each label: faster.")
    ] = False,
    model: o.Model = None,
) -> None:
    """Label single turns: one JSON object a line in, one out, in the same order.

    In: {"id", "context": [{"speaker": "client", "text"}], "text"}. Out: labels, possible, p, facets,
    evidence, status. A malformed line gives status "error" and the rest go on (exit code 3).
    """
    from relnlp.scoring import load

    labeller = load(model).get_pipe("relnlp_labels").labeller  # type: ignore[attr-defined]
    errors = 0
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        for lines in _batches(stream):
            rows = [_parse(line) for line in lines]
            views = [view for _, view, _ in rows if view is not None]
            judged = iter(labeller.judge(views, evidence=not no_evidence))
            for id_, view, problem in rows:
                errors += view is None
                answer = _error(id_, problem) if view is None else _answer(id_, next(judged))
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    if errors:
        raise typer.Exit(SOME_FAILED)


def _batches(stream: IO[bytes]) -> Iterator[list[bytes]]:
    """Give the complete lines of each read; empty lines are left out."""
    rest = b""
    while data := stream.read1(CHUNK):  # type: ignore[attr-defined]
        *lines, rest = (rest + data).split(b"\n")
        if kept := [line for line in lines if line.strip()]:
            yield kept
    if rest.strip():
        yield [rest]


def _parse(line: bytes) -> tuple[Any, TurnView | None, str]:
    """Give id, view and problem; the view is None where there is a problem."""
    from relnlp.session import Role, TurnView

    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None, None, "not valid JSON"
    if not isinstance(row, dict):
        return None, None, "not a JSON object"
    if not isinstance(row.get("text"), str):
        return row.get("id"), None, "'text' must be a string"
    context = row.get("context") or []
    if not isinstance(context, list) or not all(_is_turn(turn) for turn in context):
        return row.get("id"), None, "'context' must be a list of objects with 'speaker' and 'text'"
    if any(_role(turn["speaker"]) is None for turn in context):
        return row.get("id"), None, "'speaker' must be therapist, client or other"
    return (
        row.get("id"),
        TurnView(row["text"], tuple((_role(t["speaker"]) or Role.OTHER, t["text"]) for t in context)),
        "",
    )


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("speaker"), str) and isinstance(turn.get("text"), str)


def _role(speaker: str) -> Role | None:
    from relnlp.reading.names import role_word
    from relnlp.session import Role

    word = "other" if speaker.strip().lower() == "other" else role_word(speaker.strip())
    return Role(word) if word else None


def _answer(id_: Any, judgement: Judgement) -> Row:
    return {
        "id": id_,
        "labels": list(judgement.labels),
        "possible": list(judgement.possible),
        "p": judgement.p,
        "facets": list(judgement.facets),
        "evidence": [vars(found) for found in judgement.evidence],
        "status": judgement.status,
    }


def _error(id_: Any, problem: str) -> Row:
    return {"id": id_, "status": "error", "error": problem}
