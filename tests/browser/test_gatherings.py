"""A gathering from its plan to the reception: planned, approved by another one, registered for, received offline."""

import datetime as dt

import pytest

from tests.browser.visitor import HEIGHT, SMALL

pytestmark = pytest.mark.browser
TITLE = "ねじの緩みを測る"


JAPAN = dt.timezone(dt.timedelta(hours=9))


def moment(days: int, clock: str) -> str:
    return f"{dt.datetime.now(JAPAN).date() + dt.timedelta(days=days)}T{clock}"


def planned(counter, title: str = TITLE, places: int = 1) -> str:
    """Planned at the desk for today and tomorrow, so that the reception can be held; its address."""
    counter.go("/desk/events/new/")
    counter.look("plan-gathering")
    page = counter.page
    page.locator("[name=kind]").select_option(value="training.seminar")
    page.locator("[name=title]").fill(title)
    page.locator("[name=branch]").select_option(value="B01")
    for n in (1, 2):
        page.locator(f"[name=starts_{n}]").fill(moment(n - 1, "00:00"))
        page.locator(f"[name=ends_{n}]").fill(moment(n - 1, "23:59"))
    page.locator("[name=on_site]").fill(str(places))
    page.locator("[name=registers_from]").fill(moment(-1, "00:00"))
    page.locator("[name=registers_until]").fill(moment(1, "23:00"))
    counter.press("計画する", page.locator("main"))
    assert "計画中" in counter.says()
    return page.url


def published(counter, planning, *given) -> tuple[str, str]:
    """Approved by another one and open: its address at the desk, and everyone's."""
    address = planned(counter, *given)
    planning.go(address)
    planning.press("承認する")
    counter.go(address)
    counter.press("公開する")
    return address, counter.page.locator("main a", has_text="/events/").first.get_attribute("href")


def test_gathering_from_plan_to_reception(visit):
    counter, planning = visit("counter"), visit("planning")
    address, public = published(counter, planning)
    counter.look("gathering-desk")

    guest = visit()
    guest.go(public)
    guest.look("gathering")
    guest.page.locator("main a", has_text="申し込む").first.click()
    guest.look("register")
    guest.page.locator("[name=name]").fill("初めての人")
    guest.page.locator("[name=email]").fill("first@example.jp")
    guest.press("申し込む", guest.page.locator("main"))
    assert "受け付けました" in guest.says()
    guest.look("registered")

    owner = visit("owner")
    owner.go(f"{public}register/")
    owner.press("申し込む", owner.page.locator("main"))
    assert "キャンセル待ち" in owner.says()
    owner.look("ticket")
    owner.go("/events/mine/")
    assert TITLE in owner.says()
    owner.look("my-gatherings")

    counter.go(f"{address}registrations/")
    assert "初めての人" in counter.says()
    counter.look("registrations")
    counter.go(f"{address}reception/")
    counter.look("reception")
    context = counter.page.context
    context.set_offline(True)
    counter.page.set_viewport_size({"width": SMALL, "height": HEIGHT})
    counter.page.locator("[data-list] button").first.click()
    counter.page.locator("[data-outbox]", has_text="未送信 1").wait_for()
    context.set_offline(False)
    counter.page.locator("[data-outbox]", has_text="すべて送信済み").wait_for()
    counter.go(f"{address}reception/")
    assert counter.page.locator("[data-count]").inner_text() == "1"
    counter.go(f"{address}heads/")
    counter.look("heads")


MINUTES = dt.timedelta(minutes=5)


def receive_without_network(device, address: str, places: range) -> None:
    """The device is five minutes without a network, receives these people of its list, and is still offline then."""
    device.page.clock.install(time=dt.datetime.now(dt.UTC) - MINUTES)
    device.go(f"{address}reception/")
    device.page.context.set_offline(True)
    for place in places:
        device.page.locator("[data-list] button").nth(place).click()
    device.page.clock.fast_forward(MINUTES.total_seconds() * 1_000)
    device.page.locator("[data-outbox]", has_text=f"未送信 {len(places)}").wait_for()


def test_reception_of_two_devices_that_were_offline_for_five_minutes_is_exact(visit):
    counter, planning = visit("counter"), visit("planning")
    address, public = published(counter, planning, "二台の受付", 6)
    guest = visit()
    guest.go(f"{public}register/")
    guest.page.locator("[name=name]").fill("一人目")
    guest.page.locator("[name=email]").fill("device0@example.jp")
    guest.page.locator("[name=others]").fill("\n".join(f"客{n},device{n}@example.jp" for n in range(1, 6)))
    guest.press("申し込む", guest.page.locator("main"))
    devices = (counter, planning)
    for device, places in zip(devices, (range(4), range(2, 5)), strict=True):
        receive_without_network(device, address, places)
    for device in devices:
        device.page.context.set_offline(False)
        device.page.evaluate("window.dispatchEvent(new Event('online'))")
        device.page.locator("[data-outbox]", has_text="すべて送信済み").wait_for()
    counter.go(f"{address}reception/")
    assert counter.page.locator("[data-count]").inner_text() == "5"
    counter.go(address)
    assert "受付済み\n5人" in counter.says()


def test_guest_who_registers_twice_learns_nothing_of_it(visit):
    guest = visit()
    guest.go("/events/")
    guest.page.locator("main a", has_text="製造業の脱炭素とLCA").first.click()
    address = guest.page.url
    for _time in range(2):
        guest.go(f"{address}register/")
        guest.page.locator("[name=name]").fill("同じ人")
        guest.page.locator("[name=email]").fill("twice@example.jp")
        guest.press("申し込む", guest.page.locator("main"))
        assert guest.page.url == f"{address}registered/"
