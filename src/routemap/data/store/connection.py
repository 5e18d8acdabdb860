"""The address of a store, and connections to it.

``ROUTEMAP_SOURCE`` is a connection URI as libpq reads it, without a password:
https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING. Credentials come from
the password file, a service file or the variables of libpq, such as ``PGPASSWORD``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from routemap.data.settings import SOURCE
from routemap.model.errors import SettingError, StoreError

SCHEMES: Final = ("postgresql://", "postgres://")
_SETTINGS: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    # a connection whose network was cut is noticed after about ten seconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "routemap",
}
INIT: Final = "run: routemap store init"
Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Address:
    """The address of a store.

    Attributes
    ----------
    uri
        As given.
    place
        Host, port and database, for messages and the log; no user and no password.
    """

    uri: str
    place: str


def read_address(uri: str, setting: str = SOURCE.key) -> Address:
    """Return the address in a setting.

    Raises
    ------
    SettingError
        If it is not an address of PostgreSQL, or has a password. The message does not repeat it.

    Examples
    --------
    >>> read_address("postgresql://map@db.example/routes").place
    'postgresql://db.example/routes'
    """
    if not uri.startswith(SCHEMES):
        raise SettingError(
            f"{setting} must be an address such as postgresql://db.example/routemap; without it, "
            "the data folder is read"
        )
    try:
        parts = conninfo_to_dict(uri)
    except psycopg.Error:
        raise SettingError(
            f"{setting} is not a valid address of PostgreSQL; write "
            "postgresql://user@host:port/database"
        ) from None
    if parts.get("password"):
        raise SettingError(
            f"{setting} has a password, which other users of the machine can read; put it into the "
            "password file (~/.pgpass), a service file or PGPASSWORD"
        )
    named = (str(parts.get(key) or "") for key in ("host", "hostaddr", "dbname"))
    ports = str(parts.get("port") or "").split(",")
    if any("@" in text for text in named) or not all(not p or p.isdecimal() for p in ports):
        raise SettingError(
            f"{setting} has “@” in a name, or a port that is not a number, as if a password with "
            "“/” or “@” were in it; write postgresql://user@host:port/database, and put the "
            "password into the password file (~/.pgpass), a service file or PGPASSWORD"
        )
    host = str(parts.get("host") or parts.get("hostaddr") or "")
    if parts.get("service") and not host:
        return Address(uri, f"the store of the service “{parts['service']}”")
    local = host.startswith("/")
    port = f":{parts['port']}" if parts.get("port") and not local else ""
    return Address(uri, f"postgresql://{'' if local else host}{port}/{parts.get('dbname') or ''}")


def connect(address: Address, *, autocommit: bool = True) -> Connection:
    """Return a new connection, which by default commits every statement outside a transaction.

    Raises
    ------
    StoreError
        If there is none; the message names the place and the reason.
    """
    try:
        return psycopg.connect(address.uri, autocommit=autocommit, **_SETTINGS)
    except psycopg.Error as error:
        raise failure(address, error) from error


def failure(address: Address, error: psycopg.Error) -> StoreError:
    """Return an error of the store that names its place and the reason."""
    said = error.diag.message_primary or str(error) or type(error).__name__
    hint = f"; {error.diag.message_hint}" if error.diag.message_hint else ""
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
        hint = f"; {INIT}"
    return StoreError(f"{address.place}: {' '.join(said.split())}{hint}")


class Connections:
    """One connection that is kept, and made anew after an error. Can be shared by threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._kept: Connection | None = None
        self._is_closed = False

    @contextmanager
    def use(self) -> Iterator[Connection]:
        """Lend the connection; for short questions, because others wait.

        Raises
        ------
        StoreError
            If the store does not answer, or refuses a statement.
        """
        with self._lock:
            if self._is_closed:
                raise StoreError(f"{self.address.place}: the connection was closed")
            if self._kept is None or self._kept.closed:
                self._kept = connect(self.address)
            try:
                yield self._kept
            except psycopg.Error as error:
                if self._kept.closed or isinstance(error, psycopg.OperationalError):
                    self._kept.close()
                    self._kept = None
                raise failure(self.address, error) from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Lend a connection of its own in a transaction, for long work.

        Raises
        ------
        StoreError
            If the store does not answer, or refuses a statement. Nothing is changed then.
        """
        with connect(self.address) as connection:
            try:
                with connection.transaction():
                    yield connection
            except psycopg.Error as error:
                raise failure(self.address, error) from error

    def close(self) -> None:
        """Close the kept connection for good."""
        with self._lock, suppress(psycopg.Error):
            self._is_closed = True
            if self._kept is not None:
                self._kept.close()
            self._kept = None
