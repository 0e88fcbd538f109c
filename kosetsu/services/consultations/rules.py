"""Arithmetic of consultations: deadlines on working days, what a file may be, the place in the chain. No Django."""

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from kosetsu.common.calendars import ClosingDays, add_working_days

DEFAULT_RESPONSE_DAYS = 5
MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_FILES = 5


def due_on(received: dt.date, days: int, closing: ClosingDays, wished: dt.date | None = None) -> dt.date:
    """The day by which the first answer is owed: so many working days later, sooner where the client needs it sooner.

    A wish in the past changes nothing: it can no longer be met.
    """
    owed = add_working_days(received, days, closing)
    return min(owed, wished) if wished and wished >= received else owed


def urgency(due: dt.date | None, today: dt.date, week_ends: dt.date) -> str:
    """ "overdue", "today", "week" or "later"; a case without a deadline is "later"."""
    if due is None or due > week_ends:
        return "later"
    return "overdue" if due < today else "today" if due == today else "week"


def week_end(today: dt.date) -> dt.date:
    """The Sunday of this week."""
    return today + dt.timedelta(days=6 - today.weekday())


def response_days(settings: Mapping[str, Any]) -> int:
    """The institute's promise in working days (``response_days: {consultation: 3}``, or one number for all)."""
    value = settings.get("response_days", DEFAULT_RESPONSE_DAYS)
    return int(value.get("consultation", DEFAULT_RESPONSE_DAYS) if isinstance(value, Mapping) else value)


_SIGNATURES: Mapping[str, Sequence[bytes]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "dxf": (),
    "csv": (),
    "txt": (),
}
"""What an extension's first bytes must be; text formats have none and must hold no zero byte."""

ALLOWED_EXTENSIONS = tuple(_SIGNATURES)
_OFFICE_PARTS = {"xlsx": "xl/", "docx": "word/", "pptx": "ppt/"}
_MARKUP = (b"<html", b"<!doc", b"<svg", b"<?xml", b"<scri")
MAX_UNPACKED_BYTES = 400 * MEGABYTE


def extension(name: str) -> str:
    """The last extension in lower case; "" where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def content_fits(name: str, content: bytes) -> bool:
    """Whether the content is what the extension says: an .exe named .pdf is not."""
    kind = extension(name)
    if kind not in _SIGNATURES:
        return False
    if not _SIGNATURES[kind]:
        return b"\x00" not in content and not content.lstrip()[:5].lower().startswith(_MARKUP)
    return content.startswith(tuple(_SIGNATURES[kind])) and (content[:2] != b"PK" or _archive_fits(kind, content))


def _archive_fits(kind: str, content: bytes) -> bool:
    """A readable archive of bearable unpacked size; an office file has its part and no macros."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        return False
    names = [member.filename for member in members]
    part = _OFFICE_PARTS.get(kind)
    return part is None or (
        any(name.startswith(part) for name in names) and not any(name.endswith("vbaProject.bin") for name in names)
    )


CHAIN = ("received", "assigned", "answered", "proposed", "closed")
_PLACE = {
    "received": 0, "triaged": 0, "passed_on": 0, "assigned": 1, "waiting": 1,
    "answered": 2, "visited": 2, "proposed": 3, "joined": 4, "closed": 4,
}  # fmt: skip


def chain_states(state: str, *, delivered: bool, proposed: bool) -> list[str]:
    """ "done", "current", "todo" or "skipped" for each step of :data:`CHAIN`."""
    place = _PLACE[state]
    happened = {"answered": delivered, "proposed": proposed}
    return [
        "current" if number == place
        else "todo" if number > place and not happened.get(step)
        else "done" if happened.get(step, True)
        else "skipped"
        for number, step in enumerate(CHAIN)
    ]  # fmt: skip
