from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _may_search(user: Any) -> bool:
    from kosetsu.foundation.search.permissions import can_search_past_cases

    return bool(can_search_past_cases(user))


def _may_edit_words(user: Any) -> bool:
    from kosetsu.foundation.search.permissions import can_edit_words

    return bool(can_edit_words(user))


def _questions_waiting(user: Any) -> int:
    from kosetsu.foundation.search.models import UnansweredQuestion

    return UnansweredQuestion.objects.filter(handled_at=None).count()


MANIFEST = Manifest(
    key="search",
    title=_("検索"),
    prefix="search",
    permissions={
        "edit_words": _("検索の言葉を登録し、答えのない質問に対応する（窓口・研究部門・企画）"),
        "search_past_cases": _("支援メニューと過去の案件をまとめて検索する（職員）"),
    },
    menu_group=MenuGroup.CASES,
    desk_menu=(
        MenuItem(_("全体の検索"), "search-desk:find", _may_search, order=5, group=MenuGroup.TODAY),
        MenuItem(_("検索の言葉"), "search-desk:concepts", _may_edit_words, order=70),
        MenuItem(_("答えのない質問"), "search-desk:unanswered", _may_edit_words, _questions_waiting, order=71),
    ),
    tables="kosetsu.foundation.search.tables.TABLES",
    periodic="kosetsu.foundation.search.jobs.PERIODIC",
    audited="kosetsu.foundation.search.audited.AUDITED",
)
