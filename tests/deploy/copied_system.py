"""A copy of the system that is thrown away, in which a test is root and can install a service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PATIENCE = 120.0  # seconds that one command may take
_NAMESPACES = ("--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child")
_END = "the command ended with"
_PROBE = """
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
"""
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Ended:
    """The exit code of a command, and what it printed."""

    code: int
    output: str


@dataclass(frozen=True)
class System:
    """A shell in the copy: what one command sets, the next one has."""

    shell: subprocess.Popen[str]

    def run(self, command: str) -> Ended:
        """Run a command in the shell."""
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        watch = threading.Timer(PATIENCE, self.shell.kill)
        watch.start()
        try:
            with suppress(BrokenPipeError):  # the shell has ended: what it printed says why
                self.shell.stdin.write(
                    f"{{ {command}\n}} </dev/null 2>&1; printf '\\n{_END} %s\\n' $?\n"
                )
                self.shell.stdin.flush()
            lines: list[str] = []
            for line in self.shell.stdout:
                if line.startswith(_END):
                    return Ended(int(line.removeprefix(_END)), "".join(lines).strip())
                lines.append(line)
        finally:
            watch.cancel()
        return Ended(
            -1, f"{''.join(lines)}\nThe shell ended, or it took longer than {PATIENCE:.0f} s."
        )


def missing(packages: list[str]) -> str | None:
    """Return why this machine cannot be copied, ``None`` if it can."""
    if os.geteuid():
        return "only root can copy the system"
    for program in ("unshare", "chroot", "ip", "setpriv", "runuser", "dpkg-query", "openssl"):
        if shutil.which(program, path=_PATH) is None:
            return f"{program} is not installed"
    if 'VERSION_ID="12"' not in Path("/etc/os-release").read_text(encoding="utf-8"):
        return "the page is for Debian 12"
    for package in packages:
        query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
        if _output(query) != "installed":
            return f"the package {package} is not installed"
    version = "import sys; print(*sys.version_info[:2], sep='.')"
    python = shutil.which("python3", path=_PATH) or "python3"
    if _output([python, "-c", version]) != sysconfig.get_python_version():
        return "Debian's Python cannot use the packages of the tests: it has another version"
    with _folder("probe") as scratch:
        tried = subprocess.run(
            ["unshare", *_NAMESPACES, "sh", "-ec", _PROBE, "sh", scratch],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    return f"the system cannot be copied here: {tried.stderr.strip()}" if tried.returncode else None


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def copy_repository(target: Path) -> Path:
    """Make a repository of the files of this one as they are now, with what is not committed."""
    git = ["git", "-c", "safe.directory=*"]
    listed = subprocess.run(
        [*git, "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in set(filter(None, listed.stdout.split("\0"))):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    own = [*git, "-C", target, "-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--no-verify", "-m", "Files"]):
        subprocess.run([*own, *words], capture_output=True, check=True)
    return target


@contextmanager
def copied_system() -> Iterator[System]:
    """Open a shell in a copy of the system, and end everything in it afterwards."""
    with _folder("system") as scratch, _folder("files") as files:
        files.chmod(0o755)
        repository, packages = copy_repository(files), sysconfig.get_path("purelib")
        shell = subprocess.Popen(
            ["unshare", *_NAMESPACES, HERE / "copy_system.sh", scratch, repository, packages],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,  # a signal to its group reaches no process outside
        )  # fmt: skip
        with shell:
            try:
                yield System(shell)
            finally:
                shell.kill()  # all other processes end with it, and the mounts with them


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix=f"routemap-{name}-"))
    try:
        yield found
    finally:
        shutil.rmtree(found)
