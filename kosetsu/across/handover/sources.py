"""What other pages, of cases, gatherings and applications, show of the way on."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.handover.actions import can_order_proposed
from kosetsu.across.handover.actions.introducing import can_introduce
from kosetsu.across.handover.actions.labs import application_of, can_offer_room, tenancy_of
from kosetsu.across.handover.actions.licences import can_note_learners
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.labs.models import Tenancy


def order_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From a consultation with an open proposal of tests to their order, and from there on to the orders."""
    consultation = getattr(case, "consultation", None)
    if consultation is None:
        return
    for led in case.led_to.filter(service="testing").select_related("test_order"):
        yield f"{led.number} {led.title}", reverse("testing:order", args=[led.test_order.public_id])
    if can_order_proposed(user, consultation):
        yield _("提案された試験を依頼する"), reverse("handover:order_proposed", args=[consultation.public_id])


def consultation_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From an order back to the consultation that led to it."""
    consultation = getattr(case.led_from, "consultation", None)
    if consultation is not None and hasattr(case, "test_order"):
        yield (
            f"{consultation.case.number} {consultation.case.title}",
            reverse("consultations:case", args=[consultation.public_id]),
        )


def learners_link(user: Any, gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """From a course that is over to the licences of those who came."""
    if can_note_learners(user, gathering):
        yield _("受講者を認定証に引き継ぐ"), reverse("handover-desk:note_learners", args=[gathering.public_id])


def programmes_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From a circle's joint development to the programmes that fit it, for who may introduce them."""
    development = getattr(case, "development", None)
    if development is not None and can_introduce(user, development):
        yield _("使える支援施策を紹介する"), reverse("handover-desk:introduce_programmes", args=[development.public_id])


def room_link(user: Any, application: Application) -> Iterator[tuple[Any, str]]:
    """From an accepted application to its room: for who may offer one, and for everybody who sees the tenancy."""
    if can_offer_room(user, application):
        yield _("室を提供する"), reverse("handover-desk:offer_room", args=[application.public_id])
        return
    there = tenancy_of(application) if application.number else None
    if there and Tenancy.objects.visible_to(user).filter(pk=there.pk).exists():
        yield f"{there.case.number} {there.lab.full_name}", there.address(desk=standing(user).is_staff)


def application_link(user: Any, case: Case) -> Iterator[tuple[Any, str]]:
    """From a tenancy back to the application it came from, for who sees that."""
    if case.service != "labs":
        return
    tenancy = Tenancy.objects.filter(case=case).first()
    found = application_of(tenancy) if tenancy else None
    if found and Application.objects.visible_to(user).filter(pk=found.pk).exists():
        space = "calls-desk" if standing(user).is_staff else "calls"
        yield f"{found.number} {found.title}", reverse(f"{space}:application", args=[found.public_id])


GATHERING_LINKS = [learners_link]
CASE_LINKS = [order_link, consultation_link, programmes_link, application_link]
APPLICATION_LINKS = [room_link]
