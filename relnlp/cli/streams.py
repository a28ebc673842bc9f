"""Streams and exit codes: data to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

FAILURE, SOME_FAILED, INTERRUPTED = 1, 3, 130

T = TypeVar("T")


def say(message: str, *, quiet: bool = False) -> None:
    """Write a line for a person to stderr."""
    if not quiet:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()


def emit(line: str) -> None:
    """Write a line of data to stdout."""
    sys.stdout.write(line + "\n")


def progress(items: Iterable[T], *, total: int | None, quiet: bool, what: str) -> Iterator[T]:
    """Show a bar on stderr while items come, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=what, total=total, console=Console(stderr=True), transient=True)
