"""Who may run an exhibition, recommend for it, exhibit at it and visit it, now; and why not."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.exhibitions.models import (
    Booth,
    Exhibition,
    Fair,
    Invitation,
    Outing,
    Recommendation,
    Tour,
    Visitor,
)
from kosetsu.services.exhibitions.states import (
    BOOTH,
    EXHIBITION,
    OUTING,
    RECOMMENDATION,
    RUNNING,
    TOUR,
    BoothKind,
    BoothState,
    ExhibitionState,
    OutingState,
)

PRESENTATION = "exhibitions.research_presentation"
"""The kind of gathering that has a programme of talks."""
RUNNERS = (
    StaffRole.PARTNERSHIPS, StaffRole.PLANNING, StaffRole.COUNTER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD,
    StaffRole.ADMINISTRATOR,
)  # fmt: skip
"""The posts that run exhibitions: plan, invite, choose, check pages, report."""


def can_read_exhibitions(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_run(user: Any) -> Decision:
    """Plan exhibitions, invite, choose, check pages, report."""
    if standing(user).has(*RUNNERS):
        return YES
    return no(_("展示会は、連携推進・企画・窓口の担当者が扱います。")) if standing(user).is_staff else HIDDEN


def can_move_exhibition(user: Any, exhibition: Exhibition, verb: str, at: dt.datetime) -> Decision:
    """Whether this person may use ``verb`` on the exhibition in its state; doors open and close at their moments."""
    if not (runs := can_run(user)):
        return runs
    if not EXHIBITION.allows(verb, exhibition.state):
        return _not_in(exhibition.get_state_display())
    return in_time(exhibition, verb, at)


def in_time(exhibition: Exhibition, verb: str, at: dt.datetime) -> Decision:
    """Whether the moment of ``verb`` has come."""
    due = {"open_exhibition": exhibition.opens_at, "close_exhibition": exhibition.closes_at}.get(verb)
    if due is None or at >= due:
        return YES
    return no(_("この操作ができるのは%(moment)sからです。") % {"moment": written(due)})


def can_see_recommending(user: Any) -> Decision:
    """The officers of partner bodies."""
    return YES if standing(user).partner_organisations else HIDDEN


def can_recommend(user: Any, invitation: Invitation, at: dt.datetime) -> Decision:
    """An officer of the body that was asked, while exhibitors are invited and before the deadline."""
    if invitation.partner_id not in standing(user).partner_organisations:
        return HIDDEN
    exhibition = invitation.exhibition
    if exhibition.state != ExhibitionState.INVITING:
        return no(_("いまは推薦を受け付けていません。"))
    if at >= exhibition.recommends_until:
        return no(_("推薦は%(moment)sに締め切りました。") % {"moment": written(exhibition.recommends_until)})
    return YES


def can_answer_recommendation(recommendation: Recommendation, verb: str) -> Decision:
    """Whether whoever has the ticket may say yes or no now."""
    if not RECOMMENDATION.allows(verb, recommendation.state):
        return _not_in(recommendation.get_state_display())
    if recommendation.invitation.exhibition.state not in RUNNING:
        return no(_("この展示会の出展者の募集は終わりました。"))
    return YES


def can_move_recommendation(user: Any, recommendation: Recommendation, verb: str) -> Decision:
    """Whether the institute may choose the company or not, or the partner take its recommendation back."""
    if verb == "withdraw_recommendation":
        own = recommendation.invitation.partner_id in standing(user).partner_organisations
        asked: Decision = YES if own else HIDDEN
    else:
        asked = can_run(user)
    if not asked:
        return asked
    if not RECOMMENDATION.allows(verb, recommendation.state):
        return _not_in(recommendation.get_state_display())
    return YES


def acts_for(user: Any, booth: Booth) -> bool:
    """Whether a person makes this booth: the company's, the partner's officers, the institute's who run exhibitions."""
    place = standing(user)
    if booth.kind == BoothKind.INSTITUTE:
        return bool(can_run(user))
    if booth.kind == BoothKind.PARTNER:
        return booth.organisation_id in place.partner_organisations
    inside = place.workplaces is None or booth.workplace_id in place.workplaces
    return booth.organisation_id in place.organisations and inside


def can_read_booth(user: Any, booth: Booth) -> Decision:
    """Its makers and the institute's people, before everyone sees it."""
    return YES if acts_for(user, booth) or standing(user).is_staff else HIDDEN


def can_edit(user: Any, booth: Booth) -> Decision:
    """Write the page: its makers, or for them whoever runs the exhibition, while it is being written."""
    if not acts_for(user, booth) and not (runs := can_run(user)):
        return runs
    if booth.exhibition.state not in RUNNING:
        return no(_("展示会は終了し、ページは固定されました。"))
    if booth.state != BoothState.EDITING:
        return no(_("「%(state)s」のページは書き換えられません。") % {"state": booth.get_state_display()},
                  _("確認済みのページは、「書き直す」を押すと書き換えられます。"))  # fmt: skip
    return YES


MAKING = ("accept_booth", "submit_booth", "revise_booth")
"""What its makers do with a booth, or for them whoever runs the exhibition."""


