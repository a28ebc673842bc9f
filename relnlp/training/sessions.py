"""Coded sessions on disk: reading and checking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relnlp.codebook import EPISODE_KINDS, EPISODE_OUTCOMES, MOVES, check_codes
from relnlp.errors import CorpusError
from relnlp.profiles.episodes import Episode
from relnlp.session import Role, RoleGuess, Session, Turn


@dataclass(frozen=True)
class SessionTurn:
    """A turn with a coder's labels.

    Parameters
    ----------
    role, text
        Who said what.
    labels, facets
        Of a therapist turn, in the codebook's order.
    moves
        Of a client turn.
    open
        Whether the coders could not settle it; such a turn takes no part in validation and testing.
    """

    role: Role
    text: str
    labels: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class CodedSession:
    """A session with its codes.

    Parameters
    ----------
    session
        Id, unique over all corpora: ``<style>-<number>``.
    style
        Writing style; splits go by it.
    setting
        One line: therapy, people, medium.
    turns, episodes
        In order; positions count from 0.
    """

    session: str
    style: str
    setting: str
    turns: tuple[SessionTurn, ...]
    episodes: tuple[Episode, ...] = ()

    def uncoded(self) -> Session:
        """Give the session as a reader would: speakers by role, no codes."""
        turns = tuple(Turn(str(turn.role), turn.text, turn.role) for turn in self.turns)
        return Session(self.session, turns, self.style, "corpus", RoleGuess(("therapist",), "role words", 1.0))


def read_sessions(folder: Path) -> list[CodedSession]:
    """Read and check every session of ``<folder>/sessions/*.jsonl``, in order of file name and line.

    Raises
    ------
    CorpusError
        With file and line, if anything does not fit the codebook.
    """
    sessions: list[CodedSession] = []
    seen: set[str] = set()
    for path in sorted((folder / "sessions").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                session = session_from_json(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path.name}, line {number}: {error}") from error
            if session.session in seen or session.style != path.stem:
                raise CorpusError(
                    f"{path.name}, line {number}: id {session.session!r} stands twice or has another style"
                )
            seen.add(session.session)
            sessions.append(session)
    return sessions


def session_from_json(value: dict[str, Any]) -> CodedSession:
    """Check and build one session.

    Raises
    ------
    ValueError, KeyError
        If a code is unknown, a label has no facet, a position is out of range, or a field is missing.
    """
    turns = tuple(_turn(turn, position) for position, turn in enumerate(value["turns"]))
    if not any(turn.role is Role.THERAPIST for turn in turns):
        raise ValueError("no therapist turn")
    episodes = tuple(_episode(episode, turns) for episode in value.get("episodes", ()))
    return CodedSession(value["session"], value["style"], value["setting"], turns, episodes)


def session_to_json(session: CodedSession) -> dict[str, Any]:
    """Give the JSON form of a session, empty fields left out."""
    turns = []
    for turn in session.turns:
        fields: dict[str, Any] = {"speaker": str(turn.role), "text": turn.text}
        names = ("labels", "facets") if turn.role is Role.THERAPIST else ("moves",)
        fields.update({name: list(getattr(turn, name)) for name in names})
        turns.append(fields | ({"open": True} if turn.open else {}))
    return {
        "session": session.session,
        "style": session.style,
        "setting": session.setting,
        "turns": turns,
        "episodes": [vars(episode) for episode in session.episodes],
    }


def _turn(value: dict[str, Any], position: int) -> SessionTurn:
    where = f"turn {position}"
    role, text = Role(value["speaker"]), value["text"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: empty text")
    codes = {name: tuple(value.get(name, ())) for name in ("labels", "facets", "moves")}
    if role is Role.THERAPIST:
        try:
            check_codes(codes["labels"], codes["facets"])
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None
    if unknown := set(codes["moves"]) - set(MOVES):
        raise ValueError(f"{where}: unknown move {sorted(unknown)[0]!r}")
    if (role is Role.THERAPIST and codes["moves"]) or (role is Role.CLIENT and codes["labels"]):
        raise ValueError(f"{where}: labels belong to therapist turns, moves to client turns")
    return SessionTurn(role, text, **codes, open=bool(value.get("open", False)))


def _episode(value: dict[str, Any], turns: tuple[SessionTurn, ...]) -> Episode:
    episode = Episode(**value)
    if episode.kind not in EPISODE_KINDS or episode.outcome not in EPISODE_OUTCOMES:
        raise ValueError(f"episode at {episode.start}: kind {episode.kind!r}, outcome {episode.outcome!r}")
    known = [p for p in (episode.trigger, episode.start, episode.repair, episode.end) if p is not None]
    if known != sorted(known) or not all(0 <= p < len(turns) for p in known):
        raise ValueError(f"episode at {episode.start}: trigger, start, repair and end are not in order")
    if turns[episode.start].role is not Role.CLIENT:
        raise ValueError(f"episode at {episode.start}: begins on a turn that is not the client's")
    return episode
