"""The files in ``deploy/`` agree with the program and with the documentation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from routemap.data.load import SHIPPED
from routemap.data.settings import (
    LARGEST_BODY,
    LARGEST_DRAFT,
    LARGEST_UPLOAD,
    LONGEST_ADDRESS,
    STOP_NOTICE,
    STOP_SECONDS,
)
from routemap.web.guard.limits import RATES
from routemap.web.guard.policies import addresses
from routemap.web.pages import ADDRESSES
from routemap.web.routes import routes

ROOT = SHIPPED.parent
DEPLOY = ROOT / "deploy"
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNIT = (DEPLOY / "routemap.service").read_text(encoding="utf-8")
GRACE = 10  # seconds after all that a server waits for
WORST_EXPOSURE = 20  # tenths; `systemd-analyze security` counts from 0 to 100


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(params=["routemap.service", "routemap@.service"])
def unit(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A unit with programs and folders of this machine."""
    text = (DEPLOY / request.param).read_text(encoding="utf-8")
    text = text.replace("/opt/routemap/.venv/bin/streamlit", sys.executable)
    path = tmp_path / request.param.replace("@", "@8501")
    path.write_text(text.replace("/opt/routemap", str(ROOT)), encoding="utf-8")
    return path


def test_systemd_takes_the_unit(unit: Path) -> None:
    found = analyze("--man=no", "verify", str(unit))
    ours = [line for line in found.stderr.splitlines() if unit.name in line]
    assert ours == []


def test_the_sandbox_of_the_unit_is_tight(unit: Path) -> None:
    found = analyze("security", "--offline=true", f"--threshold={WORST_EXPOSURE}", str(unit))
    assert "Overall exposure level" in found.stdout, found.stderr
    assert found.returncode == 0, found.stdout


def test_the_unit_starts_the_server_as_the_documentation_does() -> None:
    (command,) = re.findall(r"^ExecStart=\S+/(streamlit run app\.py.*)$", UNIT, re.MULTILINE)
    assert command.startswith("streamlit run app.py --server.address 127.0.0.1 ")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n.venv/bin/streamlit run app.py\n" in readme
    assert "streamlit run app.py --server.address 127.0.0.1" in OPERATING


def settings_of(unit: str) -> list[tuple[str, str]]:
    return [(line.partition("=")[0], line) for line in unit.splitlines() if re.match(r"\w+=", line)]


def test_a_replica_is_the_service_on_another_port_with_time_to_end() -> None:
    replica = settings_of((DEPLOY / "routemap@.service").read_text(encoding="utf-8"))
    own = [line for key, line in replica if (key, line) not in settings_of(UNIT)]
    (command,) = re.findall(r"^ExecStart=.*$", UNIT, re.MULTILINE)
    notice, most, last = 5, 120, 140
    assert own == [
        "Description=Route Map, replica on port %i",
        command.replace("--server.port 8501", "--server.port %i"),
        f"Environment=ROUTEMAP_STOP_NOTICE={notice}",
        f"Environment=ROUTEMAP_STOP_SECONDS={most}",
        f"TimeoutStopSec={last}",
    ]
    assert len(replica) == len(settings_of(UNIT)) + 2
    assert {notice, most} <= set(range(last - GRACE))
    (alone,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(STOP_NOTICE.default) == 0
    assert int(STOP_SECONDS.default) <= int(alone) - GRACE


def test_the_balancer_counts_what_the_replicas_count() -> None:
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    limits = re.findall(
        r"-m str (\w+) \} \{ sc_gpc_rate\((\d),0\) ge (\d+) \}\n", text, re.MULTILINE
    )
    assert {rate: int(most) for rate, _, most in limits} == {
        rate: int(setting.default) for rate, setting in RATES.items()
    }
    counted = re.findall(r"sc-inc-gpc\((\d),0\) if \{ var\(txn\.rate\) -m str (\w+) \}", text)
    assert sorted(counted) == sorted((index, rate) for rate, index, _ in limits)
    assert f"gpc_rate({len(limits)},1m)" in text


def rate_of(path: str) -> str:
    """Return the rate that HAProxy counts for a path: that of the last rule that applies."""
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    tests = {"path": str.__eq__, "path_beg": str.startswith}
    found = {
        name
        for name, kind, values in re.findall(r"acl (is_\w+) (path|path_beg) (.+)", text)
        if any(tests[kind](path, value) for value in values.split())
    }
    rates = re.findall(r"set-var\(txn\.rate\) str\((\w+)\) if (.+)", text)
    applied = [
        rate
        for rate, conditions in rates
        if all((c.lstrip("!") in found) != c.startswith("!") for c in conditions.split())
    ]
    return applied[-1] if applied else ""


THEIRS = ["/media/abc.csv", "/auth/login", "/_stcore/upload_file/a/b", "/_stcore/health", "/"]


@pytest.mark.parametrize(
    "path", [*(re.sub(r"\{[^}]*\}", "x", route.path) for route in routes("")), *THEIRS]
)
def test_the_balancer_counts_an_address_as_the_replicas_do(path: str) -> None:
    assert rate_of(path) == addresses("", ADDRESSES).named(path).rate


def test_the_proxies_take_what_the_dashboard_takes() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    haproxy = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    largest, longest = int(LARGEST_BODY.default), int(LONGEST_ADDRESS.default)
    assert f"client_max_body_size {largest // 1024}k;" in nginx
    assert f"req.body_size gt {largest} " in haproxy
    assert f"req.body_size gt {LARGEST_UPLOAD.default} " in haproxy
    # nginx counts in mebibytes
    megabytes = [int(found) for found in re.findall(r"client_max_body_size (\d+)m;", nginx)]
    wanted = [int(setting.default) for setting in (LARGEST_DRAFT, LARGEST_UPLOAD)]
    assert len(megabytes) == len(wanted)
    for number, least in zip(megabytes, wanted, strict=True):
        assert (number - 1) * 2**20 < least <= number * 2**20
    (header,) = re.findall(r"large_client_header_buffers \d+ (\d+)k;", nginx)
    assert int(header) * 1024 > longest
    (buffer,) = re.findall(r"tune\.bufsize (\d+)", haproxy)
    assert int(buffer) > largest + 2 * longest


def test_the_documentation_names_every_file_and_only_tests_that_exist() -> None:
    for path in DEPLOY.iterdir():
        assert f"deploy/{path.name}" in OPERATING
    for name in re.findall(r"`((?:tests|deploy|scripts)/[\w./]+)`", OPERATING):
        assert (ROOT / name).exists(), name


def test_what_no_test_tries_is_called_untried() -> None:
    head = (DEPLOY / "Containerfile").read_text(encoding="utf-8").partition("\nFROM")[0]
    assert "UNTRIED" in head
    section = OPERATING.partition("## In a container")[2].partition("\n## ")[0]
    assert "untried" in section
