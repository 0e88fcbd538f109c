"""Every text people see passes through gettext, and each of them stands in both catalogues."""

import ast
import re

import pytest
from django.template.base import Lexer, TokenType

from tools import messages

JAPANESE = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff々]")
FOUND = messages.collect()
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*(?::[^}]*)?\}")
FREE = {
    "kosetsu/common/corporate_number.py": "characters that people type between digits",
    "kosetsu/common/eras.py": "the era calendar: its words are the matter itself",
    "kosetsu/common/text.py": "folding of Japanese script",
    "kosetsu/common/templatetags/display.py": "the western year after an era date, for readers of Japanese only",
    "kosetsu/across/navigator/rules.py": "expressions of time and haste in a Japanese question",
    "kosetsu/across/reporting/actions/evidence.py": "the unit stored with an entry: data",
    "kosetsu/across/reporting/documents/": "dates of the printed Japanese report; units, which are data",
    "kosetsu/foundation/billing/actions/demo.py": "the demo bank's file: data",
    "kosetsu/foundation/devices/actions/demo.py": "what the demo's certificates say: data",
    "kosetsu/services/testing/actions/demo.py": "the demo counter's own reference: data",
    "kosetsu/config/settings/base.py": "the name of a language in that language",
    "kosetsu/config/settings/identity.py": "names of identity providers, set by the installer",
    "kosetsu/foundation/accounts/demo_provider.py": "a stand-in for an outside provider, which speaks Japanese only",
    "kosetsu/foundation/accounts/management/": "demo people, and what a command prints for the operator",
    "kosetsu/services/testing/papers/content.py": "the range of Japanese script, to tell what has no English words",
    "kosetsu/foundation/billing/actions/beats.py": "letters of the number series, printed on papers",
    "kosetsu/foundation/billing/rules.py": "legal forms as banks write them before a payer's name: data",
    "kosetsu/foundation/calls/actions/demo.py": "texts of the demo: data",
    "kosetsu/foundation/calls/documents/sheets.py": "the key of a row in a filled-in form",
    "kosetsu/foundation/calls/rules/kinds.py": "what a kind that says nothing calls its end: data",
    "kosetsu/foundation/calls/rules/answers.py": "what a filled-in form may say for yes and no, and a unit",
    "kosetsu/foundation/casebook/models.py": "the unit stored with an entry: data",
    "kosetsu/foundation/casebook/tables.py": "the unit stored with an entry: data",
    "kosetsu/foundation/gatherings/actions/attend.py": "the units of entries: data",
    "kosetsu/foundation/gatherings/actions/online.py": "the note stored with an attendance: data",
    "kosetsu/foundation/gatherings/rules/web_meetings.py": "what columns of other programs' reports are called",
    "kosetsu/foundation/gatherings/models/attendance.py": "the unit stored with a headcount: data",
    "kosetsu/foundation/gatherings/tables.py": "the unit stored with a headcount: data",
    "kosetsu/foundation/governance/management/": "what a command prints for the operator",
    "kosetsu/foundation/search/engine/": "the grammar of Japanese",
    "kosetsu/services/alliances/actions/": "the letter of the number series; the unit of a meeting; the demo",
    "kosetsu/services/alliances/manifest.py": "the letter of the number series, printed on papers",
    "kosetsu/services/circles/actions/": "the letter of the number series; units and topics of entries; the demo",
    "kosetsu/services/circles/manifest.py": "the letter of the number series, printed on papers",
    "kosetsu/services/consultations/actions/": "the letter of the number series, printed on papers",
    "kosetsu/services/consultations/manifest.py": "the letter of the number series, printed on papers",
    "kosetsu/services/exhibitions/actions/": "units stored with entries; texts of the demo: data",
    "kosetsu/services/instruments/actions/": "the letter of the number series; units stored with entries and charges",
    "kosetsu/services/instruments/manifest.py": "the letter of the number series, printed on papers",
    "kosetsu/services/labs/actions/": "letters of the number series; units stored with entries; the comma of a list",
    "kosetsu/services/labs/manifest.py": "letters of the number series, printed on papers",
    "kosetsu/services/screening/actions/": "letters of the number series; texts of the demo: data",
    "kosetsu/services/screening/documents/applicants.py": "how companies call their main workplace: data",
    "kosetsu/services/screening/manifest.py": "letters of the number series, printed on papers",
    "kosetsu/services/testing/actions/": "letters of the number series; units stored with entries; the comma of a list",
    "kosetsu/services/testing/manifest.py": "letters of the number series, printed on papers",
    "kosetsu/services/overseas/sources.py": "words the search index holds: data",
    "kosetsu/services/programmes/sources.py": "words the search index holds: data",
    "kosetsu/services/programmes/actions/": "letters of the number series; units of entries; the demo's matters",
    "kosetsu/services/programmes/manifest.py": "letters of the number series, printed on papers",
    "kosetsu/services/training/actions/": "letters of the number series; units stored with entries",
    "kosetsu/services/training/manifest.py": "letters of the number series, printed on papers",
    "kosetsu/services/programmes/pages/drafts.py": "the text a description begins with: data",
    "kosetsu/services/programmes/rules/jgrants.py": "words of Jグランツ records and of what is made of them: data",
}
"""Where Japanese may stand outside gettext, and why."""


