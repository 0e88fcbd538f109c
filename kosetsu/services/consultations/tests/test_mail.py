"""Mail to both sides: written with the change, sent after commit over real SMTP, tried again after a failure."""

import datetime as dt
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kosetsu.foundation.parties import post
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Consultation, Notice


class _Postbox:
    """Keeps what arrives; answers with ``reply`` instead when one is set."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.reply = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.reply:
            return self.reply
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[_Postbox]:
    """A real SMTP server on a free port, and Django sending to it."""
    box = _Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


def deliver(notice: Notice) -> bool:
    """One attempt of the job."""
    return bool(post.deliver.func(notice._meta.label_lower, notice.pk))


@pytest.fixture
def group_mailbox(institute: Any) -> str:
    institute.surface.email = "surface@example.jp"
    institute.surface.save()
    return "surface@example.jp"


def test_both_sides_get_their_mail_after_commit(
    postbox: _Postbox, company: Any, institute: Any, at: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as owed:
        asked = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="秘密の試作品")
        actions.assign(by=institute.counter, at=at, consultation=asked, assignee=institute.researcher)
        assert postbox.mails == []
    for send in owed:
        send()
    assert [(to, mail["Subject"].strip()) for to, mail in postbox.mails] == [
        ([company.engineer.email], "相談を受け付けました（相R8-00001）"),
        ([institute.researcher.email], "相談の担当（相R8-00001）"),
    ]
    first = postbox.mails[0][1]
    body = first.get_content()
    assert first["From"] == "産技センター <kosetsu@example.jp>"
    assert (first.get_content_type(), first.get_content_charset(), "秘密" in body) == ("text/plain", "utf-8", False)
    assert f"http://localhost:8000/consultations/{asked.public_id}/" in body
    assert f"http://localhost:8000/desk/consultations/{asked.public_id}/" in postbox.mails[1][1].get_content()


@pytest.mark.usefixtures("postbox")
def test_unassigned_case_goes_to_the_groups_mailbox(
    taken: Consultation, institute: Any, group_mailbox: str, at: dt.datetime
) -> None:
    actions.pass_on(by=institute.colleague, at=at, consultation=taken, group=institute.emc, reason="x")
    again = actions.pass_on(by=institute.colleague, at=at, consultation=taken, group=institute.surface, reason="y")
    passed = Notice.objects.filter(consultation=again, kind="passed_on")
    assert list(passed.values_list("address", flat=True)) == [group_mailbox]


def test_refused_mail_is_tried_again_and_sent_once(postbox: _Postbox, asked: Consultation) -> None:
    notice = Notice.objects.get()
    postbox.reply = "451 come back later"
    assert deliver(notice) is False
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at, "come back later" in notice.problem) == (1, None, True)
    postbox.reply = ""
    assert [deliver(notice) for _try in range(2)] == [True, True]
    notice.refresh_from_db()
    assert (len(postbox.mails), notice.attempts, notice.problem) == (1, 2, "")


def test_server_away_leaves_the_mail_owed(settings: Any, asked: Consultation) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notice = Notice.objects.get()
    assert deliver(notice) is False
    notice.refresh_from_db()
    assert (notice.sent_at, notice.problem.split(":")[0]) == (None, "ConnectionRefusedError")


def test_sixth_failure_is_the_last(postbox: _Postbox, asked: Consultation) -> None:
    postbox.reply = "550 no"
    notice = Notice.objects.get()
    for _try in range(8):
        deliver(notice)
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (6, None)


def test_mail_without_a_job_is_found_after_ten_minutes(
    postbox: _Postbox, asked: Consultation, settings: Any, at: dt.datetime
) -> None:
    assert post.deliver_waiting() == 0
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=11)
    assert (post.deliver_waiting(), len(postbox.mails), post.deliver_waiting()) == (1, 1, 0)


def test_failure_is_queued_again_where_jobs_can_wait(
    postbox: _Postbox, asked: Consultation, settings: Any, at: dt.datetime
) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    postbox.reply = "451 later"
    deliver(Notice.objects.get())
    assert [result.run_after for result in DBTaskResult.objects.all()] == [at + dt.timedelta(minutes=1)]


def test_new_case_without_a_group_s_mailbox_is_heard_of_at_the_institute_s(
    company: Any, institute: Any, at: dt.datetime
) -> None:
    institute.institute.settings = {"contact": {"email": "soudan@example.jp"}}
    institute.institute.save()
    asked = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="だれに聞けばよいか")
    addressed = Notice.objects.filter(consultation=asked, kind="arrived").values_list("address", flat=True)
    assert list(addressed) == ["soudan@example.jp"]


def test_case_of_a_group_with_a_mailbox_is_not_heard_of_at_the_institute_s(
    company: Any, institute: Any, group_mailbox: str, at: dt.datetime
) -> None:
    institute.institute.settings = {"contact": {"email": "soudan@example.jp"}}
    institute.institute.save()
    asked = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="さび")
    actions.triage(by=institute.counter, at=at, consultation=asked, group=institute.surface, field=None, understood="")
    actions.reply(by=company.engineer, at=at, consultation=asked, text="追記です")
    addressed = Notice.objects.filter(consultation=asked, kind="reply").values_list("address", flat=True)
    assert list(addressed) == [group_mailbox]
