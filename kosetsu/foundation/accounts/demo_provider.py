"""An OpenID Connect provider that speaks the real protocol, for the demo and the tests: made-up people only.

Discovery, authorisation with PKCE (S256 only), token, userinfo, keys (RS256). It refuses whatever the protocol
forbids: an unknown client, another redirect address, a code used twice, a verifier that does not match.
"""

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_ID = "demo"
LIFETIME = 300


class Refusal(Exception):
    """An error of the protocol: its code, and the HTTP status it is answered with."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


@dataclass(frozen=True, slots=True)
class Grant:
    """What one code stands for."""

    subject: str
    redirect_uri: str
    challenge: str
    nonce: str


@dataclass
class Provider:
    """The provider's people (subject → claims) and what it gave out."""

    people: Mapping[str, Mapping[str, Any]]
    client_id: str = "kosetsu"
    client_secret: str = "demo-secret"
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def discovery(self, issuer: str) -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def check_request(self, asked: Mapping[str, str]) -> None:
        """What the client sent its user with."""
        if asked.get("client_id") != self.client_id or not asked.get("redirect_uri"):
            raise Refusal("unauthorized_client")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise Refusal("invalid_request")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise Refusal("invalid_request")

    def authorise(self, asked: Mapping[str, str], subject: str) -> str:
        """The person agreed: the address to go back to, with a code."""
        self.check_request(asked)
        if subject not in self.people:
            raise Refusal("access_denied")
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(subject, asked["redirect_uri"], asked["code_challenge"], asked.get("nonce", ""))
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def exchange(self, sent: Mapping[str, str], client: tuple[str, str], issuer: str) -> dict[str, Any]:
        """A code for tokens, once."""
        if not hmac.compare_digest(repr(client), repr((self.client_id, self.client_secret))):
            raise Refusal("invalid_client", 401)
        grant = self.codes.pop(sent.get("code", ""), None)
        if grant is None or sent.get("grant_type") != "authorization_code":
            raise Refusal("invalid_grant")
        if (
            sent.get("redirect_uri") != grant.redirect_uri
            or challenge_of(sent.get("code_verifier", "")) != grant.challenge
        ):
            raise Refusal("invalid_grant")
        token = secrets.token_urlsafe(24)
        self.tokens[token] = grant.subject
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME}
        return {**answer, "id_token": self._id_token(grant, issuer)}

    def userinfo(self, token: str) -> dict[str, Any]:
        """The claims about the person of the token."""
        if token not in self.tokens:
            raise Refusal("invalid_token", 401)
        subject = self.tokens[token]
        return {"sub": subject, **self.people[subject]}

    def _id_token(self, grant: Grant, issuer: str) -> str:
        moment = int(time.time())
        claims = {"iss": issuer, "sub": grant.subject, "aud": self.client_id, "iat": moment, "exp": moment + LIFETIME}
        claims |= {"nonce": grant.nonce} if grant.nonce else {}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID})


def challenge_of(verifier: str) -> str:
    """RFC 7636 §4.2: BASE64URL(SHA256(verifier)) without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class ProviderServer(ThreadingHTTPServer):
    """The provider on a port."""

    def __init__(self, place: tuple[str, int], provider: Provider) -> None:
        super().__init__(place, _Handler)
        self.provider = provider
        self.address = f"http://localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    """Addresses to the provider's answers."""

    server: ProviderServer

    def do_GET(self) -> None:
        provider, issuer = self.server.provider, self.server.address
        parts = urlsplit(self.path)
        pages = {
            "/.well-known/openid-configuration": lambda: self._json(provider.discovery(issuer)),
            "/jwks": lambda: self._json(provider.keys()),
            "/userinfo": lambda: self._json(provider.userinfo(self.headers.get("Authorization", "")[7:])),
            "/authorize": lambda: self._choose(_first(parts.query)),
        }
        self._answer(pages.get(parts.path))

    def do_POST(self) -> None:
        provider, issuer = self.server.provider, self.server.address
        sent = _first(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        pages = {
            "/token": lambda: self._json(provider.exchange(sent, self._client(sent), issuer)),
            "/authorize": lambda: self._go(provider.authorise(sent, sent.get("person", ""))),
        }
        self._answer(pages.get(urlsplit(self.path).path))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a secret could stand in an address."""

    def _answer(self, page: Any) -> None:
        try:
            if page is None:
                raise Refusal("not_found", 404)
            page()
        except Refusal as refusal:
            self.server.provider.refusals.append(refusal.error)
            self._json({"error": refusal.error}, refusal.status)

    def _client(self, sent: Mapping[str, str]) -> tuple[str, str]:
        header = self.headers.get("Authorization", "")
        if header.startswith("Basic "):
            name, _, secret = base64.b64decode(header[6:]).decode().partition(":")
            return unquote(name), unquote(secret)
        return sent.get("client_id", ""), sent.get("client_secret", "")

    def _choose(self, asked: Mapping[str, str]) -> None:
        """A page with one button for each person."""
        self.server.provider.check_request(asked)
        kept = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        buttons = "".join(
            f'<p><button name="person" value="{html.escape(subject)}">{html.escape(str(claims.get("name", subject)))}'
            f"（{html.escape(str(claims.get('account_type', '')))}）</button></p>"
            for subject, claims in self.server.provider.people.items()
        )
        page = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>デモの認証</title><h1>デモの認証</h1>\
<form method="post" action="/authorize">{kept}{buttons}</form></html>'
        self._send(200, "text/html; charset=utf-8", page.encode())

    def _go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, content: Mapping[str, Any], status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(content).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
