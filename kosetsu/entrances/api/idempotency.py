"""A POST with an Idempotency-Key is carried out once: the same key and body get the same answer again."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kosetsu.common.api.doors import Caller
from kosetsu.common.api.problems import wrong
from kosetsu.common.idempotency import AlreadySubmitted, carry_out
from kosetsu.entrances.api.actions import OWNER
from kosetsu.entrances.api.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 255


class _NotDone(Exception):
    """Carries a refusal's answer out of the transaction, so that the key is given back."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def once(request: Any, caller: Caller, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's answer, or the one it gave before under the same key; without a key it is simply called."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None or caller.person is None:
        return view()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise wrong("header", HEADER, _("1〜255文字で指定してください。"))
    try:
        return _once(request, caller, key, view)
    except _NotDone as refused:
        return refused.response
    except AlreadySubmitted:
        raise wrong(
            "header", HEADER, _("このキーは、別の内容の送信に使われています。新しいキーを指定してください。")
        ) from None


def _once(request: Any, caller: Caller, key: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    done: list[HttpResponse] = []

    def work() -> str:
        response = view()
        if response.status_code >= 400:
            raise _NotDone(response)
        done.append(response)
        kept = KeptAnswer.objects.create(status=response.status_code, body=response.content.decode(), at=request.at)
        return str(kept.public_id)

    answer, _new = carry_out(
        owner=f"{OWNER}{caller.person.pk}",  # type: ignore[union-attr]
        key=uuid5(NAMESPACE_OID, key),
        form="api",
        digest=_digest(request),
        at=request.at,
        work=work,
    )
    return done[0] if done else _again(answer)


def _digest(request: Any) -> str:
    """What was sent; a form counts by its values and files, for the line between its parts differs each time."""
    seen = sha256(request.path.encode() + b"\n")
    if request.content_type != "multipart/form-data":
        seen.update(request.body)
        return seen.hexdigest()
    for name, values in sorted(request.POST.lists()):
        seen.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = sha256(b"".join(file.chunks())).hexdigest()
            seen.update(repr((name, file.name, content)).encode())
    return seen.hexdigest()


def _again(answer: str) -> HttpResponse:
    kept = KeptAnswer.objects.get(public_id=answer)
    return HttpResponse(
        kept.body,
        status=kept.status,
        content_type="application/json; charset=utf-8",
        headers={"Idempotent-Replayed": "true"},
    )
