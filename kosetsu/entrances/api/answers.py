"""What an operation raises becomes a problem document: one table for the whole API."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kosetsu.common.api.problems import FieldProblem, Stop, not_found
from kosetsu.common.decisions import Refused
from kosetsu.common.mistakes import Mistake
from kosetsu.entrances.api.wording import worded

UNREADABLE: tuple[type[Exception], ...] = (MultiPartParserError, RawPostDataException, SuspiciousOperation)
"""What Django raises over a form's body, whoever reads it first."""
logger = logging.getLogger(__name__)


def _stopped(_request: HttpRequest, error: Stop) -> HttpResponse:
    return error.response


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """The decision's own words; what is hidden looks like nothing at all."""
    decision = error.decision
    return (not_found() if decision.hidden else Stop(403, decision.reason, decision.next_step)).response


def _mistaken(_request: HttpRequest, error: Mistake) -> HttpResponse:
    return Stop(422, error.reason, error.next_step).response


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return Stop(422, errors=[_field(one) for one in error.errors]).response


def _field(error: dict[str, Any]) -> FieldProblem:
    """Where the value stands ("offerings.0"; how we call the whole body is nobody's business) and what is wrong."""
    where, *path = error["loc"]
    path = path[1:] if where == "body" and len(path) > 1 else path
    place: Any = "body" if where in ("form", "file") else where
    return FieldProblem(where=place, field=".".join(str(part) for part in path), detail=worded(error))


def _absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return not_found().response


def _forbidden(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return Stop(403).response


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library raises it for a body that is no JSON."""
    return Stop(400, _("本文をJSONとして読み取れません。")).response


def unreadable_form(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """A form that is broken, has too many parts, or was sent where JSON is wanted."""
    return Stop(400, _("本文を読み取れません。操作の説明にある形式で送信してください。")).response


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Another writer held what this one needed for too long; anything else of the database is our own problem."""
    if "lock" not in str(error).lower():
        return _failed(request, error)
    return Stop(409, _("ほかの処理と重なりました。"), _("少し待ってから、もう一度送信してください。")).response


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Logged in full here, told to nobody outside."""
    logger.error("API call failed: %s %s", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=NinjaAPI, request=request)
    return Stop(500, _("時間をおいて、もう一度お試しください。")).response


HANDLERS: dict[type[Exception], Any] = {
    Stop: _stopped,
    Refused: _refused,
    Mistake: _mistaken,
    ValidationError: _invalid,
    Http404: _absent,
    PermissionDenied: _forbidden,
    HttpError: _unreadable,
    **dict.fromkeys(UNREADABLE, unreadable_form),
    OperationalError: _busy,
    Exception: _failed,
}
