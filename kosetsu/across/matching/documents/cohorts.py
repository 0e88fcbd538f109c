"""A proposal of cohorts for people: what is asked, who is where and why, what is weak about it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.matching.models import CohortPoints, CohortProposal
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.cohorts import given
from kosetsu.across.matching.rules.cohorts.limits import Kind, Limit
from kosetsu.across.matching.rules.cohorts.reasoning import Cause, Hindrance, Reason, Refusal, reasons, refusals
from kosetsu.across.matching.rules.cohorts.room import OUT, Room
from kosetsu.foundation.parties.rules.industries import industry_name
from kosetsu.services.circles.documents import size_words
from kosetsu.services.circles.models import Application, Member
from kosetsu.services.circles.rules import rival_pairs


@dataclass(frozen=True, slots=True)
class Seat:
    """One applicant's line: in a cohort or in none, with the reason in words."""

    application: Application
    cohort: int
    trade: str
    size: str
    locked: bool
    why: str
    weak: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """One cohort of a proposal: its day, its members, what is weak about it."""

    number: int
    day: str
    seats: Sequence[Seat]
    points: int
    trades: int
    weak: Sequence[str]


def asked(proposal: CohortProposal, locks: Mapping[str, int]) -> given.Intake:
    """The question: the applicants of the call, who is not put together, who met before, what is settled, and what
    a composition is worth."""
    intake = proposal.intake
    rows = list(intake.applications.waiting().for_lists())
    keys = {one.pk for one in rows}
    return given.Intake(
        applicants=tuple(_applicant(one) for one in rows), cohorts=intake.cohorts, least=proposal.least,
        most=intake.most,
        rivals=frozenset((str(one), str(two)) for one, two in _rivals(rows)), met=_met(rows),
        locks={key: cohort for key, cohort in locks.items() if int(key) in keys},
        worth=_worth(proposal.points),
    )  # fmt: skip


def _worth(points: CohortPoints) -> given.Worth:
    steps = {name: tuple(getattr(points, name)) for name in ("trade", "size", "place", "interest")}
    return given.Worth(**steps, met=points.met, floor=points.floor)


def _applicant(one: Application) -> given.Applicant:
    place = one.place.code if one.place else ""
    return given.Applicant(str(one.pk), one.trade, one.size, frozenset(one.interests), frozenset(one.days), place)


def _rivals(rows: Sequence[Application]) -> frozenset[tuple[int, int]]:
    return rival_pairs({one.pk: (one.workplace.organisation.name, one.rivals.splitlines()) for one in rows})


def _met(rows: Sequence[Application]) -> frozenset[given.Two]:
    """Two whose companies were members of one circle before."""
    company = {one.workplace.organisation_id: str(one.pk) for one in rows}
    known = Member.objects.filter(workplace__organisation__in=company).order_by("circle_id")
    by_circle: dict[int, set[str]] = {}
    for circle, organisation in known.values_list("circle_id", "workplace__organisation_id"):
        by_circle.setdefault(circle, set()).add(company[organisation])
    pairs = ((one, two) for keys in by_circle.values() for one in keys for two in keys if one < two)
    return frozenset(pairs)


def laid_out(proposal: CohortProposal) -> tuple[list[Cohort], list[Seat]]:
    """The cohorts as they stand now, and who is in none."""
    question = asked(proposal, proposal.locks)
    room = filled(question, proposal)
    rows = {str(one.pk): one for one in proposal.intake.applications.waiting().for_lists()}
    names = {key: one.workplace.organisation.name for key, one in rows.items()}
    seats = [_seat(rows[one.applicant], one, room, names) for one in reasons(room)]
    cohorts = [_cohort(n, room, [one for one in seats if one.cohort == n]) for n in range(len(room.days))]
    out = [_left_out(rows[one.applicant], one, names) for one in refusals(room)]
    return cohorts, out


def filled(question: given.Intake, proposal: CohortProposal) -> Room:
    """The composition as the proposal has it now."""
    room = Room(question, proposal.days)
    place = {str(key): cohort for cohort, keys in enumerate(proposal.members) for key in keys}
    room.fill([place.get(one.key, OUT) for one in question.applicants])
    return room


def _cohort(number: int, room: Room, seats: list[Seat]) -> Cohort:
    trades = Counter(one.application.trade for one in seats)
    return Cohort(number, room.days[number], seats, room.points[number], len(trades), list(_weak(room, number, trades)))


def _weak(room: Room, number: int, trades: Counter[str]) -> Iterator[str]:
    size, intake = room.sizes[number], room.intake
    if size < intake.least:
        yield _("%(count)s社しかいません（最少%(least)s社）。") % {"count": size, "least": intake.least}
    if size > intake.most:
        yield _("%(count)s社います（最多%(most)s社）。") % {"count": size, "most": intake.most}
    for trade, count in trades.most_common(1):
        if count * 4 > size:
            yield _("「%(trade)s」が%(count)s社とかたよっています。") % {"trade": industry_name(trade), "count": count}


def _seat(row: Application, reason: Reason, room: Room, names: Mapping[str, str]) -> Seat:
    return Seat(
        row, reason.cohort, industry_name(row.trade), size_words(row.size), reason.settled, "、".join(_why(reason)),
        "、".join(_weak_of(row, reason, room, names)),
    )  # fmt: skip


