"""Files of people, handed out so that no browser opens them in our name; films in the pieces that a player asks for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from kosetsu.common import spreadsheets

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def attached(file: Any, name: str, *, shown_as: str = "") -> HttpResponse:
    """The whole file as an attachment; where ``shown_as`` names a harmless kind (a picture), shown in the page.

    ``file`` is the stored file of a record; whether the reader may have it was asked before.
    """
    response = FileResponse(
        file.open("rb"), as_attachment=not shown_as, filename=name,
        content_type=shown_as or "application/octet-stream",
    )  # fmt: skip
    return _guarded(response)


def excel(columns: Sequence[spreadsheets.Column], rows: Iterable[Sequence[Any]], title: str, name: str) -> HttpResponse:
    """A table of our own as an Excel file, for its reader only."""
    return workbook(spreadsheets.write_xlsx(columns, rows, title), name)


def workbook(written: bytes, name: str) -> HttpResponse:
    """The same of a workbook that is written already."""
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(written, content_type=spreadsheets.xlsx_response_type, headers=headers)


def played(request: HttpRequest, file: Any, kind: str) -> HttpResponse:
    """A film or sound for a player: the bytes of ``Range`` (RFC 9110 §14), so that it can begin anywhere."""
    size = file.size
    piece = piece_of(request.headers.get("Range", ""), size)
    if piece is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = piece
    whole = "Range" not in request.headers
    response = StreamingHttpResponse(
        _pieces(file.open("rb"), first, last - first + 1), status=200 if whole else 206, content_type=kind
    )
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _guarded(response)


def piece_of(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what a ``Range`` asks for; the whole where it asks in a way we do not answer.

    None where the file ends before it begins.
    """
    found = _RANGE.match(asked.strip())
    if not found or found.groups() == ("", ""):
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) and size else None
    end = min(int(last), size - 1) if last else size - 1
    if int(first) >= size:
        return None
    return (int(first), end) if int(first) <= end else (0, size - 1)


def _pieces(file: IO[bytes], first: int, count: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while count > 0 and (piece := file.read(min(CHUNK, count))):
            count -= len(piece)
            yield piece


def _guarded(response: Any) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[no-any-return]  # a streaming answer passes the door like any other
