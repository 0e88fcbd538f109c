"""Offerings proposed with quantity and the price of the day."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import OfferingState
from kosetsu.services.consultations import actions, signals
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Consultation, Proposal
from kosetsu.services.consultations.states import State
from tests.build import browser, once


@pytest.fixture
def salt_spray(institute: Any) -> Offering:
    """塩水噴霧試験 at the fixture's prices: 2,900 per 24 hours and piece, report 300, copy 300."""
    field = TechnologyField.objects.create(code="COR", name_ja="腐食")
    offering = Offering.objects.create(
        code="T-COR-001", kind="test", name_ja="塩水噴霧試験", summary="-", branch=institute.head_office,
        group=institute.surface, field=field, state=OfferingState.OFFERED,
    )  # fmt: skip
    for part, unit, yen in (("unit", "24時間・個", 2900), ("report", "部", 300), ("copy", "部", 300)):
        TariffLine.objects.create(
            offering=offering, client_class="sme", part=part, unit=unit, yen=yen, source="fixture",
            valid_from=dt.date(2025, 4, 1), valid_to=dt.date(2027, 3, 31),
        )  # fmt: skip
    return offering


@pytest.fixture
def _sme(company: Any) -> None:
    company.organisation.class_decided = "sme"
    company.organisation.save()


@pytest.mark.usefixtures("_sme")
def test_story_of_corrosion_is_proposed_at_87600_yen(
    taken: Consultation, salt_spray: Offering, institute: Any, at: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[Any] = []

    def listen(proposals: Any, **_: Any) -> None:
        told.append([(p.offering.code, p.quantity) for p in proposals])

    signals.offerings_proposed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        made = actions.propose(
            by=institute.researcher,
            at=at,
            consultation=taken,
            items=[Item(salt_spray, 30, copies=1)],
            text="240時間×3個",
        )
    signals.offerings_proposed.disconnect(listen)
    taken.refresh_from_db()
    assert [(p.amount_yen, p.client_class, p.priced_on, p.copies) for p in made] == [(87_600, "sme", at.date(), 1)]
    assert (taken.case.state, taken.messages.last().kind, told) == (State.PROPOSED, "proposal", [[("T-COR-001", 30)]])


@pytest.mark.usefixtures("_sme")
def test_later_tariff_changes_no_proposal(
    taken: Consultation, salt_spray: Offering, institute: Any, at: dt.datetime
) -> None:
    actions.propose(by=institute.researcher, at=at, consultation=taken, items=[Item(salt_spray, 1)], text="-")
    salt_spray.tariff.update(yen=9_999)
    assert Proposal.objects.get().amount_yen == 3_200


@pytest.mark.usefixtures("_sme")
def test_expired_tariff_is_refused_and_nothing_is_proposed(
    taken: Consultation, salt_spray: Offering, institute: Any, at: dt.datetime
) -> None:
    salt_spray.tariff.update(valid_to=dt.date(2026, 3, 31))
    with pytest.raises(Refused, match="2026-03-31で終わって"):
        actions.propose(by=institute.researcher, at=at, consultation=taken, items=[Item(salt_spray, 1)], text="-")
    taken.refresh_from_db()
    assert (taken.case.state, Proposal.objects.count(), taken.messages.count()) == (State.ASSIGNED, 0, 1)


def test_withdrawn_offering_is_refused(
    taken: Consultation, salt_spray: Offering, institute: Any, at: dt.datetime
) -> None:
    salt_spray.state = OfferingState.WITHDRAWN
    with pytest.raises(Refused, match="いまは提供していません"):
        actions.propose(by=institute.researcher, at=at, consultation=taken, items=[Item(salt_spray, 1)], text="-")


def test_unknown_class_is_proposed_without_a_price(
    taken: Consultation, salt_spray: Offering, institute: Any, at: dt.datetime
) -> None:
    made = actions.propose(by=institute.researcher, at=at, consultation=taken, items=[Item(salt_spray, 1)], text="-")
    assert [(p.amount_yen, p.client_class, p.lines) for p in made] == [(None, "", [])]


@pytest.mark.usefixtures("_sme")
def test_page_starts_from_the_chosen_offerings_finds_by_code_and_sends(
    company: Any, salt_spray: Offering, institute: Any, at: dt.datetime
) -> None:
    asked = actions.ask(
        by=company.engineer, at=at, workplace=company.workplace, question="さび", offerings=[salt_spray]
    )
    actions.take(by=institute.researcher, at=at, consultation=asked)
    client, url = browser(institute.researcher), f"/desk/consultations/{asked.public_id}/propose/"
    page = client.get(url)
    assert [row["offering"] for row in page.context["form"].rows()] == [salt_spray]
    found = client.get(url, {"q": "t-cor-001", "codes": ""}).context["found"]
    assert [(one["offering"], one["price"]) for one in found] == [(salt_spray, 3_200)]
    pk = salt_spray.pk
    sent = client.post(url, once(text="ご提案", **{f"quantity_{pk}": 30, f"copies_{pk}": 1}))
    assert (sent.status_code, Proposal.objects.get().amount_yen) == (302, 87_600)
    seen = browser(company.engineer).get(f"/consultations/{asked.public_id}/").content.decode()
    assert "87,600円" in seen


def test_page_without_a_quantity_says_so(taken: Consultation, salt_spray: Offering, institute: Any) -> None:
    url = f"/desk/consultations/{taken.public_id}/propose/?codes=T-COR-001"
    page = browser(institute.researcher).post(url, once(text="x", **{f"quantity_{salt_spray.pk}": 0}))
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        422, ["提案する項目と数量を、少なくとも1つ入力してください。"],
    )  # fmt: skip
