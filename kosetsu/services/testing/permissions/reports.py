"""Reports: who issues, signs, replaces, withdraws and hands them out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.services.testing import states
from kosetsu.services.testing.documents.signing import can_sign_electronically
from kosetsu.services.testing.models import Order, Report, TestRecord
from kosetsu.services.testing.permissions.orders import can_decide
from kosetsu.services.testing.permissions.posts import LABORATORY, WORKERS, can_lend_name, has_post

MOST_COPIES = 999


def can_issue(user: Any, order: Order) -> Decision:
    """Issue a report of verified results: the laboratory."""
    return can_decide(user, order, "report")


def can_sign(user: Any, records: Iterable[TestRecord], seal: states.Seal) -> Decision:
    """Authorise what these records say: nobody who measured it; by electronic signature only where there is one."""
    if any(user.pk in (one.opened_by_id, one.submitted_by_id) for one in records):
        return no(_("試験をした本人は、成績書の発行を承認できません。"), _("別の担当者に発行を依頼してください。"))
    return can_sign_electronically() if seal == states.Seal.ELECTRONIC else YES


def can_revise(user: Any, report: Report) -> Decision:
    """Replace a report that is valid: the laboratory."""
    works = has_post(user, LABORATORY)
    return still_valid(report) if works else works


can_reissue = can_revise


def can_withdraw(user: Any, report: Report) -> Decision:
    """Take a valid report back: a head."""
    heads = can_lend_name(user)
    return still_valid(report) if heads else heads


def can_print_english(user: Any, report: Report) -> Decision:
    """Print a report in English as well, once."""
    works = has_post(user, WORKERS)
    if not works:
        return works
    if report.papers.filter(language="en").exists():
        return no(_("英文の成績書は、すでに作成しています。"), _("成績書の画面から開いてください。"))
    return still_valid(report)


def can_hand_out(user: Any, report: Report, count: int = 1) -> Decision:
    """Hand out copies of a valid report."""
    works = has_post(user, WORKERS)
    if works and not 1 <= count <= MOST_COPIES:
        return no(_("部数は1から%(most)dまでです。") % {"most": MOST_COPIES})
    return still_valid(report) if works else works


def still_valid(report: Report) -> Decision:
    """Neither replaced nor withdrawn."""
    if report.validity == states.Validity.VALID:
        return YES
    return no(
        _("成績書 %(number)s は「%(state)s」です。") % {"number": report.number, "state": report.validity.label},
        _("有効な成績書を選んでください。"),
    )
