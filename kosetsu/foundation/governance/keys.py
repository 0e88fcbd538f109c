"""The keys of the audit chain: outside the database, each named by an id derived from it, so rotation needs no list."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Key:
    """One secret with the id that rows carry; the id tells nothing about the secret."""

    id: str
    secret: bytes

    def digest(self, message: bytes) -> str:
        return hmac.digest(self.secret, message, "sha256").hex()


@lru_cache(maxsize=16)
def _key(secret: str) -> Key:
    raw = hashlib.sha256(b"kosetsu audit key\0" + secret.encode()).digest()
    return Key(hmac.digest(raw, b"id", "sha256").hex()[:12], raw)


def current() -> Key:
    """The key that new rows are made with."""
    return _key(settings.AUDIT_KEY)


def known() -> dict[str, Key]:
    """Every key that rows may have been made with: the present one and those before it."""
    keys = [_key(secret) for secret in [settings.AUDIT_KEY, *settings.AUDIT_OLD_KEYS]]
    return {key.id: key for key in keys}
