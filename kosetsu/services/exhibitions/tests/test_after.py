"""After the end: each exhibitor is asked at three and twelve months, once, answers once, and is charged by its size."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fee, FollowUp, Letter
from kosetsu.services.exhibitions.tests.conftest import CLOSING, DURING, OPENING
from tests import build
from tests.build import browser

JST = dt.timezone(dt.timedelta(hours=9))
AFTER = dt.datetime(2027, 3, 31, 12, tzinfo=JST)


@pytest.fixture
def asked(opened: Exhibition) -> FollowUp:
    """Three months have passed since 31 December."""
    actions.close_exhibition(at=CLOSING, exhibition=opened)
    assert actions.ask_follow_ups(at=AFTER - dt.timedelta(days=1)) == 0
    assert actions.ask_follow_ups(at=AFTER) == 1
    return FollowUp.objects.select_related("booth__exhibition").get()


def test_exhibitor_is_asked_once_for_each_month_of_the_rule(asked: FollowUp) -> None:
    again = actions.ask_follow_ups(at=AFTER + dt.timedelta(days=1))
    year_later = actions.ask_follow_ups(at=dt.datetime(2027, 12, 31, 12, tzinfo=JST))
    assert (again, year_later) == (0, 1)
    assert list(FollowUp.objects.values_list("months", flat=True)) == [3, 12]
    assert Letter.objects.filter(kind="follow_up").count() == 2


def test_survey_answered_twice_keeps_the_first_answer(asked: FollowUp, company: build.Company, settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = AFTER
    address, client = reverse("exhibitions:follow_up", args=[asked.public_id]), browser(company.engineer)
    given = {"contacts": 8, "negotiations": 3, "contracts": 1, "contracts_yen": 1_200_000}
    told = [client.post(address, {**given, "submission_key": str(n) * 32}).status_code for n in (1, 2)]
    page = client.get(address).content.decode()
    assert (told, "すでに回答いただいています" in page) == ([302, 403], True)
    assert FollowUp.objects.values_list("contacts", "contracts_yen").get() == (8, 1_200_000)


def test_another_company_does_not_answer(asked: FollowUp, rival: build.Company) -> None:
    assert browser(rival.engineer).get(reverse("exhibitions:follow_up", args=[asked.public_id])).status_code == 404


def test_report_adds_the_answers_up(
    asked: FollowUp, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AFTER
    actions.answer_follow_up(
        by=company.engineer, at=AFTER, follow_up=asked, contacts=8, negotiations=3, contracts=1, contracts_yen=1_200_000
    )
    page = browser(institute.researcher).get(
        reverse("exhibitions-desk:report", args=[asked.booth.exhibition.public_id])
    )
    assert ("1 / 1" in page.content.decode(), "1,200,000" in page.content.decode()) == (True, True)


@pytest.mark.parametrize(
    ("plan", "size", "yen"),
    [("hybrid", "sme", 77_000), ("hybrid", "small", 55_000), ("online", "sme", 22_000), ("online", "small", 16_500)],
)
def test_fee_is_charged_once_by_way_and_size(
    booth: Booth,
    exhibition: Exhibition,
    company: build.Company,
    institute: build.Institute,
    plan: str,
    size: str,
    yen: int,
) -> None:
    _fees(exhibition, institute)
    company.organisation.class_decided = size
    company.organisation.save()
    Booth.objects.filter(pk=booth.pk).update(plan=plan)
    with pytest.raises(Refused, match="会期中に公開された"):
        actions.charge_booth(by=institute.planner, at=OPENING, booth=booth)
    actions.open_exhibition(at=OPENING, exhibition=exhibition)
    charged = actions.charge_booth(by=institute.planner, at=DURING, booth=booth)
    assert charged.charge
    assert charged.charge.yen == yen
    with pytest.raises(Refused, match="すでに計上"):
        actions.charge_booth(by=institute.planner, at=DURING, booth=booth)


def _fees(exhibition: Exhibition, institute: build.Institute) -> None:
    """As the trade fair of Tokyo prints them."""
    build.rules_of_paying()
    field = TechnologyField.objects.create(code="EXH", name_ja="展示")
    for plan, prices in {"hybrid": (77_000, 55_000), "online": (22_000, 16_500)}.items():
        offering = Offering.objects.create(
            code=f"EX-{plan}", kind="course", name_ja="出展料", state="offered", field=field,
            branch=institute.head_office,
        )  # fmt: skip
        for size, yen in zip(("sme", "small"), prices, strict=True):
            TariffLine.objects.create(
                offering=offering, client_class=size, part="unit", unit="件", yen=yen, source="産業交流展の出展料"
            )
        Fee.objects.create(exhibition=exhibition, plan=plan, offering=offering)
