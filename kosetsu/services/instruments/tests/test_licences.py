"""A licence: course attended and charged, passed, numbered card, renewal, suspension."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Licence
from kosetsu.services.instruments.states import LicenceState
from kosetsu.services.instruments.tests.conftest import card

DAY = dt.date(2026, 5, 12)


@pytest.fixture
def then() -> dt.datetime:
    return dt.datetime(2026, 5, 12, 17, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.fixture
def attended(institute, company, chamber, offering, then) -> Licence:
    return actions.attend_course(
        by=institute.colleague, at=then, person=company.engineer, offering=offering, attended_on=DAY,
        workplace=company.workplace,
    )  # fmt: skip


def test_course_is_one_entry_and_its_price(attended, company, course):
    entry, charge = Entry.objects.get(), Charge.objects.get()
    assert (entry.kind, entry.reference, entry.unit, entry.on_date) == ("licence_course", "C-EMC", "人", DAY)
    assert (charge.yen, charge.organisation, charge.offering, charge.entry) == (
        16_500, company.organisation, course, entry
    )  # fmt: skip
    assert (attended.state, attended.number, attended.valid_until) == (LicenceState.ATTENDED, "", None)


def test_passed_course_becomes_a_numbered_card_of_three_years(attended, institute, then):
    common: dict[str, Any] = {"by": institute.colleague, "at": then}
    passed = actions.pass_course(**common, licence=attended)
    issued = actions.issue_card(**common, licence=passed)
    assert (issued.number, issued.valid_from, issued.valid_until) == ("認R8-00001", DAY, dt.date(2029, 5, 11))
    assert AuditEvent.objects.filter(verb="issue_card").count() == 1


def test_card_needs_a_passed_examination(attended, institute, then):
    with pytest.raises(Refused):
        actions.issue_card(by=institute.colleague, at=then, licence=attended)
    failed = actions.fail_course(by=institute.colleague, at=then, licence=attended, reason="操作の手順を誤った")
    assert failed.state == LicenceState.FAILED
    with pytest.raises(Refused):
        actions.issue_card(by=institute.colleague, at=then, licence=failed)


def test_numbers_have_no_gap_where_a_card_was_refused(attended, institute, then, rival, offering):
    other = actions.attend_course(
        by=institute.colleague, at=then, person=rival.engineer, offering=offering, attended_on=DAY
    )
    with pytest.raises(Refused):
        actions.issue_card(by=institute.colleague, at=then, licence=attended)
    for one in (other, attended):
        passed = actions.pass_course(by=institute.colleague, at=then, licence=one)
        actions.issue_card(by=institute.colleague, at=then, licence=passed)
    assert list(Licence.objects.order_by("number").values_list("number", flat=True)) == ["認R8-00001", "認R8-00002"]


@pytest.mark.parametrize("post", ["counter", "planner", "exporter"])
def test_only_research_staff_teach(post, institute, company, chamber, offering, then):
    with pytest.raises(Refused):
        actions.attend_course(
            by=getattr(institute, post), at=then, person=company.engineer, offering=offering, attended_on=DAY
        )
    assert Licence.objects.count() == 0


def test_client_gets_no_licence_by_itself(attended, company, then):
    with pytest.raises(Refused) as refused:
        actions.pass_course(by=company.engineer, at=then, licence=attended)
    assert refused.value.decision.hidden


def test_nobody_decides_about_their_own_licence(institute, offering, chamber, then):
    own = card(institute.colleague, offering, state="passed", number="")
    with pytest.raises(Refused, match="自分の認定証"):
        actions.issue_card(by=institute.colleague, at=then, licence=own)


def test_suspension_has_its_reason_and_is_undone(company, institute, offering, chamber, then):
    licence = card(company.engineer, offering)
    with pytest.raises(Refused, match="理由"):
        actions.suspend(by=institute.colleague, at=then, licence=licence, reason=" ")
    licence = actions.suspend(by=institute.colleague, at=then, licence=licence, reason="非常停止を外した")
    assert (licence.state, licence.validity_on(DAY)) == (LicenceState.SUSPENDED, "suspended")
    assert actions.resume(by=institute.colleague, at=then, licence=licence).validity_on(DAY) == "valid"


def test_renewal_begins_when_the_old_card_ends(company, institute, offering, chamber):
    licence = card(company.engineer, offering)
    early = dt.datetime(2028, 11, 10, 3, tzinfo=dt.UTC)
    with pytest.raises(Refused, match="2028/11/11から"):
        actions.renew(by=institute.colleague, at=early, licence=licence)
    renewed = actions.renew(by=institute.colleague, at=early + dt.timedelta(days=1), licence=licence)
    assert (renewed.valid_from, renewed.valid_until) == (dt.date(2029, 5, 12), dt.date(2032, 5, 11))
    assert renewed.number != licence.number
    with pytest.raises(Refused, match="すでに更新"):
        actions.renew(by=institute.colleague, at=early + dt.timedelta(days=2), licence=licence)


def test_expired_card_wants_the_course_again(company, institute, offering, chamber):
    licence = card(company.engineer, offering, until=dt.date(2026, 11, 19))
    with pytest.raises(Refused, match="次の日程：2026/12/09"):
        actions.renew(by=institute.colleague, at=dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC), licence=licence)
