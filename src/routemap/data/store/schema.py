"""Make the tables of a store, and change them to what this version of the code needs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from routemap.data.store.connection import Address, Connection, connect, failure
from routemap.data.store.ddl import layer_view, statements
from routemap.model.case import Case
from routemap.model.errors import StoreError

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_SHAPE: Final = "shape"


def migrate(address: Address) -> None:
    """Run the migrations that a store lacks.

    Raises
    ------
    StoreError
        If PostGIS is missing and cannot be added, or the user may not make schemas.
    """
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connect(address, autocommit=False)
    )
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        cause = error.orig
        if isinstance(cause, psycopg.errors.InsufficientPrivilege | psycopg.errors.UndefinedFile):
            raise StoreError(
                f"{address.place}: the database cannot be prepared ({_said(cause)}); install "
                "PostGIS, have an administrator of PostgreSQL run CREATE EXTENSION postgis, and "
                "own the database"
            ) from error
        if isinstance(cause, psycopg.Error):
            raise failure(address, cause) from error
        raise
    finally:
        engine.dispose()


def _said(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error)


def conform(connection: Connection, case: Case) -> None:
    """Change the tables of records to those of a case: its columns, lists of terms and keys.

    Raises
    ------
    psycopg.errors.CheckViolation
        If a record of the store does not fit.
    """
    wanted = statements(case.tables)
    shape = sha256("\n".join(wanted).encode()).hexdigest()
    row = connection.execute(
        "SELECT value FROM routemap.setting WHERE key = %s", (_SHAPE,)
    ).fetchone()
    if row and row[0] == shape:
        return
    for statement in wanted:
        connection.execute(statement)
    for table in case.tables:
        present = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 "
            "AND NOT attisdropped ORDER BY attnum",
            (f'routemap_layers."{table.name}"',),
        ).fetchall()
        connection.execute(layer_view(table, [key for (key,) in present]))
    connection.execute(
        "INSERT INTO routemap.setting VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = %s",
        (_SHAPE, shape, shape),
    )
