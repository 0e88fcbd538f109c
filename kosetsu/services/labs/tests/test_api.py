"""Labs by program: rooms for everyone as the public page shows them, tenancies for whoever may see them."""

import datetime as dt

import pytest

from kosetsu.services.labs import actions
from kosetsu.services.labs.tests.conftest import MONTHLY, TODAY, on
from tests.build import browser

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def rooms(client, query=""):
    answer = client.get(f"/api/v1/labs{query}").json()
    return [
        (one["room"], one["occupied"], one["promised"], one["tenant"], one["monthly_yen"]) for one in answer["items"]
    ]


def test_everyone_reads_which_rooms_are_free_and_what_they_cost(labs, client):
    labs.living()
    assert rooms(client) == [("301", True, False, "", MONTHLY), ("302", False, False, "", MONTHLY)]
    assert rooms(client, "?free=true") == [("302", False, False, "", MONTHLY)]
    assert rooms(client, "?day=2027-01-01")[1] == ("302", False, False, "", 69_300)


def test_company_is_named_only_once_it_agreed(labs, client):
    tenancy = labs.living()
    assert labs.tenant.organisation.name not in client.get("/api/v1/labs").content.decode()
    actions.show_name(by=labs.tenant.engineer, at=on(TODAY), tenancy=tenancy, show=True)
    assert rooms(client)[0][3] == labs.tenant.organisation.name


def test_room_that_is_promised_is_not_free(labs, client):
    labs.offered(since=TODAY + 9 * DAY)
    assert rooms(client)[0] == ("301", False, True, "", MONTHLY)
    assert [one[0] for one in rooms(client, "?free=true")] == ["302"]


def test_tenancies_are_ones_own_and_staff_read_all(labs, rival):
    own = labs.living()
    labs.living(workplace=rival.workplace, lab=labs.rooms[1], contact=rival.engineer)
    seen = {
        who: [one["room"] for one in browser(person).get("/api/v1/tenancies").json()["items"]]
        for who, person in (("tenant", labs.tenant.engineer), ("rival", rival.engineer), ("staff", labs.manager))
    }
    assert {who: sorted(found) for who, found in seen.items()} == {
        "tenant": ["301"], "rival": ["302"], "staff": ["301", "302"],
    }  # fmt: skip
    address = f"/api/v1/tenancies/{own.public_id}"
    assert [browser(one).get(address).status_code for one in (labs.tenant.engineer, rival.engineer)] == [200, 404]


def test_tenancy_says_what_its_page_says(labs):
    tenancy = labs.living()
    told = browser(labs.tenant.engineer).get(f"/api/v1/tenancies/{tenancy.public_id}").json()
    assert told == {
        "id": str(tenancy.public_id), "number": tenancy.case.number, "state": "living", "state_label": "入居中",
        "workplace": "本社工場", "branch": "B01", "room": "301", "theme": "小型ポンプの開発", "since": f"{TODAY}",
        "until": f"{tenancy.until}", "last_day": f"{tenancy.until}", "moved_in_on": f"{TODAY}",
        "monthly_yen": MONTHLY, "deposit_yen": 2 * MONTHLY, "named": False,
    }  # fmt: skip


def test_tenancies_are_listed_by_state_a_page_at_a_time(labs, rival):
    labs.living()
    labs.offered(lab=labs.rooms[1])
    staff = browser(labs.manager)
    offered = staff.get("/api/v1/tenancies?state=offered").json()
    assert (offered["total"], [one["room"] for one in offered["items"]]) == (1, ["302"])
    first = staff.get("/api/v1/tenancies?limit=1").json()
    second = staff.get(f"/api/v1/tenancies?limit=1&cursor={first['next_cursor']}").json()
    assert {one["items"][0]["room"] for one in (first, second)} == {"301", "302"}


def test_visitor_without_a_token_reads_no_tenancy(labs, client):
    labs.living()
    assert client.get("/api/v1/tenancies").status_code == 401
