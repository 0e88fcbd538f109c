"""What one app declares about itself; the only place where the program learns of an app.

Adding a service is one folder with a ``manifest.py`` and one line in ``INSTALLED_APPS``: addresses, menu,
institute tables, search sources and relations all come from here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu.

    ``shown(user)`` is the same question the page's door asks; ``count(user)`` is a queue's length.
    """

    label: Any
    url_name: str
    shown: Callable[[Any], Any] = lambda user: True
    count: Callable[[Any], int] | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class Audited:
    """The words of one app for the reader of the audit log.

    ``verbs``: what an action writes as its verb → its word. ``things``: a model's name → its word, where the model
    itself has none (``verbose_name``) in Japanese.
    """

    verbs: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One row per app: its key, its title, and what it offers to the rest of the house."""

    key: str
    title: Any
    prefix: str = ""
    """URL prefix; pages/urls.py lists are mounted at /prefix/, /desk/prefix/ and /partners/prefix/."""
    number_series: dict[str, str] = field(default_factory=dict)
    """Document key → format of its number, e.g. {"case": "相{era_year}-{number:05d}"}."""
    case_kinds: dict[str, Any] = field(default_factory=dict)
    entry_kinds: dict[str, Any] = field(default_factory=dict)
    permissions: dict[str, Any] = field(default_factory=dict)
    portal_menu: Sequence[MenuItem] = ()
    desk_menu: Sequence[MenuItem] = ()
    partner_menu: Sequence[MenuItem] = ()
    tables: str = ""
    """Dotted path of the module with TABLES, the institute's CSV files this app loads."""
    search_sources: str = ""
    """Dotted path of the list of search sources."""
    relations: str = ""
    """Dotted path of the list of relations (flat tables that measures count)."""
    periodic: str = ""
    """Dotted path of the list of periodic jobs."""
    api_router: str = ""
    """Dotted path of the app's API router."""
    booking_gates: str = ""
    """Dotted path of the list of conditions that every change of a booking asks (``bookings.permissions.Gate``)."""

    device_uses: str = ""
    """Dotted path of the lists of results measured with devices (``devices.sources.DeviceUses``)."""
    list_blocks: str = ""
    """Dotted path of the list of ``(ListPage) -> Block | None``: what the app adds to every list (``common.lists``)."""
    audited: str = ""
    """Dotted path of the app's :class:`Audited`."""
    case_links: str = ""
    """Dotted path of the list of ``(user, case) -> [(label, address)]``: where a case's page leads on to."""

    def load(self, what: str) -> Any:
        """Import the object behind one of the dotted paths; an empty list where the app has none."""
        path = getattr(self, what)
        if not path:
            return []
        module, _, name = path.rpartition(".")
        return getattr(import_module(module), name)


@cache
def manifests() -> tuple[Manifest, ...]:
    """Every installed app's manifest, in the order of ``INSTALLED_APPS`` (lowest floor first)."""
    return tuple(_discover())


def _discover() -> Iterator[Manifest]:
    for config in apps.get_app_configs():
        if config.name.startswith("kosetsu.") and find_spec(f"{config.name}.manifest"):
            yield import_module(f"{config.name}.manifest").MANIFEST


def collect(what: str) -> list[Any]:
    """All objects that the manifests offer under ``what`` (tables, search_sources, relations), flattened."""
    return [item for manifest in manifests() for item in manifest.load(what)]
