"""The institute's name beside a result: who asks for it, who lends it and takes it back."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import states
from kosetsu.services.testing.models import NameUse, NameUseTerms, Report
from kosetsu.services.testing.papers.periods import may_still_apply
from kosetsu.services.testing.permissions.orders import can_see
from kosetsu.services.testing.permissions.posts import WORKERS, can_lend_name, has_post, not_now
from kosetsu.services.testing.permissions.reports import still_valid
from kosetsu.services.testing.states import NAME_USE_MOVES


def can_apply_for_name_use(user: Any, report: Report, today: dt.date) -> Decision:
    """The client, within some years of the issue; the institute's workers enter what came on paper."""
    terms = NameUseTerms.objects.on(today).order_by("-valid_from").first()
    asks = _asks_for_name(user, report, terms)
    if asks and terms and not may_still_apply(report.issued_on, today, years=terms.within_years):
        return no(
            _("名義使用を申請できるのは、成績書の発行から%(years)d年以内です。") % {"years": terms.within_years},
            _("新しく試験を依頼してください。"),
        )
    return asks


def can_renew_name_use(user: Any, name_use: NameUse, today: dt.date) -> Decision:
    """Ask again, of one that is approved and not renewed yet; however long ago its report was issued."""
    terms = NameUseTerms.objects.on(today).order_by("-valid_from").first()
    asks = _asks_for_name(user, name_use.report, terms)
    if asks and (name_use.state != states.NameUseState.APPROVED or hasattr(name_use, "renewed_by")):
        return not_now(name_use.get_state_display())
    return asks


def can_decide_name_use(user: Any, name_use: NameUse, verb: str) -> Decision:
    """A head, and not who applied; of a report that is still valid."""
    heads = can_lend_name(user)
    if not heads:
        return heads
    if user.pk == name_use.applied_by_id:
        return no(_("申請した本人は決定できません。"), _("別の承認者へ依頼してください。"))
    if not NAME_USE_MOVES.allows(verb, name_use.state):
        return not_now(name_use.get_state_display())
    return still_valid(name_use.report) if verb == "approve_name_use" else YES


def can_word_in_english(user: Any, name_use: NameUse) -> Decision:
    """Give the words of the English certificate of an approved name use: who works on orders."""
    works = has_post(user, WORKERS)
    return (
        works if not works or name_use.state == states.NameUseState.APPROVED else not_now(name_use.get_state_display())
    )


def can_end_name_use(user: Any, name_use: NameUse) -> Decision:
    """Take the name back: a head."""
    heads = can_lend_name(user)
    if not heads or NAME_USE_MOVES.allows("end_name_use", name_use.state):
        return heads
    return not_now(name_use.get_state_display())


def _asks_for_name(user: Any, report: Report, terms: NameUseTerms | None) -> Decision:
    if not (seen := can_see(user, report.order)):
        return seen
    if standing(user).is_staff and not (works := has_post(user, WORKERS)):
        return works
    if terms is None:
        return no(_("この機関では、名義使用を受け付けていません。"), _("窓口へお問い合わせください。"))
    return still_valid(report)
