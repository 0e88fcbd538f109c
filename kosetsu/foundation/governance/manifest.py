from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _may_read_declarations(user: Any) -> bool:
    from kosetsu.foundation.governance.permissions import can_read_declarations

    return bool(can_read_declarations(user))


def _declarations_waiting(user: Any) -> int:
    from kosetsu.foundation.governance.models import ExportDeclaration

    return ExportDeclaration.objects.waiting().count()


def _may_read_access_log(user: Any) -> bool:
    from kosetsu.foundation.governance.permissions import can_read_access_log

    return bool(can_read_access_log(user))


def _may_read_audit(user: Any) -> bool:
    from kosetsu.foundation.governance.permissions import can_read_audit

    return bool(can_read_audit(user))


MANIFEST = Manifest(
    key="governance",
    title=_("統制"),
    prefix="governance",
    permissions={
        "decide_declarations": _("輸出管理の申告を確認して判断する（輸出管理）"),
        "read_access_log": _("だれが閲覧したかを見る（システム管理・役員）"),
        "read_audit": _("監査記録を見る（システム管理・経営企画）"),
    },
    menu_group=MenuGroup.OFFICE,
    desk_menu=(
        MenuItem(
            _("輸出管理の申告"), "governance-desk:declarations", _may_read_declarations, _declarations_waiting, order=80
        ),
        MenuItem(_("閲覧の記録"), "governance-desk:access", _may_read_access_log, order=91),
        MenuItem(_("監査記録"), "governance-desk:audit", _may_read_audit, order=92),
        MenuItem(_("復元訓練"), "governance-desk:drills", _may_read_audit, order=93),
    ),
    tables="kosetsu.foundation.governance.tables.TABLES",
    periodic="kosetsu.foundation.governance.jobs.PERIODIC",
    audited="kosetsu.foundation.governance.audited.AUDITED",
)
