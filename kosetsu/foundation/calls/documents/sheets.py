"""The form of a kind as a sheet of Excel or Word to fill in, and back: every mistake by its cell, nothing half-read."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document

from kosetsu.common.attachments import can_attach
from kosetsu.common.decisions import require
from kosetsu.common.spreadsheets import BadTable, Column, WrongCell, read_table, write_xlsx
from kosetsu.common.text import fold, tidy
from kosetsu.foundation.calls.rules.answers import Answer, Answers, in_words, tidied, unreadable
from kosetsu.foundation.calls.rules.kinds import Kind, Question, Type

COLUMNS = (
    Column("label", gettext_lazy("項目"), width=36),
    Column("answer", gettext_lazy("回答"), width=60, optional=True),
    Column("help", gettext_lazy("書き方"), width=50, optional=True),
)
TITLE = gettext_lazy("題名")
TITLE_KEY = "題名"
MOST_CELLS = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet that was filled in says; nothing of it is to be kept where something is ``wrong``."""

    title: str
    answers: Mapping[str, Answer]
    wrong: Sequence[WrongCell]


def xlsx(kind: Kind, title: str, answers: Answers) -> bytes:
    """One line for every field that can be written down; files are sent on the page."""
    lines = [(str(TITLE), title, ""), *((str(one.label), _said(one, answers), _how(one)) for one in _asked(kind))]
    return write_xlsx(COLUMNS, lines, str(kind.title))


def docx(kind: Kind, title: str, answers: Answers) -> bytes:
    """The same as a table of Word."""
    document = Document()
    document.add_heading(str(kind.title), level=1)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = str(column.heading)
    lines = [(str(TITLE), title, ""), *((str(one.label), _said(one, answers), _how(one)) for one in _asked(kind))]
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(kind: Kind, file: object, name: str, content: bytes) -> Filled:
    """A filled-in sheet. Raises ``Mistake`` or ``Refused`` where the file is none."""
    if PurePath(name).suffix.lower() == ".docx":
        require(can_attach(file))
        return _filled(kind, _docx_lines(content))
    rows = read_table(content, name, COLUMNS)
    return _filled(kind, ((f"B{row.number}", row.cells["label"], row.cells.get("answer", "")) for row in rows))


def _docx_lines(content: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        tables = Document(io.BytesIO(content)).tables
    except Exception as broken:  # python-docx lets whatever the archive holds come through
        raise BadTable(_("Wordの文書として読めません。"), _("Wordで保存し直してください。")) from broken
    if not tables:
        raise BadTable(_("表がありません。"), _("様式をダウンロードして、表に書き込んでください。"))
    for number, row in enumerate(tables[0].rows[1:MOST_CELLS], start=2):
        cells = [tidy(cell.text) for cell in row.cells]
        if len(cells) > 1 and cells[0]:
            yield _("表の%(row)d行目") % {"row": number}, cells[0], cells[1]


def _filled(kind: Kind, lines: Iterator[tuple[str, str, str]]) -> Filled:
    known = {fold(name): one for one in _asked(kind) for name in (one.key, *_names(one))}
    titles = {fold(name) for name in (TITLE_KEY, str(TITLE))}
    title, answers, wrong = "", {}, []
    seen: set[str] = set()
    for cell, label, text in lines:
        if fold(label) in titles:
            title = text
            continue
        question = known.get(fold(label))
        if question is None:
            wrong.append(WrongCell(cell, _("項目「%(label)s」は様式にありません。") % {"label": label}))
        elif question.key in seen:
            wrong.append(WrongCell(cell, _("項目「%(label)s」が二度あります。") % {"label": label}))
        else:
            seen.add(question.key)
            answer = tidied(question, text)
            if reason := unreadable(question, answer):
                wrong.append(WrongCell(cell, reason))
            elif answer:
                answers[question.key] = answer
    return Filled(title, answers, wrong)


def _asked(kind: Kind) -> list[Question]:
    return [one for one in kind.form if one.type != Type.FILE]


def _names(question: Question) -> Iterator[str]:
    yield from filter(None, (question.label.ja, question.label.en, question.label.th))


def _said(question: Question, answers: Answers) -> str:
    answer = answers.get(question.key, "")
    return in_words(question, answer).replace("、", ";") if isinstance(answer, list) else (
        in_words(question, answer) if answer and question.type in (Type.CHOICE, Type.YES) else answer
    )  # fmt: skip


def _how(question: Question) -> str:
    """What is to be written there."""
    said = [str(question.help), _("必須") if question.required else ""]
    if question.choices:
        said.append(_("次から選ぶ: %(choices)s") % {"choices": "、".join(str(one.label) for one in question.choices)})
    if question.type == Type.YES:
        said.append(_("「はい」か「いいえ」"))
    if question.type == Type.CHOICES:
        said.append(_("いくつもあるときは「;」で区切る"))
    return " / ".join(filter(None, said))
