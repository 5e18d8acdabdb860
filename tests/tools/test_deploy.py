"""The files in ``deploy/`` agree with the program and with the documentation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from routemap.data.load import SHIPPED
from routemap.data.settings import LARGEST_BODY, LARGEST_DRAFT, LARGEST_UPLOAD, LONGEST_ADDRESS

ROOT = SHIPPED.parent
DEPLOY = ROOT / "deploy"
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNIT = (DEPLOY / "routemap.service").read_text(encoding="utf-8")
WORST_EXPOSURE = 20  # tenths; `systemd-analyze security` counts from 0 to 100


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with programs and folders of this machine."""
    text = UNIT.replace("/opt/routemap/.venv/bin/streamlit", sys.executable)
    path = tmp_path / "routemap.service"
    path.write_text(text.replace("/opt/routemap", str(ROOT)), encoding="utf-8")
    return path


def test_systemd_takes_the_unit(unit: Path) -> None:
    found = analyze("--man=no", "verify", str(unit))
    ours = [line for line in found.stderr.splitlines() if "routemap.service" in line]
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
