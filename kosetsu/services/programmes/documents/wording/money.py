"""Rates, limits and amounts; each amount with the lines it is computed by."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.services.programmes.documents.wording.conditions import tree
from kosetsu.services.programmes.documents.wording.facts import cost_name, named, unsaid
from kosetsu.services.programmes.rules.amounts import Amount
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Verdict
from kosetsu.services.programmes.rules.language import Course, Description, Uplift
from kosetsu.services.programmes.rules.paying import Line

Pair = tuple[str, str]


def rate_text(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}" if rate.denominator > 1 else _("全額")


def fee_text(yen: int | None) -> str:
    """What the company pays to be supported."""
    if yen is None:
        return unsaid()
    return yen_text(yen) if yen else _("無料")


def amount_text(amount: Amount, description: Description) -> str:
    """How much, in one phrase: exact, between two amounts, or that it is no money at all."""
    if not description.courses:
        return _("金銭の支給ではありません")
    if amount.verdict is Verdict.NO:
        return _("受けられません")
    if amount.most is None:
        return _without_end(amount)
    if amount.exact:
        return yen_text(amount.least)
    return _("%(least)s〜%(most)s") % {"least": yen_text(amount.least), "most": yen_text(amount.most)}


def _without_end(amount: Amount) -> str:
    if "rate" in amount.open_terms and "limit_yen" in amount.open_terms:
        return _("金額は資料に記載がありません")
    if not amount.least:
        return _("上限は資料に記載がありません")
    return _("上限は資料に記載がありません（%(least)sから）") % {"least": yen_text(amount.least)}


def amount_lines(description: Description, amount: Amount, *, least: bool = False) -> list[Pair]:
    """How the most (or the least) is computed: what, and how much."""
    key = amount.least_course if least else amount.course
    course = next((one for one in description.courses if one.key == key), None)
    lines = amount.least_lines if least else amount.lines
    return [_line(line, course) for line in lines]


def _line(line: Line, course: Course | None) -> Pair:
    yen = _("わかりません") if line.yen is None else yen_text(line.yen)
    match line.key:
        case "uplift":
            return _("上乗せ"), _of_uplift(course, line.yen or 0)
        case "rate":
            return _("助成率"), rate_text(line.rate or Fraction(0))
        case "open":
            return open_term(line.term), unsaid()
        case "cut":
            return _("端数"), _("%(yen)s未満を切り捨て") % {"yen": yen}
        case "too_small":
            return _("申請できる最低額"), _("%(yen)s（これに満たないため0円）") % {"yen": yen}
    names = {
        "spent": _("対象になる経費"),
        "share": _("経費に助成率をかけた額"),
        "fixed": _("定額"),
        "limit": _("限度額"),
        "given": _("受けられる額"),
    }
    return names[line.key], _("上限なし") if line.key == "given" and line.yen is None else yen


def _of_uplift(course: Course | None, number: int) -> str:
    return course.uplifts[number].clause or _("条件を満たす場合") if course else ""


def open_term(term: str) -> str:
    """The name of a term that a source leaves open; what a description names itself stays as it is written."""
    return {"rate": _("助成率"), "limit_yen": _("限度額")}.get(term, term)


def course_title(course: Course, number: int) -> str:
    return named(course.words) if course.words else _("コース%(number)s") % {"number": number + 1}


def course_terms(book: Book, course: Course) -> list[Pair]:
    """The terms of a course, open ones named as such."""
    return list(_terms(book, course))


def _terms(book: Book, course: Course) -> Iterator[Pair]:
    if course.fixed_yen is not None:
        yield _("定額"), yen_text(course.fixed_yen)
    else:
        yield _("助成率"), unsaid() if course.rate is None else rate_text(course.rate)
        yield _("限度額"), unsaid() if course.limit_yen is None else yen_text(course.limit_yen)
    costs = _("、").join(cost_name(book, key) for key in course.costs)
    yield _("対象経費"), costs or _("資料に種類の記載がなく、すべての経費を対象として計算します")
    if course.least_yen:
        yield _("申請できる最低額"), yen_text(course.least_yen)
    if course.cut_unit_yen > 1:
        yield _("端数"), _("%(yen)s未満を切り捨て") % {"yen": yen_text(course.cut_unit_yen)}


def uplift_text(book: Book, uplift: Uplift) -> str:
    """What is better for whom."""
    better = [
        _("助成率 %(rate)s") % {"rate": rate_text(uplift.rate)} if uplift.rate is not None else "",
        _("限度額 %(yen)s") % {"yen": yen_text(uplift.limit_yen)} if uplift.limit_yen is not None else "",
        _("定額 %(yen)s") % {"yen": yen_text(uplift.fixed_yen)} if uplift.fixed_yen is not None else "",
    ]
    parts = {"who": tree(book, uplift.when, opened=False).text, "better": _("、").join(part for part in better if part)}
    return _("「%(who)s」の場合：%(better)s") % parts
