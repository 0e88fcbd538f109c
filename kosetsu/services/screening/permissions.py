"""Who may do what with programmes, results, returns and dispatches, now. A conflict of interest comes first."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.documents.ties import forbidden
from kosetsu.foundation.reviews.models import Conflict
from kosetsu.services.screening.models import (
    APPROVERS,
    MANAGERS,
    CommitteeDispatch,
    RequestingBody,
    ReturnPaper,
    ScreeningProgramme,
    Submission,
)
from kosetsu.services.screening.states import (
    DISPATCH,
    FIXED,
    PAPERS_ONLY,
    RUNNING,
    SCREENING,
    SCREENING_ENDS,
    ScreeningState,
    Way,
)

OF_APPROVER = frozenset({"approve_results", "send_back"})


def can_read_screening(user: Any) -> Decision:
    """Who runs or approves the screening, and whoever was asked to read results for the second time."""
    place = standing(user)
    if place.has(*MANAGERS, *APPROVERS):
        return YES
    return YES if place.is_staff and ScreeningProgramme.objects.visible_to(user).exists() else HIDDEN


def can_manage_screening(user: Any) -> Decision:
    """Take requests, import, name second readers, return: the posts that run the panels."""
    if standing(user).has(*MANAGERS):
        return YES
    return no(_("技術審査の手続きは、審査・経営企画の担当者が行います。")) if can_read_screening(user) else HIDDEN


def can_keep(user: Any, programme: ScreeningProgramme) -> Decision:
    """Put its deadline off, keep the body's own workbook, until it has ended."""
    if not (may := can_manage_screening(user)):
        return may
    return _not_now(programme) if programme.state in SCREENING_ENDS else YES


def can_approve_something(user: Any) -> Decision:
    """Holds a post that approves."""
    return YES if standing(user).has(*APPROVERS) else HIDDEN


def can_see_dispatches(user: Any) -> Decision:
    """Every colleague sees the dispatches they may see."""
    return YES if standing(user).is_staff else HIDDEN


def can_see(user: Any, programme: ScreeningProgramme) -> Decision:
    return YES if ScreeningProgramme.objects.visible_to(user).filter(pk=programme.pk).exists() else HIDDEN


def can_move(user: Any, programme: ScreeningProgramme, verb: str, at: dt.datetime) -> Decision:
    """Whether this person may use ``verb`` in the programme's state."""
    if not (may := can_see(user, programme)):
        return may
    if not (may := can_approve_something(user) if verb in OF_APPROVER else can_manage_screening(user)):
        return may
    wrong_way = (verb in PAPERS_ONLY) if programme.way == Way.COMMITTEE else verb == "finish_dispatches"
    if wrong_way or not SCREENING.allows(verb, programme.case.state):
        return no(_("この事業は「%(state)s」です。") % {"state": programme.state.label})
    if verb in OF_APPROVER:
        return _may_approve(user, programme, verb, at)
    return free_of_conflict(user, programme, at) if verb in ("submit_results", "return_results") else YES


def _may_approve(user: Any, programme: ScreeningProgramme, verb: str, at: dt.datetime) -> Decision:
    """Somebody else than who submitted, reviewed or read them; the whole of it, so that one conflict is enough."""
    if not (free := free_of_conflict(user, programme, at)):
        return free
    if verb == "send_back":
        return YES
    if programme.submitted_by_id == user.pk:
        return no(_("承認を依頼した本人は、承認できません。"), _("ほかの承認者に依頼してください。"))
    assert programme.panel
    took_part = programme.panel.reviewers.filter(person=user, reviews__isnull=False).exists()
    if took_part or programme.second_readers.filter(pk=user.pk).exists():
        return no(_("審査や二次確認に加わった人は、承認できません。"), _("ほかの承認者に依頼してください。"))
    return YES


def free_of_conflict(user: Any, programme: ScreeningProgramme, at: dt.datetime) -> Decision:
    """Who sees all results together has a conflict of interest with none of them."""
    if programme.panel is None:
        return YES
    known = Conflict.objects.in_force().filter(item__panel=programme.panel, person=user).exists()
    if known or forbidden(programme.panel.items.waiting(), {user.pk}, at):
        return no(
            _("利益相反のある審査対象が含まれるため、この事業の結果は扱えません。"),
            _("ほかの担当者に依頼してください。"),
        )
    return YES


