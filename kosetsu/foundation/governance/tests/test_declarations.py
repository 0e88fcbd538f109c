"""Whose declaration lets technology be passed on, and who decides."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.governance.actions import clear, declare, hold, refuse
from kosetsu.foundation.governance.clearance import export_clearance
from kosetsu.foundation.governance.models import AuditEvent, ExportDeclaration

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def engineer(company):
    return company.engineer


@pytest.fixture
def held(engineer, at):
    return declare(by=engineer, at=at, person=engineer, resident=True, types=[2], technology="EMC試験")


def test_no_declaration_is_a_no_with_its_next_step(engineer):
    answer = export_clearance(engineer, "EMC試験", TODAY)
    assert (answer.allowed, answer.reason) == (False, "安全保障輸出管理の申告がありません。")
    assert "申告してください" in answer.next_step


def test_nothing_applies_is_a_yes_for_its_year_and_not_a_day_longer(engineer, at):
    declare(by=engineer, at=at, person=engineer, resident=True)
    assert export_clearance(engineer, "EMC試験", dt.date(2027, 11, 19))
    assert "過ぎています" in export_clearance(engineer, "EMC試験", dt.date(2027, 11, 20)).reason


def test_declaration_does_not_reach_back(engineer, at):
    declare(by=engineer, at=at, person=engineer, resident=True)
    assert not export_clearance(engineer, "EMC試験", dt.date(2026, 11, 19))


def test_another_persons_declaration_is_of_no_use(engineer, rival, at):
    declare(by=engineer, at=at, person=engineer, resident=True)
    assert not export_clearance(rival.engineer, "EMC試験", TODAY)


def test_type_that_applies_waits_for_a_person(held, engineer):
    assert held.state == "held"
    assert "確認しています" in export_clearance(engineer, "EMC試験", TODAY).reason


def test_cleared_technology_is_a_yes_and_another_is_not(held, engineer, institute, at):
    clear(by=institute.exporter, at=at, declaration=held, technology="EMC試験", reason="該非判定書を確認")
    assert export_clearance(engineer, "EMC試験", TODAY)
    assert "炭素繊維" in export_clearance(engineer, "炭素繊維", TODAY).reason


def test_refused_person_cannot_help_themselves_by_declaring_again(held, engineer, institute, at):
    refuse(by=institute.exporter, at=at, declaration=held, reason="用途が確認できない")
    assert declare(by=engineer, at=at, person=engineer, resident=True).state == "held"
    assert not export_clearance(engineer, "EMC試験", TODAY)


def test_clear_declaration_can_be_held_again(engineer, institute, at):
    declaration = declare(by=engineer, at=at, person=engineer, resident=True)
    hold(by=institute.exporter, at=at, declaration=declaration, reason="出向の情報があった")
    assert not export_clearance(engineer, "EMC試験", TODAY)


@pytest.mark.parametrize("post", ["counter", "researcher", "administrator"])
def test_other_posts_do_not_decide(held, institute, at, post):
    with pytest.raises(Refused):
        clear(by=getattr(institute, post), at=at, declaration=held, technology="EMC試験", reason="よい")
    held.refresh_from_db()
    assert held.state == "held"


def test_nobody_decides_about_themselves(institute, at):
    own = declare(by=institute.exporter, at=at, person=institute.exporter, resident=True, types=[1])
    with pytest.raises(Refused, match="自分の申告"):
        clear(by=institute.exporter, at=at, declaration=own, technology="EMC試験", reason="よい")


@pytest.mark.parametrize(("technology", "reason"), [("", "よい"), ("EMC試験", " ")])
def test_decision_without_technology_or_reason_is_refused(held, institute, at, technology, reason):
    with pytest.raises(Refused):
        clear(by=institute.exporter, at=at, declaration=held, technology=technology, reason=reason)


def test_decision_on_a_decided_declaration_is_refused(held, institute, at):
    refuse(by=institute.exporter, at=at, declaration=held, reason="用途が確認できない")
    with pytest.raises(Refused):
        clear(by=institute.exporter, at=at, declaration=held, technology="EMC試験", reason="よい")


def test_company_does_not_declare_for_another_persons_name(engineer, rival, at):
    with pytest.raises(Refused):
        declare(by=rival.engineer, at=at, person=engineer, resident=True)
    assert ExportDeclaration.objects.count() == 0


def test_counter_enters_a_paper_declaration(engineer, institute, at):
    assert declare(by=institute.counter, at=at, person=engineer, resident=True).person == engineer


def test_decision_is_recorded_and_the_types_are_sealed(held, institute, at):
    clear(by=institute.exporter, at=at, declaration=held, technology="EMC試験", reason="該非判定書を確認")
    made, decided = AuditEvent.objects.filter(thing="governance.ExportDeclaration")
    assert made.after["types"].startswith("sealed:")
    assert (decided.verb, decided.before["state"], decided.after["state"]) == ("clear", "held", "cleared")
    assert (decided.actor_id, decided.reason) == (institute.exporter.pk, "該非判定書を確認")


def test_declaration_with_a_newer_one_after_it_is_not_decided(held, engineer, institute, at):
    declare(by=engineer, at=at, person=engineer, resident=True, types=[3])
    with pytest.raises(Refused, match="新しい申告"):
        clear(by=institute.exporter, at=at, declaration=held, technology="EMC試験", reason="よい")


def test_only_the_newest_held_declaration_of_a_person_waits(held, engineer, at):
    newer = declare(by=engineer, at=at, person=engineer, resident=True, types=[3])
    assert list(ExportDeclaration.objects.waiting()) == [newer]
