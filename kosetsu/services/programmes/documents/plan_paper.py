"""A plan on A4, as a bank or a consultant would file it."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kosetsu.common import eras
from kosetsu.common.money import yen_text
from kosetsu.common.pdf import render_apart
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.programmes.documents import plan_words as words
from kosetsu.services.programmes.models import Plan
from kosetsu.services.programmes.rules.stored import Json, day

TEMPLATE = Path(__file__).parent.parent / "templates" / "programmes" / "plans" / "plan.typ"


def plan_pdf(plan: Plan, today: dt.date, at: dt.datetime) -> bytes:
    """In the reader's language."""
    return render_apart(TEMPLATE, plan_data(plan, today), at=at)


def plan_data(plan: Plan, today: dt.date) -> dict[str, Any]:
    """What the template is filled with."""
    institute, found = Institute.current(), plan.found
    language = (get_language() or "ja")[:2]
    return {
        "lang": language,
        "title": _("支援施策の計画"),
        "project": plan.project.title,
        "company": plan.project.organisation.name_on(plan.day),
        "institute": institute.name if institute else "",
        "day": _day(plan.day, language),
        "as_of": _("%(day)s現在の募集要項と回答による計画です。申請の前に、実施主体の最新の要項を確かめてください。")
        % {"day": _day(plan.day, language)},
        "total": [_("受け取れる額の合計"), yen_text(found["total_yen"])],
        "facts": [
            [_("経費の合計"), yen_text(found["cost_yen"])],
            [_("施策ごとの額の単純な合計"), yen_text(found["naive_yen"])],
            [_("発注"), f"{_short(plan.asked['order_from'])}〜{_short(plan.asked['order_by'])}"],
            [_("完了の期限"), _short(plan.asked["complete_by"])],
        ],
        "why": words.total_text(found),
        "proof": _("これより多く受け取れる組み合わせがないことを、計算で確かめています。") if found["proven"] else "",
        "timeline": {
            "title": _("いつまでに何をするか"),
            "heads": [_("区分"), _("内容"), _("早ければ"), _("遅くとも始める日"), _("最終日")],
            "rows": [
                [one.label, " ".join(filter(None, [one.name, one.note])), f"{one.earliest:%Y/%m/%d}",
                 f"{one.latest:%Y/%m/%d}", f"{one.last:%Y/%m/%d}"]
                for one in words.rows(found, today)
            ],
        },
        "supports": {"title": _("使う施策と金額の計算"), "rows": [_support(one) for one in words.supports(found)]},
        "lines": {
            "title": _("経費"),
            "rows": [
                [words.named(found["costs"][one["kind"]]), one["words"], yen_text(one["yen"])]
                for one in plan.asked["lines"]
            ],
        },
        "others": {
            "title": _("使わない施策とその理由"),
            "rows": [[one.name, " ".join(one.reasons)] for one in words.not_taken(found)],
        },
        "empty": _("この経費と日程に使える施策は、いまはありません。"),
    }  # fmt: skip


def _support(one: words.Support) -> Json:
    return {
        "name": one.name,
        "yen": yen_text(one.yen),
        "window": one.window,
        "computed": [list(each) for each in one.computed],
        "remarks": list(one.remarks),
        "source": _("出典：%(source)s") % {"source": one.source},
    }


def _day(one: dt.date, language: str) -> str:
    return eras.long_text(one) if language == "ja" else f"{one:%Y-%m-%d}"


def _short(written: str) -> str:
    return f"{day(written):%Y/%m/%d}"
