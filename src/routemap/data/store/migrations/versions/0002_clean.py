"""Texts are stored as files have them; an id that another table still has can be removed."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().connection.driver_connection.execute(statements)


def downgrade() -> None:
    """Not offered: a store is given up by deleting its schemas."""
    raise NotImplementedError("export the store, and delete its schemas")
