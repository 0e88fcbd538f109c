from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="training",
    title=_("人材育成"),
    prefix="training",
    number_series={
        "case:講": "講{era}{year}-{number:05d}",
        "training:staff_dispatch": "遣{era}{year}-{number:05d}",
        "training:trainee_stay": "研{era}{year}-{number:05d}",
    },
    case_kinds={"tailored_course": _("オーダーメードセミナー")},
    entry_kinds={
        "attendance": _("セミナー・講習会の受講"),
        "dissemination_attendance": _("普及セミナーの受講"),
        "satisfaction": _("受講者の満足度"),
        "cohosted_seminar": _("支援機関とのセミナーの共催"),
        "tailored_course": _("オーダーメードセミナーの実施"),
        "tailored_attendance": _("オーダーメードセミナーの受講"),
        "staff_dispatch": _("委員・講師等の派遣"),
        "trainee": _("研修学生の受入れ"),
    },
    permissions={
        "work_tailored": _("オーダーメードセミナーの教程を作り、見積り、実施する（研究部門・人材育成・窓口）"),
        "enter": _("委員・講師等の派遣と研修学生の受入れを登録し、実績を記録する（研究部門・企画・窓口）"),
        "decide": _("委員・講師等の派遣と研修学生の受入れを決める（担当グループのグループ長・支所長）"),
        "read_names": _("研修学生の氏名を見る（担当グループ・人材育成）"),
        "plan_bundles": _("講習会のセットを計画し、申込みを扱う（企画・研究・窓口）"),
    },
    menu_group=MenuGroup.EVENTS,
    portal_menu=(
        MenuItem(_("講習会のセット"), "training:bundles", order=41),
        MenuItem(_("オーダーメードセミナー"), "training:tailored_list", _is_client, order=42, group=MenuGroup.COMPANY),
        MenuItem(_("受講記録"), "training:my_transcript", _signed_in, order=43, group=MenuGroup.COMPANY),
    ),
    desk_menu=(
        MenuItem(_("オーダーメードセミナー"), "training-desk:tailored_list", _is_staff, order=31),
        MenuItem(_("委員・講師等の派遣"), "training-desk:staff_dispatches", _is_staff, order=32),
        MenuItem(_("研修学生の受入れ"), "training-desk:trainee_stays", _is_staff, order=33),
        MenuItem(_("講習会のセット"), "training-desk:bundles", _is_staff, order=34),
    ),
    gathering_kinds="kosetsu.services.training.sources.GATHERING_KINDS",
    gathering_links="kosetsu.services.training.sources.GATHERING_LINKS",
    event_links="kosetsu.services.training.sources.EVENT_LINKS",
    ticket_links="kosetsu.services.training.sources.TICKET_LINKS",
    tables="kosetsu.services.training.tables.TABLES",
    periodic="kosetsu.services.training.jobs.PERIODIC",
    audited="kosetsu.services.training.audited.AUDITED",
)
