"""Stand-in for ``systemctl`` in a copy of the system: it starts what a unit says, without systemd.

It reads user, folder, command, environment, cache and umask of a unit. The sandbox, the limits and
restarting after a failure need systemd: ``tests/tools/test_deploy.py`` checks the units with it.
"""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import string
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FOLDERS = (Path("/etc/systemd/system"), Path("/lib/systemd/system"))
LOGS = Path("/var/log")
RUNNING = Path("/run")
SETTLED = 0.5  # seconds after which a service that still runs has started
ENDED = 20.0  # seconds within which a service ends
Unit = dict[str, list[str]]


def read_unit(name: str) -> Unit:
    """Return the settings of a unit, with the part of its name after ``@`` filled in."""
    before, at, instance = name.partition("@")
    files = [folder / f"{before}{at}.service" for folder in FOLDERS]
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        raise SystemExit(f"Unit {name}.service not found.")
    unit: Unit = defaultdict(list)
    for line in found.read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            unit[key.strip()].append(value.strip().replace("%i", instance))
    return unit


def last(unit: Unit, key: str, default: str = "") -> str:
    return (unit[key] or [default])[-1]


def environment(unit: Unit, user: pwd.struct_passwd) -> dict[str, str]:
    """Return what systemd gives a service: nothing of this process, then what the unit names."""
    found = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "USER": user.pw_name,
        "HOME": user.pw_dir,
    }
    for value in unit["Environment"]:
        found.update(_pairs(shlex.split(value)))
    for file in unit["EnvironmentFile"]:
        path = Path(file.removeprefix("-"))
        if path.is_file() or not file.startswith("-"):
            found.update(_pairs(path.read_text(encoding="utf-8").splitlines()))
    return found


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith("#"):
            yield key, value


def start(name: str) -> None:
    """Start a service as the user of its unit."""
    if name == "postgresql":  # its unit starts one service per cluster, which does this
        subprocess.run(["pg_ctlcluster", "15", "main", "start"], check=True)
        return
    unit = read_unit(name)
    user = pwd.getpwnam(last(unit, "User", "root"))
    cache = last(unit, "CacheDirectory")
    if cache:
        path = Path("/var/cache") / cache
        path.mkdir(exist_ok=True)
        path.chmod(int(last(unit, "CacheDirectoryMode", "0755"), 8))
        os.chown(path, user.pw_uid, user.pw_gid)
    values = environment(unit, user)
    filled = string.Template(last(unit, "ExecStart")).substitute(values)
    capabilities = last(unit, "AmbientCapabilities").lower().replace("cap_", "+").replace(" ", ",")
    as_user = [
        *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--init-groups"),
        *(["--no-new-privs"] if last(unit, "NoNewPrivileges") == "yes" else []),
        *([f"--inh-caps={capabilities}", f"--ambient-caps={capabilities}"] if capabilities else []),
    ]
    log = LOGS / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*(as_user if user.pw_uid else []), *shlex.split(filled)],
            cwd=last(unit, "WorkingDirectory", "/"),
            env=values,
            umask=int(last(unit, "UMask", "0022"), 8),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    with suppress(subprocess.TimeoutExpired):
        process.wait(SETTLED)
        raise SystemExit(f"{name}.service ended at once:\n{log.read_text(encoding='utf-8')}")
    (RUNNING / f"{name}.pid").write_text(str(process.pid), encoding="utf-8")


def stop(name: str) -> None:
    """End a service if it runs."""
    with suppress(FileNotFoundError, ProcessLookupError):
        process = int((RUNNING / f"{name}.pid").read_text(encoding="utf-8"))
        os.kill(process, signal.SIGTERM)
        end = time.monotonic() + ENDED
        while time.monotonic() < end:
            os.kill(process, 0)
            time.sleep(0.05)
        raise SystemExit(f"{name}.service does not end.")


def main(words: list[str]) -> None:
    """Run one command; one that the documentation does not need fails."""
    match words:
        case ["daemon-reload"]:
            return  # units are read when they are needed
        case ["start", *names]:
            pass
        case ["enable", "--now", *names]:
            for name in names:
                if not read_unit(name)["WantedBy"]:
                    raise SystemExit(f"{name}.service has no section [Install].")
        case ["restart", *names]:
            for name in names:
                stop(name)
        case _:
            raise SystemExit(f"{Path(__file__)} does not have: systemctl {' '.join(words)}")
    for name in names:
        start(name)


if __name__ == "__main__":
    main(sys.argv[1:])
