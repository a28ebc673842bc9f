"""Bytes to text: byte-order marks, UTF-8, and what older programs wrote."""

from __future__ import annotations

import codecs

from relnlp.errors import ReadError

MAX_BYTES = 256 * 1024 * 1024
MAX_LINE_CHARS = 1_000_000

# the longer mark first: UTF-32-LE begins with the mark of UTF-16-LE
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    r"""Decode a transcript file.

    Returns
    -------
    text
        With ``\n`` as the only line end and no byte-order mark.
    warnings
        A word where the encoding had to be guessed.

    Raises
    ------
    ReadError
        If the file is empty, too large, or no text at all.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(source, f"the file has {len(data):,} bytes; the limit is {MAX_BYTES:,}")
    text, warnings = _decode_any(data, source)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(source, "the file is empty")
    return text, warnings


def check_lines(text: str, source: str) -> None:
    """Refuse a line that no transcript has, with its number.

    Raises
    ------
    ReadError
        If a line is longer than a million characters.
    """
    if len(text) <= MAX_LINE_CHARS:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE_CHARS:
            raise ReadError(
                source,
                f"the line has {len(line):,} characters, more than any turn of a session; is this file a transcript?",
                place=f"line {number}",
            )


def _decode_any(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise ReadError(source, f"marked as {encoding}, but byte {error.start} does not fit") from error
    if _looks_binary(data):
        raise ReadError(source, "this is not a text file; export the transcript as text, subtitles, CSV or JSON")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        note = f"not UTF-8 (line {line}): read as Windows-1252, check names and accents"
        # Windows-1252 is what Latin-1 files on real disks nearly always are; five bytes have no meaning there
        return data.decode("cp1252", errors="replace"), (note,)


def _looks_binary(data: bytes) -> bool:
    head = data[:65536]
    control = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b\x15" for byte in head)
    return b"\x00" in head or control > len(head) // 50
