"""Everything in its order: whoever is referred to comes first."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.scale import cases, documents, entries, loading, parties
from bench.scale.sizes import Size
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.parties.models import Membership, Organisation, StaffPost, Workplace
from kosetsu.services.programmes.models import Programme

LOADED = [Person, Organisation, Workplace, StaffPost, Membership, Entry, Offering, TariffLine, Programme]


def generate(size: Size, say: Callable[[str], None] = print) -> int:
    """Fill the database, in which the demo institute is loaded already; returns how many entries were written."""
    with _timed("parties", say):
        people = parties.load_parties(size)
    with _timed("cases", say):
        matters = cases.throw_matters(size, people)
        cases.load_cases(matters, people)
    with _timed("entries", say):
        written = entries.load_entries(size, people, matters)
    with _timed("consultations", say):
        cases.load_consultations(matters, people)
    with _timed("documents", say):
        documents.load_documents(size, people)
    loading.finish([*LOADED, *cases.models()])
    return written


@contextmanager
def _timed(name: str, say: Callable[[str], None]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    say(f"  {name}: {time.perf_counter() - began:.1f} s")
