"""Who looks after people's accounts."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.accounts.models import Person, SavedFilter
from kosetsu.foundation.accounts.posts import holds, is_partner, is_staff

ADMINISTRATOR = "administrator"
MOST_FILTERS = 50
"""Saved filters of one person: every list page reads them all at once."""
LONGEST_FILTER = SavedFilter._meta.get_field("query").max_length or 0


def can_keep_people(user: Any) -> Decision:
    """The list of people belongs to the administrator."""
    if holds(user, ADMINISTRATOR):
        return YES
    return no(
        _("利用者の一覧は、システム管理者だけが開けます。"), _("変更が必要なときは、システム管理者に依頼してください。")
    )


def can_close(user: Any, person: Person) -> Decision:
    """Nobody closes their own account from the desk: the institute must keep an administrator."""
    if user == person:
        return no(_("自分の利用は止められません。"), _("ほかのシステム管理者に依頼してください。"))
    return can_keep_people(user)


def can_save_filter(query: str, held: int) -> Decision:
    """Whoever asked a list for something may keep the question, beside the ``held`` ones they have."""
    if not query:
        return no(
            _("まだ条件がありません。"), _("検索・絞り込み・並べ替え・列の選択をすると、その条件を保存できます。")
        )
    if len(query) > LONGEST_FILTER:
        return no(_("条件が長すぎるため、保存できません。"), _("検索の言葉を短くしてください。"))
    if held >= MOST_FILTERS:
        reason = _("保存できる条件は、ひとりにつき%(most)s件までです。") % {"most": MOST_FILTERS}
        return no(reason, _("使わない条件を削除してください。"))
    return YES


def needs_second_factor(user: Any) -> bool:
    """Whether this person reads other people's matters: staff, reviewers, partners, the back office."""
    return bool(user.is_staff or user.is_superuser or is_staff(user) or is_partner(user))
