"""Name use: within five years of the issue, for five years, renewed after a notice a month before."""

import datetime as dt

import pypdfium2
import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.testing import jobs
from kosetsu.services.testing.actions import names, reports
from kosetsu.services.testing.documents.names import name_use_pdf, name_use_texts
from kosetsu.services.testing.models import NameUse, NameUseTerms, Notice, Order, Report
from kosetsu.services.testing.papers.content import JAPANESE
from kosetsu.services.testing.papers.periods import last_day, may_still_apply
from kosetsu.services.testing.tests.test_pages import do, signed_in

pytestmark = pytest.mark.django_db

FIVE_YEARS = {"product": "亜鉛めっきボルト", "used_in": "カタログ", "wording": "当センターで塩水噴霧試験を実施"}


@pytest.fixture(autouse=True)
def terms():
    return NameUseTerms.objects.create(
        within_years=5,
        valid_years=5,
        notice_months=1,
        conditions="成績書の内容と異なる表示をしないこと。",
        source="試験",
    )


@pytest.fixture
def report(life, client):
    Branch.objects.update(address="東京都江東区青海2-4-10")
    client.workplace.address = "東京都大田区1-1"
    client.workplace.save()
    order = life.accepted()
    life.verified(order)
    return reports.issue_report(by=life.staff.head, at=life.at, order=Order.objects.get(pk=order.pk))


@pytest.fixture
def applied(life, report):
    return names.apply_for_name_use(by=life.client.engineer, at=life.at, report=report, **FIVE_YEARS)


@pytest.fixture
def approved(life, applied):
    return names.approve_name_use(by=life.staff.head, at=life.at, name_use=applied)


def later(at, **span):
    """The same hour some years or days on."""
    years = span.pop("years", 0)
    return at.replace(year=at.year + years) + dt.timedelta(**span)


def test_five_years_end_the_day_before_the_anniversary():
    assert last_day(dt.date(2026, 11, 20), years=5) == dt.date(2031, 11, 19)


@pytest.mark.parametrize(("today", "may"), [(dt.date(2031, 11, 20), True), (dt.date(2031, 11, 21), False)])
def test_an_application_may_come_up_to_the_fifth_anniversary(today, may):
    assert may_still_apply(dt.date(2026, 11, 20), today, years=5) is may


def test_an_approved_name_use_holds_for_five_years_on_the_terms_of_the_day(approved):
    assert (approved.number, approved.valid_from, approved.valid_until) == (
        "B01-R8-00001",
        dt.date(2026, 11, 20),
        dt.date(2031, 11, 19),
    )
    assert approved.conditions == "成績書の内容と異なる表示をしないこと。"
    assert [approved.holds_on(day) for day in (approved.valid_until, dt.date(2031, 11, 20))] == [True, False]


def test_an_application_after_five_years_is_refused(life, report):
    with pytest.raises(Refused, match="発行から5年以内"):
        names.apply_for_name_use(
            by=life.client.engineer, at=later(life.at, years=5, days=1), report=report, **FIVE_YEARS
        )


def test_a_withdrawn_report_lends_no_name(life, applied):
    reports.withdraw_report(by=life.staff.head, at=life.at, report=applied.report, reason="不具合")
    with pytest.raises(Refused, match="取下げ"):
        names.approve_name_use(by=life.staff.head, at=life.at, name_use=NameUse.objects.get(pk=applied.pk))
    with pytest.raises(Refused, match="取下げ"):
        names.apply_for_name_use(
            by=life.client.engineer, at=life.at, report=Report.objects.get(pk=applied.report_id), **FIVE_YEARS
        )


def test_another_company_finds_no_report_to_apply_for(life, report, rival):
    with pytest.raises(Refused) as refused:
        names.apply_for_name_use(by=rival.engineer, at=life.at, report=report, **FIVE_YEARS)
    assert refused.value.decision.hidden


def test_the_same_product_is_not_asked_for_twice_at_a_time(life, applied):
    with pytest.raises(Refused, match="承認を待っています"):
        names.apply_for_name_use(by=life.client.engineer, at=life.at, report=applied.report, **FIVE_YEARS)


def test_a_researcher_does_not_decide_and_a_refusal_says_why(life, applied):
    with pytest.raises(Refused, match="グループ長・支所長"):
        names.approve_name_use(by=life.staff.checker, at=life.at, name_use=applied)
    with pytest.raises(Refused, match="理由がありません"):
        names.refuse_name_use(by=life.staff.head, at=life.at, name_use=applied, reason="")
    done = names.refuse_name_use(by=life.staff.head, at=life.at, name_use=applied, reason="広告の文言が結果を超える")
    assert (done.state, done.number, done.reason) == ("refused", None, "広告の文言が結果を超える")


def test_who_applied_does_not_approve_and_the_database_knows(life, report):
    mine = names.apply_for_name_use(by=life.staff.head, at=life.at, report=report, **FIVE_YEARS)
    with pytest.raises(Refused, match="申請した本人"):
        names.approve_name_use(by=life.staff.head, at=life.at, name_use=mine)
    forged = {"state": "refused", "decided_by": life.staff.head, "reason": "―"}
    with pytest.raises(IntegrityError), transaction.atomic():
        NameUse.objects.filter(pk=mine.pk).update(**forged)


