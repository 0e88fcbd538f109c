from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _runs(user: Any) -> bool:
    from kosetsu.services.instruments.permissions import can_run_bench

    return bool(can_run_bench(user))


def _reads(user: Any) -> bool:
    from kosetsu.services.instruments.permissions import can_read_licences

    return bool(can_read_licences(user))


def _plans(user: Any) -> bool:
    from kosetsu.services.instruments.permissions import can_plan_renewals

    return bool(can_plan_renewals(user))


def _has_licences(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="instruments",
    title=_("機器利用"),
    prefix="instruments",
    number_series={"instruments:licence": "認{era}{year}-{number:05d}"},
    entry_kinds={"use": _("機器利用"), "licence_course": _("機器利用の講習")},
    permissions={
        "run_bench": _("機器の利用を始め、終え、記録する（窓口・研究部門）"),
        "read_licences": _("認定証の一覧を見る（職員）"),
        "teach": _("受講・合格を記録し、認定証を扱う（研究部門）"),
        "plan_renewals": _("機器の更新整備計画を立て、承認する（経営企画・研究部門）"),
    },
    menu_group=MenuGroup.TESTS,
    portal_menu=(MenuItem(_("認定証"), "instruments:licences", _has_licences, order=26, group=MenuGroup.COMPANY),),
    desk_menu=(
        MenuItem(_("機器の利用"), "instruments-desk:benches", _runs, order=16),
        MenuItem(_("認定証"), "instruments-desk:licences", _reads, order=17),
        MenuItem(_("機器の利用率"), "instruments-desk:utilisation", _reads, order=18),
        MenuItem(_("更新整備計画"), "instruments-desk:renewals", _plans, order=19),
    ),
    tables="kosetsu.services.instruments.tables.TABLES",
    periodic="kosetsu.services.instruments.jobs.PERIODIC",
    relations="kosetsu.services.instruments.relations.RELATIONS",
    booking_gates="kosetsu.services.instruments.permissions.GATES",
    api_router="kosetsu.services.instruments.api.endpoints.router",
    audited="kosetsu.services.instruments.audited.AUDITED",
)
