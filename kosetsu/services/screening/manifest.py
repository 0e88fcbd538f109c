from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    """By the post alone, so that no page asks the database; a second reader has the address by mail."""
    from kosetsu.foundation.parties.standing import standing
    from kosetsu.services.screening.models import APPROVERS, MANAGERS

    return standing(user).has(*MANAGERS, *APPROVERS)


def _manages(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing
    from kosetsu.services.screening.models import MANAGERS

    return standing(user).has(*MANAGERS)


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _is_of_body(user: Any) -> bool:
    from kosetsu.services.screening.permissions import can_use_partner_side

    return bool(can_use_partner_side(user))


def _waiting(user: Any) -> int:
    """Programmes in which this person has the next step."""
    from kosetsu.services.screening.documents.queue import count_waiting

    return count_waiting(user)


MANIFEST = Manifest(
    key="screening",
    title=_("技術審査"),
    prefix="screening",
    menu_group=MenuGroup.SUPPORT,
    number_series={
        "case:審": "審{era}{year}-{number:05d}",
        "screening:return": "審返{era}{year}-{number:05d}",
    },
    case_kinds={"screening": _("技術審査の対象事業")},
    entry_kinds={"review": _("技術審査")},
    permissions={
        "manage": _("技術審査の依頼を受け、一覧を取り込み、結果を返す（審査・経営企画）"),
        "approve": _("審査の結果と審査委員の派遣を承認する（役員・支所長・グループ長、依頼や審査に加わった人を除く）"),
        "read_again": _("指定された事業の結果を二次確認する（自分が審査した申請を除く）"),
    },
    desk_menu=(
        MenuItem(_("技術審査"), "screening-desk:programmes", _reads, _waiting, order=55),
        MenuItem(_("審査委員の派遣"), "screening-desk:dispatches", _is_staff, order=56),
        MenuItem(_("技術審査の依頼団体"), "screening-desk:bodies", _manages, order=57),
    ),
    partner_menu=(MenuItem(_("技術審査の依頼"), "screening-partner:programmes", _is_of_body, order=50),),
    api_router="kosetsu.services.screening.api.endpoints.router",
    tables="kosetsu.services.screening.tables.TABLES",
    relations="kosetsu.services.screening.relations.RELATIONS",
    periodic="kosetsu.services.screening.jobs.PERIODIC",
    panel_links="kosetsu.services.screening.sources.PANEL_LINKS",
    audited="kosetsu.services.screening.audited.AUDITED",
)
