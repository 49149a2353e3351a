"""The bill of materials of what is shipped: `python -m distribution.bill VENV FILE`.

CycloneDX 1.6 in JSON (https://cyclonedx.org/docs/1.6/json/), made from an environment that holds
the locked packages, without what only builds them. Equal packages give equal bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from releasebot import __version__

ROOT = Path(__file__).parent.parent
BUILD_ONLY = frozenset({"editables", "hatchling", "pip", "setuptools", "trove-classifiers"})
_PROGRAM = Path(sys.executable).parent / "cyclonedx-py"


def main() -> None:
    """Write the bill, checked against the standard's own schema."""
    environment, target = sys.argv[1], Path(sys.argv[2])
    words = ("environment", "--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml"))
    made = subprocess.run((_PROGRAM, *words, environment), capture_output=True, check=True)
    text = json.dumps(shipped(json.loads(made.stdout)), indent=2, ensure_ascii=False) + "\n"
    check(text)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    sys.stdout.write(f"{target}: {text.count('pkg:pypi/') - 1} packages\n")


def shipped(bill: dict[str, Any]) -> dict[str, Any]:
    """The bill with our own version, and without what only builds the package."""
    own = bill["metadata"]["component"]
    own |= {"version": __version__, "purl": f"pkg:pypi/releasebot@{__version__}"}
    left_out = {
        component["bom-ref"]
        for component in bill["components"]
        if component["name"] in BUILD_ONLY or component["name"] == own["name"]
    }
    bill["components"] = [one for one in bill["components"] if one["bom-ref"] not in left_out]
    bill["dependencies"] = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref not in left_out]}
        for one in bill["dependencies"]
        if one["ref"] not in left_out
    ]
    return bill


def check(text: str) -> None:
    """Fail where the text is no bill of materials of this version of the standard.

    Raises:
        SystemExit: it is none.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise SystemExit(f"the bill of materials is not valid: {fault}")


if __name__ == "__main__":
    main()
