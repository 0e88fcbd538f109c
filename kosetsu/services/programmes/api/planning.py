"""The planner by program: which programmes, why not, how much, the plan. What is saved is only for its own company."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.problems import not_found, wrong
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.actions import plans as actions
from kosetsu.services.programmes.api import planning_schemas as shapes
from kosetsu.services.programmes.context import answers_of, decider_on, readable, typed
from kosetsu.services.programmes.documents import plan_words, wording
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.amounts import Amount, Reckoner
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Outcome, Verdict
from kosetsu.services.programmes.rules.language import Choice, Fact, Value
from kosetsu.services.programmes.rules.reasons import Changes, Reason, cheapest_change, why_not

READ = Scope("read:programmes", gettext_lazy("支援施策と利用料助成を読む"))
router = Router(tags=["programmes"])
Answers = Mapping[str, Value]


@router.get(
    "/programmes/vocabulary",
    response=shapes.VocabularyOut,
    **door(READ, gettext_lazy("施策の質問・経費の種類・目的の一覧"), public=True),
)
def get_vocabulary(request: Any) -> shapes.VocabularyOut:
    """What answers and costs can be given, in the caller's language."""
    vocabulary = decider_on(request.today, request.at).book.vocabulary
    return shapes.VocabularyOut(
        facts=[_fact(one) for one in vocabulary.facts],
        costs=[_choice(one) for one in vocabulary.costs],
        purposes=[wording.named(one) for one in vocabulary.purposes],
    )


@router.post(
    "/programmes/evaluate",
    response=shapes.EvaluateOut,
    **door(READ, gettext_lazy("回答と経費から、使える施策と金額を判定する"), public=True),
)
def evaluate_programmes(request: Any, body: shapes.EvaluateIn) -> shapes.EvaluateOut:
    """A verdict for every programme that holds on the day, with the amount and the reasons."""
    decider = decider_on(body.day or request.today, request.at)
    answers, costs = _answers(request, body, decider.book), _costs(body.costs, decider.book)
    known, reckoner = decider.known(answers), Reckoner(decider, costs)
    outcomes = decider.outcomes(decider.circuit.who, known)
    items = [
        shapes.VerdictOut(**_verdict(decider, n, answers, one, reckoner.amount(n, known)))
        for n, one in enumerate(outcomes)
    ]
    return shapes.EvaluateOut(day=decider.book.day, items=items)


@router.post(
    "/programmes/{code}/explain",
    response=shapes.ExplainOut,
    **door(READ, gettext_lazy("1つの施策の判定の理由、金額の計算、対象になる一番近い道"), public=True),
)
def explain_programme(request: Any, code: str, body: shapes.EvaluateIn) -> shapes.ExplainOut:
    """Why, how the amount is computed, and the cheapest change that flips a no."""
    decider = decider_on(body.day or request.today, request.at)
    n = decider.book.numbers.get(code)
    if n is None:
        raise not_found()
    answers, costs = _answers(request, body, decider.book), _costs(body.costs, decider.book)
    known = decider.known(answers)
    [outcome], amount = decider.outcomes((decider.circuit.who[n],), known), Reckoner(decider, costs).amount(n, known)
    change, said = cheapest_change(decider, n, answers), decider.book.descriptions[n]
    texts = wording.amount_lines(said, amount)
    return shapes.ExplainOut(
        **_verdict(decider, n, answers, outcome, amount),
        course=amount.course,
        computation=[
            shapes.LineOut(key=line.key, label=label, value=value, yen=None if line.key == "uplift" else line.yen,
                           rate=None if line.rate is None else str(line.rate))
            for line, (label, value) in zip(amount.lines, texts, strict=True)
        ],
        open_terms=list(said.open_terms),
        change=None if change is None else _change(decider.book, change),
    )  # fmt: skip


@router.post(
    "/programmes/plan",
    response=shapes.PlanOut,
    **door(READ, gettext_lazy("経費と日程から、施策の最適な計画を作る（保存しません）"), public=True),
)
def plan_programmes(request: Any, body: shapes.PlanIn) -> shapes.PlanOut:
    """The best feasible plan as of now; nothing is stored."""
    decider = decider_on(request.today, request.at)
    answers = _answers(request, body, decider.book)
    _costs(body.costs, decider.book)
    _in_order(body, request.today)
    lines = actions.numbered([one.dict() for one in body.costs], decider)
    asked = actions.asked_of(answers, lines, body.order_from, body.order_by, body.complete_by)
    asked["refused"] = [{"code": code, "on": request.today.isoformat()} for code in body.refused]
    found = actions.found_for(decider, stored.asked_from(asked, readable(asked["answers"], decider.book)), request.at)
    return shapes.plan_out(found, request.today, plan_words)