def _why(reason: Reason) -> Iterator[str]:
    """What the cohort has in common with the member, and what it brings."""
    if reason.settled:
        yield _("担当者が固定")
    yield _("同じ業種なし") if not reason.same_trade else _("同じ業種%(count)s社") % {"count": reason.same_trade}
    yield _("同じ規模%(count)s社") % {"count": reason.same_size}
    if reason.same_place is not None:
        yield _("同じ市区町村%(count)s社") % {"count": reason.same_place}
    for interest, count in reason.shared:
        yield _("「%(interest)s」が%(count)s社と共通") % {"interest": interest, "count": count}
    yield _("貢献%(points)s点") % {"points": reason.brings}


def _weak_of(row: Application, reason: Reason, room: Room, names: Mapping[str, str]) -> Iterator[str]:
    if room.days[reason.cohort] not in row.days:
        yield _("この曜日・時間には参加できません")
    n = room.numbers[reason.applicant]
    for m in room.rivals[n]:
        if room.where[m] == reason.cohort:
            yield _("競合の%(name)sと同じグループです") % {"name": names[room.intake.applicants[m].key]}
    for key in reason.met:
        yield _("%(name)sとは以前も同じグループでした") % {"name": names[key]}
    if reason.elsewhere is not None and reason.elsewhere > reason.brings:
        yield _("ほかのグループなら%(points)s点") % {"points": reason.elsewhere}


def _left_out(row: Application, refusal: Refusal, names: Mapping[str, str]) -> Seat:
    why = "、".join(refusal_words(one, names) for one in refusal.hindrances)
    return Seat(row, OUT, industry_name(row.trade), size_words(row.size), False, why, "")


def refusal_words(one: Hindrance, names: Mapping[str, str]) -> str:
    """Why one cohort is closed to an applicant; names rivals, so it is for the institute's people."""
    values: dict[str, Any] = {"number": one.cohort + 1, "names": "・".join(names[key] for key in one.rivals)}
    return {
        Cause.FULL: _("グループ%(number)sは満員"),
        Cause.DAY: _("グループ%(number)sの曜日・時間に参加できない"),
        Cause.RIVAL: _("グループ%(number)sに競合の%(names)sがいる"),
        Cause.SETTLED: _("担当者がほかのグループに固定"),
    }[one.cause] % values


def told_applicant(refusal: Refusal | None) -> str:
    """The reason as the applicant reads it: nobody else is named in it."""
    causes = {one.cause for one in refusal.hindrances} if refusal else set()
    if causes == {Cause.DAY}:
        return _("参加できる曜日・時間が、どのグループの例会とも合いませんでした。")
    if causes and causes <= {Cause.FULL}:
        return _("応募が定員をこえ、業種・規模・所在地・関心の組み合わせで決めました。")
    return _("業種・規模・所在地・関心・日程の組み合わせで決めました。")


def points_words(points: CohortPoints) -> list[tuple[str, str]]:
    """What a composition is worth, as the page prints it."""
    shown = ("trade", "size", "place", "interest", "met", "floor")
    fields = [one for one in CohortPoints._meta.fields if one.name in shown]
    return [(str(one.verbose_name), _written(getattr(points, one.name))) for one in fields]


def _written(points: int | Sequence[int]) -> str:
    return str(points) if isinstance(points, int) else "、".join(map(str, points))


def clash_kept(found: Clash[Limit]) -> dict[str, Any]:
    """A clash as it is stored: kinds and row numbers."""
    return {
        "core": [_kept(one) for one in found.core],
        "ways_out": [[{**_kept(one.limit), "by": one.by} for one in way] for way in found.ways_out],
    }


def _kept(limit: Limit) -> dict[str, Any]:
    return {"kind": limit.kind.value, "applicants": list(limit.applicants)}


def clash_words(proposal: CohortProposal) -> tuple[list[str], list[str]]:
    """What cannot all hold, and the ways out, in words."""
    rows = proposal.intake.applications.select_related("workplace__organisation")
    names = {str(one.pk): one.workplace.organisation.name for one in rows}
    core = [_limit_words(one, names, proposal.least) for one in proposal.clash.get("core", [])]
    ways = [
        "、".join(_way_words(one, names, proposal.least) for one in way) for way in proposal.clash.get("ways_out", [])
    ]
    return core, ways


def _limit_words(one: Mapping[str, Any], names: Mapping[str, str], least: int) -> str:
    who = "・".join(names.get(key, "") for key in one["applicants"])
    return {
        Kind.DAYS: _("%(who)sの参加できる曜日・時間"),
        Kind.RIVALS: _("競合する%(who)sを同じグループにしないこと"),
        Kind.LOCK: _("%(who)sの固定"),
        Kind.LEAST: _("1グループ%(least)s社以上"),
    }[Kind(one["kind"])] % {"who": who, "least": least}


def _way_words(one: Mapping[str, Any], names: Mapping[str, str], least: int) -> str:
    if one["kind"] == Kind.LEAST:
        return _("最少社数を%(least)s社にする") % {"least": least - one["by"]}
    return _("「%(limit)s」をあきらめる") % {"limit": _limit_words(one, names, least)}