def can_move_booth(user: Any, booth: Booth, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the booth; another one than who handed the page in checks it."""
    own = verb in MAKING and acts_for(user, booth)
    if not own and not (runs := can_run(user)):
        return runs
    if not BOOTH.allows(verb, booth.state):
        return _not_in(booth.get_state_display())
    if booth.exhibition.state not in RUNNING:
        return no(_("展示会は終了し、ページは固定されました。"))
    if verb == "check_booth" and booth.submitted_by_id == user.pk:
        return no(_("自分が提出したページは確認できません。"), _("ほかの担当者へ依頼してください。"))
    return YES


def can_register(exhibition: Exhibition, at: dt.datetime) -> Decision:
    """Whether visitors are registered now; the refusal says since when or until when."""
    if not exhibition.shown_at(at):
        return no(_("参加登録は%(moment)sからです。") % {"moment": written(exhibition.opens_at)})
    if at >= exhibition.registers_until or not exhibition.runs_at(at):
        return no(
            _("参加登録は%(moment)sに締め切りました。") % {"moment": written(exhibition.registers_until)},
            _("出展者のページは、登録なしでご覧いただけます。"),
        )
    return YES


def can_take_part(visitor: Visitor | None, exhibition: Exhibition, at: dt.datetime) -> Decision:
    """Save, ask, exchange cards, ask for a meeting: whoever registered, during the exhibition."""
    if not exhibition.runs_at(at):
        return no(_("会期は%(moment)sに終わりました。") % {"moment": written(exhibition.closes_at)})
    if visitor is None or visitor.exhibition_id != exhibition.pk:
        return no(_("参加登録をした人ができる操作です。"), _("先に参加登録をしてください。"))
    return YES


def can_exchange(user: Any, booth: Booth) -> Decision:
    """Read a booth's figures, questions and cards: whoever makes it, and nobody else."""
    return YES if acts_for(user, booth) else HIDDEN


def _not_in(state: str) -> Decision:
    return no(_("「%(state)s」のときは、この操作はできません。") % {"state": state},
              _("画面を開き直して、最新の状態を確かめてください。"))  # fmt: skip


def can_wish(fair: Fair, booth: Booth, at: dt.datetime) -> Decision:
    """Wishes for a fair's meetings are taken until its deadline, for booths of its exhibition."""
    if booth.exhibition_id != fair.exhibition_id:
        return HIDDEN
    if at < fair.wishes_until:
        return YES
    return no(_("商談の希望は%(moment)sに締め切りました。") % {"moment": written(fair.wishes_until)})


def can_charge(user: Any, booth: Booth) -> Decision:
    """A company's booth that was in view, once, where its way to exhibit costs something."""
    if not (runs := can_run(user)):
        return runs
    if not booth.exhibition.fees.filter(plan=booth.plan).exists():
        return no(_("この出展方法には、料金がありません。"))
    if booth.charge_id:
        return no(_("出展料は、すでに計上しています。"))
    return YES if booth.entry_id else no(_("会期中に公開された企業の出展だけを計上できます。"))


def can_move_outing(user: Any, outing: Outing, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the institute's own exhibiting in its state."""
    if not (runs := can_run(user)):
        return runs
    return YES if OUTING.allows(verb, outing.state) else _not_in(outing.get_state_display())


def can_follow(user: Any, outing: Outing) -> Decision:
    """Note and follow up leads: any of the institute's people who stood there, once it was held."""
    if not standing(user).is_staff:
        return HIDDEN
    return YES if outing.state == OutingState.EXHIBITED else _not_in(outing.get_state_display())


def can_move_tour(user: Any, tour: Tour, verb: str) -> Decision:
    """Whether this person may use ``verb`` on a tour in its state; who guides it notes how many came as well."""
    guides = verb == "hold_tour" and tour.guide_id is not None and tour.guide_id == user.pk
    if not guides and not (runs := can_run(user)):
        return runs
    return YES if TOUR.allows(verb, tour.state) else _not_in(tour.get_state_display())


def can_answer_tour(tour: Tour, verb: str, at: dt.datetime) -> Decision:
    """Whether whoever has the ticket may accept, ask for another day or cancel now: before it begins."""
    if not TOUR.allows(verb, tour.state):
        return _not_in(tour.get_state_display())
    if tour.starts_at and tour.starts_at <= at:
        return no(_("見学の開始の時刻を過ぎています。"), _("担当者へご連絡ください。"))
    return YES


def can_programme(user: Any, gathering: Gathering) -> Decision:
    """Put talks into the programme of a research presentation: whoever plans gatherings, until it is over."""
    if not (plans := can_plan(user)):
        return plans
    if gathering.kind_key != PRESENTATION:
        return no(_("発表のプログラムは、研究発表会だけにあります。"))
    over = gathering.state in (GatheringState.CLOSED, GatheringState.CANCELLED)
    return (
        no(_("「%(state)s」の催しのプログラムは変えられません。") % {"state": gathering.get_state_display()})
        if over
        else YES
    )
