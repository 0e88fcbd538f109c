"""What every page shows around its content: the institute, the person's standing, the menus."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kosetsu.common.manifests import MenuGroup, manifests
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


FEW_LINES = 8
"""So many lines are read at a glance: they stand without groups."""


def _menu(request: HttpRequest, audience: str) -> list[dict[str, Any]]:
    """The menu's groups, each with its lines; one group without a name where the lines are few."""
    lines = _lines(request, audience)
    if len(lines) <= FEW_LINES:
        return [_group("", lines)] if lines else []
    return [
        _group(group.label, its, always_open=group is MenuGroup.TODAY)
        for group in MenuGroup
        if (its := [line for line in lines if line["group"] is group])
    ]


def _group(label: Any, lines: list[dict[str, Any]], *, always_open: bool = False) -> dict[str, Any]:
    active = any(line["active"] for line in lines)
    return {
        "label": label if len(lines) > 1 else "",
        "lines": lines,
        "active": active,
        "open": active or always_open,
        "count": sum(line["count"] or 0 for line in lines),
    }


def _lines(request: HttpRequest, audience: str) -> list[dict[str, Any]]:
    items = sorted((item for manifest in manifests() for item in manifest.menu(audience)), key=lambda one: one[1].order)
    found = [(group, item, reverse(item.url_name)) for group, item in items if item.shown(request.user)]
    current = max((url for *_, url in found if _leads_to(url, request.path)), key=len, default="")
    return [
        {
            "group": group,
            "label": item.label,
            "url": url,
            "active": url == current,
            "count": item.count(request.user) if item.count else None,
        }
        for group, item, url in found
    ]


def _leads_to(url: str, path: str) -> bool:
    """The page itself or one below it; a first page ("/", "/desk/") stands above everything and so only for itself."""
    return path == url or (path.startswith(url) and url.count("/") > 2)
