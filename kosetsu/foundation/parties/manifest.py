from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.foundation.parties.permissions import can_read_register

    return bool(can_read_register(user))


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="parties",
    title=_("組織と事業所"),
    menu_group=MenuGroup.OFFICE,
    portal_menu=(
        MenuItem(_("拠点"), "parties:branches", order=70),
        MenuItem(_("会社の情報"), "parties:company", shown=_is_client, order=90, group=MenuGroup.COMPANY),
    ),
    desk_menu=(
        MenuItem(_("組織"), "parties-desk:organisations", shown=_reads, order=70, group=MenuGroup.CASES),
        MenuItem(_("事業所"), "parties-desk:workplaces", shown=_reads, order=71, group=MenuGroup.CASES),
        MenuItem(_("職員と職務"), "parties-desk:posts", shown=_reads, order=72),
        MenuItem(_("拠点"), "parties-desk:branches", shown=_reads, order=73),
    ),
    tables="kosetsu.foundation.parties.tables.TABLES",
    periodic="kosetsu.foundation.parties.post.PERIODIC",
    api_router="kosetsu.foundation.parties.api.endpoints.router",
    audited="kosetsu.foundation.parties.audited.AUDITED",
)
