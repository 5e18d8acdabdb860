"""``python -m audit``: search advisories for all pinned packages; see ``docs/security.md``.

With ``--strict`` the audit also fails if a package could not be audited. ``--write`` updates
``docs/licences.md``. Options after ``--`` are passed to pip-audit, for example ``--
--vulnerability-service osv``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from audit.advisories import EXCEPTIONS, ask, judge, read_exceptions
from audit.licences import DOCUMENT, document, faults, rows
from audit.pins import pins


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status: 0 if no fault was found, else 1."""
    parser = argparse.ArgumentParser("python -m audit", description=__doc__)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("further", nargs="*")
    options = parser.parse_args(arguments)
    listed = rows(pins("requirements.txt"))
    if options.write:
        DOCUMENT.write_text(document(listed), encoding="utf-8")
        print(f"{DOCUMENT} was written")
        return 0
    wrong = faults(listed)
    pinned = {**pins("requirements.txt"), **pins("requirements-dev.txt")}
    exceptions = read_exceptions(EXCEPTIONS.read_text(encoding="utf-8"))
    verdict = judge(ask(pinned, options.further), exceptions, datetime.now(UTC).date())
    for line in (*wrong, *verdict.lines):
        print(line)
    return int(bool(wrong) or verdict.fails(strict=options.strict))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
