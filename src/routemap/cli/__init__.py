"""``python -m routemap``: check, add to, publish, archive and export a data folder."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import Final

from routemap.cli import add, archive, case, check, describe, drafts, export, history, store, verify
from routemap.cli.command import CLEAR, Command
from routemap.data.source import close_stores
from routemap.model.errors import RoutemapError

COMMANDS: Final[tuple[Command, ...]] = (
    check.COMMAND,
    add.COMMAND,
    drafts.DRAFTS,
    drafts.REVIEW,
    drafts.PUBLISH,
    archive.COMMAND,
    verify.COMMAND,
    case.NEW,
    case.BASEMAP,
    describe.COMMAND,
    export.COMMAND,
    history.COMMAND,
    store.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0: no problems, though there may be notices; 1: problems in the data, on standard output; 2: the
    command could not be executed; 130: stopped from the keyboard; 141: the reader of the output has
    closed it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # some terminals cannot show Korean
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="routemap", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = commands.add_parser(command.name, help=command.help, description=command.description)
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    options = parser.parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"{CLEAR if sys.stderr.isatty() else ''}routemap: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of the output, such as head, has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (RoutemapError, OSError) as error:
        print(f"routemap: {error}", file=sys.stderr)
        return 2
    finally:
        close_stores()
    return status