@pytest.mark.parametrize("language", messages.PLURALS)
def test_every_message_is_translated(language):
    """``make messages`` collects what is new; then translate it."""
    book = messages.catalogue(language)
    unfinished = {id(entry) for entry in messages.waiting(book)}
    done = {(e.msgid, e.msgid_plural, e.msgctxt) for e in book if id(e) not in unfinished and not e.obsolete}
    wanted = {(one.text, one.plural, one.context) for one in FOUND.places}
    if language != "en":
        wanted |= {(one.text, one.plural, one.context) for one in messages.borrowed()}
    assert sorted(text for text, *_rest in wanted - done) == []


@pytest.mark.parametrize("language", messages.PLURALS)
def test_every_translation_keeps_the_placeholders(language):
    broken = [
        entry.msgid
        for entry in messages.catalogue(language)
        if not entry.obsolete
        for text in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]
    assert broken == []


@pytest.mark.parametrize("language", messages.PLURALS)
def test_no_translation_was_left_in_japanese(language):
    """Names of Japanese papers may follow in brackets; a kana never stays."""
    kana = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
    texts = (t for e in messages.catalogue(language) if not e.obsolete for t in (e.msgstr, *e.msgstr_plural.values()))
    assert [text for text in texts if kana.search(text)] == []


def test_every_call_of_gettext_holds_a_readable_text():
    assert FOUND.unreadable == []


def _spoken_outside_gettext(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = messages.names_of(tree)
    free = {
        id(part)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and messages.called(node, names))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for part in ast.walk(node)
    }
    return [
        f"{path.relative_to(messages.ROOT)}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in free
        if JAPANESE.search(node.value)
    ]


def _is_free(path):
    name = str(path.relative_to(messages.ROOT))
    return path.name in FREE or any(name.startswith(start) for start in FREE)


def test_no_japanese_stands_outside_gettext_in_python():
    files = [path for path in messages.python_files() if not _is_free(path)]
    assert [line for path in files for line in _spoken_outside_gettext(path)] == []


def test_every_free_place_still_needs_its_freedom():
    used = {path for path in messages.python_files() if _is_free(path) and _spoken_outside_gettext(path)}
    names = {str(path.relative_to(messages.ROOT)) for path in used}
    idle = [start for start in FREE if not any(n.startswith(start) or n.endswith(f"/{start}") for n in names)]
    assert idle == []


@pytest.mark.parametrize(
    "path",
    [path for path in messages.template_files() if path.name != "gallery.html"],
    ids=lambda path: str(path.relative_to(messages.ROOT)),
)
def test_no_japanese_stands_outside_gettext_in_a_template(path):
    """The gallery is a page of examples for those who make pages; nobody else sees it."""
    source = re.sub(r"(?s)\{% comment .*?endcomment %\}|<!--.*?-->", "", path.read_text(encoding="utf-8"))
    left, inside = [], False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            inside = word.startswith("blocktrans") or (inside and not word.startswith("endblocktrans"))
            spoken = "" if word in {"trans", "translate"} or inside else token.contents
        elif token.token_type == TokenType.VAR:
            spoken = re.sub(r"""_\((["']).*?\1\)""", "", token.contents)
        else:
            spoken = "" if inside or token.token_type == TokenType.COMMENT else token.contents
        left += [spoken.strip()] if JAPANESE.search(spoken) else []
    assert left == []
