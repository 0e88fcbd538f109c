"""Companies with their workplaces and people, and the institute's staff."""

import random
from dataclasses import dataclass

from bench.scale import loading
from bench.scale.dice import public_id
from bench.scale.sizes import SEED, Size
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Area, Branch, Group, Membership, Organisation, StaffPost, Workplace

NAMES = ("精密", "化成", "電機", "製作所", "工業", "食品", "樹脂", "計測", "金属", "技研", "印刷", "システム")
PLACES = ("城東", "城南", "城北", "武蔵", "多摩", "墨東", "荒川", "大田", "葛飾", "府中", "青梅", "品川")
JOINED = "2021-04-01 00:00:00"


@dataclass(frozen=True, slots=True)
class Parties:
    """The row numbers that cases and entries refer to."""

    workplaces: range
    owners: list[int]
    """The organisation of each workplace."""
    contacts: range
    """One person for every organisation, in the same order."""
    organisations: range
    staff: range
    groups: list[tuple[int, int]]
    """Group and its branch, as each member of staff belongs to one, in turn."""

    def group_of(self, member: int) -> tuple[int, int]:
        return self.groups[(member - self.staff.start) % len(self.groups)]

    def contact_of(self, organisation: int) -> int:
        return self.contacts[organisation - self.organisations.start]


def load_parties(size: Size) -> Parties:
    """Write everyone."""
    dice = random.Random(SEED)
    areas = list(Area.objects.exclude(kind="country").order_by("code").values_list("pk", flat=True))
    first_person = loading.next_id(Person)
    organisations = _span(loading.next_id(Organisation), size.organisations)
    staff = _span(first_person, size.staff)
    contacts = _span(staff.stop, size.organisations)
    workplaces = _span(loading.next_id(Workplace), size.workplaces)
    groups = list(Group.objects.order_by("code").values_list("pk", "branch_id")) or _lone_branch()
    more = range(size.workplaces - size.organisations)
    second = [organisations[int(size.organisations * dice.random() ** 2)] for _ in more]
    owners = [*organisations, *second]
    parties = Parties(workplaces, owners, contacts, organisations, staff, groups)
    _load_organisations(parties, areas, dice)
    _load_people(parties, dice)
    return parties


def _span(first: int, count: int) -> range:
    return range(first, first + count)


def _lone_branch() -> list[tuple[int, int]]:
    raise LookupError(f"the institute has {Branch.objects.count()} branches, but no group: load its folder first")


def _load_organisations(parties: Parties, areas: list[int], dice: random.Random) -> None:
    names = [f"{dice.choice(PLACES)}{dice.choice(NAMES)}{number}株式会社" for number in parties.organisations]
    loading.load(
        Organisation,
        ("id", "public_id", "kind", "name", "name_folded", "area_id", "industry", "capital_yen", "employees"),
        (
            (
                number, public_id(dice), "sole_trader" if dice.random() < 0.08 else "company", name, name,
                dice.choice(areas), f"E{dice.randint(9, 32):02d}", dice.choice((3, 10, 10, 30, 50, 500)) * 1_000_000,
                int(dice.lognormvariate(2.8, 1.2)) + 1,
            )
            for number, name in zip(parties.organisations, names, strict=True)
        ),
    )  # fmt: skip
    loading.load(
        Workplace,
        ("id", "public_id", "organisation_id", "name", "area_id", "postal_code", "address", "telephone"),
        (
            (number, public_id(dice), owner, dice.choice(("本社", "本社工場", "工場", "研究所")), dice.choice(areas),
             "135-0064", "青海2-4-10", "03-0000-0000")
            for number, owner in zip(parties.workplaces, parties.owners, strict=True)
        ),
    )  # fmt: skip


def _load_people(parties: Parties, dice: random.Random) -> None:
    people = ("id", "public_id", "email", "name", "password", "joined_at")
    loading.load(
        Person,
        people,
        ((one, public_id(dice), f"staff{one}@bench.example.jp", f"職員 {one}", "!", JOINED) for one in parties.staff),
    )
    loading.load(
        Person,
        people,
        ((one, public_id(dice), f"c{one}@bench.example.jp", f"担当 {one}", "!", JOINED) for one in parties.contacts),
    )
    _load_posts(parties)


def _load_posts(parties: Parties) -> None:
    posts, members = loading.next_id(StaffPost), loading.next_id(Membership)
    loading.load(
        StaffPost,
        ("id", "person_id", "role", "group_id", "branch_id"),
        ((posts + place, one, _role(place), *parties.group_of(one)) for place, one in enumerate(parties.staff)),
    )
    loading.load(
        Membership,
        ("id", "person_id", "organisation_id", "role"),
        (
            (members + place, one, parties.organisations[place], "engineer")
            for place, one in enumerate(parties.contacts)
        ),
    )


def _role(place: int) -> str:
    return {0: "planning", 1: "counter"}.get(place % 12, "researcher")
