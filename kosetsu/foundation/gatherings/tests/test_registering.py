"""Places, turns, draws and offers: what a gathering gives to whom, in which order, and never twice."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.tests.conftest import offering
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions, rules
from kosetsu.foundation.gatherings.models import Gathering, Letter, Registration
from kosetsu.foundation.gatherings.states import Selection
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, come, published
from tests import build
from tests.fixtures import AT


def stand(gathering: Gathering) -> list[tuple[str, str, int | None, int | None]]:
    rows = Registration.objects.filter(gathering=gathering).order_by("pk")
    return [(one.name, one.state, one.seat, one.turn) for one in rows]


def test_register_first_come_takes_the_places_then_waits(seminar: Gathering) -> None:
    for name in "abcd":
        come(seminar, name)
    assert stand(seminar) == [
        ("a", "confirmed", 1, None), ("b", "confirmed", 2, None), ("c", "waiting", None, 1), ("d", "waiting", None, 2),
    ]  # fmt: skip


def test_cancel_place_is_offered_to_the_first_who_waits_and_to_nobody_new(seminar: Gathering) -> None:
    first, *_ = [come(seminar, name) for name in "abc"]
    actions.cancel_registration(by=None, at=AT, registration=first)
    come(seminar, "d")
    assert stand(seminar) == [
        ("a", "cancelled", None, None), ("b", "confirmed", 2, None), ("c", "offered", 1, 1), ("d", "waiting", None, 2),
    ]  # fmt: skip
    assert Registration.objects.get(name="c").offered_until == AT + 48 * HOUR


def test_offer_nobody_takes_lapses_and_passes_on_in_turn(seminar: Gathering) -> None:
    first, *_ = [come(seminar, name) for name in "abcd"]
    actions.cancel_registration(by=None, at=AT, registration=first)
    early, late = actions.lapse_offers(at=AT + 47 * HOUR), actions.lapse_offers(at=AT + 48 * HOUR)
    assert (early, late) == (0, 1)
    assert stand(seminar)[2:] == [("c", "lapsed", None, 1), ("d", "offered", 1, 2)]


def test_accept_in_time_confirms_and_after_the_deadline_is_refused(seminar: Gathering) -> None:
    first, _second, third = [come(seminar, name) for name in "abc"]
    actions.cancel_registration(by=None, at=AT, registration=first)
    with pytest.raises(Refused, match="期限"):
        actions.accept_place(by=None, at=AT + 48 * HOUR, registration=third)
    accepted = actions.accept_place(by=None, at=AT + 47 * HOUR, registration=third)
    assert (accepted.state, accepted.seat, accepted.offered_until) == ("confirmed", 1, None)


def test_offer_ends_with_the_beginning(institute: build.Institute) -> None:
    seminar = published(institute)
    first, *_ = [come(seminar, name) for name in "abc"]
    actions.cancel_registration(by=None, at=AT + 10 * DAY - HOUR, registration=first)
    assert Registration.objects.get(name="c").offered_until == AT + 10 * DAY


@pytest.mark.parametrize(
    ("when", "reason"), [(-2 * DAY, "申し込みは2026/11/19 10:00からです。"),
                         (9 * DAY, "申し込みは2026/11/29 10:00に締め切りました。")]
)  # fmt: skip
def test_register_out_of_time_is_refused_with_the_moment(seminar: Gathering, when: object, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        come(seminar, "a", at=AT + when)  # type: ignore[operator]
    assert refused.value.decision.reason == reason
    assert stand(seminar) == []


def test_register_address_again_is_refused_until_it_is_cancelled(seminar: Gathering) -> None:
    first = come(seminar, "a")
    with pytest.raises(actions.AlreadyRegistered) as again:
        come(seminar, "A")
    assert again.value.registration == first
    actions.cancel_registration(by=None, at=AT, registration=first)
    assert come(seminar, "a").state == "confirmed"


def test_group_that_does_not_fit_waits_together(seminar: Gathering) -> None:
    come(seminar, "a")
    guests = [actions.Guest(name, f"{name}@example.jp") for name in "bcd"]
    actions.register(by=None, at=AT, gathering=seminar, quota=seminar.quotas.get(), guests=guests, agreed=True)
    assert stand(seminar)[1:] == [("b", "waiting", None, 1), ("c", "waiting", None, 2), ("d", "waiting", None, 3)]
    assert [one.leader and one.leader.name for one in Registration.objects.order_by("pk")] == [None, None, "b", "b"]


def test_group_with_one_known_address_registers_nobody(seminar: Gathering) -> None:
    come(seminar, "a")
    guests = [actions.Guest("b", "b@example.jp"), actions.Guest("a", "a@example.jp")]
    with pytest.raises(actions.AlreadyRegistered):
        actions.register(by=None, at=AT, gathering=seminar, quota=seminar.quotas.get(), guests=guests, agreed=True)
    assert [name for name, *_ in stand(seminar)] == ["a"]


def test_terms_without_consent_are_refused(institute: build.Institute) -> None:
    seminar = published(institute, terms="録画します。")
    with pytest.raises(Refused, match="同意"):
        come(seminar, "a", agreed=False)
    assert come(seminar, "a").agreed_at == AT


def test_invited_places_open_with_the_code_for_so_many(institute: build.Institute) -> None:
    seminar = published(institute, pools=[actions.Pool("招待", Format.ON_SITE, 5, "BANK", 1)])
    with pytest.raises(Refused, match="招待コードが正しくありません"):
        come(seminar, "a", code="bank ")
    come(seminar, "a", code="BANK")
    with pytest.raises(Refused, match="あと0人"):
        come(seminar, "b", code="BANK")


def test_fee_without_a_workplace_is_refused(institute: build.Institute) -> None:
    seminar = published(institute, offering=offering(institute, "C1", "めっき講習会", "course", []))
    with pytest.raises(Refused, match="請求先"):
        come(seminar, "a")


def test_lottery_draws_after_the_deadline_and_the_seed_gives_the_order_again(institute: build.Institute) -> None:
    seminar = published(institute, selection=Selection.LOTTERY)
    made = {str(come(seminar, name).public_id): name for name in "abcde"}
    assert {state for _name, state, *_ in stand(seminar)} == {"applied"}
    with pytest.raises(Refused, match="申込期限のあと"):
        actions.draw(by=institute.researcher, at=AT, gathering=seminar)
    won = actions.draw(by=institute.researcher, at=AT + 9 * DAY, gathering=seminar)
    seminar.refresh_from_db()
    order = [made[key] for key in rules.drawn(made, seminar.drawn_with)]
    placed = Registration.objects.filter(seat__isnull=False).order_by("seat")
    waits = Registration.objects.in_turn()
    assert (won, [one.name for one in placed] + [one.name for one in waits]) == (2, order)
    with pytest.raises(Refused, match="1回だけ"):
        actions.draw(by=institute.researcher, at=AT + 9 * DAY, gathering=seminar)


def test_call_off_tells_everyone_and_is_no_gathering_of_nobody(institute: build.Institute, seminar: Gathering) -> None:
    come(seminar, "a")
    gone = come(seminar, "b")
    actions.cancel_registration(by=None, at=AT, registration=gone)
    off = actions.call_off(by=institute.researcher, at=AT, gathering=seminar, reason="台風")
    told = Letter.objects.filter(kind="called_off").values_list("address", flat=True)
    assert (off.state, [*told]) == ("cancelled", ["a@example.jp"])


def test_mails_of_a_life_are_one_for_each_state(seminar: Gathering) -> None:
    first = come(seminar, "a")
    actions.cancel_registration(by=None, at=AT, registration=first)
    letters = Letter.objects.order_by("pk")
    assert [(one.kind, "METHOD:REQUEST" in one.calendar, "METHOD:CANCEL" in one.calendar) for one in letters] == [
        ("confirmed", True, False), ("cancelled", False, True),
    ]  # fmt: skip
    assert first.ticket in letters[0].body


def test_reminder_two_days_before_comes_once_to_who_comes(seminar: Gathering) -> None:
    for name in "abc":
        come(seminar, name)
    early = actions.remind(at=AT + 7 * DAY)
    first, again = actions.remind(at=AT + 9 * DAY), actions.remind(at=AT + 9 * DAY)
    told = Letter.objects.filter(kind="reminder").order_by("pk").values_list("address", flat=True)
    assert (early, first, again, [*told]) == (0, 2, 0, ["a@example.jp", "b@example.jp"])


def test_cancel_after_the_deadline_is_refused_to_the_guest_and_open_to_the_institute(
    institute: build.Institute,
) -> None:
    seminar = published(institute, cancels_until=AT + DAY)
    mine = come(seminar, "a")
    with pytest.raises(Refused, match="取消期限"):
        actions.cancel_registration(by=None, at=AT + DAY, registration=mine)
    assert actions.cancel_registration(by=institute.counter, at=AT + DAY, registration=mine).state == "cancelled"


@pytest.mark.parametrize("seat", [1, 0, None])
def test_database_holds_one_person_per_seat_and_a_seat_while_a_place_is_held(
    seminar: Gathering, seat: int | None
) -> None:
    come(seminar, "a")
    other = Registration(
        gathering=seminar, quota=seminar.quotas.get(), name="b", email="b@example.jp", state="confirmed", seat=seat,
        made_at=AT,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@given(st.sets(st.integers(1, 30), max_size=12), st.integers(1, 40), st.integers(1, 10))
def test_free_seats_are_the_lowest_that_nobody_has(taken: set[int], capacity: int, count: int) -> None:
    free = [seat for seat in range(1, capacity + 1) if seat not in taken]
    assert rules.free_seats(taken, capacity, count) == free[:count]


@given(st.sets(st.text(min_size=1), max_size=20), st.text(), st.randoms())
def test_draw_is_the_same_whatever_order_the_keys_come_in(keys: set[str], seed: str, chance: object) -> None:
    mixed = list(keys)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.drawn(mixed, seed) == rules.drawn(sorted(keys), seed)
    assert sorted(rules.drawn(mixed, seed)) == sorted(keys)
