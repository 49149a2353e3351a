"""The licences and known vulnerabilities of what is shipped: `python -m distribution.audit LOCK`.

The licences need no network. The vulnerabilities are asked of PyPI; where it cannot be reached, or
a mirror without advisories answers in its place, that is said, and the audit ends with 75
(sysexits.h, EX_TEMPFAIL), or with 0 where `--unreached=report` is given: a change is not held up by
it, a release is.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LICENCES = (
    "Apache", "BSD", "MIT", "Mozilla Public License 2.0", "MPL-2.0", "PSF-2.0",
    "GNU Library or Lesser General Public License",
)  # fmt: skip
"""What may be shipped beside MIT; each is looked for in what a package says of itself."""

UNREACHED = 75
_BIN = Path(sys.executable).parent
_NO_ANSWER = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|NameResolution|SSLError|Max retries"
    r"|ServiceError|Dependency not found on PyPI|Could not connect|[45]\d\d (?:Client|Server) Error"
)


def main(arguments: list[str]) -> int:
    """Audit, and say what came of it; the exit code."""
    lock = Path(arguments[0])
    names = re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==", lock.read_text("utf-8"))
    return licences(names) or vulnerabilities(lock, report="--unreached=report" in arguments)


def licences(names: list[str]) -> int:
    """1 where a package has a licence that is not in `LICENCES`, and the table of them."""
    words = (str(_BIN / "pip-licenses"), "--partial-match", "--summary", "--allow-only",
             ";".join(LICENCES), "--packages", *names)  # fmt: skip
    return subprocess.run(words, check=False).returncode


def vulnerabilities(lock: Path, *, report: bool) -> int:
    """1 where a locked version has a known vulnerability, `UNREACHED` where nobody answers."""
    words = (str(_BIN / "pip-audit"), "--requirement", str(lock), "--require-hashes",
             "--disable-pip", "--strict", "--progress-spinner", "off")  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode and _NO_ANSWER.search(done.stderr):
        last = done.stderr.strip().splitlines()[-1][:200]
        told = f"NOT CHECKED for known vulnerabilities: could not reach the advisories: {last}"
        sys.stderr.write(f"{told}\n")
        return 0 if report else UNREACHED
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
