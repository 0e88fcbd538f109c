"""What a partner body may read of an opportunity: a copy, field by field, until a day, or until it is revoked."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.actions import beats
from kosetsu.services.alliances.models import Opportunity, OpportunitySharing
from kosetsu.services.alliances.permissions import can_revoke, can_share
from kosetsu.services.alliances.states import Shared


@transaction.atomic
def share_opportunity(
    *, by: Person, at: dt.datetime, opportunity: Opportunity, organisation: Organisation, fields: Collection[str],
    agreed_on: dt.date, until: dt.date,
) -> OpportunitySharing:  # fmt: skip
    """The source agreed on a day that this body may read these fields; an earlier copy of the same body is replaced."""
    opportunity = beats.locked(opportunity)
    require(can_share(by, opportunity))
    ours = opportunity.liaison.bodies.filter(pk=organisation.pk).exists()
    require(YES if ours else no(_("この事業を共同で実施する機関にだけ共有できます。")))
    require(YES if agreed_on <= day_of(at) else no(_("提供元が同意した日が先になっています。")))
    require(YES if until >= day_of(at) else no(_("共有の期限は、きょう以後の日にしてください。")))
    for earlier in opportunity.sharings.filter(organisation=organisation, revoked_at=None):
        _end(earlier, _("新しい内容で共有し直した"), at)
    shown = _shown(opportunity, fields)
    made = OpportunitySharing.objects.create(
        opportunity=opportunity, organisation=organisation, number=opportunity.case.number, side=opportunity.side,
        title=opportunity.title, shown=shown, agreed_on=agreed_on, until=until, by=by, at=at,
    )  # fmt: skip
    after = {"organisation": organisation.pk, "fields": sorted(shown), "until": until}
    audit.record(by=by, at=at, verb="share_opportunity", thing=made, after=after)
    return made


@transaction.atomic
def revoke_sharing(*, by: Person, at: dt.datetime, sharing: OpportunitySharing, reason: str) -> OpportunitySharing:
    """From the next request on the body reads nothing of it."""
    opportunity = beats.locked(sharing.opportunity)
    found = OpportunitySharing.objects.get(pk=sharing.pk)
    found.opportunity = opportunity
    require(can_revoke(by, found))
    _end(found, need_reason(reason)[:300], at)
    audit.record(by=by, at=at, verb="revoke_sharing", thing=found, reason=found.reason)
    return found


def _end(sharing: OpportunitySharing, reason: str, at: dt.datetime) -> None:
    sharing.revoked_at, sharing.reason = at, reason
    sharing.save(update_fields=["revoked_at", "reason"])


def _shown(opportunity: Opportunity, fields: Collection[str]) -> dict[str, str]:
    """The copy; an empty field is not part of it."""
    wish = opportunity.wish_on.isoformat() if opportunity.wish_on else ""
    every = {
        Shared.SUMMARY: opportunity.summary, Shared.DETAIL: opportunity.detail, Shared.SOURCE: str(opportunity.source),
        Shared.WISH_ON: wish,
    }  # fmt: skip
    return {one.value: every[one] for one in Shared if one.value in fields and every[one]}
