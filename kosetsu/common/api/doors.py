"""The door of an operation: which scope a token needs, and whether visitors may pass.

    READ = Scope("read:cases", _("相談などの案件を読む"))

    @router.get("/consultations", response=ConsultationPage, **door(READ, _("相談の一覧")))

A scope only narrows what a token may be used for. What its owner may do is asked of the same ``can_…`` and
``visible_to`` as on the pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.api.problems import Stop


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a token can be made for; the label is what people read when they make one."""

    key: str
    label: Any


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a token's owner with the token's scopes, someone signed in at a browser (no scopes), or a visitor."""

    person: Any | None = None
    scopes: frozenset[str] | None = None
    token: int | None = None
    """The row number of the token; calls are counted by it."""

    def may(self, scope: str) -> bool:
        """Whether the token was made for this; a browser session has no such limit."""
        return self.scopes is None or scope in self.scopes


class Door:
    """Lets a caller through to one operation, or raises :class:`Stop`; the entrance has said who calls."""

    def __init__(self, scope: Scope, public: bool) -> None:
        self.scope = scope
        self.public = public

    def __call__(self, request: Any) -> Caller:
        caller: Caller = request.caller
        if caller.person is None and not self.public:
            raise Stop(
                401,
                _("この操作にはトークンかログインが必要です。"),
                _("APIトークンを発行し、Authorizationヘッダーに付けてください。"),
            )
        if not caller.may(self.scope.key):
            raise Stop(
                403,
                _("このトークンには「%(scope)s」の権限がありません。") % {"scope": self.scope.key},
                _("必要な権限を選んで、トークンを発行し直してください。"),
            )
        return caller


FILE = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
"""The answer of an operation that hands out a file."""


def door(
    scope: Scope, summary: Any, *, public: bool = False, answers: Mapping[int, Any] | None = None
) -> dict[str, Any]:
    """The arguments of an operation: its door, what it is called in the documentation, answers that are no JSON."""
    told = {"responses": dict(answers)} if answers else {}
    return {"auth": Door(scope, public), "openapi_extra": {"summary": summary, **told}}
