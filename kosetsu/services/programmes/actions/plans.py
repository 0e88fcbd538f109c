"""Projects of companies and the plans for them: made, made again after a refusal, shown to a partner, taken back.

A plan is written once. What it was made from is stored with it, so that :func:`plan_again` can give the same answer as
of its day and moment, whatever was published since.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, Decision, Refused, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.audit import record, sealed
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.context import answers_of, decider_on, readable
from kosetsu.services.programmes.models import Plan, PlanShare, Project
from kosetsu.services.programmes.permissions import can_plan, can_share, partners_to_share_with
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Value

MOST_LINES = 6
MOST_YEN = 10**12
SHARED_AT_MOST = dt.timedelta(days=366)
"""A consent is asked for again after a year."""


@transaction.atomic
def make_project(
    *, by: Person, at: dt.datetime, organisation: Organisation, title: str, lines: Sequence[Mapping[str, Any]],
    order_from: dt.date, order_by: dt.date, complete_by: dt.date,
) -> Project:  # fmt: skip
    """A purchase or project of the company; each line has a ``kind`` of the vocabulary, ``yen`` and perhaps ``words``.

    Raises ``Refused`` for dates in the wrong order and for costs that are none.
    """
    require(can_plan(by))
    require(_acts_for(by, organisation.pk))
    project = Project(
        organisation=organisation, title=tidy_line(title), lines=numbered(lines, decider_on(day_of(at), at)),
        order_from=order_from, order_by=order_by, complete_by=complete_by, made_at=at, by=by,
    )  # fmt: skip
    require(in_order(order_from, order_by, complete_by, day_of(at)))
    project.save()
    record(by=by, at=at, verb="make_project", thing=project, after=_said(project))
    return project


@transaction.atomic
def change_project(
    *, by: Person, at: dt.datetime, project: Project, title: str, lines: Sequence[Mapping[str, Any]],
    order_from: dt.date, order_by: dt.date, complete_by: dt.date,
) -> Project:  # fmt: skip
    """Other costs or days. Plans that were made stay as they are."""
    project = _locked(by, project)
    before = _said(project)
    project.title, project.lines = tidy_line(title), numbered(lines, decider_on(day_of(at), at))
    project.order_from, project.order_by, project.complete_by = order_from, order_by, complete_by
    require(in_order(order_from, order_by, complete_by, day_of(at)))
    project.save()
    record(by=by, at=at, verb="change_project", thing=project, before=before, after=_said(project))
    return project


def make_plan(*, by: Person, at: dt.datetime, project: Project) -> Plan:
    """The best plan as of now, from the company's answers; what was refused stays left out, what was kept stays."""

    def asked(project: Project) -> stored.Json:
        require(in_order(project.order_from, project.order_by, project.complete_by, day_of(at)))
        last = project.plans.order_by("-pk").first()
        before = {name: last.asked[name] for name in ("refused", "kept", "items")} if last is not None else {}
        return asked_now(project, at) | before

    return _planned(by, at, project, asked, "make_plan")


def refuse(*, by: Person, at: dt.datetime, plan: Plan, code: str, on: dt.date, keep: Collection[str]) -> Plan:
    """A programme of the plan was refused on a day: a new plan without it, built around those that stay as they are.

    Raises ``Refused`` for a programme that is not in the plan, for a day to come, and for a plan that is not the last.
    """

    def asked(project: Project) -> stored.Json:
        if day_of(at) < on:
            raise Refused(no(_("これからの日付は、不採択の日にできません。"), _("通知の日付を入力してください。")))
        there = {one["code"] for one in (*plan.found["applications"], *plan.found["kept"])}
        if code not in there:
            raise Refused(no(_("この計画にない施策です。"), _("計画の一覧から選んでください。")))
        if project.plans.filter(pk__gt=plan.pk).exists():
            raise Refused(no(_("この計画は、すでに作り直されています。"), _("最新の計画を開いてください。")))
        before = {**asked_now(project, at), "refused": plan.asked["refused"], "kept": plan.asked["kept"]}
        return stored.after_refusal(before, plan.found, code, on, keep)

    return _planned(by, at, plan.project, asked, "replan_after_refusal", reason=code)


@transaction.atomic
def share_plan(*, by: Person, at: dt.datetime, plan: Plan, partner: Organisation, until: dt.date) -> PlanShare:
    """The company consents that one body reads this plan until a day, or until it takes that back.

    A consent with another last day takes the place of the one before. Raises ``Refused`` for a day that is over or
    more than a year away.
    """
    _locked(by, plan.project)
    require(can_share(by, plan))
    if not partners_to_share_with().filter(pk=partner.pk).exists():
        raise Refused(no(_("この機関には共有できません。"), _("一覧にある機関を選んでください。")))
    if not day_of(at) <= until <= day_of(at) + SHARED_AT_MOST:
        raise Refused(no(_("見せる最後の日は、今日から1年以内の日にしてください。"), _("日付を直してください。")))
    before = plan.shares.filter(partner=partner, taken_back_at=None)
    standing_one: PlanShare | None = before.filter(until=until).first()
    if standing_one is not None:
        return standing_one
    before.update(taken_back_at=at)
    share = PlanShare.objects.create(plan=plan, partner=partner, shared_at=at, until=until, by=by)
    record(by=by, at=at, verb="share_plan", thing=plan, after={"partner": partner.pk, "until": until.isoformat()})
    return share


