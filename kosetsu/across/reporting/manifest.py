from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _may_read(user: Any) -> bool:
    from kosetsu.across.reporting.permissions import can_read_reports

    return bool(can_read_reports(user))


MANIFEST = Manifest(
    key="reporting",
    title=_("報告"),
    permissions={"freeze": _("年度の確定と版の発行"), "evidence": _("根拠データの取り込み")},
    menu_group=MenuGroup.FIGURES,
    portal_menu=[MenuItem(_("数字で見る"), "reporting:targets", order=80)],
    desk_menu=[
        MenuItem(_("報告"), "reporting-desk:reports", shown=_may_read, order=80),
        MenuItem(_("中期計画の目標"), "reporting-desk:targets", shown=_may_read, order=81),
    ],
    tables="kosetsu.across.reporting.tables.checking.TABLES",
    search_sources="kosetsu.across.reporting.sources.SEARCH_SOURCES",
    periodic="kosetsu.across.reporting.jobs.PERIODIC",
    api_router="kosetsu.across.reporting.api.endpoints.router",
    audited="kosetsu.across.reporting.audited.AUDITED",
)
