from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.services.exhibitions.permissions import can_read_exhibitions

    return bool(can_read_exhibitions(user))


def _recommends(user: Any) -> bool:
    from kosetsu.services.exhibitions.permissions import can_see_recommending

    return bool(can_see_recommending(user))


MANIFEST = Manifest(
    key="exhibitions",
    title=_("展示会"),
    prefix="exhibitions",
    menu_group=MenuGroup.EVENTS,
    portal_menu=(
        MenuItem(_("WEB展示会"), "exhibitions:list", order=45),
        MenuItem(_("見学"), "exhibitions:ask_tour", order=46),
    ),
    desk_menu=(
        MenuItem(_("展示会"), "exhibitions-desk:exhibitions", _reads, order=35),
        MenuItem(_("見学"), "exhibitions-desk:tours", _reads, order=36),
    ),
    partner_menu=(MenuItem(_("展示会への推薦"), "exhibitions-partner:invitations", _recommends, order=40),),
    number_series={"exhibitions:exhibition": "WEX{year}-{number:02d}"},
    entry_kinds={
        "exhibit": _("WEB展示会への出展"),
        "registration": _("WEB展示会の参加登録"),
        "external_exhibit": _("外部の展示会への出展"),
        "partner_event_exhibit": _("支援機関の催しへの出展"),
        "tour": _("見学"),
        "open_day": _("施設公開"),
        "research_presentation": _("研究発表会"),
        "research_talk": _("研究発表会での発表"),
        "invited_talk": _("研究発表会に招いた発表"),
        "exhibitor_viewers": _("出展者のページを見た人数"),
    },
    permissions={"run_exhibitions": _("展示会を計画し、推薦・ページの確認・報告を扱う（連携推進・企画・窓口）")},
    gathering_kinds="kosetsu.services.exhibitions.sources.GATHERING_KINDS",
    gathering_links="kosetsu.services.exhibitions.sources.GATHERING_LINKS",
    event_links="kosetsu.services.exhibitions.sources.EVENT_LINKS",
    search_sources="kosetsu.services.exhibitions.sources.SEARCH_SOURCES",
    tables="kosetsu.services.exhibitions.tables.TABLES",
    periodic="kosetsu.services.exhibitions.jobs.PERIODIC",
    audited="kosetsu.services.exhibitions.audited.AUDITED",
)
