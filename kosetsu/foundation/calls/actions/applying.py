"""Applying: a draft, its files, handing it in in time, replacing it, what came on paper, withdrawing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.attachments import can_attach, columns_of
from kosetsu.common.clock import day_of, written
from kosetsu.common.decisions import HIDDEN, YES, Decision, Refused, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.models import Application, ApplicationFile, Call
from kosetsu.foundation.calls.permissions import can_apply, can_enter_application, can_withdraw, can_write
from kosetsu.foundation.calls.rules import answers as form
from kosetsu.foundation.calls.rules.deadlines import in_time, postmark_in_time
from kosetsu.foundation.calls.rules.kinds import Applicants, Type
from kosetsu.foundation.calls.states import GONE, ApplicationState, Channel, LetterKind
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.reviews.actions import take_out_item

MOST_FILES = 20


class Incomplete(Refused):
    """The answers do not do yet; ``problems`` by field."""

    def __init__(self, problems: Sequence[form.Problem]) -> None:
        super().__init__(no(_("入力に不備があります。"), " ".join(one.reason for one in problems)))
        self.problems = list(problems)


@transaction.atomic
def begin_application(
    *, by: Person, at: dt.datetime, call: Call, workplace: Workplace | None, contact_name: str = "",
    contact_email: str = "", language: str = "ja",
) -> Application:  # fmt: skip
    """A draft, which only the applicant sees; one for every workplace."""
    call = beats.lock_call(call)
    require(can_apply(by, call, at))
    require(_may_apply_for(by, call, workplace))
    require(_counselled(call, workplace))
    require(_alone(call, workplace, by))
    made = Application.objects.create(
        call=call, workplace=workplace, made_by=by, made_at=at, language=language,
        contact_name=tidy_line(contact_name) or by.name, contact_email=contact_email or by.email or "",
    )  # fmt: skip
    audit.record(by=by, at=at, verb="begin_application", thing=made, after={"call": call.number})
    return made


@transaction.atomic
def save_draft(
    *, by: Person, at: dt.datetime, application: Application, title: str, answers: form.Answers,
    files: Mapping[str, Sequence[Any]] | None = None, drop: Sequence[ApplicationFile] = (),
) -> Application:  # fmt: skip
    """Keep what is written so far, whole or not; a handed-in application is written anew by :func:`submit` alone."""
    application = beats.lock_application(application)
    require(can_write(by, application, at))
    draft = application.state == ApplicationState.DRAFT
    require(YES if draft else no(_("提出した応募は、下書きに戻りません。"), _("直して、そのまま提出してください。")))
    _write(application, title, answers, files or {}, drop)
    return beats.move(application, "save_draft", by=by, at=at, title=application.title, answers=application.answers)


@transaction.atomic
def submit(
    *, by: Person, at: dt.datetime, application: Application, title: str | None = None,
    answers: form.Answers | None = None, files: Mapping[str, Sequence[Any]] | None = None,
    drop: Sequence[ApplicationFile] = (),
) -> Application:  # fmt: skip
    """Hand it in, hand in what was asked for, or replace what was handed in. Raises :class:`Incomplete`.

    In time is what reaches the server in the deadline's second or before; ``at`` is when the request came.
    """
    application = beats.lock_application(application)
    require(can_write(by, application, at))
    require(_counselled(application.call, application.workplace))
    given = application.answers if answers is None else answers
    _write(application, application.title if title is None else title, given, files or {}, drop)
    require(YES if application.title else no(_("題名を入れてください。")))
    if found := form.problems(application.call.kind, application.answers, _counts(application)):
        raise Incomplete(found)
    application.answers = form.kept(application.call.kind, application.answers)
    asked = application.state == ApplicationState.ASKED_BACK
    return _hand_in(application, "supplement" if asked else "submit", by=by, at=at)


@transaction.atomic
def enter_application(
    *, by: Person, at: dt.datetime, call: Call, workplace: Workplace, channel: str, title: str,
    answers: form.Answers, contact_name: str, contact_email: str, posted_on: dt.date | None = None,
    received_at: dt.datetime | None = None, files: Mapping[str, Sequence[Any]] | None = None, language: str = "ja",
) -> Application:  # fmt: skip
    """What came by post or over the counter, also when it is entered after the deadline; complete or not.

    On paper the postmark's day counts, at the counter the moment it was handed over.
    """
    call = beats.lock_call(call)
    require(can_enter_application(by, call))
    received = received_at or at
    require(_came_in_time(call, channel, received, posted_on, at))
    require(_counselled(call, workplace))
    require(_alone(call, workplace, by))
    made = Application.objects.create(
        call=call, workplace=workplace, channel=channel, posted_on=posted_on, made_by=by, made_at=received,
        contact_name=tidy_line(contact_name), contact_email=contact_email, language=language,
    )  # fmt: skip
    _write(made, title, answers, files or {}, ())
    require(YES if made.title else no(_("題名を入れてください。")))
    return _hand_in(made, "submit", by=by, at=at, received=received)


@transaction.atomic
def withdraw_application(*, by: Person, at: dt.datetime, application: Application) -> Application:
    """Take it back, out of the panel that reviews it as well; while the call is open one may apply once more."""
    application = beats.lock_application(application)
    require(can_withdraw(by, application))
    for entrant in application.heard.filter(round__decided_at=None).select_related("item"):
        take_out_item(by=by, at=at, item=entrant.item, reason=_("応募者が取り下げました。"))
    return beats.move(application, "withdraw_application", by=by, at=at, missing_until=None)


def _may_apply_for(by: Person, call: Call, workplace: Workplace | None) -> Decision:
    if call.kind.applicants == Applicants.STAFF:
        return YES if workplace is None else HIDDEN
    if workplace is None:
        return no(_("応募する事業所を選んでください。"))
    return YES if Workplace.objects.acted_for_by(by).filter(pk=workplace.pk).exists() else HIDDEN


def _counselled(call: Call, workplace: Workplace | None) -> Decision:
    if not call.kind.counselling or call.counsellings.filter(workplace=workplace).exists():
        return YES
    return no(_("この公募は、応募の前に相談が必要です。"), _("窓口へ連絡して、相談の日を決めてください。"))


def _alone(call: Call, workplace: Workplace | None, by: Person) -> Decision:
    """One application for every workplace; the constraint in the database is the second net."""
    whose = {"workplace": workplace} if workplace else {"workplace": None, "made_by": by}
    if found := call.applications.filter(**whose).exclude(state__in=GONE).first():
        return no(
            _("「%(name)s」の応募（%(state)s）が、すでにあります。")
            % {"name": workplace or by, "state": found.get_state_display()},
            _("自社の応募の画面で、その応募を直してください。"),
        )
    return YES


def _came_in_time(
    call: Call, channel: str, received: dt.datetime, posted_on: dt.date | None, at: dt.datetime
) -> Decision:
    window, way = call.window(channel), call.kind.way(channel)
    if window is None or way is None or channel == Channel.WEB:
        return no(_("この公募は、この方法では受け付けていません。"))
    if received > at:
        return no(_("受け取った日時が、いまより先になっています。"))
    if channel == Channel.COUNTER:
        if in_time(received, window.opens_at, window.until_at):
            return YES
        return no(_("窓口の受付は%(moment)sまででした。") % {"moment": written(window.until_at)})
    last = day_of(window.until_at)
    if posted_on is None:
        return no(_("消印の日を入れてください。"))
    if postmark_in_time(posted_on, day_of(received), last, way.arrives_within_days):
        return YES
    return no(
        _("郵送は、%(day)sまでの消印で、%(days)d日以内に届いたものを受け付けます。")
        % {"day": f"{last:%Y/%m/%d}", "days": way.arrives_within_days}
    )


def _write(
    application: Application, title: str, answers: form.Answers, files: Mapping[str, Sequence[Any]],
    drop: Sequence[ApplicationFile],
) -> None:  # fmt: skip
    """The answers as they are kept, and the files of fields that are files."""
    kind = application.call.kind
    application.title = tidy_line(title)[:200]
    application.answers = {
        one.key: form.tidied(one, answers[one.key])
        for one in kind.form if one.type != Type.FILE and answers.get(one.key)
    }  # fmt: skip
    for one in drop:
        application.files.filter(pk=one.pk).delete()
    keys = {one.key for one in kind.form if one.type == Type.FILE}
    for key, given in files.items():
        for file in given if key in keys else ():
            require(can_attach(file))
            ApplicationFile.objects.create(application=application, key=key, **columns_of(file))
    many = no(_("添付は全部で%(most)d個までです。") % {"most": MOST_FILES})
    require(YES if application.files.count() <= MOST_FILES else many)


def _counts(application: Application) -> dict[str, int]:
    keys = list(application.files.values_list("key", flat=True))
    return {key: keys.count(key) for key in keys}


def _hand_in(
    application: Application, verb: str, *, by: Person, at: dt.datetime, received: dt.datetime | None = None
) -> Application:
    """Give it its number the first time, and say so; the answers are in the log by their digest."""
    if not application.number:
        year = fiscal.fiscal_year(day_of(at))
        prefix = application.call.kind.prefix
        application.number = f"{prefix}{year}-{issue(f'calls:{prefix}', year):04d}"
    beats.move(
        application, verb, by=by, at=at, because=audit.sealed(application.answers), title=application.title,
        number=application.number, answers=application.answers, submitted_at=received or at, missing="",
        missing_until=None,
    )  # fmt: skip
    beats.tell(application, LetterKind.RECEIVED, at=at)
    return application
