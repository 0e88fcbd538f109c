"""Who may call, apply, decide, run and read a circle now, and why not."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.circles.models import (
    Application,
    Circle,
    Commission,
    Council,
    Development,
    Intake,
    Meeting,
    Member,
    Note,
    Task,
    VideoWeek,
)
from kosetsu.services.circles.rules import self_running_from
from kosetsu.services.circles.states import (
    ALIVE,
    APPLICATION,
    CIRCLE,
    COUNCIL,
    INNER,
    MEETING,
    MEETING_STATES,
    VIDEOS,
    CircleState,
    VideoState,
)

RUNNERS = (
    StaffRole.PARTNERSHIPS, StaffRole.PLANNING, StaffRole.COUNTER, StaffRole.RESEARCHER, StaffRole.GROUP_HEAD,
    StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR,
)  # fmt: skip
"""The posts that look after circles: their calls, meetings and members."""
DECIDERS = (StaffRole.PARTNERSHIPS, StaffRole.PLANNING, StaffRole.BRANCH_HEAD)
"""The posts that decide who is in a cohort, and hand it over or end it."""
DECIDED = ("hand_over", "close_circle")


def can_read_circles(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_run(user: Any) -> Decision:
    """Call, plan meetings, note who came, keep the members."""
    if standing(user).has(*RUNNERS):
        return YES
    return no(_("交流グループは、連携推進・企画・研究の担当者が扱います。")) if standing(user).is_staff else HIDDEN


def can_decide(user: Any) -> Decision:
    """Decide the members of a year's cohorts."""
    if standing(user).has(*DECIDERS):
        return YES
    return no(_("参加企業は、連携推進・経営企画・支所長が決めます。")) if standing(user).is_staff else HIDDEN


def can_change_intake(user: Any, intake: Intake) -> Decision:
    """A call changes until its cohorts are decided."""
    may = can_run(user)
    return _undecided(intake) if may else may


def can_decide_intake(user: Any, intake: Intake, at: dt.datetime) -> Decision:
    """Once, and after the call has closed: nobody who applies in time is decided about unseen."""
    if not (may := can_decide(user)):
        return may
    if at < intake.closes_at:
        return no(_("募集の締切（%(moment)s）のあとに決められます。") % {"moment": written(intake.closes_at)})
    return _undecided(intake)


def _undecided(intake: Intake) -> Decision:
    return no(_("「%(title)s」の参加企業は、すでに決まっています。") % {"title": intake}) if intake.decided_at else YES


def can_apply(user: Any, intake: Intake, at: dt.datetime) -> Decision:
    """Whether applications are taken now; the refusal says since when or until when."""
    if intake.opens_at > at:
        text = no(_("募集は%(moment)sからです。") % {"moment": written(intake.opens_at)})
        return text if standing(user).is_staff else HIDDEN
    if not intake.open_at(at):
        return no(
            _("募集は%(moment)sに締め切りました。") % {"moment": written(intake.closes_at)},
            _("次の年度の募集は、4月に案内します。"),
        )
    return YES


def can_apply_for(user: Any, workplace: Workplace) -> Decision:
    """Whoever acts for the workplace, or a member of staff who enters what came on paper."""
    if standing(user).has(*RUNNERS) or Workplace.objects.acted_for_by(user).filter(pk=workplace.pk).exists():
        return YES
    return HIDDEN


def can_withdraw(user: Any, application: Application) -> Decision:
    """Until it is decided."""
    if not (may := can_apply_for(user, application.workplace)):
        return may
    return _in_state(APPLICATION.allows("withdraw_application", application.state), application.get_state_display())


def can_move(user: Any, circle: Circle, verb: str, day: dt.date) -> Decision:
    """Whether this colleague may use ``verb`` on the circle in its state and on the day."""
    may = can_decide(user) if verb in DECIDED else can_run(user)
    if not may:
        return may
    if not CIRCLE.allows(verb, circle.state):
        return _in_state(False, circle.get_state_display())
    if verb == "launch" and circle.intake and day < circle.intake.launches_on:
        return no(_("発足は%(day)sからです。") % {"day": f"{circle.intake.launches_on:%Y/%m/%d}"})
    return _may_hand_over(circle, day) if verb == "hand_over" else YES


def _may_hand_over(circle: Circle, day: dt.date) -> Decision:
    if not circle.is_called or circle.launched_on is None:
        return no(_("「%(kind)s」は、自主運営に移りません。") % {"kind": circle.get_kind_display()})
    first = self_running_from(circle.launched_on)
    if day < first:
        return no(_("自主運営に移るのは%(day)sからです。") % {"day": f"{first:%Y/%m/%d}"})
    if not circle.offices.filter(role="chair", until=None).exists():
        return no(_("代表幹事が決まっていません。"), _("代表幹事を選んでから、自主運営に移してください。"))
    return YES


def can_keep(user: Any, circle: Circle) -> Decision:
    """Take in and see off members, appoint officers, commission the adviser."""
    may = can_run(user)
    return _in_state(circle.state in ALIVE, circle.get_state_display()) if may else may


