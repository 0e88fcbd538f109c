"""A database of one's own for a program that the tests start: made beside the one under test, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.requirements import postgres_url


@contextmanager
def database_for_a_program() -> Iterator[str]:
    """Its address as DATABASE_URL takes it; empty (the embedded SQLite file) where the suite runs on SQLite."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield ""
        return
    with own_postgres() as url:
        yield url


@contextmanager
def own_postgres() -> Iterator[str]:
    """A fresh PostgreSQL database, dropped with whoever is still connected."""
    parts = urlsplit(postgres_url())
    server = parts._replace(scheme="postgresql", path="/postgres").geturl()
    name = f"kosetsu_program_{uuid4().hex[:12]}"
    _run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    try:
        yield parts._replace(scheme="postgres", path=f"/{name}").geturl()
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
