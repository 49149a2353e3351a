"""The NestJS example, installed, built and exported by the real npm."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError
from releasebot.openapi.source import obtain
from tests.projects import git, run_releasebot

EXAMPLE = Path(__file__).parents[2] / "examples" / "nestjs"
NODE = 20
NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT")

pytestmark = [
    pytest.mark.live,
    pytest.mark.slow,
    pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the examples are not part of this copy"),
    pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed"),
]


def npm(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("npm", *words), cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with its packages installed, and without its spec."""
    version = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True)
    if int(version.stdout.lstrip("v").split(".")[0]) < NODE:
        pytest.skip(f"needs Node.js {NODE}, here is {version.stdout.strip()}")
    folder = tmp_path_factory.mktemp("service")
    for name in git(EXAMPLE, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(EXAMPLE / name, folder / name)
    installed = npm(folder, "ci", "--no-update-notifier")
    if installed.returncode and any(code in installed.stderr for code in NO_NETWORK):
        pytest.skip("the packages cannot be fetched: no network")
    assert installed.returncode == 0, installed.stderr
    (folder / "swagger.json").unlink()
    return folder


def test_the_committed_spec_is_what_the_service_exports(service: Path) -> None:
    exported = npm(service, "run", "swagger:export")
    assert exported.returncode == 0, exported.stderr
    committed = (EXAMPLE / "swagger.json").read_bytes()
    assert (service / "swagger.json").read_bytes() == committed


@pytest.mark.parametrize("file", ["swagger.json", None])
def test_the_export_command_gives_the_spec(service: Path, file: str | None) -> None:
    (service / "swagger.json").unlink(missing_ok=True)
    settings = SpecSettings(command="npm run swagger:export", file=file)
    document = obtain(settings, base=service)
    assert document.root.name == "swagger.json"
    assert document.root.data == (EXAMPLE / "swagger.json").read_bytes()
    assert not document.findings


def test_a_service_that_does_not_compile_is_said_so_with_the_compilers_words(service: Path) -> None:
    broken = service / "src" / "broken.ts"
    broken.write_text("export const version: number = '1.4.0';\n")
    try:
        with pytest.raises(OutsideError, match="failed with exit code") as raised:
            obtain(SpecSettings(command="npm run swagger:export"), base=service)
    finally:
        broken.unlink()
    assert any("src/broken.ts(1,14)" in line for line in raised.value.details)


def test_a_release_exports_the_spec_anew_and_publishes_it(service: Path, tmp_path: Path) -> None:
    remote = tmp_path / "service.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    (service / "swagger.json").unlink(missing_ok=True)
    settings = '[spec]\ncommand = "npm run swagger:export"\nfile = "swagger.json"\n'
    (service / "releasebot.toml").write_text(settings)
    with (service / ".gitignore").open("a") as ignored:
        ignored.write("/swagger.json\n")
    git(service, "init", "-q", "-b", "main")
    git(service, "add", "--all")
    git(service, "commit", "-q", "-m", "feat: first")
    git(service, "remote", "add", "origin", str(remote))
    git(service, "push", "-q", "-u", "origin", "main")
    first = run_releasebot("release", "--format", "json", cwd=service)
    assert first.code == 0, first.err
    assert git(remote, "rev-parse", "v1.4.0^{commit}") == git(service, "rev-parse", "HEAD")
    where = {step["name"]: step.get("where", "") for step in first.json["steps"]}
    assert "달빛책방 API" in Path(where["site"]).read_text("utf-8")
    assert "달빛책방 API" in Path(where["confluence"]).read_text("utf-8")
    second = run_releasebot("release", "--format", "json", cwd=service)
    assert {step["state"] for step in second.json["steps"]} == {"already_so", "skipped"}


def test_the_lockfile_names_no_registry() -> None:
    packages = json.loads((EXAMPLE / "package-lock.json").read_bytes())["packages"]
    assert len(packages) > 100
    assert not [name for name, package in packages.items() if "resolved" in package]
