"""An idea of a circle becomes a case: who leads it, who takes part, what it is about."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import close_case, open_case
from kosetsu.foundation.governance import audit
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Circle, Development, Member, Partner
from kosetsu.services.circles.permissions import can_develop, can_end_development

PREFIX = "共"


@transaction.atomic
def begin_development(
    *, by: Person, at: dt.datetime, circle: Circle, lead: Member, partners: Sequence[Member], title: str, text: str
) -> Development:
    """Open the case of a joint development; those who take part see it, and the institute."""
    circle = beats.lock_circle(circle)
    require(can_develop(by, circle, lead, day_of(at)))
    others = {one.pk: one for one in partners if one.pk != lead.pk}
    mine = set(circle.members.on(day_of(at)).values_list("pk", flat=True))
    require(YES if {lead.pk, *others} <= mine else no(_("この日の会員ではない会社が含まれています。")))
    require(YES if others else no(_("共同で開発する相手を、1社以上選んでください。")))
    require(YES if tidy_line(title) and tidy(text) else no(_("題名と内容を入れてください。")))
    company = lead.workplace.organisation
    case = open_case(
        by=by, at=at, service="circles", kind="joint_development", prefix=PREFIX, title=tidy_line(title), state="open",
        organisation=company, workplace=lead.workplace, branch=circle.branch,
    )  # fmt: skip
    made = Development.objects.create(case=case, circle=circle, lead=lead, text=tidy(text))
    Partner.objects.bulk_create(Partner(development=made, member=one) for one in others.values())
    audit.record(by=by, at=at, verb="begin_development", thing=made, after={"circle": circle.code})
    return made


@transaction.atomic
def end_development(*, by: Person, at: dt.datetime, development: Development) -> Development:
    """It is finished, or given up."""
    require(can_end_development(by, development, day_of(at)))
    close_case(by=by, at=at, case=development.case, state="closed")
    audit.record(by=by, at=at, verb="end_development", thing=development)
    return Development.objects.select_related("case").get(pk=development.pk)
