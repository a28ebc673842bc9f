"""`score_many`: thousands of sessions, in order, as they are done."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from relnlp.errors import ReadError, RelnlpError
from relnlp.reading.read import read_each
from relnlp.scoring import ScoredSession, load, score
from relnlp.session import Session

if TYPE_CHECKING:
    from relnlp.reading.read import Source


@dataclass(frozen=True)
class Failure:
    """A source that could not be scored; the others are not touched by it.

    Parameters
    ----------
    source
        The source as it was given.
    place
        Line or turn, if known.
    problem
        What is wrong; never what was said.
    """

    source: str
    place: str
    problem: str
    error: Exception = field(repr=False, compare=False)


@overload
def score_many(
    sources: Iterable[Source | Session],
    *,
    n_jobs: int = ...,
    backend: str = ...,
    on_error: Literal["raise"] = ...,
    therapist: str | Sequence[str] | None = ...,
    roles: Mapping[str, str] | None = ...,
    model: str | Path | None = ...,
) -> Iterator[ScoredSession]: ...
@overload
def score_many(
    sources: Iterable[Source | Session],
    *,
    n_jobs: int = ...,
    backend: str = ...,
    on_error: Literal["yield"],
    therapist: str | Sequence[str] | None = ...,
    roles: Mapping[str, str] | None = ...,
    model: str | Path | None = ...,
) -> Iterator[ScoredSession | Failure]: ...
def score_many(
    sources: Iterable[Source | Session],
    *,
    n_jobs: int = 1,
    backend: str = "loky",
    on_error: Literal["raise", "yield"] = "raise",
    therapist: str | Sequence[str] | None = None,
    roles: Mapping[str, str] | None = None,
    model: str | Path | None = None,
) -> Iterator[ScoredSession | Failure]:
    """Read and score many sources.

    Parameters
    ----------
    sources
        Whatever `relnlp.read` takes, or sessions; a table with several sessions gives several results.
    n_jobs
        How many at once; -1 for all cores.
    backend
        Any joblib backend: ``loky`` (processes), ``threading``, ``dask`` (the running client, or a new one on
        ``DASK_SCHEDULER_ADDRESS`` or this machine).
    on_error
        ``"raise"`` stops at the first source that fails; ``"yield"`` gives a `Failure` in its place.
    therapist, roles
        As in `relnlp.read`, for every source.
    model
        A pipeline folder; the shipped one when left out.

    Yields
    ------
    ScoredSession or Failure
        In the order of the sources; results do not depend on `n_jobs`.

    Raises
    ------
    RelnlpError
        With ``on_error="raise"``, what went wrong with the first source that failed.
    """
    if isinstance(sources, (str, Path)):
        raise TypeError("score_many takes several sources; put the one that you have into a list")
    options: dict[str, Any] = {"therapist": therapist, "roles": roles, "model": model}
    for outcomes in _run(sources, n_jobs, backend, options):
        for outcome in outcomes:
            if isinstance(outcome, Failure) and on_error == "raise":
                raise outcome.error
            yield outcome


def _run(
    sources: Iterable[Source | Session], n_jobs: int, backend: str, options: dict[str, Any]
) -> Iterator[list[ScoredSession | Failure]]:
    if n_jobs == 1:
        yield from (_score_source(source, options) for source in sources)
        return
    from joblib import Parallel, delayed, parallel_config

    tasks = (delayed(_score_source)(source, options) for source in sources)
    if backend == "dask":
        # dask cannot hand results on one by one
        with _dask_client(), parallel_config(backend="dask"):
            yield from Parallel(n_jobs=n_jobs)(tasks)
    else:
        results = Parallel(n_jobs=n_jobs, backend=backend, return_as="generator")(tasks)
        try:
            # no `yield from`: it would close the results itself, and with a warning
            for outcomes in results:  # noqa: UP028
                yield outcomes
        finally:
            # whoever stops early knows it
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results.close()


@contextmanager
def _dask_client() -> Iterator[None]:
    """Use the running dask client; start one (on DASK_SCHEDULER_ADDRESS, or locally) where there is none."""
    try:
        from distributed import Client, get_client
    except ImportError:
        raise RelnlpError("the dask backend needs distributed: pip install 'relnlp[dask]'") from None
    try:
        get_client()
    except ValueError:
        with Client():  # type: ignore[no-untyped-call]
            yield
    else:
        yield


def _score_source(source: Source | Session, options: dict[str, Any]) -> list[ScoredSession | Failure]:
    if isinstance(source, Session):
        return [score(source, nlp=load(options["model"]))]
    name = str(source) if isinstance(source, (str, Path)) and "\n" not in str(source) else type(source).__name__
    try:
        found = read_each(source, therapist=options["therapist"], roles=options["roles"])
        return [_score_one(item, options["model"]) for item in found]
    except ReadError as error:
        return [_failure(error)]
    except RelnlpError:
        # a missing model is no fault of this source: it ends the run
        raise
    except Exception as error:
        # one broken file must not stop a thousand others
        problem = f"unexpected {type(error).__name__}; please report it, without the file"
        return [Failure(name, "", problem, ReadError(name, problem).with_traceback(error.__traceback__))]


def _score_one(item: Session | ReadError, model: str | Path | None) -> ScoredSession | Failure:
    return _failure(item) if isinstance(item, ReadError) else score(item, nlp=load(model))


def _failure(error: ReadError) -> Failure:
    return Failure(error.source, error.place, error.problem, error)
