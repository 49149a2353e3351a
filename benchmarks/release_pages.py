"""What the pages about releases cost in a history of 2,000 tags, against the same pages without."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from benchmarks.history import RELEASE, make_history
from benchmarks.measure import Subject, bare_environment, measure, program, report

TAGS = 2_000
LIMIT = 3
_SPEC = {
    "openapi": "3.0.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {"/orders": {"get": {"responses": {"200": {"description": "ok"}}}}},
}


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder, _, _ = make_history(place, commits=TAGS * RELEASE)
        (folder / "swagger.json").write_text(json.dumps(_SPEC), "utf-8")
        subjects = (
            _subject("without them (floor)", folder, "releases = 0\nhistory = 0", None),
            _subject("with the last 30 releases", folder, "releases = 30\nhistory = 0", LIMIT),
        )
        rows = measure(subjects, rounds=5, cwd=folder, env=bare_environment(place))
        return 0 if report(f"releasebot docs generate: {TAGS:,} tags", rows) else 1


def _subject(name: str, folder: Path, settings: str, limit: float | None) -> Subject:
    """`docs generate` into a folder that is not there; the remote has no part in it."""
    key = "with" if limit else "without"
    config, made = folder / f"{key}.toml", folder.parent / key
    config.write_text(f'[docs]\n{settings}\n[spec]\nfile = "swagger.json"\n', "utf-8")
    argv = (program("releasebot"), "--config", str(config), "docs", "generate", str(made))
    return Subject(name, argv, limit, lambda: shutil.rmtree(made, ignore_errors=True))


if __name__ == "__main__":
    raise SystemExit(main())
