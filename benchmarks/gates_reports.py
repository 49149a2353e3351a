"""What reading the largest reports costs: 300 MB of k6's stream, and 100 MB of JUnit XML.

The floor is the same file through the same parser with nothing done about it: msgspec making a
value of each line, expat calling functions that return at once. `json.loads` and `iterparse`, which
most programs would use, stand beside them. Ratios are of CPU time, each round's against the same
round's floor; memory is that of a program of its own that reads the report.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

import msgspec

from benchmarks.measure import bare_environment, own_peak_mib
from releasebot.config.gates_schema import GateSettings
from releasebot.gates.readers import junit, k6_stream
from releasebot.gates.reading import Asked

ROUNDS = 3
LIMIT = 2.0
"""The most that reading may cost, in times of the floor."""
MOST_MIB = 100
STREAM_BYTES, JUNIT_BYTES = 300_000_000, 100_000_000
READ = """
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from releasebot.config.gates_schema import GateSettings
from releasebot.gates.reading import Asked
module = import_module("releasebot.gates.readers." + sys.argv[1])
here = Path.cwd()
module.read(Path(sys.argv[2]), Asked(GateSettings("true"), here, here, date(2026, 1, 1)))
"""
METRICS = (
    "http_reqs", "http_req_duration", "http_req_blocked", "http_req_connecting",
    "http_req_tls_handshaking", "http_req_sending", "http_req_waiting", "http_req_receiving",
    "http_req_failed",
)  # fmt: skip
"""What k6 writes for each request."""


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        stream, suite = folder / "k6.json", folder / "junit.xml"
        _write_stream(stream)
        _write_suite(suite)
        asked = Asked(GateSettings("true"), folder, folder, date(2026, 1, 1))
        kept = [
            _times(
                stream,
                {
                    "msgspec, each line a value (floor)": lambda: _each_line(
                        stream, msgspec.json.Decoder().decode
                    ),
                    "json.loads, each line": lambda: _each_line(stream, json.loads),
                    "releasebot": lambda: k6_stream.read(stream, asked),
                },
            ),
            _times(
                suite,
                {
                    "expat, functions that return (floor)": lambda: _elements(suite),
                    "ElementTree.iterparse": lambda: _iterparse(suite),
                    "releasebot": lambda: junit.read(suite, asked),
                },
            ),
            _memory("k6_stream", stream, folder),
            _memory("junit", suite, folder),
        ]
    return 0 if all(kept) else 1


def _times(report: Path, work: dict[str, Callable[[], object]]) -> bool:
    times: dict[str, list[float]] = {subject: [] for subject in work}
    for number in range(-1, ROUNDS):
        for subject, run in work.items():
            started = time.process_time()
            run()
            if number >= 0:
                times[subject].append(time.process_time() - started)
    floor = times[next(iter(times))]
    print(f"\n{report.name}: {report.stat().st_size:,} bytes\n")
    print("| subject | CPU ms | times the floor | limit |\n| --- | ---: | ---: | ---: |")
    kept = True
    for subject, taken in times.items():
        ratio = statistics.median(mine / its for mine, its in zip(taken, floor, strict=True))
        limited = subject == "releasebot"
        broken = limited and ratio > LIMIT
        kept = kept and not broken
        told = f"{LIMIT:g}{' BROKEN' if broken else ''}" if limited else ""
        print(f"| {subject} | {statistics.median(taken) * 1000:.0f} | {ratio:.2f} | {told} |")
    return kept


def _memory(reader: str, report: Path, folder: Path) -> bool:
    env = {**bare_environment(folder), "PYTHONPATH": os.getcwd()}  # noqa: PTH109  as `-m` runs it
    peak = own_peak_mib((sys.executable, "-c", READ, reader, str(report)), cwd=folder, env=env)
    broken = peak > MOST_MIB
    print(f"\n{report.name}: {peak:.0f} MiB (limit {MOST_MIB}{' BROKEN' if broken else ''})")
    return not broken


def _each_line(report: Path, decode: Callable[[bytes], object]) -> int:
    count = 0
    with report.open("rb") as file:
        for line in file:
            decode(line)
            count += 1
    return count


def _elements(report: Path) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    with report.open("rb") as file:
        parser.ParseFile(file)


def _iterparse(report: Path) -> int:
    count = 0
    for _, element in ET.iterparse(report):
        count += element.tag == "testcase"
        element.clear()
    return count


def _write_stream(report: Path) -> None:
    draw = random.Random(7)
    thresholds = {"http_req_duration": ["p(95)<500"], "http_req_failed": ["rate<0.1"]}
    with report.open("w", encoding="utf-8") as file:
        for name in METRICS:
            kind = {"http_reqs": "counter", "http_req_failed": "rate"}.get(name, "trend")
            data = {"name": name, "type": kind, "thresholds": thresholds.get(name, [])}
            file.write(json.dumps({"type": "Metric", "data": data, "metric": name}) + "\n")
        for second, lines in enumerate(_points(draw)):
            if second % 1000 == 0 and file.tell() > STREAM_BYTES:
                break
            file.write(lines)


def _points(draw: random.Random) -> Iterator[str]:
    """The lines of one request after the other."""
    tags = (
        '{"expected_response":"true","group":"","method":"GET","name":"https://api.example.com/o",'
        '"proto":"HTTP/1.1","scenario":"default","status":"200","tls_version":"tls1.3",'
        '"url":"https://api.example.com/orders"}'
    )
    number = 0
    while True:
        number += 1
        at = f"2026-11-20T10:{number // 6000 % 60:02d}:{number // 100 % 60:02d}.645625742+09:00"
        values = [f"{draw.lognormvariate(5, 0.4):.6f}" for _ in METRICS]
        values[0], values[-1] = "1", str(int(draw.random() < 0.01))
        yield "".join(
            f'{{"metric":"{metric}","type":"Point","data":{{"time":"{at}","value":{value},'
            f'"tags":{tags}}}}}\n'
            for metric, value in zip(METRICS, values, strict=True)
        )


def _write_suite(report: Path) -> None:
    draw = random.Random(7)
    failure = "<failure>Error: no\n    at Object.x (src/orders.test.ts:12:5)</failure>"
    with report.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="jest tests">\n')
        suite = 0
        while file.tell() < JUNIT_BYTES:
            suite += 1
            cases = "".join(
                f'    <testcase classname="orders creates order {number}" '
                f'name="orders returns the order {suite}-{number}" time="0.{number:03d}">\n'
                f"    {failure if draw.random() < 0.001 else ''}</testcase>\n"
                for number in range(50)
            )
            file.write(f'  <testsuite name="s{suite}" tests="50">\n{cases}  </testsuite>\n')
        file.write("</testsuites>\n")


if __name__ == "__main__":
    raise SystemExit(main())
