"""Keys, cookies, sign-in and the content policy."""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kosetsu.config.settings.base import DEBUG, KOSETSU_DATA_DIR, KOSETSU_DEMO, env


def _secret(name: str) -> str:
    """The key from the environment, or one made once and kept in the data directory (embedded set-up)."""
    given: str = env.str(name, default="")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(f"{name} is too short: at least 32 characters")
        return given
    path = KOSETSU_DATA_DIR / "keys" / name.lower()
    if not path.exists():
        import secrets

        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def _before(name: str) -> list[str]:
    """The keys that a key replaced, the newest first: from the environment, or as ``rotate_keys`` kept them."""
    path = KOSETSU_DATA_DIR / "keys" / name.lower()
    kept: list[str] = env.list(name, default=path.read_text().split() if path.exists() else [])
    return kept


SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = _before("SECRET_OLD_KEYS")
"""Keys that SECRET_KEY replaced; who is signed in stays so, links in mails go on working."""
AUDIT_KEY = _secret("AUDIT_KEY")
AUDIT_OLD_KEYS = _before("AUDIT_OLD_KEYS")
"""Keys that AUDIT_KEY replaced; rows made with them are verified with them."""
AUDIT_ANCHOR_EVERY = env.int("AUDIT_ANCHOR_EVERY", default=100)
"""After how many audit rows the newest digest is written to a file outside the database."""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "kosetsu.entrances.backoffice.permissions.AdministratorRights",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/me/"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,5/5m/key"}
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=120)
API_VISITOR_CALLS_PER_MINUTE = env.int("API_VISITOR_CALLS_PER_MINUTE", default=60)
"""How often one token (or person), and one visitor's address, may call the API."""
FIGURES_PER_MINUTE = env.int("FIGURES_PER_MINUTE", default=30)
"""How often one visitor's address may have figures counted; each is a question to the columns."""
PROGRAMMES_PER_MINUTE = env.int("PROGRAMMES_PER_MINUTE", default=60)
"""How often one visitor's address may have programmes decided; each answer in the finder is a question."""
REGISTRATIONS_PER_MINUTE = env.int("REGISTRATIONS_PER_MINUTE", default=60)
"""How often one visitor's address may open or send the registration of a gathering: a company's people share one."""
LOOKS_PER_MINUTE = env.int("LOOKS_PER_MINUTE", default=120)
"""How often one visitor's address may open pages that log who looked: booths of exhibitions, videos of circles."""
VERIFICATIONS_PER_MINUTE = env.int("VERIFICATIONS_PER_MINUTE", default=20)
"""How often one address may ask whether a report's number is valid."""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = KOSETSU_DEMO
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not (DEBUG or KOSETSU_DEMO))
"""Whether staff, reviewers and partners must have a second factor before they reach their desks."""

HTTPS = env.bool("HTTPS", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
"""How many reverse proxies of ours stand before the program: the limits by address look behind them."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
