"""Collect every text that people see into the catalogues, without gettext's own tools: ``make messages``.

Python is read by its syntax tree, templates by Django's own reader; what the house shows of Django's and allauth's
messages, and they leave untranslated, is named in ``kosetsu/locale/borrowed.txt``.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "kosetsu" / "locale"
BORROWED = LOCALE / "borrowed.txt"
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "th": "nplurals=1; plural=0;"}
"""The languages of the catalogues. The messages themselves are Japanese."""

# Function → which of its arguments are (context, singular, plural).
CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_LITERAL = r"""(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_SPOKEN = re.compile(rf"\b(n?p?gettext|_)\(u?({_LITERAL})(?:,\s*u?({_LITERAL}))?(?:,\s*u?({_LITERAL}))?")


@dataclass(frozen=True, slots=True)
class Message:
    """One text: its id, its plural where it has one, its context where one is given."""

    text: str
    plural: str = ""
    context: str | None = None


@dataclass(slots=True)
class Found:
    """Messages with the files that use them, and calls whose text cannot be read from the code."""

    places: dict[Message, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def add(self, message: Message, path: Path) -> None:
        places = self.places.setdefault(message, [])
        name = str(path.relative_to(ROOT))
        if name not in places:
            places.append(name)


def collect() -> Found:
    """Every message of the program, in the order of the files."""
    found = Found()
    for path in python_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = names_of(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                _read_call(node, names, path, found)
    for path in template_files():
        for message in template_messages(path.read_text(encoding="utf-8")):
            found.add(message, path)
    return found


def python_files() -> Iterator[Path]:
    skipped = {"tests", "migrations"}
    yield from (path for path in sorted((ROOT / "kosetsu").rglob("*.py")) if not skipped & set(path.parts))


def template_files() -> Iterator[Path]:
    yield from (
        path
        for path in sorted((ROOT / "kosetsu").rglob("*"))
        if "templates" in path.parts and "tests" not in path.parts and path.suffix in {".html", ".txt", ".typ", ".xml"}
    )


def names_of(tree: ast.Module) -> dict[str, str]:
    """Local name → function of gettext, for one file."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in CALLS
    }


def called(node: ast.Call, names: dict[str, str]) -> str:
    """The function of gettext that a call means; empty for any other call."""
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id, "")
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return node.func.attr if node.func.value.id == "translation" and node.func.attr in CALLS else ""
    return ""


def _read_call(node: ast.Call, names: dict[str, str], path: Path, found: Found) -> None:
    function = called(node, names)
    if not function:
        return
    try:
        context, text, plural = (_argument(node, place) for place in CALLS[function])
        found.add(Message(text or "", plural or "", context), path)
    except (IndexError, ValueError):
        found.unreadable.append(f"{path.relative_to(ROOT)}:{node.lineno}")


def _argument(node: ast.Call, place: int | None) -> str | None:
    if place is None:
        return None
    value = ast.literal_eval(node.args[place])
    if not isinstance(value, str):
        raise ValueError(place)
    return value


def template_messages(source: str) -> Iterator[Message]:
    """What Django's templates say, with the ids they ask for when they are shown."""
    for function, *quoted in _SPOKEN.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in quoted if text]
        context, singular, plural = CALLS["gettext" if function == "_" else function]
        yield Message(
            texts[singular], "" if plural is None else texts[plural], None if context is None else texts[context]
        )


def borrowed() -> list[Message]:
    """Messages of Django and allauth that our pages show and their own catalogues leave untranslated."""
    lines = BORROWED.read_text(encoding="utf-8").splitlines() if BORROWED.exists() else []
    rows = [ast.literal_eval(line) for line in lines if line and not line.startswith("#")]
    return [Message(row) if isinstance(row, str) else Message(*row) for row in rows]


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language, begun anew where there is none."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    return book


def renew(language: str, found: Found) -> polib.POFile:
    """The catalogue with exactly the messages found: translations kept, what is gone marked obsolete."""
    book = catalogue(language)
    known = {Message(entry.msgid, entry.msgid_plural, entry.msgctxt): entry for entry in book}
    wanted = {**found.places, **({} if language == "en" else {message: ["borrowed"] for message in borrowed()})}
    book.clear()
    for message, places in sorted(wanted.items(), key=lambda one: (one[1][0], one[0].text)):
        entry = known.pop(message, None) or _entry(message, language)
        entry.obsolete, entry.occurrences = False, [(place, "") for place in places]
        entry.flags = [flag for flag in entry.flags if flag != "python-format"]
        book.append(entry)
    for entry in known.values():
        entry.obsolete, entry.occurrences = True, []
        if entry.translated() or entry.msgstr or any(entry.msgstr_plural.values()):
            book.append(entry)
    return book


def _entry(message: Message, language: str) -> polib.POEntry:
    count = 2 if PLURALS[language].startswith("nplurals=2") else 1
    plural = {"msgid_plural": message.plural, "msgstr_plural": dict.fromkeys(range(count), "")}
    return polib.POEntry(msgid=message.text, msgctxt=message.context, **(plural if message.plural else {}))


def waiting(book: polib.POFile) -> list[polib.POEntry]:
    """Entries without a translation, and those only guessed."""
    return [*book.untranslated_entries(), *book.fuzzy_entries()]


def main() -> int:
    found = collect()
    for place in found.unreadable:
        print(f"{place}: the text of this call cannot be read from the code")
    for language in PLURALS:
        book = renew(language, found)
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(str(path))
        print(f"{language}: {len(book)} messages, {len(waiting(book))} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
