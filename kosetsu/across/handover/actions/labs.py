"""From an accepted application to a room: who, what for and where it came from are the application's own."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.states import ApplicationState
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.labs import actions as labs
from kosetsu.services.labs.models import Lab, Tenancy
from kosetsu.services.labs.permissions import can_manage_labs
from kosetsu.services.labs.states import TenancyState

SERVICE = "labs"
ORIGIN = "calls:application:"
GIVEN_UP = (TenancyState.DECLINED, TenancyState.CALLED_OFF)
"""Nobody ever moved in: another room may be offered."""


def origin_of(application: Application) -> str:
    """What a tenancy says of the application it came from."""
    return f"{ORIGIN}{application.number}"


def tenancy_of(application: Application) -> Tenancy | None:
    """The room that came of it, unless it was given up."""
    rows = Tenancy.objects.filter(origin=origin_of(application)).exclude(case__state__in=GIVEN_UP)
    return rows.select_related("case", "lab__branch").order_by("-pk").first()


def application_of(tenancy: Tenancy) -> Application | None:
    """Where a tenancy came from, where that was an application."""
    if not tenancy.origin.startswith(ORIGIN):
        return None
    rows = Application.objects.for_lists()
    return rows.filter(number=tenancy.origin.removeprefix(ORIGIN)).first()


def can_offer_room(user: Person, application: Application) -> Decision:
    """Whoever lets rooms, once for an application that was accepted in a call for labs."""
    if application.call.kind.service != SERVICE or application.workplace is None:
        return HIDDEN
    if not (may := can_manage_labs(user)):
        return may
    if not Application.objects.visible_to(user).filter(pk=application.pk).exists():
        return HIDDEN
    if application.state != ApplicationState.ACCEPTED:
        return no(
            _("この応募は「%(state)s」です。") % {"state": application.get_state_display()},
            _("室を提供できるのは、採択された応募です。"),
        )
    if there := tenancy_of(application):
        return no(_("この応募には、すでに%(number)sとして室を提供しています。") % {"number": there.case.number})
    return YES


@transaction.atomic
def offer_room(
    *, by: Person, at: dt.datetime, application: Application, lab: Lab, since: dt.date, until: dt.date | None = None
) -> Tenancy:
    """Offer a room to who was accepted; the mail goes to whoever applied, while they act for the workplace."""
    application = beats.lock_application(application)
    require(can_offer_room(by, application))
    workplace, person = application.workplace, application.made_by
    assert workplace is not None, "can_offer_room asked"
    theirs = Workplace.objects.acted_for_by(person).filter(pk=workplace.pk).exists()
    return labs.offer_room(
        by=by, at=at, workplace=workplace, lab=lab, theme=application.title, since=since, until=until,
        contact=person if theirs else None, origin=origin_of(application),
    )  # fmt: skip


def follow_application(*, at: dt.datetime, application: Application) -> Tenancy | None:
    """An applicant who gives up the seat gives up the room that was offered for it; a contract stays one."""
    if application.state != ApplicationState.DECLINED or application.call.kind.service != SERVICE:
        return None
    there = tenancy_of(application)
    if there is None or there.state != TenancyState.OFFERED:
        return None
    return labs.drop_offer(at=at, tenancy=there, reason=_("公募の採択を辞退したため"))
