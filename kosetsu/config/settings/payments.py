"""Who takes payments online: the provider's hosted pages, or nobody."""

import json
from urllib.parse import urlsplit

from kosetsu.config.settings.base import env
from kosetsu.config.settings.security import CONTENT_SECURITY_POLICY

PAYMENT_PROVIDER: dict[str, str] = json.loads(env.str("PAYMENT_PROVIDER", default="{}"))
"""``{"address": …, "secret": …, "webhook_secret": …}``; empty: nobody is offered to pay online."""
# The browser follows the form's redirect to the provider only where the policy names it.
if PAYMENT_PROVIDER:
    _address = urlsplit(PAYMENT_PROVIDER["address"])
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_address.scheme}://{_address.netloc}")
