"""The names that tables and JSON files give to their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relnlp.reading.times import seconds

#: meaning -> names seen in the wild, most telling first
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "utterance_text", "utterance", "transcript", "content", "value", "sentence", "message", "comment",
        "words_spoken", "speech", "body", "punctuated_transcript",
    ),
    "speaker": (
        "speaker", "speaker_name", "interlocutor", "participant", "speaker_label", "speaker_id", "role", "name",
        "person", "who", "author", "from", "party", "channel",
    ),
    "role": ("role", "speaker_role", "interlocutor", "participant_role"),
    "session": (
        "session_id", "session", "transcript_id", "conversation_id", "dialogue_id", "file", "file_id",
        "video_id", "interview_id",
    ),
    "id": ("utterance_id", "utt_id", "turn_id", "turn", "id", "line", "index", "turn_number"),
    "start": ("start_s", "start", "start_time", "begin", "timestamp", "time", "onset", "start_ms", "begin_ms"),
    "end": ("end_s", "end", "end_time", "stop", "stop_time", "end_ms", "stop_ms"),
}  # fmt: skip

_MISSING = {"", "n/a", "na", "nan", "none", "null"}


def normalise(name: str) -> str:
    """Bring a column name into one spelling: ``Start Time`` becomes ``start_time``."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def find_columns(names: Iterable[str]) -> dict[str, str]:
    """Tell which column holds what.

    Returns
    -------
    dict
        Meaning (``text``, ``speaker``, ``session``, ``id``, ``start``, ``end``) to the column's own name,
        for those that were found; no column serves two meanings.
    """
    spelled = {normalise(name): name for name in reversed(list(names))}
    found: dict[str, str] = {}
    for meaning, candidates in NAMES.items():
        taken = set(found.values())
        column = next((spelled[c] for c in candidates if c in spelled and spelled[c] not in taken), None)
        if column is not None:
            found[meaning] = column
    return found


def cell(row: dict[str, object], columns: dict[str, str], meaning: str) -> str:
    """Text of one cell; empty where the column or the value is missing."""
    value = row.get(columns[meaning]) if meaning in columns else None
    # NaN is the one value that differs from itself: a DataFrame's missing cell
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        # pandas turns whole numbers into floats where one is missing
        value = int(value)
    if isinstance(value, dict):
        # ConvoKit and some APIs nest the speaker: {"speaker": {"name": …}}
        value = next((value[key] for key in ("name", "id", "label", "displayName") if key in value), "")
    # half of a surrogate pair (a cut emoji in JSON) cannot be written to any file
    return str(value).encode("utf-8", "replace").decode("utf-8").strip()


def has_time(row: dict[str, object], columns: dict[str, str], meaning: str) -> bool:
    """Tell whether a time cell holds something that is meant as a time."""
    return cell(row, columns, meaning).lower() not in _MISSING


def time_cell(row: dict[str, object], columns: dict[str, str], meaning: str) -> float | None:
    """Seconds in one time cell; a column whose name ends in ``_ms`` counts milliseconds."""
    if not has_time(row, columns, meaning):
        return None
    return seconds(cell(row, columns, meaning), milliseconds=normalise(columns[meaning]).endswith("ms"))
