"""Name use (名義使用): apply, decide, renew in time, end."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.parties.post import owe
from kosetsu.services.testing import permissions
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.reports import lacks_words
from kosetsu.services.testing.documents.names import name_use_texts, reminder
from kosetsu.services.testing.models import NameUse, NameUseTerms, Notice, Report
from kosetsu.services.testing.papers.periods import last_day
from kosetsu.services.testing.states import NAME_USE_MOVES, NoticeKind

NUMBER = "testing:name_use:{}"


@transaction.atomic
def apply_for_name_use(
    *,
    by: Person,
    at: dt.datetime,
    report: Report,
    product: str,
    used_in: str,
    wording: str,
    renews: NameUse | None = None,
) -> NameUse:
    """Ask to show the institute's name beside a result; ``renews`` one that is about to end."""
    beats.locked(report.order)
    report = Report.objects.for_lists().get(pk=report.pk)
    require(
        permissions.can_renew_name_use(by, renews, day_of(at))
        if renews
        else permissions.can_apply_for_name_use(by, report, day_of(at))
    )
    product = tidy_line(product)[:200]
    require(_not_asked_yet(report, product))
    made = NameUse.objects.create(
        report=report, product=product, used_in=tidy_line(used_in)[:300], wording=tidy(wording)[:1000], applied_at=at,
        applied_by=by, renews=renews,
    )  # fmt: skip
    beats.record("apply_for_name_use", made, by=by, at=at, after={"report": report.number})
    return made


@transaction.atomic
def approve_name_use(*, by: Person, at: dt.datetime, name_use: NameUse) -> NameUse:
    """Lend the name on the terms of the day, from the day of the decision or from the end of what is renewed."""
    found = _locked(name_use)
    require(permissions.can_decide_name_use(by, found, "approve_name_use"))
    terms = terms_on(day_of(at))
    first = _first_day(found, day_of(at))
    branch = found.report.branch
    found.state = NAME_USE_MOVES.target("approve_name_use", found.state)
    found.decided_at, found.decided_by = at, by
    found.valid_from, found.valid_until = first, last_day(first, years=terms.valid_years)
    found.conditions = terms.conditions
    year = fiscal.fiscal_year(day_of(at))
    found.number = f"{branch.code}-{case_number('', day_of(at), issue(NUMBER.format(branch.code), year))}"
    found.save()
    beats.record("approve_name_use", found, by=by, at=at, after={"number": found.number})
    return found


@transaction.atomic
def refuse_name_use(*, by: Person, at: dt.datetime, name_use: NameUse, reason: str) -> NameUse:
    """Say no, and why."""
    found = _locked(name_use)
    require(permissions.can_decide_name_use(by, found, "refuse_name_use"))
    found.state = NAME_USE_MOVES.target("refuse_name_use", found.state)
    found.decided_at, found.decided_by, found.reason = at, by, beats.need_reason(reason)
    found.save()
    beats.record("refuse_name_use", found, by=by, at=at, reason=found.reason)
    return found


@transaction.atomic
def end_name_use(*, by: Person | None, at: dt.datetime, name_use: NameUse, reason: str) -> NameUse:
    """It has run out (nobody's act), or the institute takes it back."""
    found = _locked(name_use)
    require(permissions.can_end_name_use(by, found) if by else YES)
    found.state = NAME_USE_MOVES.target("end_name_use", found.state)
    found.reason = beats.need_reason(reason)
    found.save()
    beats.record("end_name_use", found, by=by, at=at, reason=found.reason)
    return found


@transaction.atomic
def word_in_english(*, by: Person, at: dt.datetime, name_use: NameUse, english: Mapping[str, str]) -> NameUse:
    """Give the words of the English certificate; refused with the first text that has none."""
    found = _locked(name_use)
    require(permissions.can_word_in_english(by, found))
    left = [text for text in name_use_texts(found) if not english.get(text, "").strip()]
    require(YES if not left else lacks_words(left))
    found.english = dict(english)
    found.save(update_fields=["english"])
    beats.record("word_in_english", found, by=by, at=at, after={"texts": len(found.english)})
    return found


def remind_of_renewal(*, at: dt.datetime) -> int:
    """One mail for each that ends within the notice of its terms; how many were written."""
    terms = NameUseTerms.objects.on(day_of(at)).order_by("-valid_from").first()
    if terms is None:
        return 0
    due = NameUse.objects.for_lists().to_remind(after_months(day_of(at), terms.notice_months))
    return sum(_remind(one, at) for one in due)


def end_what_ran_out(*, at: dt.datetime) -> int:
    """Those whose last day is over; how many they were."""
    over = list(NameUse.objects.run_out(day_of(at)))
    for one in over:
        end_name_use(by=None, at=at, name_use=one, reason=_("使用期限が過ぎました。"))
    return len(over)


def terms_on(day: dt.date) -> NameUseTerms:
    """The terms in force; refused where the institute has none."""
    found = NameUseTerms.objects.on(day).order_by("-valid_from").first()
    require(
        YES
        if found
        else no(_("名義使用の条件が登録されていません。"), _("testing/name_use_terms.csvに登録してください。"))
    )
    return found  # type: ignore[return-value]


@transaction.atomic
def _remind(name_use: NameUse, at: dt.datetime) -> bool:
    """The reminder is claimed first, so that two workers write one."""
    person = name_use.applied_by
    if not person.email or not person.is_active:
        return False
    if not NameUse.objects.filter(pk=name_use.pk, reminded_at=None).update(reminded_at=at):
        return False
    subject, body = reminder(name_use)
    owe(Notice, order=name_use.report.order, kind=NoticeKind.RENEWAL, address=person.email, subject=subject, body=body,
        made_at=at)  # fmt: skip
    return True


def _locked(name_use: NameUse) -> NameUse:
    beats.locked(name_use.report.order)
    return NameUse.objects.for_lists().get(pk=name_use.pk)


def _first_day(name_use: NameUse, today: dt.date) -> dt.date:
    end = name_use.renews.valid_until if name_use.renews else None
    return end + dt.timedelta(days=1) if end and end >= today else today


def _not_asked_yet(report: Report, product: str) -> Decision:
    if NameUse.objects.waiting().filter(report=report, product=product).exists():
        return no(_("同じ製品の申請が、承認を待っています。"), _("結果をお待ちください。"))
    return YES
