"""Cohorts: asked for, called off, changed by hand, decided; the search between is ``cohort_search``."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.across.matching.actions.searching import call_off
from kosetsu.across.matching.documents.cohorts import asked, filled, told_applicant
from kosetsu.across.matching.jobs import cohorts as jobs
from kosetsu.across.matching.models import CohortPoints, CohortProposal, Stage
from kosetsu.across.matching.permissions.cohorts import can_adjust, can_cancel, can_compose, can_settle
from kosetsu.across.matching.rules.cohorts.reasoning import refusals
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.circles.actions import form_circles
from kosetsu.services.circles.models import Circle, Intake
from kosetsu.services.circles.states import ApplicationState

OUT = -1


@transaction.atomic
def ask_for_cohorts(
    *, by: Person, at: dt.datetime, intake: Intake, seconds: int, least: int | None = None,
    keeping: CohortProposal | None = None,
) -> CohortProposal:  # fmt: skip
    """Ask how the applicants go together; what ``keeping`` has locked stays. A job answers."""
    lock_keys(f"matching:cohorts:{intake.pk}")
    require(can_compose(by, intake, at))
    proposal = CohortProposal.objects.create(
        intake=intake, asked_by=by, asked_at=at, seconds=seconds, least=least or intake.least,
        points=CohortPoints.objects.on(day_of(at)).latest("valid_from"),
        locks=keeping.locks if keeping else {},
    )  # fmt: skip
    audit.record(by=by, at=at, verb="ask_for_cohorts", thing=proposal, after={"seconds": seconds})
    transaction.on_commit(partial(jobs.compose_cohorts.enqueue, proposal.pk))
    return proposal


@transaction.atomic
def cancel_search(*, by: Person, at: dt.datetime, proposal: CohortProposal) -> CohortProposal:
    """Call the search off."""
    proposal = _locked(proposal)
    require(can_cancel(by, proposal))
    call_off(proposal, at)
    audit.record(by=by, at=at, verb="cancel_cohorts", thing=proposal)
    return proposal


@transaction.atomic
def move_applicant(
    *, by: Person, at: dt.datetime, proposal: CohortProposal, application: int, cohort: int
) -> CohortProposal:
    """Put one applicant into a cohort, or into none (-1), whatever the search thought: a person's word is kept.

    In a cohort it is locked there, so that the next search builds around it.
    """
    proposal = _locked(proposal)
    require(can_adjust(by, proposal))
    known = proposal.intake.applications.filter(pk=application, state=ApplicationState.RECEIVED).exists()
    require(YES if known and OUT <= cohort < len(proposal.members) else no(_("この応募者は動かせません。")))
    proposal.members = [[key for key in keys if key != application] for keys in proposal.members]
    proposal.locks.pop(str(application), None)
    if cohort != OUT:
        proposal.members[cohort].append(application)
        proposal.locks[str(application)] = cohort
    proposal.total = filled(asked(proposal, {}), proposal).value
    proposal.save(update_fields=["members", "locks", "total"])
    audit.record(
        by=by, at=at, verb="move_applicant", thing=proposal, after={"application": application, "cohort": cohort}
    )
    return proposal


@transaction.atomic
def lock_applicant(
    *, by: Person, at: dt.datetime, proposal: CohortProposal, application: int, locked: bool
) -> CohortProposal:
    """Settle an applicant where it is now, or no longer."""
    proposal = _locked(proposal)
    require(can_adjust(by, proposal))
    where = next((n for n, keys in enumerate(proposal.members) if application in keys), None)
    require(YES if where is not None else no(_("この応募者は、どのグループにも入っていません。")))
    proposal.locks.pop(str(application), None)
    if locked:
        proposal.locks[str(application)] = where
    proposal.save(update_fields=["locks"])
    audit.record(
        by=by, at=at, verb="lock_applicant", thing=proposal, after={"application": application, "locked": locked}
    )
    return proposal


@transaction.atomic
def settle_cohorts(*, by: Person, at: dt.datetime, proposal: CohortProposal) -> list[Circle]:
    """A person decides as the proposal stands now: the circles are founded, everybody hears the outcome."""
    proposal = _locked(proposal)
    require(can_settle(by, proposal, at))
    rows = {one.pk: one for one in proposal.intake.applications.waiting()}
    chosen = {key for keys in proposal.members for key in keys}
    require(YES if chosen <= set(rows) else no(_("案のあとに応募が変わりました。"), _("案を作り直してください。")))
    room = filled(asked(proposal, {}), proposal)
    why = {int(one.applicant): told_applicant(one) for one in refusals(room)}
    made = form_circles(
        by=by, at=at, intake=proposal.intake, days=proposal.days,
        cohorts=[[rows[key] for key in keys] for keys in proposal.members],
        reasons={key: why.get(key, told_applicant(None)) for key in rows if key not in chosen},
    )  # fmt: skip
    proposal.stage = Stage.DECIDED
    proposal.save(update_fields=["stage"])
    audit.record(by=by, at=at, verb="settle_cohorts", thing=proposal, after={"circles": [one.code for one in made]})
    return made


def _locked(proposal: CohortProposal) -> CohortProposal:
    lock_keys(f"matching:cohorts:{proposal.intake_id}")
    return CohortProposal.objects.select_related("intake__branch").get(pk=proposal.pk)
