from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


MANIFEST = Manifest(
    key="testing",
    title=_("依頼試験"),
    prefix="testing",
    number_series={
        "case:試": "試{era}{year}-{number:05d}",
        "case:託": "託{era}{year}-{number:05d}",
        "testing:sample": "料{era}{year}-{number:05d}",
        "testing:report": "{branch}-{era}{year}-{number:05d}",
        "testing:name_use": "{branch}-{era}{year}-{number:05d}",
    },
    case_kinds={"test": _("依頼試験"), "support": _("受託技術支援")},
    entry_kinds={"completed": _("受託技術支援の完了"), "part": _("試験・作業の実施")},
    permissions={
        "order": _("依頼試験を申し込む（会社の担当者）"),
        "work": _("依頼試験を受け付け、試験する（窓口・研究部門）"),
        "decide": _("依頼試験の受理・不受理を決める（研究部門・グループ長・支所長）"),
        "verify": _("試験結果を確認する（測定者以外の研究部門の担当者）"),
        "issue_reports": _("成績書を発行し、訂正する（測定者以外の研究部門の担当者）"),
        "lend_name": _("名義の貸与を決める（グループ長・支所長）"),
    },
    menu_group=MenuGroup.TESTS,
    portal_menu=(
        MenuItem(_("自社の依頼試験"), "testing:mine", _is_client, order=27, group=MenuGroup.COMPANY),
        MenuItem(_("成績書"), "testing:reports", _is_client, order=28, group=MenuGroup.COMPANY),
    ),
    desk_menu=(
        MenuItem(_("依頼試験"), "testing-desk:orders", _is_staff, order=16),
        MenuItem(_("試験の予定表"), "testing-desk:board", _is_staff, order=17),
        MenuItem(_("成績書"), "testing-desk:reports", _is_staff, order=18),
        MenuItem(_("名義使用"), "testing-desk:name_uses", _is_staff, order=19),
    ),
    tables="kosetsu.services.testing.tables.TABLES",
    device_uses="kosetsu.services.testing.sources.DEVICE_USES",
    relations="kosetsu.services.testing.relations.RELATIONS",
    periodic="kosetsu.services.testing.jobs.PERIODIC",
    api_router="kosetsu.services.testing.api.endpoints.router",
    audited="kosetsu.services.testing.audited.AUDITED",
)
