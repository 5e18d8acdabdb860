"""The shell examples of the documentation are run, or listed with the reason why not."""

from __future__ import annotations

import itertools
import shlex
import shutil
from pathlib import Path

import pytest

from routemap.cli import main
from tests.docs.pages import PAGES, ROOT, commands, files

PYTHON = ".venv/bin/python"
ROUTEMAP = f"{PYTHON} -m routemap "
NOT_RUN = {
    "installs packages, as `make test` has done": (
        "python3 -m venv .venv",
        ".venv/bin/pip install --require-hashes -r requirements.txt",
        ".venv/bin/pip install --require-hashes -r requirements.txt -r requirements-dev.txt",
        ".venv/bin/pip install --no-deps --no-build-isolation --editable .",
        ".venv/bin/pip install --require-hashes -r requirements.txt && "
        ".venv/bin/pip install --no-deps --no-build-isolation --editable .",
    ),
    "runs all checks or tests, of which this is one": (
        "make test",
        "make lint",
        "make unit",
        ".venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/oxlint src && "
        ".venv/bin/mypy && .venv/bin/lint-imports",
        ".venv/bin/python -m pytest",
        "pre-commit install",
    ),
    "measures for minutes; tests/tools tries the parts": (
        'make bench BENCH="--sizes shipped,1000 --minutes 1"',
        'make bench BENCH="--only replicas"',
        'make bench BENCH="--only store"',
        'make soak SOAK="--minutes 10 --write"',
        'make soak SOAK="--replicas 2 --store postgres --write"',
        'make attack ATTACK="--sizes shipped --rows searches,messages"',
    ),
    "starts a server, as the browser tests do": (
        "make run",
        ".venv/bin/streamlit run app.py",
        "ROUTEMAP_EDITORS=loopback .venv/bin/streamlit run app.py",
        "FORWARDED_ALLOW_IPS=127.0.0.1,::1 ROUTEMAP_ADDRESS=https://map.example/ "
        ".venv/bin/streamlit run app.py --server.address 127.0.0.1",
    ),
    "asks a running server, as tests/web/api do": (
        'curl "http://localhost:8501/api/claims?stance=denies&from=2022-11&limit=5"',
        'curl -OJ "http://localhost:8501/api/export/csv?source=us-nsc"',
        'ogr2ogr -spat 129 42 132 44 places.gpkg "OAPIF:http://localhost:8501/api" places',
        "curl --fail http://127.0.0.1:8501/health",
        'curl "http://localhost:8501/api/drafts?dry_run=1" -H "Authorization: Bearer TOKEN" '
        "--json @draft.json",
    ),
    "needs a saved article; tests/data/test_quotations.py has some": (
        ".venv/bin/python -m routemap check geodata --article ID=page.html",
        ".venv/bin/python -m routemap archive ID=page.wacz --retrieved 2024-05-03 --data geodata",
    ),
    "requests the addresses of the articles; tests/cli/test_archive_command.py has a server": (
        ".venv/bin/python -m routemap verify geodata --links",
    ),
    "needs the folder that the example before it writes; tests/cli tries them": (
        ".venv/bin/python -m routemap check ferries",
        ".venv/bin/python -m routemap basemap ferries",
        "ROUTEMAP_GEODATA=ferries .venv/bin/streamlit run app.py",
    ),
    "needs kept states; tests/cli/test_history_command.py has some": (
        ".venv/bin/python -m routemap history show 2026-03-01",
        ".venv/bin/python -m routemap history diff 2026-03-01 current",
        ".venv/bin/python -m routemap history name 0123456789ab series-1",
        ".venv/bin/python -m routemap history export series-1 -o old/",
    ),
    "needs a draft; tests/cli/test_drafts_command.py has some": (
        ".venv/bin/python -m routemap review 20260301-k3f9ab",
        ".venv/bin/python -m routemap publish 20260301-k3f9ab "
        '--reason claims/paper-01="The paper corrected it."',
        ".venv/bin/python -m routemap drafts undo 20260301-k3f9ab",
        ".venv/bin/python -m routemap drafts withdraw 20260301-k3f9ab",
        ".venv/bin/python -m routemap drafts patch 20260301-k3f9ab -o new/",
    ),
    "sets up a server as root; docs/operating.md says what is tried": (
        "adduser --system --group --no-create-home --home /nonexistent routemap",
        "install -d /opt/routemap",
        "install -d -o routemap -g routemap /srv/routemap",
        "install -d -m 750 -g routemap /etc/routemap",
        "apt-get install --no-install-recommends git python3 python3-venv",
        "git clone REPOSITORY /opt/routemap && cd /opt/routemap",
        "cp -r geodata /srv/routemap/geodata && chown -R routemap:routemap /srv/routemap",
        ".venv/bin/python -m routemap check /srv/routemap/geodata",
        "cp deploy/routemap.service /etc/systemd/system/",
        'echo "ROUTEMAP_ADDRESS=https://map.example/" > /etc/routemap/environment',
        "systemctl daemon-reload && systemctl enable --now routemap",
        "apt-get install --no-install-recommends nginx",
        "cp deploy/nginx.conf /etc/nginx/nginx.conf",
        "nginx -t && systemctl reload nginx",
        "apt-get install --no-install-recommends haproxy",
        "cat fullchain.pem privkey.pem > /etc/haproxy/routemap.pem && "
        "chmod 600 /etc/haproxy/routemap.pem",
        "cp deploy/haproxy.cfg /etc/haproxy/haproxy.cfg",
        "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
        "cd /opt/routemap",
        "git rev-parse HEAD > /etc/routemap/before",
        "git pull --ff-only",
        "systemctl disable --now routemap",
        "cp deploy/routemap@.service /etc/systemd/system/",
        "systemctl daemon-reload && systemctl enable --now routemap@8501 routemap@8502",
        "systemctl restart routemap@8501 && "
        "curl --fail --retry 60 --retry-all-errors http://127.0.0.1:8501/ready",
        "systemctl restart routemap@8502 && "
        "curl --fail --retry 60 --retry-all-errors http://127.0.0.1:8502/ready",
        'echo "show servers state" | socat stdio /run/haproxy/admin.sock',
        'echo "set server routemap/a state drain" | socat stdio /run/haproxy/admin.sock',
        "systemctl restart routemap && "
        "curl --fail --retry 10 --retry-connrefused http://127.0.0.1:8501/health",
    ),
}
SET_UP = set(commands(ROOT / "docs" / "replicas-and-store.md"))
"""The commands of the page that ``tests/deploy/test_set_up.py`` runs from start to end."""
LISTED = SET_UP | {command for group in NOT_RUN.values() for command in group}
STRAIT = Path("tests") / "cases" / "strait"
FILES = {name: content for page in PAGES for name, content in files(page).items()}
SHOWN = {command for page in PAGES for command in commands(page)}


def test_every_example_is_run_or_listed_with_a_reason() -> None:
    assert {command for command in SHOWN - LISTED if not command.startswith(ROUTEMAP)} == set()


def test_every_listed_example_is_in_the_documentation() -> None:
    assert set() == LISTED - SHOWN


def ends(arguments: list[str]) -> int:
    """Run the command in this process, because starting another takes seconds."""
    try:
        return main(arguments)
    except SystemExit as done:  # argparse ends like this after printing help
        return int(done.code or 0)


@pytest.mark.parametrize("command", sorted(SHOWN - LISTED))
def test_an_example_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "geodata", tmp_path / "geodata")
    shutil.copytree(ROOT / STRAIT, tmp_path / STRAIT)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(command.removeprefix(ROUTEMAP))
    assert ends(arguments) == 0
    for option, file in itertools.pairwise(arguments):
        assert option != "-o" or (tmp_path / file).stat().st_size > 0
    for file in ("datapackage.json", "README.md"):
        shipped = (ROOT / "geodata" / file).read_bytes()
        assert (tmp_path / "geodata" / file).read_bytes() == shipped
