"""The alert rules and the dashboard: Prometheus, its Pushgateway and Grafana's types read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from releasebot.telemetry import metrics
from tests.live.servers import free_port, need, running, wait_for
from tests.projects import make_project

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "docs" / "monitoring"
NODE_MODULES = ROOT / "build" / "node" / "node_modules"
DASHBOARD = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))

pytestmark = pytest.mark.live


def promtool(*words: str, cwd: Path, stdin: bytes = b"") -> str:
    need("promtool")
    done = subprocess.run(
        ("promtool", *words), cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120
    )
    told = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, told
    return told


def queries() -> list[str]:
    return [one["expr"] for panel in DASHBOARD["panels"] for one in panel["targets"]]


def test_the_alerts_tell_what_they_should_and_when(tmp_path: Path) -> None:
    for file in (MONITORING / "alerts.yml", ROOT / "tests/cases/monitoring/alerts.test.yml"):
        shutil.copy(file, tmp_path)
    promtool("check", "rules", "alerts.yml", cwd=tmp_path)
    assert "SUCCESS" in promtool("test", "rules", "alerts.test.yml", cwd=tmp_path)


def test_every_query_of_the_dashboard_can_be_asked(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{number}", "expr": re.sub(r"\$\w+", ".*", query)}
        for number, query in enumerate(queries())
    ]
    groups = {"groups": [{"name": "dashboard", "rules": rules}]}
    (tmp_path / "rules.yml").write_text(json.dumps(groups), "utf-8")
    told = promtool("check", "rules", "rules.yml", cwd=tmp_path)
    assert f"{len(rules)} rules found" in told


def test_alerts_and_dashboard_ask_for_figures_that_runs_have() -> None:
    run = metrics.Figures(
        "api", "release", 0, 1.0, 1.0, {"tag": 1.0}, version="1.0.0", lead_median=1.0,
        lead_longest=1.0, releases=1,
    )  # fmt: skip
    failed = metrics.Figures("api", "release", 5, 1.0, 1.0, {})
    known = {
        sample.name
        for figures in (run, failed)
        for family in metrics.families(figures)
        for sample in family.samples
    }
    texts = [*queries(), (MONITORING / "alerts.yml").read_text("utf-8")]
    texts += [one["query"]["query"] for one in DASHBOARD["templating"]["list"][1:]]
    asked = {name for text in texts for name in re.findall(r"\breleasebot_\w+", text)}
    assert asked <= known
    assert known - asked <= {
        "releasebot_last_run_timestamp_seconds", "releasebot_last_success_timestamp_seconds",
    }  # fmt: skip


def test_the_panels_stand_side_by_side() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (place["x"] + right, place["y"] + down)
            for right in range(place["w"])
            for down in range(place["h"])
        }
        assert not cells & taken
        assert max(right for right, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


CHECK = """
import type { Dashboard }
  from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';
type Plain<T> = T extends string ? `${T}` : T extends (infer E)[] ? Plain<E>[]
  : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export const dashboard: Plain<Dashboard> = %s;
"""
COMPILER = (
    "--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--target", "es2022",
    "--moduleResolution", "bundler",
)  # fmt: skip


def compiles(place: Path, dashboard: dict[str, Any]) -> bool:
    """Whether the TypeScript compiler takes it for a dashboard as Grafana's package has it."""
    if not (NODE_MODULES / "@grafana").is_dir() or not shutil.which("node"):
        pytest.skip("needs @grafana/schema and typescript: run .ci/node-packages")
    if not (place / "node_modules").exists():
        (place / "node_modules").symlink_to(NODE_MODULES)
    (place / "check.ts").write_text(CHECK % json.dumps(dashboard), "utf-8")
    compiler = NODE_MODULES / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        ("node", compiler, *COMPILER, "check.ts"), cwd=place, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    return done.returncode == 0


def test_the_dashboard_is_one_by_grafanas_own_types(tmp_path: Path) -> None:
    assert compiles(tmp_path, DASHBOARD)
    assert not compiles(tmp_path, {**DASHBOARD, "panels": [{"type": 7, "gridPos": {"x": "left"}}]})


def test_a_real_prometheus_reads_what_a_run_tells(tmp_path: Path) -> None:
    need("prometheus", "prometheus-pushgateway", "promtool")
    gate, port = free_port(), free_port()
    metrics_folder = tmp_path / "metrics"
    metrics_folder.mkdir()
    config = f'pushgateway = "http://127.0.0.1:{gate}"\ntextfile_folder = "../metrics"\n'
    files = {
        "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
        "releasebot.toml": f"[telemetry]\n{config}",
    }
    project = make_project(tmp_path, files)
    shutil.copy(MONITORING / "alerts.yml", tmp_path)
    (tmp_path / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [alerts.yml]\n"
        "scrape_configs:\n  - job_name: pushgateway\n    honor_labels: true\n"
        f"    static_configs: [targets: ['127.0.0.1:{gate}']]\n"
    )
    promtool("check", "config", "prometheus.yml", cwd=tmp_path)
    gateway = ("prometheus-pushgateway", f"--web.listen-address=127.0.0.1:{gate}")
    server = (
        "prometheus", f"--config.file={tmp_path}/prometheus.yml",
        f"--storage.tsdb.path={tmp_path}/tsdb", f"--web.listen-address=127.0.0.1:{port}",
    )  # fmt: skip
    with running(*gateway), running(*server, log=tmp_path / "log"):
        wait_for(gate)
        project.commit_here("fix: mine", {"a": "1"})
        assert project.run("tag").code == 3
        failed = asked(port, 'ALERTS{alertname="ReleaseFailed"}')
        assert failed[0]["metric"]["project"] == "order-api"
        project.commit("fix: pushed", {"b": "1"})
        ended = project.run("tag")
        assert (ended.code, "telemetry" in ended.err) == (0, False)
        (found,) = asked(port, "releasebot_releases_total")
        assert found["metric"]["job"] == "releasebot"
        assert found["value"][1] == "1"
        (kept,) = asked(port, "releasebot_last_failure_info")
        assert kept["metric"]["exit_code"] == "3"
    (file,) = metrics_folder.iterdir()
    promtool("check", "metrics", cwd=tmp_path, stdin=file.read_bytes())


def asked(port: int, query: str) -> list[dict[str, Any]]:
    """What Prometheus answers, once it answers anything."""
    address = f"http://127.0.0.1:{port}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    found: list[dict[str, Any]] = []

    def is_there() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found[:] = json.load(answer)["data"]["result"]
        except OSError:
            return False
        return bool(found)

    for _ in range(600):
        if is_there():
            return found
        time.sleep(0.1)
    pytest.fail(f"Prometheus has no {query}")
