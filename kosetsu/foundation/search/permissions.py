"""Who tends the words of the search."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

_EDITORS = (StaffRole.COUNTER, StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.PLANNING, StaffRole.ADMINISTRATOR)


def can_edit_words(user: Any) -> Decision:
    """Those who answer questions know the words people use."""
    if standing(user).has(*_EDITORS):
        return YES
    return no(_("検索の言葉は、相談に当たる職員が登録します。"), _("総合支援窓口へ知らせてください。"))


def can_search_past_cases(user: Any) -> Decision:
    """Past cases are for the staff; what is confidential in them is not in the index at all."""
    if standing(user).is_staff:
        return YES
    return no(_("この検索は職員のためのものです。"), _("支援メニューは、はじめのページからさがせます。"))
