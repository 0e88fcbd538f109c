"""Who reads and writes the institute's own money, and what its rules allow on a day."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.common.money import yen_text
from kosetsu.foundation.billing.models import Closing
from kosetsu.foundation.billing.states import Period
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.treasury.models import BorrowingLimit, BudgetLine, BudgetYear, Execution, Loan, Reserve
from kosetsu.services.treasury.rules import a_year_after, peak
from kosetsu.services.treasury.states import LoanState, YearState

KEEPERS = (StaffRole.ACCOUNTS, StaffRole.ADMINISTRATOR)
SETTLERS = (*KEEPERS, StaffRole.EXECUTIVE)
READERS = (*SETTLERS, StaffRole.PLANNING)


def can_read(user: Any) -> Decision:
    """Accounts, planning and the executives read."""
    if standing(user).has(*READERS):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("財務の画面は、経理・経営企画・役員だけが開けます。"), _("必要なときは、経理へ依頼してください。"))


def can_keep(user: Any) -> Decision:
    """The accounts office writes."""
    if standing(user).has(*KEEPERS):
        return YES
    return (
        no(_("財務の記録は、経理の担当者が行います。"), _("経理へ依頼してください。"))
        if can_read(user)
        else can_read(user)
    )


def can_settle(user: Any) -> Decision:
    """The accounts office or an executive settles a year."""
    if standing(user).has(*SETTLERS):
        return YES
    return (
        no(_("決算は、経理の担当者か役員が確定します。"), _("経理へ依頼してください。"))
        if can_read(user)
        else can_read(user)
    )


def day_is_open(day: dt.date, today: dt.date) -> Decision:
    """Nothing is dated in the future, and nothing in a year that is settled."""
    if day > today:
        return no(_("%(day)sはまだ来ていません。") % {"day": day.isoformat()}, _("今日までの日付で登録してください。"))
    return year_is_open(fiscal.fiscal_year(day))


def year_is_open(fiscal_year: int) -> Decision:
    """Whether the year still takes rows."""
    if BudgetYear.objects.filter(fiscal_year=fiscal_year, state=YearState.CLOSED).exists():
        return no(
            _("%(year)sは決算済みのため、この年度の日付では登録できません。") % {"year": fiscal.label(fiscal_year)},
            _("決算していない年度の日付で登録してください。"),
        )
    return YES


def line_takes(line: BudgetLine, day: dt.date) -> Decision:
    """Whether a row of that day may stand under the line: its own year, and not what fees fill."""
    if line.charge_kinds:
        return no(
            _("科目「%(line)s」は、料金の請求から計上されます。") % {"line": line},
            _("料金の訂正は、請求と入金の画面で行ってください。"),
        )
    return of_its_year(line, day)


def of_its_year(line: BudgetLine, day: dt.date) -> Decision:
    """A line belongs to one fiscal year."""
    if line.year.first_on <= day <= line.year.last_on:
        return YES
    return no(
        _("%(day)sは%(year)sの日付ではありません。") % {"day": day.isoformat(), "year": line.year},
        _("日付か科目の年度を確かめてください。"),
    )


def can_change_by(line: BudgetLine, yen: int) -> Decision:
    """A budget never falls below nothing."""
    budget = line.planned_yen + sum(line.changes.values_list("yen", flat=True))
    if yen and budget + yen >= 0:
        return YES
    if not yen:
        return no(_("補正額が0円です。"), _("増やすときは正、減らすときは負の額を入力してください。"))
    return no(
        _("いまの予算%(budget)sから%(yen)sは減らせません。") % {"budget": yen_text(budget), "yen": yen_text(-yen)},
        _("補正額を確かめてください。"),
    )


def is_new_document(year: BudgetYear, document: str, document_line: int) -> Decision:
    """A document's line is executed once in its year."""
    known = Execution.objects.filter(
        year=year, document=document, document_line=document_line, reverses=None
    ).select_related("line")
    if not (found := known.first()):
        return YES
    return no(
        _("伝票%(document)sの%(number)d行目は、すでに%(day)sに科目「%(line)s」で登録されています。")
        % {"document": document, "number": document_line, "day": found.on_date.isoformat(), "line": found.line},
        _("伝票番号を確かめてください。"),
    )


def can_be_settled(year: BudgetYear, today: dt.date) -> Decision:
    """When it is over, its books of fees are closed and what is due in it is repaid or rolled over."""
    if today <= year.last_on:
        return no(
            _("%(year)sは%(day)sまで続きます。") % {"year": year, "day": year.last_on.isoformat()},
            _("年度が終わってから決算してください。"),
        )
    fees = any(year.lines.values_list("charge_kinds", flat=True))
    if fees and not Closing.objects.filter(period=Period.YEAR, first_on=year.first_on).exists():
        return no(
            _("%(year)sの料金の帳簿が、まだ締め切られていません。") % {"year": year},
            _("請求と入金の画面で、先に年度を締め切ってください。"),
        )
    span = (year.first_on, year.last_on)
    owed = sum(one.left_yen for one in Loan.objects.filter(state=LoanState.BORROWED, due_on__range=span))
    if owed:
        return no(
            _("%(year)sの短期借入金が%(yen)s残っています。") % {"year": year, "yen": yen_text(owed)},
            _("返済か借り換えを登録してから決算してください。"),
        )
    return YES


