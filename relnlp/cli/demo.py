"""``relnlp demo``: invented example sessions end to end."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relnlp.cli.streams import emit, say

if TYPE_CHECKING:
    from relnlp.scoring import ScoredSession

#: what a label is called on screen: what may have happened, not what somebody is
WORDS = {
    "attuned": "followed or protected the client",
    "repairing": "worked on a strain between the two",
    "invalidating": "may have landed as dismissing",
    "coercive": "may have landed as pressure",
    "boundary-blurring": "may have stepped out of the role",
}
#: moments shown for each label
MOMENTS = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Also write the tables here.")] = None,
) -> None:
    """Read and score the invented example sessions that come with relnlp, and show what comes out."""
    from relnlp.batch import score_many
    from relnlp.cli import options as o
    from relnlp.cli.score import score

    with as_file(files("relnlp") / "examples") as folder:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".vtt", ".txt", ".csv", ".srt"))
        for scored in score_many(paths):
            emit("\n".join(describe(scored)) + "\n")
        emit("These sessions are invented. A transcript shows words; tone, face and history are not in it.")
        if out is not None:
            score([str(path) for path in paths], out=out, format=o.Format.CSV)
        else:
            say("relnlp score SESSION -o DIR does the same for a session of yours and writes tables.")


def describe(scored: ScoredSession) -> Iterator[str]:
    """Write a scored session for a person to read: strengths first."""
    session, summed = scored.session, scored.profile
    roles = ", ".join(session.roles.therapists)
    yield f"{session.source}: {summed.n_turns} turns, read as {session.format}"
    yield f"  therapist: {roles} (by {session.roles.method})"
    if summed.too_little_to_tell:
        yield f"  {summed.n_scored} scored turns: too little to tell rates; the moments still stand"
    else:
        yield f"  {summed.n_scored} scored turns; out of a hundred such turns, with 90 % intervals:"
    for label, rate in summed.rates.items():
        share = "" if summed.too_little_to_tell else f"   {100 * rate.low:.0f} to {100 * rate.high:.0f} in 100"
        yield f"    {WORDS[label]:<36} {rate.n:>3} {'turn' if rate.n == 1 else 'turns'}{share}"
        yield from _moments(scored, label)
    yield "  in plain words:"
    yield from (f"    {sentence.text}" for sentence in summed.summary)
    for episode in summed.episodes:
        tried = f", first repair at turn {episode.repair}" if episode.repair is not None else ""
        yield f"  strain ({episode.kind}) from turn {episode.start}: {episode.outcome}{tried}, until turn {episode.end}"


def _moments(scored: ScoredSession, label: str) -> Iterator[str]:
    """Show the likeliest moments of a label with the words behind them."""
    column = f"p_{label.replace('-', '_')}"
    rows = scored.turns[[label in labels for labels in scored.turns["labels"]]]
    for _, row in rows.nlargest(MOMENTS, column, keep="first").iterrows():
        words = [
            scored.session.turns[e["turn"]].text[e["start"] : e["end"]] for e in row["evidence"] if e["label"] == label
        ]
        quote = " … ".join(" ".join(part.split()) for part in words) or row["text"]
        yield f"        turn {row['turn_id']} (p {row[column]:.2f}): “{quote}”"
