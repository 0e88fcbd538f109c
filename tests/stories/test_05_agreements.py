"""Story 5, the agreements: as of any day, papers with their days, names that change keep their history."""

import datetime as dt

import pytest

from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.models import Agreement, AgreementDocument, NetworkMember

pytestmark = pytest.mark.django_db
YEAR_END_2021 = dt.date(2022, 3, 31)
YEAR_END_2020 = dt.date(2021, 3, 31)


@pytest.mark.parametrize(("day", "institute", "department"), [(YEAR_END_2020, 65, 4), (YEAR_END_2021, 66, 4)])
def test_agreements_are_counted_on_any_day(tokyo, day, institute, department):
    on = Agreement.objects.on(day)
    assert (on.filter(scope="institute").count(), on.filter(scope="department").count()) == (institute, department)


def test_one_body_may_have_signed_several_papers(tokyo):
    papers = AgreementDocument.objects.filter(agreement__organisation__name="芝浦工業大学")
    assert list(papers.values_list("title", "signed_on")) == [
        ("協定書", dt.date(2009, 3, 12)),
        ("教育研究協力に関する協定", dt.date(2009, 11, 10)),
    ]


def test_a_day_the_source_does_not_print_stays_empty(tokyo):
    [ota] = AgreementDocument.objects.filter(signed_on=None)
    assert (ota.agreement.organisation.name, ota.title) == ("大田区", "覚書")


def test_a_body_is_found_by_a_name_it_used_to_bear(tokyo, client):
    page = client.get("/alliances/", {"q": "首都大学東京", "day": "2022-03-31"})
    assert [row.record.organisation.name for row in page.context["list"].rows] == ["東京都立大学"]


def test_anyone_may_read_a_partner_with_its_papers(tokyo, client):
    bunkyo = Organisation.objects.get(name="文京区", kind="ward")
    page = client.get(f"/alliances/{bunkyo.public_id}/")
    [agreement] = page.context["agreements"]
    assert [(paper.title, paper.signed_on) for paper in agreement.documents.all()] == [("協定書", dt.date(2021, 7, 1))]


def test_the_networks_grow_and_both_counts_stay_true(tokyo):
    on = NetworkMember.objects.filter(network="TKF").on
    assert [on(day).filter(role="observer").count() for day in (YEAR_END_2020, YEAR_END_2021)] == [10, 11]
    assert on(YEAR_END_2021).filter(role="member").count() == 5
