"""An identity that a signed-in person connects is kept like one they signed in with."""

from typing import Any

from allauth.socialaccount.signals import social_account_added
from django.dispatch import receiver

from kosetsu.foundation.accounts.adapters import keep


@receiver(social_account_added)
def keep_connected(request: Any, sociallogin: Any, **rest: Any) -> None:
    keep(request, sociallogin)
