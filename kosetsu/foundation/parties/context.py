"""What every page shows around its content: the institute, the person's standing, the menus."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kosetsu.common.manifests import MenuItem, manifests
from kosetsu.foundation.parties.models import Institute
from kosetsu.foundation.parties.standing import standing


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Template context: institute, standing, and one lazy menu per audience."""
    user = getattr(request, "user", None)
    return {
        "institute": SimpleLazyObject(lambda: Institute.objects.first()),
        "standing": SimpleLazyObject(lambda: standing(user)),
        "portal_menu": SimpleLazyObject(lambda: _menu(request, "portal_menu")),
        "desk_menu": SimpleLazyObject(lambda: _menu(request, "desk_menu")),
        "partner_menu": SimpleLazyObject(lambda: _menu(request, "partner_menu")),
    }


def _menu(request: HttpRequest, audience: str) -> list[dict[str, Any]]:
    items: list[MenuItem] = sorted(
        (item for manifest in manifests() for item in getattr(manifest, audience)), key=lambda item: item.order
    )
    return [_line(request, item) for item in items if item.shown(request.user)]


def _line(request: HttpRequest, item: MenuItem) -> dict[str, Any]:
    url = reverse(item.url_name)
    active = request.path == url or (request.path.startswith(url) and url.count("/") > 2)
    count = item.count(request.user) if item.count else None
    return {"label": item.label, "url": url, "active": active, "count": count}
