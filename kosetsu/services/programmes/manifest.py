from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads_use(user: Any) -> bool:
    from kosetsu.services.programmes.permissions import can_read_use

    return bool(can_read_use(user))


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="programmes",
    title=_("支援施策"),
    prefix="programmes",
    number_series={
        "case:派": "派{era}{year}-{number:05d}",
        "case:革": "革{era}{year}-{number:05d}",
        "case:採": "採{era}{year}-{number:05d}",
    },
    case_kinds={
        "expert_dispatch": _("専門家派遣"),
        "innovation_plan": _("経営革新計画の確認"),
        "award": _("採択と成果の報告"),
    },
    entry_kinds={
        "expert_visit": _("専門家の訪問"),
        "innovation_advice": _("経営革新計画の助言"),
        "innovation_approved": _("経営革新計画の承認"),
        "award": _("採択"),
        "outcome_report": _("成果の報告"),
    },
    permissions={
        "read_descriptions": _("施策の記述と対象企業の数を見る（職員）"),
        "edit_descriptions": _("施策の記述を改め、公開し、取り下げる（経営企画）"),
        "contact": _("同意のある会社の連絡先を見る（経営企画）"),
        "work_matters": _("専門家派遣・経営革新計画・採択を扱う（総合支援窓口・経営企画・連携推進）"),
    },
    menu_group=MenuGroup.SUPPORT,
    portal_menu=(
        MenuItem(_("補助金・施策"), "programmes:list", order=50),
        MenuItem(_("専門家派遣"), "programmes:dispatches", _is_client, order=51, group=MenuGroup.COMPANY),
        MenuItem(_("経営革新計画"), "programmes:innovations", _is_client, order=52, group=MenuGroup.COMPANY),
        MenuItem(_("採択と報告"), "programmes:awards", _is_client, order=53, group=MenuGroup.COMPANY),
    ),
    desk_menu=(
        MenuItem(_("施策の記述"), "programmes-desk:descriptions", _is_staff, order=60),
        MenuItem(_("施策の対象企業"), "programmes-desk:fits", _is_staff, order=61),
        MenuItem(_("専門家派遣"), "programmes-desk:dispatches", _is_staff, order=62),
        MenuItem(_("経営革新計画"), "programmes-desk:innovations", _is_staff, order=63),
        MenuItem(_("採択と報告"), "programmes-desk:awards", _is_staff, order=64),
    ),
    partner_menu=(
        MenuItem(_("利用実績"), "programmes-partner:use_statements", shown=_reads_use, order=20),
        MenuItem(_("共有された計画"), "programmes-partner:shared_plans", order=30),
    ),
    tables="kosetsu.services.programmes.tables.TABLES",
    search_sources="kosetsu.services.programmes.sources.SEARCH_SOURCES",
    relations="kosetsu.services.programmes.relations.RELATIONS",
    periodic="kosetsu.services.programmes.jobs.PERIODIC",
    audited="kosetsu.services.programmes.audited.AUDITED",
    api_router="kosetsu.services.programmes.api.endpoints.router",
)
