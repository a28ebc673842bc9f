"""Episodes as a second coder found them, blind to the author's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from relnlp.errors import CorpusError
from relnlp.training.sessions import CodedSession, episode_from_json

#: below the corpora's folder: one line a session, with no episodes where the second coder found none
SECOND_FILE = "episodes/second.jsonl"


def with_second_coding(sessions: Sequence[CodedSession], folder: Path) -> list[CodedSession]:
    """Add the second coder's episodes to the sessions that were coded twice.

    Raises
    ------
    CorpusError
        With the line, if an episode does not fit its session, or a session is not there or stands twice.
    """
    path = folder / SECOND_FILE
    by_id = {session.session: session for session in sessions}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
            session = by_id[value["session"]]
            if session.second is not None:
                raise ValueError(f"{session.session} stands twice")
            episodes = tuple(episode_from_json(episode, session.turns) for episode in value["episodes"])
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}, line {number}: {error}") from error
        by_id[session.session] = replace(session, second=episodes)
    return list(by_id.values())
