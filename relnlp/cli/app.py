"""The program ``relnlp``: commands, exit codes, streams."""

from __future__ import annotations

import io
import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from relnlp.cli import corpora, demo, doctor, evaluate, inspect, label, pattern, score, train
from relnlp.cli.streams import FAILURE, INTERRUPTED, say
from relnlp.errors import RelnlpError

app = typer.Typer(
    name="relnlp",
    help="Label what each therapist turn does to the relationship. Everything stays on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (score, label, inspect, pattern, demo, doctor, train, evaluate, corpora):
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # data is UTF-8 everywhere, also on Windows pipes and under LC_ALL=C
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except SystemExit:
        # typer turns a broken pipe into exit code 1 before anybody else sees it
        if type(sys.stdout).__name__ != "PacifyFlushWrapper":
            raise
        code = _unheard()
    except (Exception, KeyboardInterrupt) as error:
        code = _exit_code(error)
    sys.exit(code)


def _exit_code(error: BaseException) -> int:
    """Say what went wrong, and give the exit code for it."""
    if isinstance(error, BrokenPipeError):
        return _unheard()
    # typer brings a click of its own along: its exceptions are known by what they can do
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        say("relnlp: interrupted")
        return INTERRUPTED
    if hasattr(error, "show") and hasattr(error, "exit_code"):
        error.show()
        return int(error.exit_code)
    if isinstance(error, RelnlpError):
        say(f"relnlp: {error}")
    elif isinstance(error, OSError):
        say(f"relnlp: {error.filename or 'output'}: {error.strerror}")
    else:
        raise error
    return FAILURE


def _unheard() -> int:
    """Leave quietly: the reader of our output has gone, as in ``relnlp … | head``."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


if __name__ == "__main__":
    main()
