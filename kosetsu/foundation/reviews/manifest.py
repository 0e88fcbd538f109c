from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _runs(user: Any) -> bool:
    from kosetsu.foundation.reviews.permissions import can_read_panels

    return bool(can_read_panels(user))


def _works_here(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _is_outsider(user: Any) -> bool:
    """Reviewers from outside act for nobody here; asked of every page, so nothing is read for it."""
    from kosetsu.foundation.parties.standing import NOBODY, standing

    return bool(user.is_authenticated) and standing(user) == NOBODY


MANIFEST = Manifest(
    key="reviews",
    title=_("審査"),
    prefix="reviews",
    menu_group=MenuGroup.TODAY,
    portal_menu=(MenuItem(_("担当の審査"), "reviews:mine", _is_outsider, order=90),),
    desk_menu=(
        MenuItem(_("担当の審査"), "reviews:mine", _works_here, order=8),
        MenuItem(_("審査会"), "reviews-desk:panels", _runs, order=9),
    ),
    tables="kosetsu.foundation.reviews.tables.TABLES",
    periodic="kosetsu.foundation.reviews.jobs.PERIODIC",
    audited="kosetsu.foundation.reviews.audited.AUDITED",
)
