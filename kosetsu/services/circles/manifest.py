from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.services.circles.permissions import can_read_circles

    return bool(can_read_circles(user))


MANIFEST = Manifest(
    key="circles",
    title=_("異業種交流・研究会"),
    prefix="circles",
    number_series={
        "case:共": "共{era}{year}-{number:05d}",
        "circles:CG": "CG{year}-{number:02d}",
        "circles:CT": "CT{year}-{number:02d}",
        "circles:SOC": "SOC{year}-{number:02d}",
        "circles:IND": "IND{year}-{number:02d}",
        "circles:PG": "PG{year}-{number:02d}",
        "circles:COM": "COM{year}-{number:02d}",
    },
    case_kinds={"joint_development": _("共同開発（交流グループ）")},
    entry_kinds={
        "group_joined": _("新しいグループへの参加（社）"),
        "group_forming": _("発足準備中のグループの企業"),
        "group_active": _("活動しているグループと会員企業"),
        "forming_meeting": _("新しいグループの交流会"),
        "meeting": _("既存グループの交流会"),
        "society_meeting": _("技術研究会の開催"),
        "industry_meeting": _("業種別交流会の参加"),
        "partner_meeting": _("パートナーグループの会合"),
        "committee_meeting": _("合同交流会の実行委員会"),
        "council": _("グループ協議会"),
        "joint_meeting": _("合同交流会"),
        "video_companies": _("動画で紹介した会員企業"),
        "video_views": _("会員企業の動画の視聴"),
    },
    permissions={
        "run_circles": _("異業種交流の募集・例会・会員を扱う（連携推進・企画・研究）"),
        "decide_cohorts": _("参加企業を決め、自主運営へ移し、終える（連携推進・経営企画・支所長）"),
    },
    gathering_kinds="kosetsu.services.circles.sources.GATHERING_KINDS",
    gathering_links="kosetsu.services.circles.sources.GATHERING_LINKS",
    menu_group=MenuGroup.EVENTS,
    portal_menu=(MenuItem(_("交流グループ"), "circles:circles", order=44),),
    desk_menu=(MenuItem(_("交流グループ"), "circles-desk:circles", _reads, order=37),),
    tables="kosetsu.services.circles.tables.TABLES",
    periodic="kosetsu.services.circles.jobs.PERIODIC",
    audited="kosetsu.services.circles.audited.AUDITED",
)
