"""What the sign-in page offers besides a password."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag(takes_context=True)
def outside_providers(context: Any) -> list[dict[str, str]]:
    """The identity providers that are set up: name and the address a form posts to."""
    request = context["request"]
    return [
        {"name": provider.name, "url": provider.get_login_url(request)}
        for provider in get_adapter().list_providers(request)
    ]


@register.simple_tag
def demo_offered() -> bool:
    """Whether one may sign in as one of the demo's people."""
    return bool(settings.KOSETSU_DEMO)
