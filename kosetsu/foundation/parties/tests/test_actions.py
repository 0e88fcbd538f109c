"""The register: nothing is merged silently, names keep their history, only the right people change it."""

import datetime as dt

import pytest
from django.core import mail

from kosetsu.common.corporate_number import WrongCheckDigit
from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties import actions, permissions
from kosetsu.foundation.parties.actions import Profile
from kosetsu.foundation.parties.models import Invitation, Membership, Organisation, StaffPost, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import Evidence, MembershipRole, OrganisationKind, StaffRole
from tests import build

pytestmark = pytest.mark.django_db
NUMBER = "7123456789012"


@pytest.fixture
def owner(company):
    person = build.person("城東 社長")
    Membership.objects.create(person=person, organisation=company.organisation, role=MembershipRole.OWNER)
    return person


def test_registered_organisation_is_verified_and_audited(institute, at):
    made = actions.register_organisation(
        by=institute.counter, at=at, name="㈱ 新会社", corporate_number="７１２３-４５６７-８９０１２"
    )
    assert (made.corporate_number, made.verified_at) == (NUMBER, at)
    assert AuditEvent.objects.get(verb="register_organisation").after["corporate_number"] == NUMBER


def test_wrong_corporate_number_is_refused(institute, at):
    with pytest.raises(WrongCheckDigit):
        actions.register_organisation(by=institute.counter, at=at, name="新会社", corporate_number="7123456789013")
    assert not Organisation.objects.exists()


def test_known_corporate_number_is_refused_with_the_name_it_belongs_to(institute, at):
    actions.register_organisation(by=institute.counter, at=at, name="甲社", corporate_number=NUMBER)
    with pytest.raises(Refused, match="「甲社」として登録されています"):
        actions.register_organisation(by=institute.counter, at=at, name="乙社", corporate_number=NUMBER)


def test_same_name_in_another_writing_is_shown_and_registered_only_knowingly(institute, at):
    actions.register_organisation(by=institute.counter, at=at, name="株式会社タカハシ製作所")
    with pytest.raises(Refused, match="株式会社タカハシ製作所"):
        actions.register_organisation(by=institute.counter, at=at, name="㈱ﾀｶﾊｼ製作所")
    actions.register_organisation(by=institute.counter, at=at, name="㈱ﾀｶﾊｼ製作所", knowingly=True)
    assert Organisation.objects.count() == 2


def test_own_company_tells_nobody_who_else_is_a_client(institute, at):
    actions.register_organisation(by=institute.counter, at=at, name="甲社", corporate_number=NUMBER)
    stranger = build.person("だれか")
    made = actions.register_own_company(by=stranger, at=at, name="甲社", corporate_number=NUMBER)
    assert (made.corporate_number, made.claimed_number) == (None, NUMBER)
    assert standing(stranger).organisations == {made.pk}
    with pytest.raises(Refused, match="「甲社」として登録されています"):
        actions.verify_organisation(by=institute.counter, at=at, organisation=made)


def test_claimed_number_becomes_the_number_once_staff_have_looked(institute, at):
    made = actions.register_own_company(by=build.person("社長"), at=at, name="甲社", corporate_number=NUMBER)
    verified = actions.verify_organisation(by=institute.counter, at=at, organisation=made)
    assert (verified.corporate_number, verified.claimed_number, verified.verified_at) == (NUMBER, "", at)


