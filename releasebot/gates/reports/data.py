"""Reports as files: read in pieces and in bounded memory, and refused in words.

A report may be anything: cut off, hundreds of megabytes of the same byte, a pipe that nobody writes
to, an archive that unpacks to terabytes. What cannot be judged is `Unreadable`.
"""

from __future__ import annotations

import codecs
import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar, cast

import msgspec

from releasebot.gates.reading import Unreadable

CHUNK = 256 * 1024
"""How many bytes are read at once; larger pieces leave the processor's cache and are slower."""

LARGEST_DOCUMENT = 64 * 1024 * 1024
"""The most bytes of a report that has to be read as a whole."""

LARGEST_STREAM = 16 * 1024**3
"""The most bytes of one that is read in pieces, unpacked."""

LONGEST_LINE = 8 * 1024 * 1024

_GZIP = b"\x1f\x8b"
_MOST_SAID = 300

T = TypeVar("T")


def chunks(report: Path) -> Iterator[bytes]:
    """The report's bytes in pieces; one that was packed by gzip (RFC 1952) is unpacked.

    Raises:
        Unreadable: it is missing, no file, empty, or packed data that is cut off or too much.
    """
    total = 0
    try:
        with _opened(report) as file:
            while chunk := file.read(CHUNK):
                total += len(chunk)
                if total > LARGEST_STREAM:
                    raise Unreadable(f"the report has more than {_size(LARGEST_STREAM)}")
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable("the report is packed by gzip and cut off or damaged") from error
    except OSError as error:
        raise Unreadable(f"the report cannot be read: {error.strerror}") from error
    if not total:
        raise Unreadable("the report is empty")


@contextmanager
def _opened(report: Path) -> Iterator[IO[bytes]]:
    try:
        # Without waiting: opening a pipe that nobody writes to would never end.
        descriptor = os.open(report, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise Unreadable("there is no report") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("the report is no file")
        if file.peek(2).startswith(_GZIP):
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield file


def is_empty(report: Path) -> bool:
    """Whether the report is there and nothing stands in it: some tools say so that all is well."""
    try:
        return not report.stat().st_size
    except OSError:
        return False  # what is wrong with it is told where it is read


def whole(report: Path) -> bytes:
    """A report that is small enough to be read at once, in UTF-8.

    Raises:
        Unreadable: it cannot be read, or is larger than `LARGEST_DOCUMENT`.
    """
    content = bytearray()
    for chunk in chunks(report):
        content += chunk
        if len(content) > LARGEST_DOCUMENT:
            raise Unreadable(
                f"the report has more than {_size(LARGEST_DOCUMENT)}, the most that is read of it"
            )
    # PowerShell's `>` writes UTF-16.
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16").encode()
        except UnicodeError as error:
            raise Unreadable("the report is no text in UTF-16, though it starts as one") from error
    return bytes(content.removeprefix(codecs.BOM_UTF8))


def document(report: Path, kind: type[T], *, what: str) -> T:
    """A report that is one JSON document, as a value of the type; `what` it is, for people.

    Raises:
        Unreadable: it cannot be read, or is no such document.
    """
    return decoded(whole(report), kind, what=what)


def decoded(content: bytes, kind: type[T], *, what: str) -> T:
    """JSON as a value of the type.

    Raises:
        Unreadable: it is no JSON, or no such value.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the report is no {what}: {_lower(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if not content.strip():
            raise Unreadable("the report is empty") from error
        raise Unreadable(f"the report is no JSON: {_why(error)}") from error


def batches(report: Path, kind: type[T], *, what: str) -> Iterator[list[T]]:
    """A report that is one JSON value a line, some hundreds of lines at a time.

    Raises:
        Unreadable: it cannot be read, or a line is no such value; the line is named.
    """
    decoder = msgspec.json.Decoder(kind)
    done = 0
    for lines in _whole_lines(report):
        try:
            batch = decoder.decode_lines(lines)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _wrong_line(lines, decoder, _line_at(report, done), what) from error
        yield batch
        done += len(lines)


def _line_at(report: Path, offset: int) -> int:
    """The number of the line that starts there: counted once it is asked for, and not before."""
    number, left = 1, offset
    for lines in _whole_lines(report):
        if not left:
            break
        number += lines.count(b"\n")
        left -= len(lines)
    return number


def _whole_lines(report: Path) -> Iterator[bytes]:
    """The report in pieces that end where a line ends."""
    rest, started = b"", False
    for piece in chunks(report):
        chunk = piece if started else piece.removeprefix(codecs.BOM_UTF8)
        started = True
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
            if len(rest) > LONGEST_LINE:
                raise Unreadable(f"the report has a line of more than {_size(LONGEST_LINE)}")
            continue
        yield rest + chunk[:end]
        rest = chunk[end:]
    if rest:
        yield rest


def _wrong_line(
    lines: bytes, decoder: msgspec.json.Decoder[T], first: int, what: str
) -> Unreadable:
    """What is wrong in the first bad one of the lines."""
    for number, line in enumerate(lines.split(b"\n"), first):
        if not line.strip():
            continue
        try:
            decoder.decode(line)
        except msgspec.ValidationError as error:
            return Unreadable(f"line {number} of the report is no {what}: {_lower(error)}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return Unreadable(f"line {number} of the report is no JSON: {_why(error)}")
    return Unreadable(f"the report has a value of more than one line near line {first}")


def text_lines(report: Path) -> Iterator[str]:
    """The lines of a report in plain text; bytes that are no UTF-8 become U+FFFD.

    Raises:
        Unreadable: it cannot be read.
    """
    for lines in _whole_lines(report):
        yield from lines.decode("utf-8", "replace").splitlines()


def said(text: str, most: int = _MOST_SAID) -> str:
    """A report's words on one line, without what would act on a terminal or a log, cut off."""
    head = text[: most * 4]
    clean = "".join(one if one.isprintable() else " " for one in head)
    line = " ".join(clean.split())
    return line if len(line) <= most and len(head) == len(text) else f"{line[:most].rstrip()}..."


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its values are nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is no UTF-8"
    if "truncated" in str(error):
        return "it ends in the middle of a value"
    return str(error).removeprefix("JSON is malformed: ")


def _lower(error: Exception) -> str:
    message = str(error)
    return message[:1].lower() + message[1:]


def _size(count: int) -> str:
    gibi = count >= 1024**3
    return f"{count // 1024**3} GiB" if gibi else f"{count // 1024**2} MiB"
