"""The program ``relnlp``: commands, exit codes, streams."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from relnlp.cli import corpora, demo, doctor, evaluate, inspect, label, score, train
from relnlp.cli.streams import FAILURE, INTERRUPTED, say
from relnlp.errors import RelnlpError

app = typer.Typer(
    name="relnlp",
    help="Label what each therapist turn does to the relationship. Everything stays on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (score, label, inspect, demo, doctor, train, evaluate, corpora):
    module.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"relnlp {version('relnlp')}\n")
        raise typer.Exit


@app.callback()
def _main(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


def main() -> None:
    """Run the program; the entry point of the ``relnlp`` command."""
    try:
        app(standalone_mode=True)
    except RelnlpError as error:
        say(f"relnlp: {error}")
        sys.exit(FAILURE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # the reader of our output has gone (`relnlp … | head`): leave quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
