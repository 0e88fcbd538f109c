"""The back office: one sign-in for the whole house, administrators only, Japanese, every list opens."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise

from kosetsu.foundation.casebook.models import ClosedYear
from kosetsu.foundation.catalogue.models import TechnologyField
from kosetsu.foundation.devices.models import Notice
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.post import MAX_ATTEMPTS, mails
from tests import build

pytestmark = pytest.mark.django_db
INDEX = "/backoffice/"
OWN = [one for one in admin.site._registry if one.__module__.startswith("kosetsu.")]


@pytest.fixture
def plain_administrator(institute):
    """An administrator by post alone, with none of Django's own flags."""
    return build.post(build.person("管理 係"), build.states.StaffRole.ADMINISTRATOR, institute.head_office)


@pytest.fixture
def office(client, plain_administrator):
    client.force_login(plain_administrator)
    return client


def test_visitor_is_led_to_the_accounts_sign_in_and_back(client):
    first = client.get(INDEX)
    second = client.get(first.url)
    assert (first.status_code, second.url) == (302, f"/accounts/login/?next={INDEX}")


def test_password_posted_to_the_office_signs_nobody_in(client, institute):
    form = {"username": institute.administrator.email, "password": "secret-for-tests", "next": INDEX}
    answer = client.post(f"{INDEX}login/", form)
    assert (answer.url, "_auth_user_id" in client.session) == (f"/accounts/login/?next={INDEX}", False)


def test_administrator_without_a_second_factor_is_led_to_set_one_up(office, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert office.get(INDEX).url == reverse("accounts:second_factor")


@pytest.mark.parametrize("post", ["counter", "researcher", "planner", "exporter"])
def test_other_posts_are_told_why_they_may_not_enter(client, institute, post):
    client.force_login(getattr(institute, post))
    answer = client.get(INDEX, follow=True)
    assert (answer.status_code, "システム管理者だけ" in answer.content.decode()) == (403, True)


def test_djangos_own_staff_flag_opens_nothing(client, institute, company):
    company.engineer.is_staff = True
    company.engineer.save()
    client.force_login(company.engineer)
    assert client.get(INDEX, follow=True).status_code == 403


def test_administrator_whose_post_has_ended_does_not_enter(office, plain_administrator):
    plain_administrator.posts.update(until="2026-11-19")
    assert office.get(INDEX, follow=True).status_code == 403


def test_sign_out_is_the_accounts_own(office):
    answer = office.post(f"{INDEX}logout/", follow=True)
    assert (answer.redirect_chain[0], "_auth_user_id" in office.session) == (("/accounts/logout/", 307), False)


def test_password_is_changed_on_the_accounts_page(office):
    assert office.get(f"{INDEX}password_change/").url == reverse("account_change_password")


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_list_opens_and_searches(office, model):
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    asked = {"q": "あ"} if admin.site._registry[model].search_fields else {}
    answer = office.get(page, asked)
    assert (answer.status_code, "管理画面" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_model_and_column_has_a_name_to_translate(model):
    unnamed = [field.name for field in model._meta.fields if not isinstance(field.verbose_name, Promise)]
    assert (isinstance(model._meta.verbose_name_plural, Promise), unnamed) == (True, [])


def test_libraries_records_are_not_in_the_office():
    """Second factors, sessions, e-mail addresses and providers' secrets: whoever edits them is somebody else."""
    others = {model._meta.label for model in admin.site._registry if not model.__module__.startswith("kosetsu.")}
    assert others == {"django_tasks_database.DBTaskResult"}


def test_jobs_are_to_look_at_only(office):
    listed = office.get(reverse("admin:django_tasks_database_dbtaskresult_changelist"))
    added = office.get(reverse("admin:django_tasks_database_dbtaskresult_add"))
    assert (listed.status_code, "仕事の結果" in listed.content.decode(), added.status_code) == (200, True, 403)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", ["failed", "sent", "waiting"]), ("failed", ["failed"]), ("waiting", ["waiting"]), ("sent", ["sent"])],
)
def test_mails_given_up_are_told_from_those_on_their_way(office, at, asked, shown):
    rows = {"failed": (MAX_ATTEMPTS, None), "waiting": (MAX_ATTEMPTS - 1, None), "sent": (1, at)}
    for word, (attempts, sent_at) in rows.items():
        Notice.objects.create(
            address=f"{word}@example.jp", subject="校正", body="本文", made_at=at, sent_at=sent_at, attempts=attempts,
            problem="" if sent_at else "SMTPException: 550",
        )  # fmt: skip
    page = office.get(reverse("admin:devices_notice_changelist"), {"delivery": asked} if asked else {})
    found = sorted(word for word in rows if f"{word}@example.jp" in page.content.decode())
    assert (page.status_code, found) == (200, shown)


def test_mails_of_every_app_are_in_the_office():
    shown = {model._meta.app_label for model in mails() if model in admin.site._registry}
    assert shown == {model._meta.app_label for model in mails()} >= {"billing", "bookings", "consultations", "testing"}


def test_record_opens_to_be_looked_at_and_not_to_be_changed(office, institute, at):
    year = ClosedYear.objects.create(fiscal_year=2021, closed_at=at, closed_by=institute.planner)
    page = reverse("admin:casebook_closedyear_change", args=[year.pk])
    assert (office.get(page).status_code, office.post(page, {"fiscal_year": 2022}).status_code) == (200, 403)
    assert list(ClosedYear.objects.values_list("fiscal_year", flat=True)) == [2021]


def test_change_in_the_office_is_in_the_audit_log(office, plain_administrator):
    page = reverse("admin:catalogue_technologyfield_add")
    office.post(page, {"code": "T1", "name_ja": "表面", "name_en": "", "name_th": "", "parent": ""})
    field = TechnologyField.objects.get()
    event = AuditEvent.objects.filter(thing="catalogue.TechnologyField").get()
    assert (event.verb, event.actor_id, event.thing_id) == ("backoffice_add", plain_administrator.pk, str(field.pk))


def test_deletion_in_the_office_is_in_the_audit_log(office):
    field = TechnologyField.objects.create(code="T1", name_ja="表面")
    office.post(reverse("admin:catalogue_technologyfield_delete", args=[field.pk]), {"post": "yes"})
    found = AuditEvent.objects.filter(thing="catalogue.TechnologyField").values_list("verb", "thing_id")
    assert (list(found), TechnologyField.objects.count()) == ([("backoffice_delete", str(field.pk))], 0)


def test_pages_hold_no_inline_script_or_style(office):
    page = office.get(reverse("admin:casebook_entry_changelist")).content.decode()
    assert ("<script>" in page, " style=" in page, "onclick=" in page) == (False, False, False)


def test_visitors_request_to_a_list_shows_nothing(institute):
    answer = Client().get(reverse("admin:casebook_case_changelist"))
    assert (answer.status_code, answer.content) == (302, b"")
