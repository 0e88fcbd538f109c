"""Who answers for a company; whose use a ward's officer sees: only who consents."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.parties.models import Area, Membership, Organisation, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import MembershipRole, OrganisationKind

PURPOSE = "ward-use-statement"
MAY_CONSENT = (MembershipRole.OWNER, MembershipRole.ACCOUNTANT)
"""Who speaks for a company about what it paid."""


def areas_of(user: Any) -> QuerySet[Area]:
    """The areas of the wards, cities and prefectures for which the person is the officer."""
    kinds = (OrganisationKind.WARD, OrganisationKind.CITY)
    bodies = Organisation.objects.filter(pk__in=standing(user).partner_organisations, kind__in=kinds)
    return Area.objects.filter(pk__in=bodies.exclude(area=None).values("area"))


def can_read_use(user: Any) -> Decision:
    """The officers of wards and cities."""
    if areas_of(user).exists():
        return YES
    return no(
        _("利用実績は、区市町村の担当者だけが開けます。"), _("担当者の登録は、連携推進の窓口へ依頼してください。")
    )


def consenting(user: Any, day: dt.date) -> QuerySet[Workplace]:
    """The workplaces of the officer's area for which somebody who may has consented and not taken it back."""
    agreed = Consent.objects.in_force().filter(purpose=PURPOSE).values("person")
    speaking = Membership.objects.on(day).filter(person__in=agreed, person__is_active=True, role__in=MAY_CONSENT)
    whole = speaking.filter(workplace=None).values("organisation")
    parts = speaking.exclude(workplace=None).values("workplace")
    return Workplace.objects.filter(Q(organisation__in=whole) | Q(pk__in=parts), area__in=areas_of(user))


def can_answer(user: Any, organisation: Organisation) -> Decision:
    """The company's own people; for anybody else it has no answers."""
    return YES if organisation.pk in standing(user).organisations else HIDDEN