def _answers(request: Any, body: shapes.CompanyIn, book: Book) -> Answers:
    """Saved ones of the caller's own company, and over them those of the body."""
    found = dict(answers_of(_company(request, body), book)) if body.organisation else {}
    for key, value in body.answers.items():
        fact = book.facts.get(key)
        if fact is None:
            raise wrong(
                "body", f"answers.{key}", _("この項目はありません。GET /programmes/vocabulary で確かめてください。")
            )
        found.pop(key, None)
        if value is not None:
            found[key] = _value(fact, value)
    return found


def _value(fact: Fact, value: Any) -> Value:
    read = None if fact.kind == "code" and not isinstance(value, str) else typed(fact, value)
    if read is None:
        kinds = {"flag": _("true か false"), "choice": _("選択肢のキー"), "code": _("番号の文字列"),
                 "day": _("YYYY-MM-DD の日付")}  # fmt: skip
        expected = kinds.get(fact.kind, _("範囲内の整数"))
        raise wrong("body", f"answers.{fact.key}", _("この項目には%(kind)sを指定してください。") % {"kind": expected})
    return read


def _company(request: Any, body: shapes.CompanyIn) -> Organisation:
    """One the caller acts for; any other is answered like none at all."""
    own = Organisation.objects.filter(pk__in=standing(request.user).organisations).select_related("area")
    found = own.filter(public_id=str(body.organisation)).first()
    if found is None:
        raise wrong("body", "organisation", _("自社のIDを指定してください。"))
    return found


def _costs(costs: Sequence[shapes.CostIn], book: Book) -> dict[str, int | None] | None:
    """By kind; nothing is known where none is named."""
    kinds = {one.key for one in book.vocabulary.costs}
    for place, one in enumerate(costs):
        if one.kind not in kinds:
            raise wrong("body", f"costs.{place}.kind", _("この経費の種類はありません。"))
    found: Counter[str] = Counter()
    for one in costs:
        found[one.kind] += one.yen
    return dict(found) if costs else None


def _in_order(body: shapes.PlanIn, today: dt.date) -> None:
    wrongs = (
        ("order_by", body.order_by < body.order_from, _("発注の期限が、発注できる最初の日より前です。")),
        ("complete_by", body.complete_by < body.order_by, _("完了の期限が、発注の期限より前です。")),
        ("order_by", body.order_by < today, _("発注の期限が過ぎています。今日以降の日付に直してください。")),
    )
    for field, is_wrong, why in wrongs:
        if is_wrong:
            raise wrong("body", field, why)


def _verdict(decider: Decider, n: int, answers: Answers, outcome: Outcome, amount: Amount) -> dict[str, Any]:
    said = decider.book.descriptions[n]
    unknown = outcome.verdict is Verdict.UNKNOWN
    return {
        "code": said.code,
        "fiscal_year": said.fiscal_year,
        "round": said.round,
        "title": wording.named(said.words),
        "verdict": outcome.verdict,
        "least_yen": amount.least,
        "most_yen": amount.most,
        "reasons": [_reason(decider.book, one) for one in why_not(decider, n, answers) or ()],
        "open": sorted({decider.circuit.fact(one) for one in bits(outcome.open)}) if unknown else [],
    }


def _reason(book: Book, one: Reason) -> shapes.ReasonOut:
    return shapes.ReasonOut(
        fact=one.fact, clause=one.clause, value=stored.plain(one.value) if one.value is not None else None,
        threshold=one.threshold, sentence=wording.reasoned(book, one).sentence,
    )  # fmt: skip


def _change(book: Book, found: Changes) -> shapes.ChangeOut:
    texts = wording.steps(book, found).steps
    moves = [
        shapes.MoveOut(
            fact=one.fact, before=None if one.before is None else stored.plain(one.before),
            after=stored.plain(one.after), days=one.days, fee_yen=one.fee_yen, sentence=text.text,
        )
        for one, text in zip(found.moves, texts, strict=True)
    ]  # fmt: skip
    return shapes.ChangeOut(
        moves=moves,
        days=found.days,
        fee_yen=found.fee_yen,
        verdict="yes" if found.verdict is Verdict.YES else "unknown",
    )


def _choice(one: Choice) -> shapes.ChoiceOut:
    return shapes.ChoiceOut(key=one.key, title=wording.named(one.words))


def _fact(one: Fact) -> shapes.FactOut:
    return shapes.FactOut(
        key=one.key, kind=one.kind, title=wording.named(one.words), question=wording.question(one),
        choices=[_choice(each) for each in one.choices], unit=one.unit, least=one.least, most=one.most,
        changeable=one.change.kind if one.change is not None else "",
    )  # fmt: skip
