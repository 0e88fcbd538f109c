"""A bundle is taken as a whole or not at all, and charged once to whoever came."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.services.training.actions import bundles as actions
from kosetsu.services.training.models import Bundle, BundlePlace
from kosetsu.services.training.tests.conftest import DAY, HOUR, offering
from tests import build
from tests.build import browser
from tests.fixtures import AT


def course(institute: build.Institute, title: str, days: int, seats: int = 1, **changes: Any) -> Gathering:
    """A public course with a price of its own and one seat."""
    starts = AT + days * DAY
    plan: dict[str, Any] = {
        "service": "training", "kind": "course", "title": title, "format": Format.ON_SITE,
        "parts": [gatherings.Part(starts, starts + HOUR)], "pools": [gatherings.Pool("会場", Format.ON_SITE, seats)],
        "registers_from": AT - DAY, "registers_until": starts - DAY, "branch": institute.head_office,
    }  # fmt: skip
    made = gatherings.plan_gathering(by=institute.researcher, at=AT, plan=gatherings.Plan(**{**plan, **changes}))
    made = gatherings.approve_gathering(by=institute.planner, at=AT, gathering=made)
    return gatherings.publish(by=institute.researcher, at=AT, gathering=made)


@pytest.fixture
def bundle(institute: build.Institute, client: build.Company) -> Bundle:
    """Two courses of one seat each, 5,000 yen apart and 8,000 yen together."""
    build.rules_of_paying()
    own, whole = (offering(institute, code, code, yen, "人") for code, yen in (("C-1", 5_000), ("C-S", 8_000)))
    courses = [course(institute, title, days, offering=own) for title, days in (("めっき", 10), ("塗装", 20))]
    made = actions.plan_bundle(
        by=institute.planner, at=AT, chosen=actions.Set(title="表面処理", offering=whole, gatherings=courses)
    )
    return actions.open_bundle(by=institute.planner, at=AT, bundle=made)


def taken(bundle: Bundle, who: build.Company) -> BundlePlace:
    quotas = {one.pk: one.quotas.get() for one in bundle.gatherings.all()}
    guest = gatherings.Guest(who.engineer.name, str(who.engineer.email))
    return actions.take_bundle(
        by=who.engineer, at=AT, bundle=bundle, workplace=who.workplace, guest=guest, quotas=quotas, agreed=True
    )


def held(institute: build.Institute, gathering: Gathering, *came: Registration) -> None:
    """The course took place; these people came."""
    session = gathering.sessions.get()
    arrivals = [gatherings.Arrival(one.ticket, uuid4(), session.starts_at) for one in came]
    by = {"by": institute.researcher, "at": session.ends_at, "gathering": gathering}
    gatherings.receive(**by, arrivals=arrivals)
    if not came:
        gatherings.count_heads(**by, on_date=gathering.starts_on, headcount=0)
    gatherings.close_gathering(**by)


def test_who_takes_a_bundle_has_a_seat_in_every_course(bundle: Bundle, client: build.Company) -> None:
    taken(bundle, client)
    found = Registration.objects.order_by("gathering__starts_on").values_list("gathering__title", "state", "person")
    assert [*found] == [("めっき", "confirmed", client.engineer.pk), ("塗装", "confirmed", client.engineer.pk)]


def test_one_full_course_registers_for_none_of_them(
    bundle: Bundle, client: build.Company, rival: build.Company
) -> None:
    last = bundle.gatherings.get(title="塗装")
    guest = gatherings.Guest("先の人", "first@example.jp")
    gatherings.register(
        by=None, at=AT, gathering=last, quota=last.quotas.get(), guests=[guest], agreed=True, workplace=rival.workplace
    )
    with pytest.raises(Refused, match="「塗装」は満席"):
        taken(bundle, client)
    assert [*Registration.objects.values_list("email", flat=True)] == ["first@example.jp"]
    assert BundlePlace.objects.count() == 0


def test_whole_is_charged_once_at_its_own_price_and_the_courses_not_at_all(
    bundle: Bundle, client: build.Company, institute: build.Institute
) -> None:
    place = taken(bundle, client)
    for one in bundle.gatherings.order_by("starts_on"):
        held(institute, one, place.registrations.get(gathering=one))
    charged = [actions.charge_bundles(at=AT + n * DAY) for n in (21, 22)]
    first = bundle.gatherings.get(title="めっき")
    assert (charged, [*Charge.objects.values_list("yen", "workplace", "on_date")]) == (
        [1, 0], [(8_000, client.workplace.pk, first.starts_on)],
    )  # fmt: skip


def test_who_came_to_none_of_the_courses_pays_nothing(
    bundle: Bundle, client: build.Company, institute: build.Institute
) -> None:
    taken(bundle, client)
    for one in bundle.gatherings.order_by("starts_on"):
        held(institute, one)
    assert (actions.charge_bundles(at=AT + 21 * DAY), Charge.objects.count()) == (0, 0)


def test_place_given_back_frees_every_seat_and_is_taken_again(
    bundle: Bundle, client: build.Company, rival: build.Company
) -> None:
    place = taken(bundle, client)
    with pytest.raises(Refused) as refused:
        actions.cancel_place(by=rival.engineer, at=AT, place=place)
    assert refused.value.decision.hidden
    actions.cancel_place(by=client.engineer, at=AT, place=place)
    taken(bundle, rival)
    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert [*states] == ["cancelled", "cancelled", "confirmed", "confirmed"]


@pytest.mark.parametrize("changes", [{"public": False}, {"selection": "lottery"}], ids=["not public", "drawn"])
def test_course_without_seats_for_everyone_at_once_is_not_sold_in_a_bundle(
    institute: build.Institute, changes: dict[str, Any]
) -> None:
    price = offering(institute, "C-S", "セット", 8_000, "人")
    courses = [course(institute, "めっき", 10), course(institute, "塗装", 20, **changes)]
    with pytest.raises(Refused, match="塗装"):
        actions.plan_bundle(
            by=institute.planner, at=AT, chosen=actions.Set(title="表面処理", offering=price, gatherings=courses)
        )
    assert Bundle.objects.count() == 0


def test_public_page_of_a_course_leads_to_its_open_bundle_and_the_company_takes_it_there(
    bundle: Bundle, client: build.Company
) -> None:
    address = reverse("training:bundle", args=[bundle.public_id])
    page = browser().get(reverse("gatherings:gathering", args=[bundle.gatherings.all()[0].public_id])).content.decode()
    form = {f"quota_{one.pk}": one.quotas.get().pk for one in bundle.gatherings.all()}
    sent = browser(client.engineer).post(
        reverse("training:take_bundle", args=[bundle.public_id]),
        {**form, "workplace": client.workplace.public_id, "submission_key": str(uuid4())},
    )
    assert (address in page, sent["Location"], BundlePlace.objects.get().person) == (True, address, client.engineer)


def test_who_takes_a_bundle_is_nobody_elses_to_see(
    bundle: Bundle, client: build.Company, rival: build.Company, institute: build.Institute
) -> None:
    place = taken(bundle, client)
    readers = (client.engineer, rival.engineer, None)
    pages = [browser(who).get(bundle.address(desk=False)).content.decode() for who in readers]
    assert [client.engineer.name in page for page in pages] == [True, False, False]
    cancel = reverse("training:cancel_place", args=[place.public_id])
    assert browser(rival.engineer).post(cancel, {"submission_key": str(uuid4())}).status_code == 404
    assert client.engineer.name in browser(institute.counter).get(bundle.address(desk=True)).content.decode()


def test_planned_bundle_is_seen_by_nobody_outside(institute: build.Institute) -> None:
    price = offering(institute, "C-S", "セット", 8_000, "人")
    courses = [course(institute, "めっき", 10), course(institute, "塗装", 20)]
    made = actions.plan_bundle(
        by=institute.planner, at=AT, chosen=actions.Set(title="表面処理", offering=price, gatherings=courses)
    )
    assert browser().get(made.address(desk=False)).status_code == 404
    assert "表面処理" not in browser().get(reverse("training:bundles")).content.decode()
