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
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MenuGroup(TextChoices):
    """What the lines of a menu stand under, in this order; every app says its own."""

    TODAY = "today", _("今日")
    CASES = "cases", _("相談と案件")
    TESTS = "tests", _("試験と機器")
    EVENTS = "events", _("催しと交流")
    SUPPORT = "support", _("支援と連携")
    MONEY = "money", _("料金と収支")
    FIGURES = "figures", _("数字と報告")
    OFFICE = "office", _("管理")
    COMPANY = "company", _("自社の利用")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu.

    ``shown(user)`` is the same question the page's door asks; ``count(user)`` is a queue's length; ``group`` is named
    where it is not the app's.
    """

    label: Any
    url_name: str
    shown: Callable[[Any], Any] = lambda user: True
    count: Callable[[Any], int] | None = None
    order: int = 100
    group: MenuGroup | None = None


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
    menu_group: MenuGroup | None = None
    """What the app's lines stand under; an app with a menu says it."""
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
    gathering_kinds: str = ""
    """Dotted path of the list of kinds of gatherings that the service holds (``gatherings.sources.GatheringKind``)."""
    gathering_links: str = ""
    """Dotted path of the list of ``(user, gathering) -> [(label, address)]``: where its page at the desk leads to."""
    ticket_links: str = ""
    """Dotted path of the list of ``(registration, moment) -> [(label, address)]``: where a ticket leads on to."""
    event_links: str = ""
    """Dotted path of the list of ``(gathering) -> [(label, address)]``: where a public gathering's page leads on to."""
    conflict_ties: str = ""
    """Dotted path of the list of what a service knows of people's ties to bodies (``reviews.sources.ConflictTies``)."""
    audited: str = ""
    """Dotted path of the app's :class:`Audited`."""
    case_links: str = ""
    """Dotted path of the list of ``(user, case) -> [(label, address)]``: where a case's page leads on to."""
    panel_links: str = ""
    """Dotted path of the list of ``(user, panel, at) -> [(label, address)]``: where a panel's page leads on to."""
    opportunity_links: str = ""
    """Dotted path of the list of ``(user, opportunity, at) -> [(label, address)]``: where a need or seed leads to."""
    reviewer_links: str = ""
    """Dotted path of the list of ``(user, at) -> [(label, address)]``: where the list of one's own reviews leads to."""
    intake_links: str = ""
    """Dotted path of the list of ``(user, intake, at) -> [(label, address)]``: where a call's page leads on to."""

    call_links: str = ""
    """Dotted path of the list of ``(user, call) -> [(label, address)]``: where a call leads on to."""
    application_links: str = ""
    """Dotted path of the list of ``(user, application) -> [(label, address)]``: what comes of an application."""

    def __post_init__(self) -> None:
        items = [*self.portal_menu, *self.desk_menu, *self.partner_menu]
        if homeless := [item.url_name for item in items if not (item.group or self.menu_group)]:
            raise ImproperlyConfigured(f"{self.key}: menu_group is missing in the manifest, for {', '.join(homeless)}")

    def menu(self, audience: str) -> Iterator[tuple[MenuGroup, MenuItem]]:
        """The lines of one menu, each with what it stands under."""
        for item in getattr(self, audience):
            group = item.group or self.menu_group
            assert group is not None, "__post_init__ refused it"
            yield group, item

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


def links(what: str, *given: Any) -> list[tuple[Any, str]]:
    """Where a page leads on to, as all manifests say under ``what`` (case_links, ticket_links …) for what is given."""
    return [link for lead in collect(what) for link in lead(*given)]


def collect(what: str) -> list[Any]:
    """All objects that the manifests offer under ``what`` (tables, search_sources, relations), flattened."""
    return [item for manifest in manifests() for item in manifest.load(what)]
