from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _may_enter(user: Any) -> bool:
    from kosetsu.services.consultations.permissions import can_enter

    return bool(can_enter(user))


def _keeps_canned(user: Any) -> bool:
    from kosetsu.services.consultations.permissions import can_keep_canned

    return bool(can_keep_canned(user))


def _mine_waiting(user: Any) -> int:
    """My open cases on which the institute owes the next step."""
    from kosetsu.services.consultations.models import Consultation

    return Consultation.objects.our_turn().filter(case__assignee=user).count()


MANIFEST = Manifest(
    key="consultations",
    title=_("技術相談"),
    prefix="consultations",
    number_series={"case:相": "相{era}{year}-{number:05d}"},
    case_kinds={"consultation": _("技術相談")},
    entry_kinds={"consultation": _("技術相談"), "onsite_support": _("実地技術支援")},
    permissions={
        "ask": _("相談を送る（会社の担当者）"),
        "enter": _("電話・来所などの相談を登録する（窓口・研究部門）"),
        "work": _("相談に対応する（窓口・研究部門）"),
        "read_queue": _("相談の一覧を見る（職員）"),
        "keep_canned": _("回答の文例を管理する（グループ長・総合支援窓口）"),
    },
    menu_group=MenuGroup.CASES,
    portal_menu=(MenuItem(_("技術相談"), "consultations:mine", _is_client, order=20, group=MenuGroup.COMPANY),),
    desk_menu=(
        MenuItem(_("技術相談"), "consultations-desk:queue", _is_staff, _mine_waiting, order=10),
        MenuItem(_("電話・来所の記録"), "consultations-desk:enter", _may_enter, order=11),
        MenuItem(_("回答の文例"), "consultations-desk:canned", _keeps_canned, order=12),
    ),
    tables="kosetsu.services.consultations.tables.TABLES",
    search_sources="kosetsu.services.consultations.documents.SEARCH_SOURCES",
    relations="kosetsu.services.consultations.relations.RELATIONS",
    api_router="kosetsu.services.consultations.api.endpoints.router",
    audited="kosetsu.services.consultations.audited.AUDITED",
)