def can_borrow(limit: BorrowingLimit, yen: int, borrowed_on: dt.date, due_on: dt.date) -> Decision:
    """Within the limit on every day the loan is open, and repaid within its fiscal year (地方独立行政法人法第41条)."""
    last = fiscal.end_of(fiscal.fiscal_year(borrowed_on))
    if not borrowed_on <= due_on <= last:
        return no(
            _("返済期限%(due)sは、借入日から年度末%(last)sまでにありません。")
            % {"due": due_on.isoformat(), "last": last.isoformat()},
            _("短期借入金は、借りた年度のうちに返済します（地方独立行政法人法第41条）。"),
        )
    return _within(limit, yen, borrowed_on)


def _within(limit: BorrowingLimit, yen: int, borrowed_on: dt.date) -> Decision:
    borrowed = limit.loans.values_list("borrowed_on", "yen")
    repaid = [(day, -back) for day, back in limit.loans.exclude(repayments=None).values_list(
        "repayments__on_date", "repayments__yen"
    )]  # fmt: skip
    owed = max(peak([*borrowed, *repaid], borrowed_on), 0)
    if yen <= limit.limit_yen - owed:
        return YES
    return no(
        _("借入中の%(owed)sに%(yen)sを加えると、限度額%(limit)sを%(over)s超えます。")
        % {
            "owed": yen_text(owed),
            "yen": yen_text(yen),
            "limit": yen_text(limit.limit_yen),
            "over": yen_text(owed + yen - limit.limit_yen),
        },
        _("借りられるのは%(left)sまでです（%(source)s）。")
        % {"left": yen_text(limit.limit_yen - owed), "source": limit.source},
    )


def can_repay(loan: Loan, yen: int, day: dt.date) -> Decision:
    """Never before it was borrowed, never more than is left."""
    if day < loan.borrowed_on:
        return no(
            _("返済日%(day)sが、借入日%(borrowed)sより前です。")
            % {"day": day.isoformat(), "borrowed": loan.borrowed_on.isoformat()},
            _("返済日を確かめてください。"),
        )
    return _up_to(loan.left_yen, yen)


def can_roll_over(loan: Loan, on_date: dt.date, due_on: dt.date, approved_on: dt.date) -> Decision:
    """Once, in the year it was borrowed, approved by then, and repaid within one year (地方独立行政法人法第41条)."""
    if loan.rolls_over_id or Loan.objects.filter(rolls_over=loan).exists():
        return no(
            _("借り換えた短期借入金は、もう一度借り換えられません。"),
            _("一年以内に返済します（地方独立行政法人法第41条第3項）。"),
        )
    last = fiscal.end_of(fiscal.fiscal_year(loan.borrowed_on))
    if on_date > last:
        return no(
            _("借換日%(day)sが、借りた年度の末日%(last)sより後です。")
            % {"day": on_date.isoformat(), "last": last.isoformat()},
            _("借り換えられるのは、借りた年度のうちに返済できない額です（地方独立行政法人法第41条第2項）。"),
        )
    if approved_on > on_date:
        return no(
            _("認可日%(approved)sが、借換日%(day)sより後です。")
            % {"approved": approved_on.isoformat(), "day": on_date.isoformat()},
            _("設立団体の長の認可を受けてから借り換えてください（地方独立行政法人法第41条第2項）。"),
        )
    if not on_date <= due_on <= a_year_after(on_date):
        return no(
            _("返済期限%(due)sは、借換日から一年後の%(last)sまでにありません。")
            % {"due": due_on.isoformat(), "last": a_year_after(on_date).isoformat()},
            _("借り換えた短期借入金は、一年以内に返済します（地方独立行政法人法第41条第3項）。"),
        )
    return YES


def can_use(reserve: Reserve, yen: int, day: dt.date) -> Decision:
    """Never before it was recognised, never more than is left."""
    if day < reserve.recognised_on:
        return no(
            _("使用日%(day)sが、承認日%(recognised)sより前です。")
            % {"day": day.isoformat(), "recognised": reserve.recognised_on.isoformat()},
            _("使用日を確かめてください。"),
        )
    return _up_to(reserve.left_yen, yen)


def _up_to(left: int, yen: int) -> Decision:
    if 1 <= yen <= left:
        return YES
    return no(
        _("残りは%(left)sです。%(yen)sは登録できません。") % {"left": yen_text(left), "yen": yen_text(yen)},
        _("残りの額までで登録してください。"),
    )


def can_recognise(*, purposed: bool, wants_purpose: bool, approval: str) -> Decision:
    """A purpose reserve names one purpose of the mid-term plan; every sum has its approval, entered once."""
    if purposed != wants_purpose:
        return no(
            _("使途が選ばれていません。") if wants_purpose else _("使途は、目的積立金だけに選びます。"),
            _("種類と使途を確かめてください。"),
        )
    if Reserve.objects.filter(approval=approval).exists():
        return no(
            _("承認番号%(number)sは、すでに登録されています。") % {"number": approval},
            _("承認番号を確かめてください。"),
        )
    return YES