@transaction.atomic
def take_back(*, by: Person, at: dt.datetime, share: PlanShare) -> None:
    """The body cannot open the plan any more, from the next request on. Anyone of the company may end it."""
    _locked(by, share.plan.project)
    if PlanShare.objects.filter(pk=share.pk, taken_back_at=None).update(taken_back_at=at):
        record(by=by, at=at, verb="take_back_plan", thing=share.plan, before={"partner": share.partner_id})


def plan_again(plan: Plan) -> stored.Json:
    """What the stored plan would be, made now as of its day and what was known at its moment."""
    decider = decider_on(plan.day, plan.known_at)
    asked = stored.asked_from(plan.asked, readable(plan.asked["answers"], decider.book))
    return found_for(decider, asked, plan.known_at)


def found_for(decider: Decider, asked: stored.Asked, at: dt.datetime) -> stored.Json:
    """The plan as it is stored, at a moment in the institute's zone."""
    return stored.found(decider, asked, stored.Moment(at, ZoneInfo(settings.TIME_ZONE)))


def asked_now(project: Project, at: dt.datetime) -> stored.Json:
    """What a plan of the project is made from today."""
    decider = decider_on(day_of(at), at)
    return asked_of(
        answers_of(project.organisation, decider.book), project.lines,
        project.order_from, project.order_by, project.complete_by,
    )  # fmt: skip


def asked_of(
    answers: Mapping[str, Value], lines: Sequence[Mapping[str, Any]],
    order_from: dt.date, order_by: dt.date, complete_by: dt.date,
) -> stored.Json:  # fmt: skip
    """What a plan is made from where nothing was refused yet."""
    project = stored.project_of([dict(one) for one in lines], order_from, order_by, complete_by)
    words = {one["key"]: one.get("words", "") for one in lines}
    return stored.asked_json(stored.Asked(answers, project, words))


def numbered(lines: Sequence[Mapping[str, Any]], decider: Decider) -> list[dict[str, Any]]:
    """The cost lines with a key each. Raises ``Refused`` where there is none, too many, or one that is no cost."""
    kinds = {one.key for one in decider.book.vocabulary.costs}
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused(
            no(_("経費は1行から%(most)d行までです。") % {"most": MOST_LINES}, _("経費の行を見直してください。"))
        )
    if any(one["kind"] not in kinds or not 0 < one["yen"] <= MOST_YEN for one in lines):
        raise Refused(no(_("経費の種類か金額が正しくありません。"), _("種類を選び、1円以上の金額を入力してください。")))
    return [
        {"key": f"line{n}", "kind": one["kind"], "words": tidy_line(one.get("words", "")), "yen": one["yen"]}
        for n, one in enumerate(lines, start=1)
    ]


def in_order(order_from: dt.date, order_by: dt.date, complete_by: dt.date, today: dt.date) -> Decision:
    """Ordered first, then finished, and not before today."""
    if order_by < order_from:
        return no(_("発注の期限が、発注できる最初の日より前です。"), _("2つの日付を見直してください。"))
    if complete_by < order_by:
        return no(_("完了の期限が、発注の期限より前です。"), _("2つの日付を見直してください。"))
    if order_by < today:
        return no(_("発注の期限が過ぎています。"), _("今日以降の日付に直してください。"))
    return YES


def _planned(
    by: Person, at: dt.datetime, project: Project, asks: Callable[[Project], stored.Json], verb: str, reason: str = ""
) -> Plan:
    """For a person of its company only. Solved before anything is locked; where a colleague changed what it rests on
    meanwhile, solved again.
    """
    require(_acts_for(by, project.organisation_id))
    before = asks(Project.objects.select_related("organisation__area").get(pk=project.pk))
    found = _solved(before, at)
    with transaction.atomic():
        project = _locked(by, project)
        asked = asks(project)
        return _store(by, at, project, asked, found if asked == before else _solved(asked, at), verb, reason)


def _solved(asked: stored.Json, at: dt.datetime) -> stored.Json:
    decider = decider_on(day_of(at), at)
    return found_for(decider, stored.asked_from(asked, readable(asked["answers"], decider.book)), at)


def _store(
    by: Person, at: dt.datetime, project: Project, asked: stored.Json, found: stored.Json, verb: str, reason: str
) -> Plan:
    plan = Plan.objects.create(
        project=project, day=day_of(at), known_at=at, asked=asked, found=found,
        digest=stored.digest(asked, found), at=at, by=by,
    )  # fmt: skip
    record(by=by, at=at, verb=verb, thing=plan, after={"digest": plan.digest}, reason=reason)
    return plan


def _locked(by: Person, project: Project) -> Project:
    """The project as it is now; another company's looks like nothing at all."""
    require(_acts_for(by, project.organisation_id))
    rows = Project.objects.select_for_update(of=("self",)).select_related("organisation__area")
    found: Project = rows.get(pk=project.pk)
    return found


def _acts_for(by: Person, organisation: int) -> Decision:
    return YES if organisation in standing(by).organisations else HIDDEN


def _said(project: Project) -> dict[str, Any]:
    days = {name: getattr(project, name).isoformat() for name in ("order_from", "order_by", "complete_by")}
    return {"title": sealed(project.title), "cost_yen": sealed(project.cost_yen), **days}
