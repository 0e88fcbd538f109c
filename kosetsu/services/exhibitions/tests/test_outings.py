"""The institute exhibits at another body's fair: one entry, leads that somebody follows up, and no end before that."""

import datetime as dt

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Lead, Outing
from tests import build
from tests.build import browser
from tests.fixtures import AT

DAY = dt.timedelta(days=1)


@pytest.fixture
def outing(institute: build.Institute) -> Outing:
    return actions.apply_outing(
        by=institute.planner, at=AT, title="産業交流展", branch=institute.head_office, host="東京都",
        starts_on=AT.date() + DAY, ends_on=AT.date() + 3 * DAY,
    )  # fmt: skip


def test_outing_is_one_entry_once_it_began(outing: Outing, institute: build.Institute) -> None:
    with pytest.raises(Refused, match="会期が始まってから"):
        actions.exhibit_outing(by=institute.planner, at=AT, outing=outing)
    actions.exhibit_outing(by=institute.planner, at=AT + DAY, outing=outing)
    with pytest.raises(Refused):
        actions.exhibit_outing(by=institute.planner, at=AT + DAY, outing=outing)
    assert list(Entry.objects.values_list("kind", "quantity", "unit", "topic")) == [
        ("external_exhibit", 1, "回", "産業交流展")
    ]


def test_outing_is_not_closed_before_every_lead_was_followed(outing: Outing, institute: build.Institute) -> None:
    outing = actions.exhibit_outing(by=institute.planner, at=AT + DAY, outing=outing)
    actions.add_lead(by=institute.researcher, at=AT + DAY, outing=outing, company="関心産業", interest="塩水噴霧試験")
    with pytest.raises(Refused, match="対応していない引き合いが1件"):
        actions.close_outing(by=institute.planner, at=AT + DAY, outing=outing)
    lead = Lead.objects.select_related("outing").get()
    actions.follow_lead(by=institute.researcher, at=AT + 2 * DAY, lead=lead, result="技術相談につないだ。")
    with pytest.raises(Refused, match="すでに対応済み"):
        actions.follow_lead(by=institute.researcher, at=AT + 2 * DAY, lead=lead, result="もう一度")
    assert actions.close_outing(by=institute.planner, at=AT + 3 * DAY, outing=outing).state == "followed"


def test_leads_are_the_institutes_own(
    outing: Outing, institute: build.Institute, company: build.Company, settings: object
) -> None:
    outing = actions.exhibit_outing(by=institute.planner, at=AT + DAY, outing=outing)
    actions.add_lead(by=institute.researcher, at=AT + DAY, outing=outing, company="関心産業", interest="塩水噴霧試験")
    pages = [reverse("exhibitions-desk:outing", args=[outing.public_id]), reverse("exhibitions-desk:outings")]
    pages.append(reverse("exhibitions-desk:follow_lead", args=[Lead.objects.get().public_id]))
    assert [browser(institute.researcher).get(one).status_code for one in pages] == [200] * 3
    assert [browser(company.engineer).get(one).status_code for one in pages] == [404] * 3


def test_exhibiting_at_a_partners_event_counts_as_done_with_a_partner(institute: build.Institute) -> None:
    """K05 counts it; the fair of somebody else does not."""
    bank = Organisation.objects.create(kind="bank", name="城東信金", name_folded="城東信金")
    outing = actions.apply_outing(
        by=institute.planner, at=AT, title="信金ビジネスフェア", branch=institute.head_office, partner=bank,
        starts_on=AT.date(), ends_on=AT.date(),
    )  # fmt: skip
    actions.exhibit_outing(by=institute.planner, at=AT, outing=outing)
    assert list(Entry.objects.values_list("kind", "partner")) == [("partner_event_exhibit", bank.pk)]
