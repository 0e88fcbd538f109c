"""A recommendation in the order of its life: a partner names a company, the company consents, the institute chooses."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.actions.beats import lock, locked_recommendation, tell
from kosetsu.services.exhibitions.actions.booths import make_booth
from kosetsu.services.exhibitions.documents import whole
from kosetsu.services.exhibitions.models import Booth, Invitation, Recommendation
from kosetsu.services.exhibitions.permissions import (
    can_answer_recommendation,
    can_move_recommendation,
    can_recommend,
)
from kosetsu.services.exhibitions.states import (
    PLACED,
    RECOMMENDATION,
    BoothKind,
    BoothState,
    LetterKind,
)


@transaction.atomic
def recommend(
    *, by: Person, at: dt.datetime, invitation: Invitation, company: str, email: str, reason: str
) -> Recommendation:
    """Name a company; it gets a mail and nobody but the partner sees it before it consents.

    Refused beyond the quota, and for an address that this partner has named already.
    """
    lock(invitation.exhibition)
    invitation = Invitation.objects.select_related("exhibition", "partner").get(pk=invitation.pk)
    require(can_recommend(by, invitation, at))
    placed = invitation.recommendations.filter(state__in=PLACED)
    address = email.strip().lower()
    twice = no(_("%(email)s の会社は、すでに推薦されています。") % {"email": address})
    require(twice if placed.filter(email=address).exists() else YES)
    place = rules.free_place([one or 0 for one in placed.values_list("place", flat=True)], invitation.most)
    full = no(_("推薦枠（%(most)s社）をすべて使っています。") % {"most": invitation.most},
              _("同意待ちの推薦を取り下げると、別の会社を推薦できます。"))  # fmt: skip
    require(YES if place is not None else full)
    made = Recommendation.objects.create(
        invitation=invitation, company=tidy_line(company), email=address, reason=tidy(reason), place=place,
        recommended_by=by, recommended_at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="recommend", thing=made, after={"partner": invitation.partner_id, "place": place})
    url = whole("exhibitions:recommendation", made.ticket)
    tell(invitation.exhibition, LetterKind.RECOMMENDED, address, at=at, recommendation=made, url=url)
    return made


@transaction.atomic
def consent_recommendation(
    *, by: Person, at: dt.datetime, recommendation: Recommendation, workplace: Workplace
) -> Recommendation:
    """The company agrees to be seen by the institute, and says with which of its workplaces it would exhibit."""
    recommendation = locked_recommendation(recommendation)
    require(can_answer_recommendation(recommendation, "consent_recommendation"))
    require(YES if Workplace.objects.visible_to(by).filter(pk=workplace.pk).exists() else HIDDEN)
    return audit.move_record(
        recommendation, RECOMMENDATION, "consent_recommendation", by=by, at=at, workplace=workplace, contact=by,
        consented_at=at,
    )  # fmt: skip


@transaction.atomic
def decline_recommendation(*, by: Person | None, at: dt.datetime, recommendation: Recommendation) -> Recommendation:
    """The company would rather not; its place is the partner's again."""
    recommendation = locked_recommendation(recommendation)
    require(can_answer_recommendation(recommendation, "decline_recommendation"))
    return audit.move_record(recommendation, RECOMMENDATION, "decline_recommendation", by=by, at=at, place=None)


@transaction.atomic
def withdraw_recommendation(*, by: Person, at: dt.datetime, recommendation: Recommendation) -> Recommendation:
    """The partner takes it back before the company has answered."""
    recommendation = locked_recommendation(recommendation)
    require(can_move_recommendation(by, recommendation, "withdraw_recommendation"))
    return audit.move_record(recommendation, RECOMMENDATION, "withdraw_recommendation", by=by, at=at, place=None)


@transaction.atomic
def choose_recommendation(*, by: Person, at: dt.datetime, recommendation: Recommendation) -> Booth:
    """The company exhibits; it consented already, so it begins to write its page at once."""
    recommendation = locked_recommendation(recommendation)
    require(can_move_recommendation(by, recommendation, "choose_recommendation"))
    audit.move_record(recommendation, RECOMMENDATION, "choose_recommendation", by=by, at=at)
    workplace = recommendation.workplace
    assert workplace
    return make_booth(
        by=by, at=at, exhibition=recommendation.invitation.exhibition, kind=BoothKind.COMPANY,
        organisation=workplace.organisation, workplace=workplace, recommendation=recommendation,
        contact=recommendation.contact, state=BoothState.EDITING,
    )  # fmt: skip


@transaction.atomic
def pass_over(*, by: Person, at: dt.datetime, recommendation: Recommendation) -> Recommendation:
    """Not this time; the place is the partner's again."""
    recommendation = locked_recommendation(recommendation)
    require(can_move_recommendation(by, recommendation, "pass_over"))
    return audit.move_record(recommendation, RECOMMENDATION, "pass_over", by=by, at=at, place=None)
