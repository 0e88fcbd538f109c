"""The three kinds of matters as pages know them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kosetsu.common.clock import day_of
from kosetsu.common.list_parts import Column
from kosetsu.common.money import yen_text
from kosetsu.common.spreadsheets import Kind as Cells
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.models import Award, Dispatch, InnovationPlan
from kosetsu.services.programmes.pages import matter_forms as forms
from kosetsu.services.programmes.pages.matters import Facts, Kind, Verb
from kosetsu.services.programmes.rules.innovation import Check, Item
from kosetsu.services.programmes.states import AwardState, DispatchState, InnovationState, Novelty

DISPATCHES = Kind(
    model=Dispatch,
    argument="dispatch",
    title=_l("専門家派遣"),
    states=DispatchState,
    colours={"requested": "waiting", "accepted": "active", "visited": "active", "reported": "waiting",
             "closed": "done"},
    path=("requested", "accepted", "visited", "reported", "closed"),
    can=permissions.can_move_dispatch,
    verbs=(
        Verb("accept_dispatch", _l("派遣を決める"), _l("派遣を決めました。"), dispatches.accept_dispatch,
             forms.AcceptForm),
        Verb("record_visit", _l("訪問を記録する"), _l("訪問を記録しました。"), dispatches.record_visit,
             forms.DispatchVisitForm),
        Verb("report_dispatch", _l("成果を報告する"), _l("成果を記録しました。"), dispatches.report_dispatch,
             forms.OutcomeForm),
        Verb("close_dispatch", _l("終了する"), _l("終了しました。"), dispatches.close_dispatch),
        Verb("refuse_dispatch", _l("派遣しない"), _l("派遣しないことを伝えました。"), dispatches.refuse_dispatch,
             forms.RefuseForm, "secondary"),
        Verb("withdraw_dispatch", _l("申込みを取り下げる"), _l("取り下げました。"), dispatches.withdraw_dispatch,
             kind="secondary"),
    ),
    facts=lambda one: _known([
        (_("施策の番号"), one.programme), (_("希望する時期"), one.wished_from), (_("専門家"), one.expert),
        (_("派遣の回数（上限）"), one.times), (_("回答"), one.answer), (_("成果"), one.outcome),
    ]),
    more=lambda request, one: {"words": one.theme, "visits": list(one.visits.all())},
    empty=_l("ここに、専門家派遣の申込みが並びます"),
    columns=[Column(key="expert", label=_l("専門家"))],
)  # fmt: skip

INNOVATIONS = Kind(
    model=InnovationPlan,
    argument="plan",
    title=_l("経営革新計画の確認"),
    states=InnovationState,
    colours={"draft": "neutral", "sent": "waiting", "advised": "active", "passed_on": "waiting", "approved": "done"},
    path=("draft", "sent", "advised", "passed_on", "approved"),
    can=permissions.can_move_innovation,
    verbs=(
        Verb("send_innovation", _l("窓口へ送る"), _l("窓口へ送りました。"), innovations.send_innovation),
        Verb("advise_innovation", _l("助言する"), _l("助言を送りました。"), innovations.advise_innovation,
             forms.AdviceForm),
        Verb("pass_on_innovation", _l("申請先へ取り次ぐ"), _l("取次ぎを記録しました。"),
             innovations.pass_on_innovation, forms.PassOnForm),
        Verb("approve_innovation", _l("承認を記録する"), _l("承認を記録しました。"), innovations.approve_innovation,
             forms.ApprovedForm),
        Verb("disapprove_innovation", _l("不承認を記録する"), _l("不承認を記録しました。"),
             innovations.disapprove_innovation, forms.DecidedForm, "secondary"),
        Verb("withdraw_innovation", _l("取り下げる"), _l("取り下げました。"), innovations.withdraw_innovation,
             kind="secondary"),
    ),
    facts=lambda one: _known([
        (_("助言"), one.advice), (_("取次ぎ先"), one.passed_to), (_("取次ぎ日"), one.passed_on),
        (_("承認・不承認の日"), one.decided_on), (_("承認番号"), one.approval_number),
    ]),
    more=lambda request, one: {
        "words": one.summary,
        "check": shown(innovations.checked(one, request.today)),
        "may_change": permissions.can_move_innovation(request.user, one, "change_innovation"),
    },
    empty=_l("ここに、確認を頼まれた経営革新計画が並びます"),
    columns=[Column(key="decided_on", label=_l("承認・不承認の日"), sort="decided_on", shown=False)],
)  # fmt: skip

AWARDS = Kind(
    model=Award,
    argument="award",
    title=_l("採択と成果の報告"),
    states=AwardState,
    colours={"followed": "active", "completed": "done"},
    path=("followed", "completed"),
    can=permissions.can_follow_award,
    verbs=(
        Verb("cancel_award", _l("採択の記録を取り消す"), _l("取り消しました。"), awards.cancel_award, forms.CancelForm,
             "secondary"),
    ),
    facts=lambda one: _known([
        (_("施策"), f"{one.programme} {one.programme_title}"), (_("交付決定額"), yen_text(one.award_yen)),
        (_("交付決定日"), one.awarded_on),
    ]),
    more=lambda request, one: {"reports": [_report(request, one, report) for report in one.reports.all()]},
    empty=_l("ここに、採択された施策と、毎年の報告の期限が並びます"),
    columns=[
        Column(key="programme", label=_l("施策の番号"), sort="programme"),
        Column(key="award_yen", label=_l("交付決定額"), sort="award_yen", kind=Cells.YEN),
        Column(key="awarded_on", label=_l("交付決定日"), sort="awarded_on"),
    ],
)  # fmt: skip

KINDS = (DISPATCHES, INNOVATIONS, AWARDS)


def shown(check: Check | None) -> dict[str, Any] | None:
    """The check in words: each item with its value and what it must reach."""
    if check is None:
        return None
    rows = [{"label": _label(one), "value": _value(one), "threshold": _threshold(one), **_verdict(one.verdict)}
            for one in check.items]  # fmt: skip
    return {"rows": rows, "source": check.terms.source, **_verdict(check.verdict)}


def _known(facts: Iterable[tuple[Any, Any]]) -> Facts:
    return [(label, value) for label, value in facts if value not in (None, "")]


def _report(request: Any, award: Award, report: Any) -> dict[str, Any]:
    report.award = award
    late = not report.submitted_at and report.due_on < day_of(request.at)
    state, colour = (_("提出済み"), "done") if report.submitted_at else (
        (_("期限超過"), "stopped") if late else (_("これから"), "neutral"))  # fmt: skip
    return {"report": report, "state": state, "colour": colour,
            "may_submit": permissions.can_submit_report(request.user, report)}  # fmt: skip


def _verdict(verdict: str) -> dict[str, str]:
    words = {"yes": (_("満たす"), "done"), "no": (_("満たさない"), "stopped"), "unknown": (_("わからない"), "waiting")}
    word, colour = words[verdict]
    return {"verdict": word, "colour": colour}


def _label(item: Item) -> str:
    return {
        "novelty": _("新しい取組の種類"),
        "new_to_company": _("自社にとっての新しさ"),
        "years": _("計画の年数"),
        "value_added": _("付加価値額の伸び（年率）"),
        "value_added_each": _("一人当たり付加価値額の伸び（年率）"),
        "payroll": _("給与支給総額の伸び（年率）"),
    }[item.key]


def _value(item: Item) -> str:
    match item.value:
        case None:
            return {"yes": _("はい"), "no": _("いいえ")}.get(item.verdict, "―") if item.key == "new_to_company" else "―"
        case tuple(kinds):
            return "・".join(str(Novelty(kind).label) for kind in kinds)
        case Fraction() as rate:
            return _percent(rate)
    return _("%(years)d年") % {"years": item.value}


def _threshold(item: Item) -> str:
    match item.threshold:
        case (least, most):
            return _("%(least)d年から%(most)d年") % {"least": least, "most": most}
        case Fraction() as rate:
            return _("%(percent)s以上") % {"percent": _percent(rate)}
    return _("六つのうち一つ以上") if item.key == "novelty" else "―"


def _percent(rate: Fraction) -> str:
    """Two places, cut and never rounded up: what is just below a threshold must not read as met."""
    hundredths = rate * 10_000
    cut = hundredths.numerator // hundredths.denominator
    sign, cut = ("-", -cut) if cut < 0 else ("", cut)
    return f"{sign}{cut // 100}.{cut % 100:02d}%"
