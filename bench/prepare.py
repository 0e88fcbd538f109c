"""A database of the bench's own: emptied, migrated, the demo institute loaded, five years generated."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.places import Place, copy_institute
from bench.scale.generate import generate
from bench.scale.sizes import SIZES


def prepare(place: Place) -> None:
    """Begin anew; says how long each step took."""
    _empty(place)
    copy_institute(Path(settings.KOSETSU_INSTITUTE_DIR))
    settings.KOSETSU_DATA_DIR.mkdir(parents=True, exist_ok=True)
    _update()
    call_command("createcachetable", verbosity=0)
    with Path(os.devnull).open("w") as nowhere:
        call_command("load_institute", demo=True, stdout=nowhere)
    written = generate(SIZES[place.size])
    _index()
    place.mark.write_text(str(written))


def renew() -> None:
    """What a database that was filled before needs after a change of the program."""
    _update()
    _index()


def _update() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _index() -> None:
    """As the worker does it, so that no page that is measured builds an index first."""
    with Path(os.devnull).open("w") as nowhere:
        call_command("search_index", "follow", stdout=nowhere)


def _empty(place: Place) -> None:
    """Only a database whose name says that it is the bench's is emptied."""
    if connection.vendor == "postgresql":
        if "bench" not in connection.settings_dict["NAME"]:
            raise SystemExit("BENCH_POSTGRES_URL must name a database with 'bench' in its name: it is emptied first")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir(parents=True)
