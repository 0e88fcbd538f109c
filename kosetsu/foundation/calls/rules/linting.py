"""What is wrong with a kind of call that every single value of it does not show, by place and in words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kosetsu.foundation.calls.rules.choosing import FINAL_TIES, TIES
from kosetsu.foundation.calls.rules.kinds import Kind, Question, Round, Type
from kosetsu.foundation.calls.states import GRANTABLE, SHOWN, Channel, Task

Flaw = tuple[str, str]
"""Where in the document, and what is wrong there."""
PLACEHOLDERS = frozenset({"call", "number", "name", "reason", "until", "prize", "place", "url", "points", "missing"})
_BRACES = re.compile(r"\{([^{}]*)\}")
_BOUNDED = {Type.LINE, Type.TEXT, Type.NUMBER, Type.YEN, Type.CHOICES, Type.FILE}


def flaws(kind: Kind) -> list[Flaw]:
    """All of them, in the order of the document."""
    return [*_actors(kind), *_channels(kind), *_form(kind), *_rounds(kind), *_ties(kind), *_prizes(kind),
            *_sights(kind), *_notices(kind)]  # fmt: skip


def _actors(kind: Kind) -> Iterator[Flaw]:
    for task in Task:
        if task == Task.COUNSEL and not kind.counselling:
            continue
        if task == Task.HEAR_APPEAL and not kind.appeal_days:
            continue
        if not kind.posts(task):
            yield f"actors.{task}", _("「%(task)s」を担当する職がありません。") % {"task": task.label}


def _channels(kind: Kind) -> Iterator[Flaw]:
    if not kind.channels:
        yield "channels", _("応募の方法が1つもありません。")
    yield from _twice("channels", [one.channel.value for one in kind.channels])
    for way in kind.channels:
        if way.arrives_within_days and way.channel != Channel.PAPER:
            yield "channels.arrives_within_days", _("到着の猶予は、郵送だけに書けます。")


def _form(kind: Kind) -> Iterator[Flaw]:
    if not kind.form:
        yield "form", _("応募の様式に項目がありません。")
    yield from _twice("form", [one.key for one in kind.form])
    known: dict[str, Question] = {}
    for question in kind.form:
        place = f"form.{question.key}"
        yield from _question(question, place)
        if condition := question.shown_when:
            yield from _condition(condition.field, condition.among, known, place)
        known[question.key] = question


def _question(question: Question, place: str) -> Iterator[Flaw]:
    chosen = question.type in (Type.CHOICE, Type.CHOICES)
    if chosen != bool(question.choices):
        yield f"{place}.choices", _("選択肢は、選ぶ項目（choice、choices）にだけ、1つ以上書きます。")
    yield from _twice(f"{place}.choices", [one.key for one in question.choices])
    if question.type not in _BOUNDED and (question.least, question.most) != (None, None):
        yield place, _("この型の項目に上限・下限は書けません。")
    if question.least is not None and question.most is not None and question.least > question.most:
        yield place, _("下限が上限を超えています。")


def _condition(field: str, among: Sequence[str], known: dict[str, Question], place: str) -> Iterator[Flaw]:
    if field not in known:
        yield f"{place}.shown_when", _("「%(field)s」という項目は、この項目より前にありません。") % {"field": field}
        return
    other = known[field]
    possible = {one.key for one in other.choices} or ({"yes"} if other.type == Type.YES else set())
    for value in among:
        if value not in possible:
            yield f"{place}.shown_when", _("「%(value)s」は「%(field)s」の答えにありません。") % {
                "value": value, "field": field,
            }  # fmt: skip


def _rounds(kind: Kind) -> Iterator[Flaw]:
    if not kind.rounds:
        yield "rounds", _("審査が1回もありません。")
    for number, one in enumerate(kind.rounds, start=1):
        place = f"rounds.{number}"
        yield from _round(one, place)
        if (one.passes is None) != (number == len(kind.rounds)):
            yield f"{place}.passes", _("次へ進む件数（passes）は、最後の審査を除くすべてに書きます。")


def _round(one: Round, place: str) -> Iterator[Flaw]:
    if not one.criteria:
        yield f"{place}.criteria", _("審査項目がありません。")
    yield from _twice(f"{place}.criteria", [item.code for item in one.criteria])
    for item in one.criteria:
        if item.highest <= item.lowest:
            yield f"{place}.criteria.{item.code}", _("最高点が最低点より大きくないため、点の幅がありません。")
        if item.veto_below is not None and not item.lowest < item.veto_below <= item.highest:
            yield f"{place}.criteria.{item.code}.veto_below", _("足切り点が、点の幅の中にありません。")
    if one.quorum > one.reviews_each:
        yield f"{place}.quorum", _("必要な提出数が、審査する人数を超えています。")
    if one.seniors_each > one.reviews_each:
        yield f"{place}.seniors_each", _("主任審査員の人数が、審査する人数を超えています。")


def _ties(kind: Kind) -> Iterator[Flaw]:
    last = kind.rounds[-1] if kind.rounds else None
    known = {f"criterion:{item.code}" for item in last.criteria} if last else set()
    for name in kind.ties:
        if name not in TIES and name not in known:
            yield "ties", _("「%(name)s」という同点の扱いはありません。") % {"name": name}
    if not kind.ties or kind.ties[-1] not in FINAL_TIES:
        yield "ties", _("最後は必ず決まる扱い（%(names)s）にしてください。") % {"names": "、".join(FINAL_TIES)}


def _prizes(kind: Kind) -> Iterator[Flaw]:
    yield from _twice("prizes", [one.key for one in kind.prizes])
    if kind.prizes and kind.reserve:
        yield "reserve", _("賞の区分があるときは、補欠を設けられません（辞退で上の賞が移るため）。")


def _sights(kind: Kind) -> Iterator[Flaw]:
    stages = [state.value for state in SHOWN]
    for number, one in enumerate(kind.visibility, start=1):
        for paper in one.papers:
            if paper not in GRANTABLE[one.viewer]:
                yield f"visibility.{number}", _("「%(paper)s」を「%(viewer)s」に見せることはできません。") % {
                    "paper": paper.label, "viewer": one.viewer.label,
                }  # fmt: skip
        if one.since not in stages:
            yield f"visibility.{number}.since", _("「%(value)s」は段階ではありません。使える値: %(known)s") % {
                "value": one.since, "known": "、".join(stages),
            }  # fmt: skip


def _notices(kind: Kind) -> Iterator[Flaw]:
    yield from _twice("notices", [one.kind.value for one in kind.notices])
    for notice in kind.notices:
        texts = [text for words in (notice.subject, notice.body) for text in (words.ja, words.en, words.th)]
        for name in sorted({name for text in texts for name in _BRACES.findall(text)} - PLACEHOLDERS):
            yield f"notices.{notice.kind}", _("差し込み「{%(name)s}」はありません。使える値: %(known)s") % {
                "name": name, "known": "、".join(sorted(PLACEHOLDERS)),
            }  # fmt: skip


def _twice(place: str, names: Sequence[str]) -> Iterator[Flaw]:
    for name, count in Counter(names).items():
        if count > 1:
            yield place, _("「%(name)s」が%(count)d回あります。") % {"name": name, "count": count}
