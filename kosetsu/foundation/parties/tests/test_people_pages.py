"""The desk gives and ends memberships and posts; what changes holds from the next request."""

import pytest
from django.core import mail
from django.urls import reverse

from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties import actions
from kosetsu.foundation.parties.models import Membership, Organisation, StaffPost
from tests import build

pytestmark = pytest.mark.django_db


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def key(page) -> str:
    return page.content.decode().split('name="submission_key" value="')[1].split('"')[0]


def invited(one, by, at):
    """An invitation that waits in this company."""
    email = f"new{one.organisation.pk}@example.jp"
    return actions.invite(by=by, at=at, organisation=one.organisation, email=email, role="engineer")


def send(client, address, **said):
    return client.post(address, said | {"submission_key": key(client.get(address))})


def test_person_with_an_account_is_added_to_a_company_and_sees_it(client, institute, company, django_user_model):
    newcomer = build.person("新しい 担当")
    address = reverse("parties-desk:add_membership", args=[company.organisation.public_id])
    sign_in(client, institute.counter)
    unknown = send(client, address, email="nobody@example.jp", role="engineer")
    assert unknown.status_code == 422
    assert "このメールアドレスの利用者は登録されていません。" in unknown.content.decode()
    sent = send(client, address, email=newcomer.email.upper(), role="engineer", workplace=company.workplace.pk)
    assert sent.url == company.organisation.get_absolute_url()
    assert AuditEvent.objects.get(verb="add_membership").after == {"person": newcomer.pk, "role": "engineer"}
    page = sign_in(client, newcomer).get(reverse("parties:company")).content.decode()
    assert company.organisation.name in page


def test_officers_are_offered_for_a_partner_and_not_for_a_company(client, institute, company):
    bank = Organisation.objects.create(kind="bank", name="見本信用金庫", name_folded="見本信用金庫")
    sign_in(client, institute.counter)
    offered = []
    for organisation in (company.organisation, bank):
        page = client.get(reverse("parties-desk:invite", args=[organisation.public_id]))
        offered.append('value="officer"' in page.content.decode())
    assert offered == [False, True]
    wrong = send(
        client,
        reverse("parties-desk:add_membership", args=[company.organisation.public_id]),
        email=company.engineer.email,
        role="officer",
    )
    assert wrong.status_code == 422


def test_invited_person_stands_on_the_page_and_gets_a_mail(
    client, institute, company, django_capture_on_commit_callbacks
):
    address = reverse("parties-desk:invite", args=[company.organisation.public_id])
    sign_in(client, institute.counter)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, address, email="New@example.jp", role="accountant").status_code == 302
    page = client.get(company.organisation.get_absolute_url()).content.decode()
    assert "new@example.jp（経理担当・全体）" in page
    assert [message.to for message in mail.outbox] == [["new@example.jp"]]


def test_invitation_withdrawn_at_the_desk_is_gone_from_the_page(client, institute, company, rival, at):
    mine, theirs = (invited(one, institute.counter, at) for one in (company, rival))
    address = "parties-desk:withdraw_invitation"
    page = sign_in(client, institute.counter).get(company.organisation.get_absolute_url())
    assert f"{mine.email}への招待を取り消す" in page.content.decode()
    foreign = reverse(address, args=[company.organisation.public_id, theirs.public_id])
    assert client.post(foreign, {"submission_key": key(page)}).status_code == 404
    sent = client.post(
        reverse(address, args=[company.organisation.public_id, mine.public_id]), {"submission_key": key(page)}
    )
    assert sent.url == company.organisation.get_absolute_url()
    assert mine.email not in client.get(company.organisation.get_absolute_url()).content.decode()
    reader = sign_in(client, institute.exporter).get(rival.organisation.get_absolute_url()).content.decode()
    assert (theirs.email in reader, "への招待を取り消す" in reader) == (True, False)


def test_person_whose_membership_ended_sees_no_company_at_the_next_request(client, institute, company):
    membership = Membership.objects.get(person=company.engineer)
    address = reverse("parties-desk:end_membership", args=[company.organisation.public_id, membership.pk])
    desk = sign_in(client, institute.counter)
    page = desk.get(company.organisation.get_absolute_url())
    assert "城東精密株式会社 技術さんの登録を終える" in page.content.decode()
    assert desk.post(address, {"submission_key": key(page)}).status_code == 302
    assert "さんの登録を終える" not in desk.get(company.organisation.get_absolute_url()).content.decode()
    gone = sign_in(client, company.engineer).get(reverse("parties:company"))
    assert gone.url == reverse("parties:register_company")


def test_membership_of_another_body_cannot_be_ended_from_this_page(client, institute, company, rival):
    theirs = Membership.objects.get(person=rival.engineer)
    address = reverse("parties-desk:end_membership", args=[company.organisation.public_id, theirs.pk])
    page = sign_in(client, institute.counter).get(company.organisation.get_absolute_url())
    assert client.post(address, {"submission_key": key(page)}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.until is None


def test_who_only_reads_the_register_finds_no_way_to_change_its_people(client, institute, company):
    page = sign_in(client, institute.exporter).get(company.organisation.get_absolute_url()).content.decode()
    assert "招待する" not in page
    assert "さんの登録を終える" not in page
    for name in ("add_membership", "invite"):
        answer = client.get(reverse(f"parties-desk:{name}", args=[company.organisation.public_id]))
        assert (name, answer.status_code) == (name, 403)


def test_post_given_and_ended_by_the_administrator_holds_from_the_next_request(client, institute):
    newcomer = build.person("新しい 研究員")
    desk = reverse("parties-desk:posts")
    sign_in(client, institute.administrator)
    address = reverse("parties-desk:give_post")
    said = {"email": newcomer.email, "role": "researcher", "branch": institute.tama.pk, "group": institute.emc.pk}
    assert send(client, address, **said).status_code == 422
    assert send(client, address, **said, reason="発令").url == desk
    assert sign_in(client, newcomer).get(desk).status_code == 200
    post = StaffPost.objects.get(person=newcomer)
    ending = reverse("parties-desk:end_post", args=[post.pk])
    page = sign_in(client, institute.administrator).get(desk).content.decode()
    assert ending in page
    assert send(client, ending, reason="退職").url == desk
    assert ending not in client.get(desk).content.decode()
    assert sign_in(client, newcomer).get(desk).status_code == 404


def test_posts_are_changed_by_nobody_but_the_administrator(client, institute):
    post = StaffPost.objects.get(person=institute.colleague)
    sign_in(client, institute.counter)
    assert "職務を登録する" not in client.get(reverse("parties-desk:posts")).content.decode()
    for address in (reverse("parties-desk:give_post"), reverse("parties-desk:end_post", args=[post.pk])):
        assert client.get(address).status_code == 403
