"""Which format a text is in, by what it holds, never by its suffix."""

from __future__ import annotations

import json
import re

from relnlp.reading.names import prefixed
from relnlp.reading.table import DELIMITERS, find_header

_CUE_TIME = re.compile(r"^\s*(?:\d+:)?\d{1,3}:\d{1,2}[.,]\d{1,3}\s*-->", re.MULTILINE)
_JSON_START = re.compile(r"^\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


def sniff(text: str) -> str:
    """Tell the format of a transcript.

    Returns
    -------
    str
        ``webvtt``, ``srt``, ``json``, ``jsonl``, ``table`` or ``plain``.
    """
    head = text[:200_000]
    stripped = head.lstrip()
    first = stripped.split("\n", 1)[0]
    if first.startswith("WEBVTT"):
        return "webvtt"
    if _JSON_START.match(head):
        return _which_json(stripped, first)
    if _CUE_TIME.search(head):
        return "srt" if re.search(r"\d,\d{1,3}\s*-->", head) else "webvtt"
    if find_header(stripped) is not None or _looks_tabular(stripped):
        return "table"
    # a subtitle file whose times are broken should be told so, not "no speakers found"
    return "srt" if re.search(r"^\s*\S{0,20}\d\S{0,20}\s*-->", head, re.MULTILINE) else "plain"


def _looks_tabular(text: str) -> bool:
    """Tell a table with columns of unknown names: every line has as many delimiters, and no speaker in front."""
    lines = [line for line in text.split("\n")[:20] if line.strip()]
    if len(lines) < 3 or any(prefixed(line) for line in lines):
        return False
    return any(
        len({line.count(delimiter) for line in lines}) == 1 and delimiter in lines[0] for delimiter in DELIMITERS
    )


def _which_json(stripped: str, first: str) -> str:
    """Tell JSON from JSONL: several lines that begin an object, or one line that is a turn."""
    if not first.startswith("{") or first.strip() == "{":
        return "json"
    if len(re.findall(r"^\{", stripped, re.MULTILINE)) > 1:
        return "jsonl"
    return "jsonl" if _is_turn(first) else "json"


def _is_turn(line: str) -> bool:
    try:
        document = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    return not any(isinstance(value, (list, dict)) for value in document.values())
