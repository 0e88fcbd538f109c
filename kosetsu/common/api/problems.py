"""Problems as RFC 9457 wants them (application/problem+json), in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Schema

MEDIA_TYPE = "application/problem+json"

KINDS: Mapping[int, tuple[str, Any]] = {
    400: ("unreadable", _("リクエストを読み取れません")),
    401: ("not-signed-in", _("認証が必要です")),
    403: ("refused", _("この操作はできません")),
    404: ("not-found", _("見つかりません")),
    405: ("method-not-allowed", _("この方法では呼び出せません")),
    409: ("conflict", _("いまの状態では行えません")),
    413: ("too-large", _("データが大きすぎます")),
    422: ("invalid", _("入力に誤りがあります")),
    429: ("too-many-requests", _("呼び出しが多すぎます")),
    500: ("internal", _("サーバーで問題が起きました")),
}
"""Status → the last word of the problem's type, and its title."""


class FieldProblem(Schema):
    """What is wrong with one value."""

    where: Literal["body", "query", "path", "header"]
    field: str
    detail: str


class Problem(Schema):
    """Why a request was not carried out, and what to do next (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    next_step: str = ""
    errors: list[FieldProblem] = []


class Stop(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        next_step: str = "",
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.next_step = next_step
        self.errors = errors
        self.headers = headers or {}

    @property
    def response(self) -> HttpResponse:
        """The answer; what does not exist and what may not be seen give the same one."""
        kind, title = KINDS[self.status]
        problem = Problem(
            type=f"urn:kosetsu:problem:{kind}",
            title=str(title),
            status=self.status,
            detail=str(self.detail),
            next_step=str(self.next_step),
            errors=list(self.errors),
        )
        return HttpResponse(
            problem.model_dump_json(exclude_defaults=True),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )


def not_found() -> Stop:
    """What every absent, foreign or hidden thing is answered with."""
    return Stop(404)


def too_often(limit: int, wait: int) -> Stop:
    """So many calls fit in a minute; the next one in ``wait`` seconds."""
    return Stop(
        429,
        gettext("1分あたり%(limit)d回までです。") % {"limit": limit},
        gettext("%(wait)d秒たってから、もう一度呼び出してください。") % {"wait": wait},
        headers={"Retry-After": str(wait)},
    )


def wrong(where: Literal["body", "query", "path", "header"], field: str, detail: str) -> Stop:
    """One value is wrong."""
    return Stop(422, errors=[FieldProblem(where=where, field=field, detail=str(detail))])