def can_see_results(user: Any, programme: ScreeningProgramme, at: dt.datetime) -> Decision:
    """All results in one table: who runs the screening while it goes on, who approves once they were submitted."""
    runs = standing(user).has(*MANAGERS)
    approves = standing(user).has(*APPROVERS) and programme.state in FIXED
    if programme.panel is None or not (runs or approves):
        return HIDDEN
    return YES if free_of_conflict(user, programme, at) else HIDDEN


def can_take_paper(user: Any, paper: ReturnPaper, at: dt.datetime) -> Decision:
    """The file and the letter as they went: the body's own officers, and whoever may see all results."""
    programme = paper.programme
    if programme.body.organisation_id in standing(user).partner_organisations:
        return YES
    return can_see_results(user, programme, at)


def can_name_readers(user: Any, programme: ScreeningProgramme) -> Decision:
    """Say who reads the results for the second time."""
    if not (may := can_manage_screening(user)):
        return may
    return YES if programme.panel and programme.state in RUNNING else _not_now(programme)


def can_read_again(user: Any, programme: ScreeningProgramme) -> Decision:
    """Read results for the second time: whoever was asked to, while the review goes on."""
    if not (may := can_see(user, programme)):
        return may
    if not programme.second_readers.filter(pk=user.pk).exists():
        return no(_("二次確認者に指定された人だけが確認できます。"))
    return YES if programme.state == ScreeningState.REVIEWING else _not_now(programme)


def can_read_submission(user: Any, submission: Submission) -> Decision:
    """One application: not one's own review, nothing one has a conflict with, all its reviews handed in."""
    if not Submission.objects.visible_to(user).filter(pk=submission.pk).exists():
        return HIDDEN
    if submission.item.reviews.alive().filter(reviewer__person=user).exists():
        return no(_("自分が審査した「%(item)s」は、二次確認できません。") % {"item": submission.item.number})
    if not Submission.objects.readable().filter(pk=submission.pk).exists():
        return no(_("「%(item)s」は、まだ審査票がそろっていません。") % {"item": submission.item.number})
    return YES


def can_ask_for_seat(user: Any, programme: ScreeningProgramme) -> Decision:
    """Ask for a colleague to be sent to the body's committee."""
    if not (may := can_manage_screening(user)):
        return may
    accepted = programme.state not in {*SCREENING_ENDS, ScreeningState.REQUESTED}
    return YES if accepted else _not_now(programme)


def can_move_dispatch(user: Any, dispatch: CommitteeDispatch, verb: str) -> Decision:
    """The head decides, never who asked and never about oneself; who runs the screening records what became of it."""
    if not CommitteeDispatch.objects.visible_to(user).filter(pk=dispatch.pk).exists():
        return HIDDEN
    decides = verb in ("approve_dispatch", "refuse_dispatch")
    if not (may := can_approve_something(user) if decides else can_manage_screening(user)):
        return may
    if not DISPATCH.allows(verb, dispatch.state):
        return no(_("この派遣は「%(state)s」です。") % {"state": dispatch.get_state_display()})
    if decides and user.pk in (dispatch.requested_by_id, dispatch.person_id):
        return no(_("依頼した本人と派遣される本人は、決定できません。"), _("ほかの承認者に依頼してください。"))
    ended = dispatch.programme.state in SCREENING_ENDS and verb != "call_off_dispatch"
    return _not_now(dispatch.programme) if ended else YES


def can_ask_as_body(user: Any) -> Decision:
    """The officers of a body that is known here."""
    return YES if bodies_of(user).exists() else HIDDEN


def bodies_of(user: Any) -> Any:
    """The requesting bodies for which the person is the officer."""
    return RequestingBody.objects.filter(organisation__in=standing(user).partner_organisations)


def can_use_partner_side(user: Any) -> Decision:
    """Officers of partner bodies; each sees the own body's programmes."""
    return can_ask_as_body(user)


def _not_now(programme: ScreeningProgramme) -> Decision:
    return no(_("この事業は「%(state)s」です。") % {"state": programme.state.label})
