from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _keeps(user: Any) -> bool:
    from kosetsu.foundation.billing.permissions import can_read_books

    return bool(can_read_books(user))


def _takes_money(user: Any) -> bool:
    from kosetsu.foundation.billing.permissions import can_take_money

    return bool(can_take_money(user))


def _quotes(user: Any) -> bool:
    from kosetsu.foundation.billing.permissions import can_quote

    return bool(can_quote(user))


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="billing",
    title=_("料金"),
    prefix="billing",
    permissions={
        "keep_books": _("請求・入金・督促・締めを行う（経理）"),
        "take_money": _("窓口で現金を受け取る（経理・窓口）"),
        "approve_giving_up": _("返金と不納欠損を承認する（申請した人以外の経理・支所長・役員）"),
    },
    menu_group=MenuGroup.MONEY,
    portal_menu=(MenuItem(_("請求書"), "billing:invoices", shown=_is_client, order=85, group=MenuGroup.COMPANY),),
    desk_menu=(
        MenuItem(_("請求と入金"), "billing-desk:home", shown=_keeps, order=65),
        MenuItem(_("見積り"), "billing-desk:quotes", shown=_quotes, order=66),
        MenuItem(_("請求書"), "billing-desk:invoices", shown=_takes_money, order=67),
        MenuItem(_("債権年齢表"), "billing-desk:ageing", shown=_keeps, order=68),
    ),
    tables="kosetsu.foundation.billing.tables.TABLES",
    api_router="kosetsu.foundation.billing.api.endpoints.router",
    audited="kosetsu.foundation.billing.audited.AUDITED",
)
