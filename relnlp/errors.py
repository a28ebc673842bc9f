"""What can go wrong, in few kinds. Messages name the file and the place, never what was said."""

from __future__ import annotations

from collections.abc import Iterable


class RelnlpError(Exception):
    """Base of every error that relnlp raises on purpose."""


class ReadError(RelnlpError):
    """A source cannot be read as a session.

    Parameters
    ----------
    source
        The file (or a word for what was given instead of a file).
    problem
        What is wrong, in plain words.
    place
        Where: ``"line 12"``, ``"turn 3"``; empty when it concerns the whole source.
    """

    def __init__(self, source: str, problem: str, *, place: str = "") -> None:
        self.source, self.problem, self.place = source, problem, place
        super().__init__(": ".join(part for part in (source, place, problem) if part))

    def __reduce__(self) -> tuple[object, ...]:
        # the default would call __init__ with the joined message alone; workers send errors by pickle
        return (_read_error, (type(self), self.source, self.problem, self.place))


class RoleError(ReadError):
    """Who the therapist is cannot be told, or the name that was given is not in the source."""


class ModelError(RelnlpError):
    """A model folder is missing, incomplete, or made by something else."""


class CorpusError(RelnlpError):
    """A training corpus or a coding sheet does not fit the codebook."""


def _read_error(kind: type[ReadError], source: str, problem: str, place: str) -> ReadError:
    return kind(source, problem, place=place)


def listed(names: Iterable[str]) -> str:
    """Join names for a message: ``'A', 'B' and 'C'``."""
    quoted = [repr(name) for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
