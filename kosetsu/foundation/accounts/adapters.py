"""Where allauth asks us: the address after sign-in, and what an outside provider's claims mean."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from kosetsu.foundation.accounts.actions import prove_identity
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.posts import is_partner, is_staff
from kosetsu.foundation.accounts.rules import Claims, read_claims


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Each person lands where their work is."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if is_staff(request.user):
            return "/desk/"
        return "/partners/" if is_partner(request.user) else resolve_url(settings.LOGIN_REDIRECT_URL)


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A provider's claims become a person's name, and a record of what was proven; never a membership."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        person: Person = super().populate_user(request, sociallogin, data)
        claims = claims_of(sociallogin)
        person.name, person.name_kana = claims.name, claims.name_kana
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            keep(request, sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Person:
        person: Person = super().save_user(request, sociallogin, form)
        keep(request, sociallogin)
        return person


def claims_of(sociallogin: SocialLogin) -> Claims:
    """What this sign-in's provider said, in our words."""
    said = sociallogin.account.get_provider_account().get_user_data() or {}
    return read_claims(said, settings.OIDC_CLAIMS, settings.OIDC_KINDS)


def keep(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Record the proof for the person of this sign-in."""
    account = sociallogin.account
    prove_identity(
        at=request.at,  # type: ignore[attr-defined]
        person=sociallogin.user,
        provider=account.provider,
        subject=account.uid,
        claims=claims_of(sociallogin),
    )
