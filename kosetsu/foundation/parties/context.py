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
    found = [(item, reverse(item.url_name)) for item in items if item.shown(request.user)]
    current = max((url for _item, url in found if _leads_to(url, request.path)), key=len, default="")
    return [
        {
            "label": item.label,
            "url": url,
            "active": url == current,
            "count": item.count(request.user) if item.count else None,
        }
        for item, url in found
    ]


def _leads_to(url: str, path: str) -> bool:
    """The page itself or one below it; a first page ("/", "/desk/") stands above everything and so only for itself."""
    return path == url or (path.startswith(url) and url.count("/") > 2)
