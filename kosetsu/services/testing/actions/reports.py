"""Reports: issue, revise, issue again against another specification, withdraw, print, hand out copies.

A report is frozen in one short transaction that takes its gapless number last; its papers are printed after the commit
from what was frozen, the same bytes whenever that happens.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.services.testing import permissions, signals
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.devices import may_stand
from kosetsu.services.testing.actions.mail import tell_client
from kosetsu.services.testing.documents import drafts, signing
from kosetsu.services.testing.documents.reports import report_pdf, verify_address
from kosetsu.services.testing.models import Order, Report, ReportCopy, ReportPaper, ReportRecord, TestRecord, Withdrawal
from kosetsu.services.testing.models.reports import verification_number
from kosetsu.services.testing.papers.content import Content, Opinion, dump, numbered
from kosetsu.services.testing.papers.standard import missing_items, untranslated
from kosetsu.services.testing.papers.verdicts import Limit, against
from kosetsu.services.testing.states import MOVES, NoticeKind, RecordState, ReportKind, Seal

NUMBER = "testing:report:{}"
"""One series for each branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What whoever issues a report adds to what was ordered and measured."""

    kind: ReportKind = ReportKind.TEST
    seal: Seal = Seal.OMITTED
    needs_uncertainty: bool = False
    opinions: Sequence[Opinion] = ()
    remarks: Sequence[str] = ()


@transaction.atomic
def issue_report(
    *,
    by: Person,
    at: dt.datetime,
    order: Order,
    records: Iterable[TestRecord] | None = None,
    wording: Wording = Wording(),
) -> Report:
    """Issue one report of the order's verified records (all of them, or these).

    Raises ``Refused`` before verification, to who measured, for an instrument without valid calibration, and with the
    name of the item where the standard's is missing.
    """
    order = beats.locked(order)
    require(permissions.can_issue(by, order))
    found = _records(order, records)
    require(permissions.can_sign(by, found, wording.seal))
    content = drafts.draft(
        order, found, kind=wording.kind, seal=wording.seal, needs_uncertainty=wording.needs_uncertainty,
        opinions=wording.opinions, remarks=wording.remarks,
    )  # fmt: skip
    beats.move(order, "report", by=by, at=at)
    return _issue("issue_report", order, content, found, by=by, at=at)


@transaction.atomic
def revise_report(
    *, by: Person, at: dt.datetime, report: Report, changes: str, reason: str, seal: Seal, texts: Mapping[str, Any]
) -> Report:
    """A new report in place of an old one, which stays readable: other ``texts``, and new results after a retest."""
    order = beats.locked(report.order)
    report = Report.objects.for_lists().get(pk=report.pk)
    require(permissions.can_revise(by, report))
    old = _stated(report)
    found = _records(order, None) if any(one.state != RecordState.VERIFIED for one in old) else old
    require(permissions.can_sign(by, found, seal))
    measured = drafts.measured(order, found) if found is not old else {}
    content = replace(
        report.said, **measured, **texts, seal=seal, replaces=report.number, replaces_issued_on=report.issued_on,
        changes=tidy_line(changes), reason=tidy_line(reason)[:300], same_measurements_as="",
    )  # fmt: skip
    if MOVES.allows("report", order.case.state):
        beats.move(order, "report", by=by, at=at, reason=content.reason)
    return _issue("revise_report", order, content, found, by=by, at=at, revises=report, reason=content.reason)


@transaction.atomic
def reissue_report(
    *,
    by: Person,
    at: dt.datetime,
    report: Report,
    specification: str,
    limits: Sequence[Limit],
    guarded: bool,
    seal: Seal,
) -> Report:
    """Judge the same measurements against another specification: a second report, and the first stays valid."""
    order = beats.locked(report.order)
    report = Report.objects.for_lists().get(pk=report.pk)
    require(permissions.can_reissue(by, report))
    found = _stated(report)
    require(_all_verified(found))
    require(permissions.can_sign(by, found, seal))
    require(_limits_fit(report.said, limits))
    content = against(report.said, limits, specification=tidy_line(specification), guarded=guarded)
    content = replace(content, seal=seal, same_measurements_as=report.number, replaces="", replaces_issued_on=None,
                      changes="", reason="")  # fmt: skip
    return _issue("reissue_report", order, content, found, by=by, at=at, same_measurements_as=report)


@transaction.atomic
def withdraw_report(*, by: Person, at: dt.datetime, report: Report, reason: str) -> Withdrawal:
    """Take a report back without a new one; whoever verifies its number is told so."""
    beats.locked(report.order)
    report = Report.objects.for_lists().get(pk=report.pk)
    require(permissions.can_withdraw(by, report))
    made = Withdrawal.objects.create(report=report, reason=beats.need_reason(reason), withdrawn_at=at, withdrawn_by=by)
    beats.record("withdraw_report", report, by=by, at=at, reason=made.reason)
    return made


@transaction.atomic
def hand_out_copies(*, by: Person, at: dt.datetime, paper: ReportPaper, count: int, note: str = "") -> ReportCopy:
    """Write down that so many copies were handed out."""
    require(permissions.can_hand_out(by, paper.report, count))
    made = ReportCopy.objects.create(paper=paper, count=count, handed_at=at, handed_by=by, note=tidy_line(note)[:200])
    beats.record("hand_out_copies", paper.report, by=by, at=at, after={"language": paper.language, "count": count})
    return made


def print_english(*, by: Person, at: dt.datetime, report: Report, english: Mapping[str, str]) -> ReportPaper:
    """The same report in English; refused with the first text that has no words yet."""
    require(permissions.can_print_english(by, report))
    left = untranslated(report.said, english)
    require(YES if not left else lacks_words(left))
    return print_report(report=report, by=by, at=at, language="en", english=english, apart=True)


def print_report(
    *,
    report: Report,
    at: dt.datetime,
    by: Person | None = None,
    language: str = "ja",
    english: Mapping[str, str] | None = None,
    apart: bool = False,
) -> ReportPaper:
    """The paper of a report: found, or printed now from what was frozen; twice at a time leaves one paper.

    Nothing is locked while the printing lasts.
    """
    if found := report.papers.filter(language=language).first():
        return found
    signed = report.seal == Seal.ELECTRONIC
    made = report_pdf(
        report.said, at=report.issued_at, language=language, english=english, verification=report.verification,
        address=verify_address(report.verification), apart=apart,
    )  # fmt: skip
    made = signing.sign(made) if signed else made
    with transaction.atomic():
        beats.locked(report.order)
        if found := report.papers.filter(language=language).first():
            return found
        paper = ReportPaper.objects.create(
            report=report, language=language, file=ContentFile(made, name="report.pdf"), size=len(made),
            sha256=sha256(made).hexdigest(), signed=signed, english=dict(english or {}),
        )  # fmt: skip
        beats.record("print_report", report, by=by, at=at, after={"language": language, "sha256": paper.sha256})
    return paper


def _issue(
    verb: str,
    order: Order,
    content: Content,
    records: Sequence[TestRecord],
    *,
    by: Person,
    at: dt.datetime,
    **links: Any,
) -> Report:
    """Freeze: everything asked for is said, every instrument was calibrated; the number comes last."""
    for one in records:
        require(may_stand(one))
    branch, day = order.case.branch, day_of(at)
    if branch is None:
        raise Refused(no(_("担当の拠点が決まっていません。"), _("依頼の担当を決めてください。")))
    authorised_by = drafts.signatory(by, branch)
    require(_whole(numbered(content, number="―", issued_on=day, authorised_by=authorised_by)))
    year, verification = fiscal.fiscal_year(day), verification_number()
    number = f"{branch.code}-{case_number('', day, issue(NUMBER.format(branch.code), year))}"
    content = numbered(content, number=number, issued_on=day, authorised_by=authorised_by)
    report = Report.objects.create(
        order=order, branch=branch, fiscal_year=year, number=number, kind=content.kind, issued_on=day, issued_at=at,
        issued_by=by, content=dump(content), seal=content.seal, verification=verification, **links,
    )  # fmt: skip
    ReportRecord.objects.bulk_create(ReportRecord(report=report, record=one) for one in records)
    beats.record(verb, report, by=by, at=at, reason=content.reason, after={"number": number})
    tell_client(order, NoticeKind.REPORT, at=at)
    transaction.on_commit(partial(signals.report_issued.send, Report, report=report))
    return report


def _records(order: Order, chosen: Iterable[TestRecord] | None) -> list[TestRecord]:
    """The records to state, in the order of the parts, with what they say."""
    wanted = TestRecord.objects.valid().filter(item__order=order)
    if chosen is not None:
        wanted = wanted.filter(pk__in=[one.pk for one in chosen])
    found = _read(wanted)
    require(
        YES if found else no(_("確認の済んだ試験記録がありません。"), _("別の担当者が確認してから発行してください。"))
    )
    return found


def _stated(report: Report) -> list[TestRecord]:
    return _read(TestRecord.objects.filter(stated_in__report=report))


def _read(wanted: Any) -> list[TestRecord]:
    found = wanted.order_by("item__position").select_related("submitted_by")
    return list(
        found.prefetch_related(
            "readings__sample", "calculations__sample", "verifications__verified_by", "devices__device__calibrations",
            "devices__device__branch",
        )
    )  # fmt: skip


def _all_verified(records: Sequence[TestRecord]) -> Decision:
    if all(one.state == RecordState.VERIFIED for one in records):
        return YES
    return no(_("再試験により差し替えた結果は、判定し直せません。"), _("新しい結果で成績書を訂正してください。"))


def _limits_fit(content: Content, limits: Sequence[Limit]) -> Decision:
    items = {one.item for one in content.results}
    unknown = next((limit.item for limit in limits if limit.item not in items), None)
    if unknown is not None:
        return no(
            _("「%(item)s」は、この成績書の項目ではありません。") % {"item": unknown},
            _("項目名：%(items)s") % {"items": "、".join(dict.fromkeys(one.item for one in content.results))},
        )
    return YES if limits else no(_("規格値がありません。"), _("項目ごとに規格値を書いてください。"))


def _whole(content: Content) -> Decision:
    missing = missing_items(content)
    if not missing:
        return YES
    rest = _("ほかに%(count)d件あります。") % {"count": len(missing) - 1} if len(missing) > 1 else ""
    return no(f"{missing[0]}{rest}", missing[0].next_step)


def lacks_words(left: Sequence[str]) -> Decision:
    """A paper in English lacks words for these."""
    return no(
        _("「%(text)s」の英訳がありません。") % {"text": left[0]},
        _("あと%(count)d件の語句に英訳を書いてください。") % {"count": len(left)},
    )
