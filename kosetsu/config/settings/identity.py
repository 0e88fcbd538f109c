"""How people prove who they are: pages of the account, second factor, identity providers."""

import json
from typing import Any
from urllib.parse import urlsplit

from kosetsu.config.settings.base import env
from kosetsu.config.settings.security import CONTENT_SECURITY_POLICY, HTTPS

STANDING_OF = "kosetsu.foundation.parties.standing.standing"
"""Who says which posts a person holds; the floors below ask it through accounts.posts."""
IDLE_MINUTES = {
    "inside": env.int("IDLE_MINUTES_INSIDE", default=30),
    "partner": env.int("IDLE_MINUTES_PARTNER", default=15),
}
"""After how long without a request staff and partners sign in again; companies have the session's own length."""

ACCOUNT_ADAPTER = "kosetsu.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "kosetsu.foundation.accounts.pages.forms.SignupForm"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_TOTP_ISSUER = env.str("MFA_TOTP_ISSUER", default="Kosetsu")

SOCIALACCOUNT_ADAPTER = "kosetsu.foundation.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

OIDC_CLAIMS = {
    "email": "email",
    "email_verified": "email_verified",
    "name": "name",
    "name_kana": "name_kana",
    "kind": "account_type",
    "corporate_number": "corporate_number",
    "organisation": "organisation_name",
} | json.loads(env.str("OIDC_CLAIMS", default="{}"))
"""Our word → the provider's claim. GビズID's real names stand in the guideline given to its members."""
OIDC_KINDS = {"prime": "prime", "member": "member", "entry": "entry"} | json.loads(env.str("OIDC_KINDS", default="{}"))
"""The provider's word for the kind of account → ours: prime, member or entry."""


def _provider(prefix: str, name: str) -> list[dict[str, Any]]:
    """One OpenID Connect provider from its variables, or none where its address is not set."""
    server = env.str(f"{prefix}_SERVER_URL", default="")
    if not server:
        return []
    scope = env.list(f"{prefix}_SCOPE", default=["openid", "profile", "email"])
    return [
        {
            "provider_id": prefix.lower(),
            "name": env.str(f"{prefix}_NAME", default=name),
            "client_id": env.str(f"{prefix}_CLIENT_ID"),
            "secret": env.str(f"{prefix}_CLIENT_SECRET"),
            "settings": {"server_url": server, "oauth_pkce_enabled": True, "scope": scope},
        }
    ]


_providers = _provider("GBIZID", "GビズID") + _provider("OIDC", "組織のアカウント")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _providers}}
# The browser follows the sign-in form's redirect to the provider only where the policy names it.
for _one in _providers:
    _address = urlsplit(_one["settings"]["server_url"])
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_address.scheme}://{_address.netloc}")
