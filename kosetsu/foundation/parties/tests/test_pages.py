"""Branches say what they are today; a company sees itself; the register is for staff."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties import actions
from kosetsu.foundation.parties.models import BranchStatus, Invitation, Membership, Organisation
from kosetsu.foundation.parties.states import CLIENT_KINDS, MembershipRole, OrganisationKind
from tests import build

pytestmark = pytest.mark.django_db
DESK = ["organisations", "workplaces", "posts", "branches", "new_organisation"]


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def key(page) -> str:
    return page.content.decode().split('name="submission_key" value="')[1].split('"')[0]


def invited(one, by, at):
    """An invitation that waits in this company."""
    email = f"new{one.organisation.pk}@example.jp"
    return actions.invite(by=by, at=at, organisation=one.organisation, email=email, role="engineer")


def test_branch_closed_for_works_says_so_from_its_day(client, institute):
    institute.tama.statuses.update(valid_to=dt.date(2026, 10, 31))
    BranchStatus.objects.create(branch=institute.tama, status="closed_for_works", valid_from=dt.date(2026, 11, 1))
    page = client.get(reverse("parties:branch", args=["B02"])).content.decode()
    assert "施設改修のため休館" in page
    assert "からこの拠点はご利用いただけません" in page.replace("、", "")
    assert [institute.tama.is_open_on(day) for day in (dt.date(2026, 10, 31), dt.date(2026, 11, 1))] == [True, False]


@pytest.mark.parametrize("name", ["branches", "partner_bodies"])
def test_public_pages_open_for_anyone_without_a_client(client, company, name):
    page = client.get(reverse(f"parties:{name}"))
    assert page.status_code == 200
    assert company.organisation.name not in page.content.decode()


@pytest.mark.parametrize("name", DESK)
def test_register_is_not_there_for_a_company(client, institute, company, name):
    address = reverse(f"parties-desk:{name}")
    assert client.get(address).status_code == 302
    answer = sign_in(client, company.engineer).get(address)
    assert answer.status_code == (403 if name == "new_organisation" else 404)
    assert sign_in(client, institute.counter).get(address).status_code == 200


def test_company_page_shows_the_own_company_and_nothing_of_a_rival(client, company, rival):
    page = sign_in(client, company.engineer).get(reverse("parties:company")).content.decode()
    assert company.organisation.name in page
    assert rival.organisation.name not in page
    assert rival.engineer.name not in page


def test_desk_page_of_an_organisation_explains_size_and_price(client, institute, company):
    page = sign_in(client, institute.counter).get(company.organisation.get_absolute_url()).content.decode()
    assert "常用従業員12人は、製造業その他の小規模企業者の上限20人以下です。" in page
    assert sign_in(client, company.engineer).get(company.organisation.get_absolute_url()).status_code == 404


def test_newcomer_registers_the_own_company_with_its_workplace(client, institute):
    person = build.person("新しい 社長")
    page = sign_in(client, person).get(reverse("parties:company"), follow=True)
    said = {
        "submission_key": key(page),
        "name": "株式会社新会社",
        "corporate_number": "7123456789012",
        "kind": "company",
        "workplace_name": "本社",
        "workplace_area": build.area("131083").pk,
        "industry": "E24",
        "employees": "9",
    }
    wrong = client.post(reverse("parties:register_company"), said | {"corporate_number": "7123456789013"})
    assert wrong.status_code == 422
    assert "検査用数字が合いません" in wrong.content.decode()
    assert client.post(reverse("parties:register_company"), said).status_code == 302
    again = client.post(reverse("parties:register_company"), said)
    assert (again.status_code, Organisation.objects.count()) == (403, 1)
    assert Organisation.objects.get().workplaces.get().name == "本社"


def test_owner_changes_profile_adds_and_closes_a_workplace_and_invites(client, company):
    owner = build.person("城東 社長")
    Membership.objects.create(person=owner, organisation=company.organisation, role=MembershipRole.OWNER)
    sign_in(client, owner)
    for name, args, said in [
        ("company_profile", [], {"kind": "company", "employees": "30"}),
        ("new_workplace", [], {"name": "第二工場", "area": build.area("131091").pk}),
        ("close_workplace", [company.workplace.public_id], {"on": "2026-11-30"}),
        ("invite", [], {"email": "new@example.jp", "role": "engineer"}),
    ]:
        address = reverse(f"parties:{name}", args=args)
        sent = client.post(address, said | {"submission_key": key(client.get(address))})
        assert (name, sent.status_code) == (name, 302)
    organisation = Organisation.objects.get(pk=company.organisation.pk)
    assert (organisation.employees, organisation.workplaces.count(), organisation.invitations.count()) == (30, 2, 1)


def test_owner_withdraws_an_invitation_and_nobody_else_of_the_company_sees_it(client, institute, company, rival, at):
    owner = build.person("城東 社長")
    Membership.objects.create(person=owner, organisation=company.organisation, role=MembershipRole.OWNER)
    mine, theirs = (invited(one, institute.counter, at) for one in (company, rival))
    assert mine.email not in sign_in(client, company.engineer).get(reverse("parties:company")).content.decode()
    page = sign_in(client, owner).get(reverse("parties:company"))
    assert f"{mine.email}への招待を取り消す" in page.content.decode()
    assert theirs.email not in page.content.decode()
    answers = [
        client.post(reverse("parties:withdraw_invitation", args=[one.public_id]), {"submission_key": key(page)})
        for one in (theirs, mine)
    ]
    assert [answer.status_code for answer in answers] == [404, 302]
    assert mine.email not in client.get(reverse("parties:company")).content.decode()
    assert list(Invitation.objects.filter(withdrawn_at=None)) == [theirs]


def test_rival_s_workplace_cannot_be_closed(client, company, rival):
    address = reverse("parties:close_workplace", args=[rival.workplace.public_id])
    assert sign_in(client, company.engineer).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("profile", {"kind": "company", "employees": "99"}),
        ("rename", {"name": "新しい名", "on": "2026-11-20"}),
        ("price_class", {"client_class": "", "reason": "確認"}),
        ("new_workplace", {"name": "第三工場", "area": ""}),
    ],
)
def test_desk_forms_change_an_organisation(client, institute, company, name, said):
    address = reverse(f"parties-desk:{name}", args=[company.organisation.public_id])
    if name == "new_workplace":
        said = said | {"area": build.area("131091").pk}
    page = sign_in(client, institute.counter).get(address)
    assert client.post(address, said | {"submission_key": key(page)}).status_code == 302


def test_register_is_searched_by_name_in_any_writing_and_by_number(client, institute, company):
    Organisation.objects.filter(pk=company.organisation.pk).update(corporate_number="7123456789012")
    sign_in(client, institute.counter)
    for text in ("㈱城東精密", "城東精密", "7123-4567-89012"):
        page = client.get(reverse("parties-desk:organisations"), {"q": text}).content.decode()
        assert company.organisation.name in page, text


def test_register_says_how_many_numbers_wait_and_leads_to_them(client, institute, company):
    Organisation.objects.filter(pk=company.organisation.pk).update(claimed_number="7123456789012")
    Organisation.objects.create(kind="company", name="確認済みの会社", name_folded="確認済みの会社")
    address = reverse("parties-desk:organisations")
    page = sign_in(client, institute.counter).get(address).content.decode()
    assert f'<a href="{address}?unverified=1">登録の確認を待つ組織が1件あります</a>' in page
    waiting = client.get(address, {"unverified": "1"})
    assert [row.record for row in waiting.context["list"].rows] == [company.organisation]
    assert "件あります" not in sign_in(client, institute.exporter).get(address).content.decode()


def test_sole_trader_stands_in_the_queue_until_the_paper_seen_is_on_record(client, institute, company, at):
    trader = build.person("個人 事業主")
    made = actions.register_own_company(
        by=trader, at=at, name="見本彫金", profile=actions.Profile(kind=OrganisationKind.SOLE_TRADER)
    )
    own = sign_in(client, trader).get(reverse("parties:company")).content.decode()
    assert "登録の内容は、職員が確かめています。" in own
    queue = reverse("parties-desk:organisations")
    sign_in(client, institute.counter)
    waiting = client.get(queue, {"unverified": "1"})
    assert [row.record for row in waiting.context["list"].rows] == [made]
    address = reverse("parties-desk:verify_by_evidence", args=[made.public_id])
    assert address in client.get(made.get_absolute_url()).content.decode()
    said = {"evidence": "licence", "submission_key": key(client.get(address))}
    assert client.post(address, said).status_code == 422
    assert client.post(address, said | {"note": "古物商許可 第1号"}).url == made.get_absolute_url()
    page = client.get(made.get_absolute_url()).content.decode()
    assert ("営業の許可証・登録証（古物商許可 第1号）" in page, address in page) == (True, False)
    assert "件あります" not in client.get(queue).content.decode()
    for reader, status in ((institute.exporter, 403), (company.engineer, 403)):
        assert sign_in(client, reader).get(address).status_code == status


def test_desk_turns_a_sole_trader_into_a_company(client, institute, company, at):
    made = actions.register_organisation(
        by=institute.counter, at=at, name="見本彫金", profile=actions.Profile(kind=OrganisationKind.SOLE_TRADER)
    )
    address = reverse("parties-desk:incorporate", args=[made.public_id])
    assert address in sign_in(client, institute.counter).get(made.get_absolute_url()).content.decode()
    said = {
        "name": "株式会社見本彫金",
        "on": "2026-10-01",
        "source": "登記",
        "submission_key": key(client.get(address)),
    }
    wrong = client.post(address, said | {"corporate_number": "1234567890123"})
    assert (wrong.status_code, "検査用数字が合いません" in wrong.content.decode()) == (422, True)
    done = client.post(address, said | {"corporate_number": "7-0107-0500-0725"})
    assert done.url == made.get_absolute_url()
    page = client.get(made.get_absolute_url()).content.decode()
    shown = ("株式会社見本彫金", "7010705000725", "2026/10/1に法人になりました", "見本彫金（～2026/9/30）")
    assert ([word for word in shown if word not in page], address in page) == ([], False)
    assert client.get(address).status_code == 403
    assert sign_in(client, company.engineer).get(address).status_code == 403


def test_demo_is_refused_outside_a_demo(settings):
    settings.KOSETSU_DEMO = False
    with pytest.raises(CommandError, match="KOSETSU_DEMO"):
        call_command("seed_demo")
    assert not Person.objects.exists()


def test_demo_has_its_people_and_companies_of_every_size(settings, capsys):
    settings.KOSETSU_DEMO = True
    for _time in range(2):
        call_command("seed_demo")
    day = dt.date(2026, 11, 20)
    companies = list(Organisation.objects.filter(source="demo", kind__in=CLIENT_KINDS))
    assert len(companies) == 63
    assert {company.size_on(day).size for company in companies} >= {"small", "sme", "large"}
    assert {company.price_class_on(day).client_class for company in companies} == {"sme", "large", "outside"}
    assert "koto-ward@demo.example.jp" in capsys.readouterr().out