def test_sole_trader_without_a_number_waits_for_staff_and_is_verified_by_a_paper_they_saw(institute, at):
    trader = build.person("個人 事業主")
    profile = Profile(kind=OrganisationKind.SOLE_TRADER, industry="E24", employees=3)
    made = actions.register_own_company(by=trader, at=at, name="見本彫金", profile=profile)
    actions.register_organisation(by=institute.counter, at=at, name="窓口で登録した個人", profile=profile)
    before = (made.size_on(at.date()), made.price_class_on(at.date()))
    assert list(Organisation.objects.to_verify()) == [made]
    seen = {"organisation": made, "evidence": Evidence.OPENING_NOTICE, "note": "令和7年4月1日 税務署受付"}
    with pytest.raises(Refused, match="窓口・研究員・企画の担当者"):
        actions.verify_by_evidence(by=trader, at=at, **seen)
    with pytest.raises(Refused, match="書類の日付・番号などがありません"):
        actions.verify_by_evidence(by=institute.counter, at=at, **seen | {"note": " "})
    verified = actions.verify_by_evidence(by=institute.counter, at=at, **seen)
    assert (verified.verified_at, verified.evidence, verified.evidence_note) == (
        at, "opening_notice", "令和7年4月1日 税務署受付",
    )  # fmt: skip
    assert (verified.awaits_verification, Organisation.objects.to_verify().count()) == (False, 0)
    assert (verified.size_on(at.date()), verified.price_class_on(at.date())) == before
    event = AuditEvent.objects.get(verb="verify_by_evidence")
    assert (event.after["evidence"], event.after["note"]) == ("opening_notice", "令和7年4月1日 税務署受付")
    with pytest.raises(Refused, match="すでに確認済み"):
        actions.verify_by_evidence(by=institute.counter, at=at, **seen)


@pytest.fixture
def trader(institute, at):
    profile = Profile(kind=OrganisationKind.SOLE_TRADER, industry="E24", employees=3)
    return actions.register_organisation(by=institute.counter, at=at, name="見本彫金", profile=profile)


BECAME = {"corporate_number": NUMBER, "name": "株式会社見本彫金", "on": dt.date(2026, 10, 1), "source": "登記 10月1日"}


def test_sole_trader_becomes_a_company_and_its_days_before_stay(institute, trader, at):
    place = actions.add_workplace(by=institute.counter, at=at, organisation=trader, name="工房", area=None)
    made = actions.incorporate(by=institute.counter, at=at, organisation=trader, **BECAME)
    days = [dt.date(2026, 9, 30), dt.date(2026, 10, 1)]
    assert [made.kind_on(day) for day in days] == ["sole_trader", "company"]
    assert [made.name_on(day) for day in days] == ["見本彫金", "株式会社見本彫金"]
    assert (made.pk, made.corporate_number, made.verified_at) == (trader.pk, NUMBER, at)
    assert [*made.workplaces.all()] == [place]
    event = AuditEvent.objects.get(verb="incorporate")
    assert (event.before["kind"], event.after["kind"], event.reason) == ("sole_trader", "company", "登記 10月1日")
    assert (event.after["corporate_number"], event.after["incorporated_on"]) == (NUMBER, "2026-10-01")


def test_company_may_keep_the_name_of_the_trader(institute, trader, at):
    made = actions.incorporate(by=institute.counter, at=at, organisation=trader, **BECAME | {"name": "見本彫金"})
    assert (made.kind, made.name, made.names.count()) == ("company", "見本彫金", 0)


def test_number_that_another_body_has_is_refused_by_its_name_and_nothing_changes(institute, trader, at):
    actions.register_organisation(by=institute.counter, at=at, name="甲社", corporate_number=NUMBER)
    with pytest.raises(Refused, match="「甲社」として登録されています"):
        actions.incorporate(by=institute.counter, at=at, organisation=trader, **BECAME)
    trader.refresh_from_db()
    assert (trader.kind, trader.corporate_number, trader.name) == ("sole_trader", None, "見本彫金")
    assert (trader.names.count(), AuditEvent.objects.filter(verb="incorporate").count()) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"on": dt.date(2026, 11, 21)}, "これからの日付"), ({"name": " "}, "名称がありません")],
)
def test_company_that_cannot_be_is_refused(institute, trader, at, changed, reason):
    with pytest.raises(Refused, match=reason):
        actions.incorporate(by=institute.counter, at=at, organisation=trader, **BECAME | changed)


