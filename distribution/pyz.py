"""Build `releasebot.pyz`, the whole program in one file.

`python -m distribution.pyz WHEEL FILE [--for-this-python]`

Every package comes from the lock file, with its hash. Pure ones go in as they are. What has no pure
form goes in compiled, for each Python and platform of `NATIVE`; the start of the archive picks the
modules it needs (`distribution/unpack.py`).
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from distribution import unpack

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "run.txt"
_LEFT_OUT = (
    "annotated-types attrs babel cryptography editables hatchling jsonschema jsonschema-path"
    " jsonschema-rs jsonschema-specifications lazy-object-proxy openapi-schema-validator"
    " openapi-spec-validator pathable pip pydantic pydantic-core pydantic-settings python-dotenv"
    " referencing rfc3339-validator rpds-py six trove-classifiers typing-inspection tzdata"
)
LEFT_OUT = frozenset(_LEFT_OUT.split())
"""What builds the package, what MkDocs and PyGithub use only where somebody asks for it, and what
`api lint` needs: compiled, it would be larger than all the rest."""

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NATIVE = {
    "linux-gnu-x86_64": ("manylinux2014_x86_64", "manylinux_2_28_x86_64"),
    "linux-gnu-aarch64": ("manylinux2014_aarch64", "manylinux_2_28_aarch64"),
    "linux-musl-x86_64": ("musllinux_1_2_x86_64",),
    "linux-musl-aarch64": ("musllinux_1_2_aarch64",),
    "darwin-arm64": ("macosx_11_0_arm64", "macosx_10_10_universal2"),
}
"""The platforms that there are compiled modules for, by the folder in the archive."""

COMPILED = ("msgspec", "cffi", "pynacl")
_UNWANTED = re.compile(
    r"^bin/|(^|/)__pycache__/|\.(so|pyd|pyi|c|h|pxd|pyx)$|\.dist-info/(RECORD|direct_url\.json)$"
)
"""What is compiled, or is about the folder that the packages were collected in."""
_ICONS = "/.icons/"
_MAY_NAME_ICONS = ("app/material/templates/", "app/releasebot/site/")
_ICON_NAME = re.compile(rb"[\"' ]((?:material|octicons|fontawesome|simple)/[a-z0-9/-]+)")
_WRITTEN = (1980, 1, 1, 0, 0, 0)
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==")


def main() -> None:
    """Build the archive; its last line on standard output is what became of it."""
    wheel, target = Path(sys.argv[1]), Path(sys.argv[2])
    only_here = sys.argv[3:] == ["--for-this-python"]
    with tempfile.TemporaryDirectory() as place:
        native = _native_here() if only_here else _native(Path(place))
        files = {**_pure(wheel, Path(place)), **native}
    build = hashlib.sha256()
    for name, content in sorted(files.items()):
        build.update(f"{name}\0{len(content)}\0".encode() + content)
    write_archive(target, files | start(build.hexdigest()[:16]))
    sys.stdout.write(f"{target}: {len(files)} files, {target.stat().st_size:,} bytes\n")


def start(build: str) -> dict[str, bytes]:
    """What runs first; `build` names what else is in the archive."""
    here = ROOT / "distribution"
    unpack = (here / "unpack.py").read_text("utf-8").replace("@BUILD@", build)
    return {"__main__.py": (here / "first_line.py").read_bytes(), "unpack.py": unpack.encode()}


def write_archive(target: Path, files: Mapping[str, bytes]) -> None:
    """A zip that Python runs: equal files give equal bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as opened:
        opened.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, _WRITTEN)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, files[name])
    target.chmod(0o755)


def locked(names_left_out: frozenset[str] = LEFT_OUT) -> dict[str, str]:
    """The lock file's requirements with their hashes, by name.

    Where it has two versions for two Pythons, the one for the older counts: it runs on both.
    """
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK.read_text("utf-8")):
        named = _REQUIREMENT.match(block)
        if named and named["name"] not in names_left_out and " >= " not in block.split("\\")[0]:
            found[named["name"]] = re.sub(r" ;[^\\]*", " ", block, count=1)
    return found


def _pure(wheel: Path, place: Path) -> dict[str, bytes]:
    """Every package of the lock and our own, without what is compiled."""
    packages = place / "app"
    _pip(
        "install", "--no-compile", "--target", str(packages),
        *_platform(PYTHONS[0], NATIVE["linux-gnu-x86_64"]),
        requirements=locked().values(), place=place,
    )  # fmt: skip
    own = ("install", "-qq", "--no-deps", "--no-compile", "--target", str(packages), str(wheel))
    subprocess.run((sys.executable, "-m", "pip", *own), check=True)
    return _without_icons({
        f"app/{path.relative_to(packages).as_posix()}": path.read_bytes()
        for path in packages.rglob("*")
        if path.is_file() and not _UNWANTED.search(path.relative_to(packages).as_posix())
    })  # fmt: skip


def _without_icons(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the theme's 14,000 icons, but for those that a page of ours may show.

    Those are named as `material/magnify` in the theme's templates, or in our own sites' settings.
    """
    named = {
        name.decode()
        for path, content in files.items()
        if path.startswith(_MAY_NAME_ICONS)
        for name in _ICON_NAME.findall(content)
    }
    return {
        path: content
        for path, content in files.items()
        if _ICONS not in path or path.partition(_ICONS)[2].removesuffix(".svg") in named
    }


def _native(place: Path) -> dict[str, bytes]:
    """The compiled modules for every Python and platform."""
    files: dict[str, bytes] = {}
    for folder, tags in NATIVE.items():
        for python in PYTHONS:
            into = place / f"{folder}-{python}"
            _pip(
                "download", "--dest", str(into), *_platform(python, tags),
                requirements=[locked()[name] for name in COMPILED], place=place,
            )  # fmt: skip
            for wheel in sorted(into.iterdir()):
                files.update(_modules(wheel, folder))
    return files


def _native_here() -> dict[str, bytes]:
    """The compiled modules of this Python, as they are installed: enough to try the archive."""
    from importlib.metadata import files

    folder = unpack.machine()
    return {
        f"native/{folder}/{file.as_posix()}": Path(str(file.locate())).read_bytes()
        for name in COMPILED
        for file in files(name) or ()
        if file.suffix == ".so"
    }


def _modules(wheel: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            if name.endswith(".so"):
                yield f"native/{folder}/{name}", opened.read(name)


def _platform(python: str, tags: Sequence[str]) -> tuple[str, ...]:
    """The options by which pip takes wheels for another machine than this one."""
    named = (word for tag in tags for word in ("--platform", tag))
    abi = f"cp{python.replace('.', '')}"
    return (
        *named, "--python-version", python, "--implementation", "cp",
        "--abi", abi, "--abi", "abi3", "--abi", "none", "--only-binary", ":all:",
    )  # fmt: skip


def _pip(*words: str, requirements: Iterable[str], place: Path) -> None:
    file = place / "requirements.txt"
    file.write_text("\n".join(requirements), "utf-8")
    command = (sys.executable, "-m", "pip", words[0], "-qq", "--no-deps", "--require-hashes")
    quiet = ("--disable-pip-version-check", "--requirement", str(file))
    subprocess.run((*command, *words[1:], *quiet), check=True)


if __name__ == "__main__":
    main()
