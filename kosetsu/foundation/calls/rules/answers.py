"""What an applicant answered: read by the form of the kind, alike from the web, from Excel and from Word."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.translation import gettext as _

from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.calls.rules.kinds import Kind, Question, Type

Answer = str | list[str]
Answers = Mapping[str, Answer]
LONGEST = {Type.LINE: 200, Type.TEXT: 10_000, Type.EMAIL: 254}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
_SAID_YES = {"yes", "true", "1", "on", "はい", "○", "ใช่"}
_SAID_NO = {"", "no", "false", "0", "いいえ", "×", "ไม่ใช่"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that does not do, and what to do about it."""

    key: str
    reason: str


def tidied(question: Question, given: Answer) -> Answer:
    """The answer as it is kept: typed words of a choice become its key, digits and dates their plain form."""
    if question.type == Type.CHOICES:
        parts = given if isinstance(given, list) else re.split(r"[;；\n]", given)
        return list(dict.fromkeys(_key_of(question, part) for part in map(tidy_line, parts) if part))
    text = given[0] if isinstance(given, list) and given else "" if isinstance(given, list) else given
    if question.type == Type.TEXT:
        return tidy(text)
    text = tidy_line(text)
    if question.type == Type.CHOICE:
        return _key_of(question, text)
    if question.type == Type.YES:
        folded = normalize("NFKC", text).lower()
        return "yes" if folded in _SAID_YES or text in _SAID_YES else "" if folded in _SAID_NO else text
    if question.type in (Type.NUMBER, Type.YEN):
        plain = normalize("NFKC", text).replace(",", "").removesuffix("円").strip()
        return str(int(plain)) if re.fullmatch(r"-?\d{1,15}", plain) else text
    if question.type == Type.DATE:
        return normalize("NFKC", text).replace("/", "-")
    return text


def shown(form: Sequence[Question], answers: Answers) -> list[Question]:
    """The fields that are asked, as the answers stand; a field behind one that is not asked is not asked."""
    asked: list[Question] = []
    keys: set[str] = set()
    for question in form:
        condition = question.shown_when
        if condition is None or (condition.field in keys and _among(answers.get(condition.field, ""), condition.among)):
            asked.append(question)
            keys.add(question.key)
    return asked


def problems(kind: Kind, answers: Answers, files: Mapping[str, int]) -> list[Problem]:
    """All that keeps these answers from being handed in; ``files``: how many there are by field."""
    found = []
    for question in shown(kind.form, answers):
        if reason := _problem(question, answers.get(question.key, ""), files.get(question.key, 0)):
            found.append(Problem(question.key, reason))
    return found


def kept(kind: Kind, answers: Answers) -> dict[str, Answer]:
    """The answers to what is asked: nothing is kept of a part that is not shown."""
    return {one.key: answers[one.key] for one in shown(kind.form, answers) if answers.get(one.key)}


def in_words(question: Question, answer: Answer) -> str:
    """An answer as people read it."""
    labels = {one.key: str(one.label) for one in question.choices}
    if isinstance(answer, list):
        return "、".join(labels.get(one, one) for one in answer)
    if question.type == Type.YES:
        return _("はい") if answer == "yes" else _("いいえ")
    if question.type == Type.YEN and answer.lstrip("-").isdigit():
        return _("%(yen)s円") % {"yen": f"{int(answer):,}"}
    return labels.get(answer, answer)


def unreadable(question: Question, answer: Answer) -> str:
    """Why a given answer cannot be what the field asks for; empty where it can."""
    if not answer:
        return ""
    check = _READ.get(question.type)
    return check(question, answer) if check else ""


def _problem(question: Question, answer: Answer, files: int) -> str:
    if question.type == Type.FILE:
        return _count(question, files, _("ファイル"))
    if not answer:
        return _("「%(label)s」を入れてください。") % {"label": question.label} if question.required else ""
    return unreadable(question, answer)


def _count(question: Question, count: int, what: str) -> str:
    least = max(question.least or 0, 1 if question.required else 0)
    if count < least:
        return _("「%(label)s」の%(what)sを%(least)d個以上添付してください。") % {
            "label": question.label, "what": what, "least": least,
        }  # fmt: skip
    if question.most is not None and count > question.most:
        return _("「%(label)s」の%(what)sは%(most)d個までです（いま%(count)d個）。") % {
            "label": question.label, "what": what, "most": question.most, "count": count,
        }  # fmt: skip
    return ""


def _length(question: Question, answer: Answer) -> str:
    most = question.most or LONGEST[question.type]
    if len(answer) > most:
        return _("%(most)d文字までです（いま%(count)d文字）。") % {"most": most, "count": len(answer)}
    if question.least and len(answer) < question.least:
        return _("%(least)d文字以上書いてください（いま%(count)d文字）。") % {
            "least": question.least, "count": len(answer),
        }  # fmt: skip
    return ""


def _number(question: Question, answer: Answer) -> str:
    if not isinstance(answer, str) or not re.fullmatch(r"-?\d{1,15}", answer):
        return _("「%(value)s」は整数ではありません。数字だけを入れてください。") % {"value": answer}
    least = 0 if question.type == Type.YEN and question.least is None else question.least
    if least is not None and int(answer) < least:
        return _("%(least)s以上の数を入れてください。") % {"least": f"{least:,}"}
    if question.most is not None and int(answer) > question.most:
        return _("%(most)s以下の数を入れてください。") % {"most": f"{question.most:,}"}
    return ""


def _date(question: Question, answer: Answer) -> str:
    try:
        dt.date.fromisoformat(str(answer))
    except ValueError:
        return _("「%(value)s」は日付として読めません（2026-04-01 の形で書いてください）。") % {"value": answer}
    return ""


def _email(question: Question, answer: Answer) -> str:
    if isinstance(answer, str) and _EMAIL.match(answer):
        return _length(question, answer)
    return _("「%(value)s」はメールアドレスではありません。") % {"value": answer}


def _chosen(question: Question, answer: Answer) -> str:
    known = {one.key for one in question.choices}
    parts = answer if isinstance(answer, list) else [answer]
    for part in parts:
        if part not in known:
            labels = "、".join(str(one.label) for one in question.choices)
            return _("「%(value)s」は選べません。選べる答え: %(known)s") % {"value": part, "known": labels}
    if question.most is not None and len(parts) > question.most:
        return _("選べるのは%(most)d個までです。") % {"most": question.most}
    if question.least is not None and len(parts) < question.least:
        return _("%(least)d個以上選んでください。") % {"least": question.least}
    return ""


def _yes(question: Question, answer: Answer) -> str:
    return "" if answer == "yes" else _("「%(value)s」は「はい」か「いいえ」で答えてください。") % {"value": answer}


_READ = {
    Type.LINE: _length, Type.TEXT: _length, Type.EMAIL: _email, Type.NUMBER: _number, Type.YEN: _number,
    Type.DATE: _date, Type.CHOICE: _chosen, Type.CHOICES: _chosen, Type.YES: _yes,
}  # fmt: skip


def _key_of(question: Question, text: str) -> str:
    """The key of a choice that is written by its key or by its words in any language."""
    for one in question.choices:
        if text and text in (one.key, one.label.ja, one.label.en, one.label.th):
            return one.key
    return text


def _among(answer: Answer, wanted: Sequence[str]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(one in wanted for one in given)
