"""Offerings are written by their group, published by somebody else, and priced by dated editions."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.catalogue import actions
from kosetsu.foundation.catalogue.actions import TariffEntry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OFFERING_MOVES, ClientClass, OfferingState, PricePart
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.search.models import Change

pytestmark = pytest.mark.django_db
TOMORROW = dt.date(2026, 11, 21)


def entry(yen: int, part: PricePart = PricePart.UNIT) -> TariffEntry:
    return TariffEntry(client_class=ClientClass.ANY, part=part, unit="本", yen=yen)


def test_draft_is_proposed_returned_corrected_and_offered_by_somebody_else(shop, at):
    researcher, head = shop.institute.researcher, shop.head
    actions.propose_offering(by=researcher, at=at, offering=shop.draft)
    returned = actions.return_to_draft(by=head, at=at, offering=shop.draft, note="規格を書いてください")
    assert (returned.state, returned.review_note) == ("draft", "規格を書いてください")
    actions.change_offering(by=researcher, at=at, offering=shop.draft, standards=["JIS Z 2371"])
    actions.propose_offering(by=researcher, at=at, offering=shop.draft)
    offered = actions.offer(by=head, at=at, offering=shop.draft)
    assert (offered.state, offered.offered_from, offered.review_note) == ("offered", dt.date(2026, 11, 20), "")
    assert AuditEvent.objects.filter(thing_id=str(shop.draft.pk)).count() == 5


def test_the_person_who_proposed_cannot_publish(shop, at):
    actions.propose_offering(by=shop.head, at=at, offering=shop.draft)
    with pytest.raises(Refused, match="提案した本人"):
        actions.offer(by=shop.head, at=at, offering=shop.draft)


def test_researcher_of_another_group_cannot_change_or_propose(shop, at):
    for verb in (actions.propose_offering, actions.change_offering):
        with pytest.raises(Refused):
            verb(by=shop.institute.colleague, at=at, offering=shop.draft)


def test_client_cannot_touch_an_offering(shop, company, at):
    with pytest.raises(Refused) as refused:
        actions.withdraw_offering(by=company.engineer, at=at, offering=shop.salt, reason="x")
    assert refused.value.decision.hidden


def test_withdrawn_is_no_longer_offered_and_comes_back_through_review(shop, at):
    actions.withdraw_offering(by=shop.institute.researcher, at=at, offering=shop.salt, reason="装置の廃止")
    assert not Offering.objects.offered(dt.date(2026, 11, 20)).filter(pk=shop.salt.pk).exists()
    assert actions.revive_offering(by=shop.institute.researcher, at=at, offering=shop.salt).state == "proposed"
    assert actions.offer(by=shop.head, at=at, offering=shop.salt).offered_until is None


def test_every_change_tells_the_search_and_marks_the_offering_as_edited_here(shop, at):
    actions.change_offering(by=shop.institute.researcher, at=at, offering=shop.salt, summary="新しい説明")
    assert list(Change.objects.values_list("kind", "key")) == [("test", str(shop.salt.pk))]
    shop.salt.refresh_from_db()
    assert shop.salt.edited_at == at


def test_revised_tariff_begins_on_its_day_and_keeps_the_edition_before(shop, at):
    planner = shop.institute.planner
    actions.revise_tariff(
        by=planner, at=at, offering=shop.salt, valid_from=TOMORROW, entries=[entry(5_000)], source="決裁1"
    )
    salt = Offering.objects.get(pk=shop.salt.pk)
    before = salt.price(day=dt.date(2026, 11, 20), client_class="sme", quantity=1)
    after = salt.price(day=TOMORROW, client_class="sme", quantity=1)
    assert (before.total_yen, after.total_yen) == (3_200, 5_000)
    assert salt.tariff.count() == 6


@pytest.mark.parametrize(
    ("day", "entries", "source", "reason"),
    [
        (dt.date(2026, 11, 19), [entry(1)], "決裁", "過去の日"),
        (dt.date(2026, 4, 1), [entry(1)], "決裁", "過去の日"),
        (TOMORROW, [entry(1)], " ", "根拠"),
        (TOMORROW, [entry(1, PricePart.REPORT)], "決裁", "基本料も単価も"),
        (TOMORROW, [TariffEntry(client_class=ClientClass.ANY, part=PricePart.UNIT)], "決裁", "どちらか一つ"),
    ],
)
def test_edition_that_cannot_stand_is_refused_and_changes_nothing(shop, at, day, entries, source, reason):
    with pytest.raises(Refused, match=reason):
        actions.revise_tariff(
            by=shop.institute.planner, at=at, offering=shop.salt, valid_from=day, entries=entries, source=source
        )
    assert shop.salt.tariff.filter(valid_to=None).count() == 5


def test_second_edition_of_one_day_is_refused(shop, at):
    def revise() -> None:
        actions.revise_tariff(
            by=shop.institute.planner, at=at, offering=shop.salt, valid_from=TOMORROW, entries=[entry(1)], source="x"
        )

    revise()
    with pytest.raises(Refused, match="すでにあります"):
        revise()


def test_researcher_cannot_set_prices(shop, at):
    with pytest.raises(Refused, match="経営企画または経理"):
        actions.revise_tariff(
            by=shop.institute.researcher, at=at, offering=shop.salt, valid_from=TOMORROW, entries=[entry(1)], source="x"
        )


def test_taken_code_is_refused(shop, at):
    with pytest.raises(Refused, match="T-COR-001"):
        actions.draft_offering(
            by=shop.institute.researcher,
            at=at,
            code="T-COR-001",
            kind="test",
            name_ja="x",
            summary="x",
            branch=shop.institute.head_office,
            group=shop.institute.surface,
            field=shop.field,
        )


@pytest.mark.parametrize("state", OfferingState)
def test_every_state_of_an_offering_is_in_the_table(state):
    assert state in OFFERING_MOVES.states()
