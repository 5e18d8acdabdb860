"""Every shell command of docs/replicas-and-store.md runs, in order, in a copy of the system."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import until
from tests.deploy.copied_system import System, copied_system, missing
from tests.docs.pages import ROOT, commands

PAGE = ROOT / "docs" / "replicas-and-store.md"
COMMANDS = commands(PAGE)
PATIENCE = 30.0  # seconds until an edit is shown


@dataclass(frozen=True)
class Instead:
    """A command of the page, what runs instead, and the reason."""

    command: str
    runs: str
    reason: str


INSTEAD = (
    Instead(
        "apt-get update",
        "true",
        "the copy has no network; the next command finds the packages installed",
    ),
    Instead(
        "git clone REPOSITORY /opt/routemap",
        "git clone /given/repository /opt/routemap",
        "REPOSITORY is for the reader to fill in: here the files as they are, committed or not",
    ),
    Instead(
        "python3 -m venv /opt/routemap/.venv",
        "python3 -m venv /opt/routemap/.venv && "
        "echo \"import sys; sys.path.insert(1, '/given/site-packages')\" > "
        "/opt/routemap/.venv/lib/python3.11/site-packages/tests.pth && "
        "printf '#!/opt/routemap/.venv/bin/python\\nfrom streamlit.web.cli import main\\nmain()\\n'"
        "> /opt/routemap/.venv/bin/streamlit && chmod +x /opt/routemap/.venv/bin/streamlit && "
        "PYTHONPATH=/opt/routemap/src /opt/routemap/.venv/bin/python -c "
        "'import routemap.cli, routemap.host.middleware, routemap.web.routes, streamlit.web.cli'",
        "downloading takes a minute, and `make test` does it: pip finds the packages of the tests. "
        "They are imported once, because pip compiles what it installs",
    ),
    Instead(
        "cat fullchain.pem privkey.pem > /etc/haproxy/routemap.pem",
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=map.example -keyout privkey.pem -out fullchain.pem && "
        "cat fullchain.pem privkey.pem > /etc/haproxy/routemap.pem",
        "the test has no certificate",
    ),
)
RUNS = {row.command: row.runs for row in INSTEAD}


def host() -> tuple[object, ...]:
    """Return what must be the same afterwards."""
    folders = ("/etc/routemap", "/opt/routemap", "/srv", "/etc/haproxy", "/var/lib/postgresql")
    listed = [sorted(Path(folder).iterdir()) for folder in folders if Path(folder).is_dir()]
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    return mounts, Path("/etc/passwd").read_bytes(), listed


def processes_in(namespace: str) -> list[str]:
    """Return the processes of a namespace of processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "ns" / "pid").readlink()) == namespace:
                found.append((process / "cmdline").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue  # it has ended
    return found


def required() -> list[str]:
    """Return the packages that the page installs."""
    (line,) = (command for command in COMMANDS if command.startswith("apt-get install "))
    return [word for word in line.split()[2:] if not word.startswith("-")]


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """A copy of the system, of which nothing is left afterwards."""
    reason = missing(required())
    if reason:
        pytest.skip(reason)
    before = host()
    with copied_system() as found:
        ready = found.run("readlink /proc/self/ns/pid")
        if ready.code:
            pytest.fail(ready.output)
        namespace = ready.output
        yield found
    assert host() == before
    until(lambda: processes_in(namespace) == [])  # the kernel ends them one after the other


def succeed(system: System, command: str) -> str:
    """Run a command of a test, and return what it printed."""
    ended = system.run(command)
    assert ended.code == 0, f"{command}\n{ended.output}"
    return ended.output


def claims(system: System, replica: str) -> dict[str, dict[str, str]]:
    """Return the claims that a reader of a replica gets through the proxy."""
    answer = succeed(
        system,
        f"curl --fail --silent --insecure --cookie routemap_replica={replica} "
        "'https://127.0.0.1/api/claims?limit=500'",
    )
    return {row["id"]: row for row in json.loads(answer)["claims"]}


def test_every_row_of_the_table_matches_a_command_and_has_a_reason() -> None:
    assert [row.command for row in INSTEAD if row.command not in COMMANDS] == []
    assert [row.command for row in INSTEAD if not row.reason] == []


def test_every_command_of_the_page_runs(system: System) -> None:
    for command in COMMANDS:
        ended = system.run(RUNS.get(command, command))
        assert ended.code == 0, f"{PAGE.name} has a command that fails: {command}\n{ended.output}"


def test_readers_get_the_records_through_the_proxy(system: System) -> None:
    assert json.loads(
        succeed(system, "curl --fail --silent --insecure https://127.0.0.1/ready")
    ) == {"status": "ready"}
    with (ROOT / "geodata" / "claims.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file)}
    for replica in ("a", "b"):
        assert claims(system, replica).keys() == wanted


def test_readers_of_both_replicas_see_what_an_editor_changes(system: System) -> None:
    key = min(claims(system, "a"))
    succeed(
        system,
        'runuser -u postgres -- psql --dbname routemap --command "SET ROLE editor" --command '
        f"\"UPDATE routemap_layers.claims SET note = 'Seen by all.' WHERE id = '{key}'\"",
    )
    for replica in ("a", "b"):
        end = time.monotonic() + PATIENCE
        while claims(system, replica)[key].get("note") != "Seen by all.":
            assert time.monotonic() < end, f"replica {replica} does not show the edit"
            time.sleep(0.2)


def test_an_editor_gets_the_views_and_nothing_else(system: System) -> None:
    refused = system.run(
        'runuser -u postgres -- psql --dbname routemap --command "SET ROLE editor" --command '
        '"SELECT 1 FROM routemap.revision"'
    )
    assert refused.code
    assert "permission denied" in refused.output