def test_only_a_sole_trader_without_a_number_becomes_a_company_and_only_by_keepers(institute, trader, company, at):
    with pytest.raises(Refused, match="個人事業主だけ"):
        actions.incorporate(by=institute.counter, at=at, organisation=company.organisation, **BECAME)
    with pytest.raises(Refused, match="窓口・研究員・企画の担当者"):
        actions.incorporate(by=company.engineer, at=at, organisation=trader, **BECAME)


def test_company_with_a_number_is_looked_up_and_not_verified_by_a_paper(institute, at):
    made = actions.register_own_company(by=build.person("社長"), at=at, name="甲社", corporate_number=NUMBER)
    for _step in ("claimed", "verified"):
        with pytest.raises(Refused, match="法人番号で確かめます"):
            actions.verify_by_evidence(
                by=institute.counter, at=at, organisation=made, evidence=Evidence.LICENCE, note="許可証 第1号"
            )
        if made.claimed_number:
            made = actions.verify_organisation(by=institute.counter, at=at, organisation=made)


def test_person_who_has_a_company_cannot_register_a_second_one(company, at):
    with pytest.raises(Refused, match="すでに登録されています"):
        actions.register_own_company(by=company.engineer, at=at, name="二つ目")


def test_each_day_has_the_name_of_that_day(institute, company, at):
    organisation = company.organisation
    for name, day in (("新城東精密株式会社", dt.date(2024, 4, 1)), ("城東テック株式会社", dt.date(2026, 4, 1))):
        actions.rename_organisation(by=institute.counter, at=at, organisation=organisation, name=name, on=day)
    organisation.refresh_from_db()
    days = [dt.date(2024, 3, 31), dt.date(2024, 4, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
    assert [organisation.name_on(day) for day in days] == [
        "城東精密株式会社",
        "新城東精密株式会社",
        "新城東精密株式会社",
        "城東テック株式会社",
    ]
    assert set(Organisation.objects.similar_to("城東精密株式会社")) == {organisation}


def test_rename_before_the_present_name_began_is_refused(institute, company, at):
    rename = {"by": institute.counter, "at": at, "organisation": company.organisation}
    actions.rename_organisation(**rename, name="甲", on=dt.date(2026, 4, 1))
    with pytest.raises(Refused, match="2026-04-01"):
        actions.rename_organisation(**rename, name="乙", on=dt.date(2026, 4, 1))


def test_company_cannot_rename_itself(company, owner, at):
    with pytest.raises(Refused):
        actions.rename_organisation(
            by=owner, at=at, organisation=company.organisation, name="x", on=dt.date(2026, 4, 1)
        )


def test_profile_is_changed_by_the_manager_and_by_no_rival(company, rival, owner, at):
    changed = actions.change_profile(by=owner, at=at, organisation=company.organisation, profile=Profile(employees=50))
    assert changed.employees == 50
    event = AuditEvent.objects.get(verb="change_profile")
    assert (event.before["employees"], event.after["employees"]) == (12, 50)
    with pytest.raises(Refused) as refused:
        actions.change_profile(by=rival.engineer, at=at, organisation=company.organisation, profile=Profile())
    assert refused.value.decision.hidden


def test_engineer_is_told_who_changes_the_profile(company, at):
    with pytest.raises(Refused, match="代表・管理者"):
        actions.change_profile(by=company.engineer, at=at, organisation=company.organisation, profile=Profile())


def test_workplace_is_added_once_and_closed_once(company, owner, at):
    place = actions.add_workplace(
        by=owner, at=at, organisation=company.organisation, name="第二工場", area=build.area("131091")
    )
    with pytest.raises(Refused, match="すでに登録"):
        actions.add_workplace(by=owner, at=at, organisation=company.organisation, name="第二工場", area=None)
    actions.close_workplace(by=owner, at=at, workplace=place, on=dt.date(2026, 11, 30))
    with pytest.raises(Refused, match="すでに閉鎖"):
        actions.close_workplace(by=owner, at=at, workplace=place, on=dt.date(2026, 12, 1))
    assert place in Workplace.objects.open_on(dt.date(2026, 11, 30))
    assert place not in Workplace.objects.open_on(dt.date(2026, 12, 1))


def test_price_class_by_hand_needs_a_reason_and_can_be_given_back(institute, company, at):
    decide = {"by": institute.counter, "at": at, "organisation": company.organisation}
    with pytest.raises(Refused, match="理由"):
        actions.decide_price_class(**decide, client_class="large", reason=" ")
    assert actions.decide_price_class(**decide, client_class="large", reason="決算書").class_decided == "large"
    assert actions.decide_price_class(**decide, client_class="", reason="誤り").class_reason == ""


def test_invited_colleague_joins_once_with_the_invited_address(company, owner, at, django_capture_on_commit_callbacks):
    colleague = build.person("同僚")
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(
            by=owner, at=at, organisation=company.organisation, email=colleague.email, role=MembershipRole.ACCOUNTANT
        )
    token = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    with pytest.raises(Refused, match="この招待は使えません"):
        actions.accept_invitation(by=build.person("別人"), at=at, token=token)
    assert actions.accept_invitation(by=colleague, at=at, token=token).role == MembershipRole.ACCOUNTANT
    assert standing(colleague).organisations == {company.organisation.pk}
    with pytest.raises(Refused, match="この招待は使えません"):
        actions.accept_invitation(by=colleague, at=at, token=token)
    assert token not in Invitation.objects.get().token_digest


def test_old_invitation_no_longer_works(company, owner, at, django_capture_on_commit_callbacks):
    colleague = build.person("同僚")
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(
            by=owner, at=at, organisation=company.organisation, email=colleague.email, role=MembershipRole.ENGINEER
        )
    token = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    with pytest.raises(Refused, match="期限"):
        actions.accept_invitation(by=colleague, at=at + dt.timedelta(days=14), token=token)


def test_withdrawn_invitation_opens_nothing_for_who_kept_the_link(
    company, owner, at, django_capture_on_commit_callbacks
):
    colleague = build.person("同僚")
    with django_capture_on_commit_callbacks(execute=True):
        invitation = actions.invite(
            by=owner, at=at, organisation=company.organisation, email=colleague.email, role=MembershipRole.OWNER
        )
    token = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    actions.withdraw_invitation(by=owner, at=at, invitation=invitation)
    with pytest.raises(Refused, match="この招待は使えません"):
        actions.accept_invitation(by=colleague, at=at, token=token)
    assert (standing(colleague).organisations, Invitation.objects.waiting(at).count()) == (frozenset(), 0)
    event = AuditEvent.objects.get(verb="withdraw_invitation")
    assert event.after == {"organisation": company.organisation.pk, "role": "owner"}
    with pytest.raises(Refused, match="すでに取り消されています"):
        actions.withdraw_invitation(by=owner, at=at, invitation=invitation)


def test_invitation_is_withdrawn_by_managers_and_staff_until_it_is_accepted(
    institute, company, rival, owner, at, django_capture_on_commit_callbacks
):
    colleague = build.person("同僚")
    with django_capture_on_commit_callbacks(execute=True):
        invitation = actions.invite(
            by=owner, at=at, organisation=company.organisation, email=colleague.email, role=MembershipRole.ENGINEER
        )
    decisions = {
        name: permissions.can_withdraw_invitation(person, invitation)
        for name, person in (("owner", owner), ("counter", institute.counter), ("engineer", company.engineer),
                             ("exporter", institute.exporter), ("rival", rival.engineer))
    }  # fmt: skip
    assert {name: (bool(one), one.hidden) for name, one in decisions.items()} == {
        "owner": (True, False), "counter": (True, False), "engineer": (False, False),
        "exporter": (False, False), "rival": (False, True),
    }  # fmt: skip
    token = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    actions.accept_invitation(by=colleague, at=at, token=token)
    with pytest.raises(Refused, match="すでに承諾されています"):
        actions.withdraw_invitation(by=owner, at=at, invitation=invitation)


def test_invitation_for_another_company_s_workplace_is_refused(company, rival, owner, at):
    with pytest.raises(Refused, match="この組織のものではありません"):
        actions.invite(
            by=owner,
            at=at,
            organisation=company.organisation,
            email="a@example.jp",
            role=MembershipRole.ENGINEER,
            workplace=rival.workplace,
        )


def test_person_who_leaves_sees_nothing_from_then_on(company, owner, at):
    assert standing(company.engineer).organisations == {company.organisation.pk}
    membership = Membership.objects.get(person=company.engineer)
    actions.end_membership(by=owner, at=at, membership=membership)
    company.engineer.__dict__.pop("_standing", None)
    assert standing(company.engineer).organisations == frozenset()
    again = actions.add_membership(
        by=owner, at=at, person=company.engineer, organisation=company.organisation, role=MembershipRole.ENGINEER
    )
    assert again.until is None


def test_last_manager_stays(company, owner, at):
    with pytest.raises(Refused, match="最後の代表・管理者"):
        actions.end_membership(by=owner, at=at, membership=Membership.objects.get(person=owner))


def test_posts_are_given_and_ended_by_administrators_alone(institute, at):
    newcomer = build.person("新人")
    said = {"at": at, "person": newcomer, "role": "researcher", "branch": institute.tama}
    with pytest.raises(Refused, match="システム管理の担当者が行います"):
        actions.give_post(by=institute.counter, reason="発令", **said)
    with pytest.raises(Refused, match="理由がありません"):
        actions.give_post(by=institute.administrator, reason=" ", **said)
    with pytest.raises(Refused, match="この拠点のものではありません"):
        actions.give_post(by=institute.administrator, reason="発令", group=institute.surface, **said)
    post = actions.give_post(
        by=institute.administrator,
        at=at,
        person=newcomer,
        role="researcher",
        branch=institute.tama,
        group=institute.emc,
        reason="令和8年11月1日付け発令",
    )
    assert standing(newcomer).is_staff
    actions.end_post(by=institute.administrator, at=at, post=post, reason="退職")
    assert not standing(Person.objects.get(pk=newcomer.pk)).is_staff
    reasons = AuditEvent.objects.filter(verb__in=("give_post", "end_post")).order_by("sequence")
    assert list(reasons.values_list("reason", flat=True)) == ["令和8年11月1日付け発令", "退職"]
    with pytest.raises(Refused, match="すでに終了しています"):
        actions.end_post(by=institute.administrator, at=at, post=post, reason="退職")


def test_last_administrator_keeps_the_post(institute, at):
    own = StaffPost.objects.get(person=institute.administrator)
    with pytest.raises(Refused, match="最後のシステム管理の担当者"):
        actions.end_post(by=institute.administrator, at=at, post=own, reason="異動")
    build.post(build.person("管理 二人目"), StaffRole.ADMINISTRATOR, institute.head_office)
    actions.end_post(by=institute.administrator, at=at, post=own, reason="異動")
    assert not standing(Person.objects.get(pk=institute.administrator.pk)).is_staff


def test_everyone_sees_the_directory_and_only_the_own_company(institute, company, rival):
    bank = Organisation.objects.create(kind="bank", name="見本信用金庫", name_folded="見本信用金庫", listed=True)
    officer = build.person("信金 担当")
    Membership.objects.create(person=officer, organisation=bank, role=MembershipRole.OFFICER)
    own = {company.organisation, bank}
    assert set(Organisation.objects.visible_to(company.engineer)) == own
    assert set(Organisation.objects.visible_to(officer)) == {bank}
    assert set(Organisation.objects.visible_to(None)) == {bank}
    assert set(Organisation.objects.visible_to(institute.counter)) == {*own, rival.organisation}
    assert set(Workplace.objects.visible_to(company.engineer)) == {company.workplace}
    assert set(Workplace.objects.visible_to(officer)) == set()
    assert set(Workplace.objects.visible_to(institute.counter)) == {company.workplace, rival.workplace}
