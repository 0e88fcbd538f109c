"""One process of ``test_processes.py``: writes findable records, follows them, or lists what is found."""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from kosetsu.foundation.search import changes, follower, queries, sources  # noqa: E402
from kosetsu.foundation.search.models import Concept  # noqa: E402
from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource  # noqa: E402
from kosetsu.foundation.search.tests.conftest import AT  # noqa: E402


def documents(keys: Collection[str] | None) -> Iterator[Document]:
    rows = Concept.objects.all() if keys is None else Concept.objects.filter(pk__in=keys)
    yield from (Document("concept", str(row.pk), f"{row.name}の硬さ") for row in rows)


sources.collect = lambda what: [SearchSource("concepts", PUBLIC, ("concept",), documents)]


def write(name: str, count: str) -> None:
    for number in range(int(count)):
        with transaction.atomic():
            row = Concept.objects.create(name=f"{name}{number}", kind="synonym")
            changes.touch("concept", str(row.pk), at=AT)


def follow(stop: str) -> None:
    while not Path(stop).exists():
        follower.follow(PUBLIC)
    follower.follow(PUBLIC)


def tell() -> None:
    found = queries.find("硬さ", scope=PUBLIC, limit=1000)
    assert not follower.follow(PUBLIC).rebuilt
    print(sorted(int(hit.key) for hit in found) == sorted(Concept.objects.values_list("pk", flat=True)), len(found))


def prepare() -> None:
    call_command("migrate", "search", verbosity=0)


if __name__ == "__main__":
    settings.KOSETSU_SEARCH_DIR = Path(sys.argv[1])
    {"write": write, "follow": follow, "tell": tell, "prepare": prepare}[sys.argv[2]](*sys.argv[3:])
