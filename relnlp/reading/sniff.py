"""Which format a text is in, by what it holds, never by its suffix."""

from __future__ import annotations

import json
import re

from relnlp.reading.table import delimiter_of

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
    if delimiter_of(first) is not None:
        return "table"
    # a subtitle file whose times are broken should be told so, not "no speakers found"
    return "srt" if re.search(r"^\s*\S{0,20}\d\S{0,20}\s*-->", head, re.MULTILINE) else "plain"


def _which_json(stripped: str, first: str) -> str:
    if first.startswith("{") and "\n" in stripped.strip():
        try:
            json.loads(first)
        except json.JSONDecodeError:
            # one object over several lines, or a JSONL file whose first line is broken
            return "jsonl" if re.search(r"\}\s*\n\s*\{", stripped) and first.rstrip().endswith("}") else "json"
        return "jsonl"
    return "jsonl" if first.startswith("{") and _is_turn(first) else "json"


def _is_turn(line: str) -> bool:
    try:
        document = json.loads(line)
    except json.JSONDecodeError:
        return False
    return not any(isinstance(value, (list, dict)) for value in document.values())
