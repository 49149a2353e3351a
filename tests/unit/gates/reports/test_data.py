import gzip
import os
from pathlib import Path

import pytest

from releasebot.gates.reading import Unreadable
from releasebot.gates.reports.data import LARGEST_DOCUMENT, chunks, document, said, text_lines


def test_a_pipe_that_nobody_writes_to_is_no_report(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable, match="the report is no file"):
        list(chunks(pipe))


@pytest.mark.parametrize(("name", "why"), [("nothing", "there is no report"), (".", "Is a dir")])
def test_what_is_not_there_is_said(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=why):
        list(chunks(tmp_path / name))


def test_a_document_of_half_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    report = tmp_path / "huge.json"
    with report.open("wb") as file:
        file.truncate(500_000_000)  # a file of holes
    with pytest.raises(Unreadable, match="more than 64 MiB, the most that is read of it"):
        document(report, list[int], what="list")


def test_an_archive_that_unpacks_to_much_is_not_unpacked_as_a_whole(tmp_path: Path) -> None:
    report = tmp_path / "bomb.json"
    report.write_bytes(gzip.compress(b" " * (LARGEST_DOCUMENT + 2), compresslevel=1))
    with pytest.raises(Unreadable, match="more than 64 MiB"):
        document(report, list[int], what="list")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_powershell_writes_is_read(encoding: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_bytes('["차"]'.encode(encoding))
    assert document(report, list[str], what="list") == ["차"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[1,", "the report is no JSON: it ends in the middle of a value"),
        (b'["\xff"]', "the report is no JSON: "),
        (b"[1] [2]", "the report is no JSON: trailing characters"),
        (b"\xff\xfe\x00", "the report is no text in UTF-16"),
        (b'{"a": 1}', "the report is no list: expected `array`, got `object`"),
    ],
)
def test_what_is_no_json_is_said(content: bytes, why: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        document(report, list[object], what="list")
    assert caught.value.message.startswith(why)


def test_a_deep_document_is_no_crash(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_bytes(b"[" * 1_000_000)
    with pytest.raises(Unreadable, match="its values are nested too deeply"):
        document(report, list[object], what="list")


def test_lines_are_those_of_the_text_however_it_is_cut(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    lines = [f"line {number} 차" for number in range(100_000)]
    report.write_text("\ufeff" + "\r\n".join(lines), "utf-8", newline="")
    assert list(text_lines(report)) == lines


def test_words_are_put_on_one_line_and_cut_off() -> None:
    assert said(" a\n\tb\x1b[31mc\u202e ") == "a b [31mc"
    assert said("x" * 500) == "x" * 300 + "..."
    assert said("x" * 10**7, 10) == "x" * 10 + "..."