def leads(user: Any, circle: Circle, day: dt.date) -> bool:
    """Whether the person acts for a member who is an officer now and keeps the circle's secrets."""
    places = Workplace.objects.acted_for_by(user)
    own = circle.offices.filter(since__lte=day, member__workplace__in=places)
    in_office = own.exclude(until__lt=day).exists()
    return in_office and Circle.objects.inside(user, day).filter(pk=circle.pk).exists()


def can_meet(user: Any, circle: Circle, day: dt.date) -> Decision:
    """Plan and record meetings: the institute's people, and the officers of a circle that runs itself."""
    may = can_run(user)
    if not may and not (circle.state == CircleState.SELF_RUNNING and leads(user, circle, day)):
        return may
    return _in_state(circle.state in MEETING_STATES, circle.get_state_display())


def can_move_meeting(user: Any, meeting: Meeting, verb: str, day: dt.date) -> Decision:
    """Whether the person may use ``verb`` on the meeting in its state."""
    if not (may := can_meet(user, meeting.circle, day)):
        return may
    return _in_state(MEETING.allows(verb, meeting.state), meeting.get_state_display())


def can_pledge(user: Any, circle: Circle, day: dt.date) -> Decision:
    """Members' people and the adviser."""
    return YES if Circle.objects.of(user, day).filter(pk=circle.pk).exists() else HIDDEN


def can_read_inside(user: Any, circle: Circle, day: dt.date) -> Decision:
    """The members' part: the institute's people, and whoever belongs to it and keeps its secrets."""
    if Circle.objects.inside(user, day).filter(pk=circle.pk).exists():
        return YES
    if not can_pledge(user, circle, day):
        return HIDDEN
    return no(_("会員のページを読むには、秘密を守る約束が必要です。"), _("約束の文面を読んで、同意してください。"))


def can_write(user: Any, circle: Circle, day: dt.date) -> Decision:
    """Write on the board: whoever reads it, while the circle lives."""
    may = can_read_inside(user, circle, day)
    return _in_state(circle.state in ALIVE, circle.get_state_display()) if may else may


def can_change_note(user: Any, note: Note) -> Decision:
    """Only its author makes a note public or takes it back."""
    return YES if note.author_id == user.pk else no(_("書いた人だけが変えられます。"))


def can_answer_for(user: Any, member: Member, day: dt.date) -> Decision:
    """Whoever acts for the member's workplace and keeps the circle's secrets."""
    if not Workplace.objects.acted_for_by(user).filter(pk=member.workplace_id).exists():
        return HIDDEN
    return can_read_inside(user, member.circle, day)


def can_develop(user: Any, circle: Circle, lead: Member, day: dt.date) -> Decision:
    """The institute's people, and whoever acts for the company that leads."""
    may = can_run(user)
    return (_in_state(circle.state in ALIVE, circle.get_state_display())) if may else can_answer_for(user, lead, day)


def can_end_development(user: Any, development: Development, day: dt.date) -> Decision:
    """Whoever may begin it, once."""
    may = can_develop(user, development.circle, development.lead, day)
    if not may:
        return may
    return no(_("この案件は、すでに終了しています。")) if development.case.closed_at else YES


def can_finish(user: Any, task: Task, day: dt.date) -> Decision:
    """Whose part it is, and whoever runs the circle's meetings."""
    mine = can_answer_for(user, task.owner, day) if task.owner else task.colleague_id == user.pk
    return YES if mine else can_meet(user, task.meeting.circle, day)


def can_report_year(user: Any, circle: Circle, day: dt.date) -> Decision:
    """The institute's people, and the officers of a circle."""
    may = can_run(user)
    if not may and not leads(user, circle, day):
        return may
    return (
        no(_("「%(kind)s」は、年次報告をしません。") % {"kind": circle.get_kind_display()})
        if circle.kind in INNER
        else YES
    )


def can_commission_again(circle: Circle) -> Decision:
    """The adviser stays for one more term, once."""
    first = Commission.objects.filter(circle=circle).order_by("-since").first()
    if first is None:
        return no(_("助言者がまだ委嘱されていません。"))
    return no(_("助言者の再委嘱は1回までです。")) if first.renews_id else YES


def can_move_council(user: Any, council: Council, verb: str, at: dt.datetime) -> Decision:
    """Write down what a called council decided, once it began; or call it off."""
    if not (may := can_run(user)):
        return may
    if verb == "hold_council" and council.starts_at and at < council.starts_at:
        return no(_("開催の記録は、始まってから入れてください。"))
    return _in_state(COUNCIL.allows(verb, council.state), council.get_state_display())


def can_move_videos(user: Any, week: VideoWeek, verb: str, at: dt.datetime) -> Decision:
    """Add videos before the week, show them, and count when it is over."""
    if not (may := can_run(user)):
        return may
    if verb == "close_videos" and at < week.closes_at:
        return no(_("配信は%(moment)sまでです。") % {"moment": written(week.closes_at)})
    right = week.state == VideoState.PLANNED if verb == "add_video" else VIDEOS.allows(verb, week.state)
    return _in_state(right, week.get_state_display())


def _in_state(right: bool, state: str) -> Decision:
    if right:
        return YES
    return no(
        _("「%(state)s」のため、この操作はできません。") % {"state": state},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
