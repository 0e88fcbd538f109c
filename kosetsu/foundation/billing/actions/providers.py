"""Providers of hosted payment pages: what we ask of any of them, and the one adapter.

The protocol is that of the usual providers: ``POST /v1/sessions`` (form-encoded, basic authorisation with the secret,
an Idempotency-Key) answers a session with the address of its page; the provider then posts events signed as
``t=<seconds>,v1=<HMAC-SHA256 of "t.body">``. Card numbers are typed on the provider's page only.
"""

import base64
import datetime as dt
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kosetsu.common.mistakes import Mistake

PATIENCE = 10
"""Seconds we wait for an answer."""
TOLERANCE = dt.timedelta(minutes=5)
"""How old a signature may be: an old message sent again by somebody else is refused."""
KINDS = {"session.completed": "paid", "session.expired": "ended", "session.canceled": "ended"}


class ProviderFailed(Exception):
    """The provider did not open a page."""


class BadSignature(Mistake):
    """A message that is not the provider's, or too old."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that waits at the provider."""

    session: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """What the provider tells us: nothing but which session, what became of it and how much."""

    event: str
    kind: str
    session: str
    amount_yen: int


class Provider(Protocol):
    """What billing needs of a provider."""

    @property
    def key(self) -> str: ...

    def open(self, *, amount_yen: int, reference: str, method: str, back_to: str, attempt: int) -> Opened: ...

    def read(self, body: bytes, signature: str, at: dt.datetime) -> Message: ...


@dataclass(frozen=True, slots=True)
class HostedPages:
    """The adapter."""

    address: str
    secret: str
    webhook_secret: str
    key: str = "hosted"

    def open(self, *, amount_yen: int, reference: str, method: str, back_to: str, attempt: int) -> Opened:
        """Ask for a page; the same attempt asked again (a lost answer) gets the same session."""
        fields = {
            "amount": str(amount_yen), "currency": "jpy", "client_reference": reference, "payment_method": method,
            "success_url": back_to, "cancel_url": back_to,
        }  # fmt: skip
        answer = self._post("/v1/sessions", fields, once=f"{reference}:{amount_yen}:{method}:{attempt}")
        try:
            opened = Opened(str(answer["id"]), str(answer["url"]))
        except (KeyError, TypeError) as wrong:
            raise ProviderFailed("no session in the answer") from wrong
        if not opened.url.startswith(("https://", "http://127.0.0.1")):
            raise ProviderFailed("the page's address is not https")
        return opened

    def read(self, body: bytes, signature: str, at: dt.datetime) -> Message:
        """The message, its signature checked; raises :class:`BadSignature`."""
        said = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
        stamp = said.get("t", "")
        wanted = hmac.new(self.webhook_secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
        if not hmac.compare_digest(wanted, said.get("v1", "")):
            raise BadSignature(_("署名が合いません。"))
        if not stamp.isdigit() or abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise BadSignature(_("古い通知です。"))
        return _message(json.loads(body))

    def _post(self, path: str, fields: dict[str, str], *, once: str) -> Any:
        token = base64.b64encode(f"{self.secret}:".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Idempotency-Key": sha256(once.encode()).hexdigest()}
        request = urllib.request.Request(
            self.address + path, data=urllib.parse.urlencode(fields).encode(), headers=headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except (urllib.error.URLError, TimeoutError, ValueError) as failed:
            raise ProviderFailed(str(failed)) from failed


def _message(said: Any) -> Message:
    try:
        found = said["data"]["object"]
        return Message(str(said["id"]), KINDS.get(said["type"], "other"), str(found["id"]), int(found["amount_total"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadSignature(_("通知の形が違います。")) from wrong


def provider() -> Provider | None:
    """The provider of this installation; None where none is set up, and nobody is offered to pay online."""
    said = settings.PAYMENT_PROVIDER
    return HostedPages(**said) if said else None