def test_the_client_is_reminded_once_a_month_before_the_end(life, approved, django_capture_on_commit_callbacks):
    early, due = later(life.at, years=5, days=-33), later(life.at, years=5, days=-30)
    with django_capture_on_commit_callbacks(execute=True):
        assert [names.remind_of_renewal(at=at) for at in (early, due, due)] == [0, 1, 0]
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([life.client.engineer.email], "名義使用の更新のご案内（B01-R8-00001）")
    assert f"/testing/name-uses/{approved.public_id}/" in letter.body


def test_a_reminder_that_did_not_go_out_stays_owed(life, approved, monkeypatch, django_capture_on_commit_callbacks):
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr("django.core.mail.EmailMessage.send", lambda *_: (_ for _ in ()).throw(OSError("away")))
        assert names.remind_of_renewal(at=later(life.at, years=5, days=-30)) == 1
    owed = Notice.objects.get(kind="renewal")
    assert (owed.sent_at, owed.problem) == (None, "OSError: away")


def test_a_renewal_begins_where_the_old_period_ends(life, approved):
    at = later(life.at, years=5, days=-10)
    asked = names.apply_for_name_use(
        by=life.client.engineer, at=at, report=approved.report, renews=approved, **FIVE_YEARS
    )
    renewed = names.approve_name_use(by=life.staff.head, at=at, name_use=asked)
    assert (renewed.valid_from, renewed.valid_until) == (dt.date(2031, 11, 20), dt.date(2036, 11, 19))
    assert names.remind_of_renewal(at=at) == 0


def test_a_renewal_asks_not_how_old_the_report_is(life, report):
    third = later(life.at, years=3)
    first = names.apply_for_name_use(by=life.client.engineer, at=third, report=report, **FIVE_YEARS)
    first = names.approve_name_use(by=life.staff.head, at=third, name_use=first)
    eighth = later(life.at, years=8, days=-10)
    again = names.apply_for_name_use(by=life.client.engineer, at=eighth, report=report, renews=first, **FIVE_YEARS)
    assert (again.renews, again.state) == (first, "applied")


def test_what_is_not_renewed_ends_the_day_after_its_last(life, approved, settings):
    last, after = later(life.at, years=5, days=-1), later(life.at, years=5)
    assert [names.end_what_ran_out(at=at) for at in (last, after)] == [0, 1]
    assert NameUse.objects.get(pk=approved.pk).state == "ended"


def test_the_job_of_the_morning_does_both(life, approved, settings):
    settings.KOSETSU_FIXED_NOW = later(life.at, years=5)
    jobs.follow_name_uses()
    assert (NameUse.objects.get(pk=approved.pk).state, len(mail.outbox)) == ("ended", 0)


def test_the_certificate_says_what_for_how_long_and_on_which_terms(approved):
    made = name_use_pdf(approved)
    with pypdfium2.PdfDocument(made) as document:
        [page] = [one.get_textpage().get_text_bounded() for one in document]
    for line in (
        "名義使用承認書",
        "亜鉛めっきボルト",
        "令和8年11月20日から令和13年11月19日まで",
        "本部 グループ長 確認 課長",
    ):
        assert line in page
    assert name_use_pdf(approved) == made


def test_english_certificate_prints_the_words_that_were_given(life, approved):
    words = {text: f"word {place}" for place, text in enumerate(name_use_texts(approved))}
    lent = names.word_in_english(by=life.staff.counter, at=life.at, name_use=approved, english=words)
    with pypdfium2.PdfDocument(name_use_pdf(lent, "en")) as document:
        [page] = [one.get_textpage().get_text_bounded() for one in document]
    assert [
        word for word in ("Certificate of name use", "2026-11-20 to 2031-11-19", *words.values()) if word not in page
    ] == []
    assert JAPANESE.search(page) is None


def test_text_without_words_is_named_and_nothing_is_kept(life, approved):
    words = {text: "word" for text in name_use_texts(approved) if text != "亜鉛めっきボルト"}
    with pytest.raises(Refused, match="亜鉛めっきボルト"):
        names.word_in_english(by=life.staff.counter, at=life.at, name_use=approved, english=words)
    assert NameUse.objects.get(pk=approved.pk).english == {}


def test_desk_gives_the_words_and_both_sides_open_the_certificate(life, approved):
    NameUseTerms.objects.update(conditions_en="Results only as reported.")
    address = f"/testing/name-uses/{approved.public_id}/certificate/en/"
    client = signed_in(life.client.engineer)
    assert client.get(address).status_code == 404
    desk = f"/desk/testing/name-uses/{approved.public_id}/english/"
    first = signed_in(life.staff.counter).get(desk).context["form"]
    known = {field.label: field.initial for field in first.fields.values() if field.label}
    assert known[approved.conditions] == "Results only as reported."
    fields = {name: f"word {name}" for name in first.fields if name.startswith("text_")}
    assert do(life.staff.counter, desk, **fields).status_code == 302
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert client.get(desk).status_code == 404
