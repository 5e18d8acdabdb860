"""Entry point of ``python -m routemap``."""

from routemap.cli import main

raise SystemExit(main())
