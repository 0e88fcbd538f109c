"""Search index and columns are caches: lost, they come back by themselves with the same answers."""

import datetime as dt
import shutil

import pytest
from django.conf import settings

from kosetsu.across.reporting.columns.ledger import folder
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.columns.store import refresh
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import read_book
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.search import changes, queries
from kosetsu.foundation.search.follower import follow
from kosetsu.foundation.search.sources import PUBLIC
from tests.architecture.house import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering(institute, at):
    field = TechnologyField.objects.create(code="SUR", name_ja="表面")
    made = Offering.objects.create(
        code="T-1", kind="test", name_ja="塩水噴霧試験", branch=institute.head_office, group=institute.surface,
        field=field, state="offered",
    )  # fmt: skip
    changes.touch("offering", str(made.pk), at=at)
    return made


def found():
    return [hit.key for hit in queries.find("塩水噴霧", scope=PUBLIC, limit=5)]


def test_lost_search_index_is_built_again(offering):
    follow(PUBLIC)
    before = found()
    shutil.rmtree(settings.KOSETSU_SEARCH_DIR)
    follow(PUBLIC)
    assert (before != [], found()) == (True, before)


def test_lost_columns_are_written_again(institute, company, at, settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path
    record_entry(
        by=institute.researcher, at=at, service="consultations", kind="consultation", on_date=at.date(),
        organisation=company.organisation, workplace=company.workplace,
    )  # fmt: skip
    measure = read_book(ROOT / "institutes" / "tokyo" / "reporting").measures["kpi.new_workplaces"]
    day = Period(at.date(), at.date())
    refresh(at=at, lag=dt.timedelta(0))
    first = Reader().figure(measure, day).value
    kept = [*folder().rglob("*.parquet")]
    shutil.rmtree(folder())
    refresh(at=at, lag=dt.timedelta(0))
    again = [*folder().rglob("*.parquet")]
    assert (len(kept), first) == (len(again), Reader().figure(measure, day).value) == (1, 1)
