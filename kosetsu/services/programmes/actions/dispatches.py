"""The dispatch of an expert: asked for, accepted or refused, visited, reported, closed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.programmes.actions import beats
from kosetsu.services.programmes.models import Dispatch, DispatchVisit
from kosetsu.services.programmes.permissions import can_move_dispatch, can_open_matter
from kosetsu.services.programmes.states import DISPATCH, DISPATCH_ENDS, DispatchState, NoticeKind


@transaction.atomic
def request_dispatch(
    *, by: Person, at: dt.datetime, workplace: Workplace, theme: str, programme: str = "",
    wished_from: dt.date | None = None,
) -> Dispatch:  # fmt: skip
    """Ask for an expert."""
    require(can_open_matter(by, workplace))
    theme = beats.needed(theme, _("相談したいこと"))
    case = beats.opened(by, at, kind="expert_dispatch", prefix="派", state=DispatchState.REQUESTED,
                        workplace=workplace, title=theme.splitlines()[0])  # fmt: skip
    made = Dispatch.objects.create(case=case, theme=theme, programme=programme[:20], wished_from=wished_from)
    beats.record("request_dispatch", made, by=by, at=at, after={"programme": made.programme})
    beats.tell_desk(made, NoticeKind.ARRIVED, at=at)
    return made


@transaction.atomic
def accept_dispatch(*, by: Person, at: dt.datetime, dispatch: Dispatch, expert: str, times: int, answer: str = ""
                    ) -> Dispatch:  # fmt: skip
    """Name the expert and how often they come at most."""
    found = _asked(by, dispatch, "accept_dispatch")
    found.expert, found.times, found.answer = tidy_line(expert)[:100], times, answer[:4000]
    require(YES if found.expert else no(_("専門家を書いてください。")))
    found.save()
    beats.move(found, "accept_dispatch", DISPATCH, by=by, at=at, times=times)
    beats.tell_company(found, NoticeKind.DECIDED, at=at)
    return found


@transaction.atomic
def refuse_dispatch(*, by: Person, at: dt.datetime, dispatch: Dispatch, answer: str) -> Dispatch:
    """Say no, and why."""
    found = _asked(by, dispatch, "refuse_dispatch")
    found.answer = beats.needed(answer, _("理由"))
    found.save()
    beats.move(found, "refuse_dispatch", DISPATCH, by=by, at=at, reason=found.answer, ends=DISPATCH_ENDS)
    beats.tell_company(found, NoticeKind.DECIDED, at=at)
    return found


@transaction.atomic
def withdraw_dispatch(*, by: Person, at: dt.datetime, dispatch: Dispatch) -> Dispatch:
    """The company no longer wants it; nobody has come yet."""
    found = _asked(by, dispatch, "withdraw_dispatch")
    beats.move(found, "withdraw_dispatch", DISPATCH, by=by, at=at, ends=DISPATCH_ENDS)
    return found


@transaction.atomic
def record_visit(
    *, by: Person, at: dt.datetime, dispatch: Dispatch, visited_on: dt.date, hours: int, channel: str, text: str
) -> DispatchVisit:
    """The expert came: one entry of the casebook each time, no more often than was accepted."""
    found = _asked(by, dispatch, "record_visit")
    beats.not_in_the_future(visited_on, at)
    done = found.visits.count()
    full = no(_("決定した回数（%(times)d回）の訪問は、すべて記録済みです。") % {"times": found.times or 0})
    require(YES if done < (found.times or 0) else full)
    entry = beats.entry(found, "expert_visit", by=by, at=at, day=visited_on, channel=channel, unit="回",
                        topic=found.case.title, details={"hours": hours})  # fmt: skip
    beats.move(found, "record_visit", DISPATCH, by=by, at=at, visits=done + 1)
    return DispatchVisit.objects.create(
        dispatch=found, visited_on=visited_on, hours=hours, channel=channel, text=beats.needed(text, _("助言の内容")),
        entry=entry, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def report_dispatch(*, by: Person, at: dt.datetime, dispatch: Dispatch, outcome: str) -> Dispatch:
    """What came of it, after the last visit."""
    found = _asked(by, dispatch, "report_dispatch")
    found.outcome = beats.needed(outcome, _("成果"))
    found.save()
    beats.move(found, "report_dispatch", DISPATCH, by=by, at=at)
    return found


@transaction.atomic
def close_dispatch(*, by: Person, at: dt.datetime, dispatch: Dispatch) -> Dispatch:
    """The report was looked at; the matter ends."""
    found = _asked(by, dispatch, "close_dispatch")
    beats.move(found, "close_dispatch", DISPATCH, by=by, at=at, ends=DISPATCH_ENDS)
    return found


def _asked(by: Person, dispatch: Dispatch, verb: str) -> Dispatch:
    found = beats.locked(dispatch)
    require(can_move_dispatch(by, found, verb))
    return found
