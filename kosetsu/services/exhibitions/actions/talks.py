"""The programme of a research presentation: talks put in, worded otherwise, withdrawn; at its end each is an entry."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, Refused, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.models import Gathering, Material
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.search.changes import touch
from kosetsu.services.exhibitions.models import Talk
from kosetsu.services.exhibitions.permissions import can_programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a talk is: when, by whom, of what; ``invited_as`` is for talks of invited bodies."""

    starts_at: dt.datetime
    minutes: int
    title: str
    speaker: str
    abstract: str
    track: str = ""
    affiliation: str = ""
    partner: Organisation | None = None
    invited_as: str = ""
    material: Material | None = None


@transaction.atomic
def add_talk(*, by: Person, at: dt.datetime, gathering: Gathering, given: Given) -> Talk:
    """Put a talk into the programme; refused where its track has another one, or outside the days of the gathering."""
    gathering = _locked(gathering)
    require(can_programme(by, gathering))
    made = _written(Talk(gathering=gathering), given)
    audit.record(by=by, at=at, verb="add_talk", thing=made, after={"title": made.title})
    touch("talk", str(made.public_id), at=at)
    return made


@transaction.atomic
def change_talk(*, by: Person, at: dt.datetime, talk: Talk, given: Given) -> Talk:
    """Word it otherwise, or put it at another time."""
    gathering = _locked(talk.gathering)
    require(can_programme(by, gathering))
    talk = _written(_still(talk, gathering), given)
    audit.record(by=by, at=at, verb="change_talk", thing=talk, after={"title": talk.title})
    touch("talk", str(talk.public_id), at=at)
    return talk


@transaction.atomic
def withdraw_talk(*, by: Person, at: dt.datetime, talk: Talk, reason: str) -> Talk:
    """It is not given; the programme says so."""
    gathering = _locked(talk.gathering)
    require(can_programme(by, gathering))
    why, talk = need_reason(reason), _still(talk, gathering)
    talk.withdrawn_at = at
    talk.save(update_fields=["withdrawn_at"])
    audit.record(by=by, at=at, verb="withdraw_talk", thing=talk, reason=why)
    touch("talk", str(talk.public_id), at=at)
    return talk


def _still(talk: Talk, gathering: Gathering) -> Talk:
    """The talk as it is now, which was not withdrawn."""
    talk = Talk.objects.get(pk=talk.pk)
    talk.gathering = gathering
    require(no(_("この発表は取りやめになりました。")) if talk.withdrawn_at else YES)
    return talk


def _written(talk: Talk, given: Given) -> Talk:
    talk.starts_at, talk.ends_at = given.starts_at, given.starts_at + dt.timedelta(minutes=given.minutes)
    talk.title, talk.speaker, talk.abstract = tidy_line(given.title), tidy_line(given.speaker), tidy(given.abstract)
    talk.track, talk.affiliation = tidy_line(given.track), tidy_line(given.affiliation)
    talk.partner, talk.invited_as, talk.material = given.partner, tidy_line(given.invited_as), given.material
    require(_fits(talk))
    try:
        with transaction.atomic():
            talk.save()
    except IntegrityError as clash:
        raise Refused(_taken(talk.track)) from clash
    return talk


def _fits(talk: Talk) -> Decision:
    """Whether it has all a reader looks for, and its time to itself."""
    if not (talk.title and talk.speaker and talk.abstract):
        return no(_("題名・発表者・要旨を書いてください。"))
    if talk.invited_as and talk.partner is None:
        return no(_("招いた枠を書くときは、発表する連携機関を選んでください。"))
    days = {talk.gathering.day_of(session.starts_at) for session in talk.gathering.sessions.all()}
    if talk.gathering.day_of(talk.starts_at) not in days:
        return no(_("発表は、研究発表会の開催日に入れてください。"))
    others = Talk.objects.given().filter(gathering=talk.gathering, track=talk.track).exclude(pk=talk.pk)
    busy = others.filter(starts_at__lt=talk.ends_at, ends_at__gt=talk.starts_at).exists()
    return _taken(talk.track) if busy else YES


def _taken(track: str) -> Decision:
    where = _("会場「%(track)s」には") % {"track": track} if track else _("同じ会場には")
    return no(_("%(where)s、この時間に別の発表があります。") % {"where": where}, _("時間か会場を変えてください。"))


def _locked(gathering: Gathering) -> Gathering:
    lock_keys(f"exhibitions:programme:{gathering.pk}")
    return Gathering.objects.select_related("branch").get(pk=gathering.pk)


def entries_of(gathering: Gathering) -> Iterator[dict[str, Any]]:
    """At the end of a research presentation each talk that was given is an entry: our own, or an invited body's."""
    for talk in gathering.talks.given():
        yield {
            "kind": "invited_talk" if talk.partner_id else "research_talk", "on_date": gathering.day_of(talk.starts_at),
            "unit": "件", "topic": talk.invited_as or talk.title, "partner_id": talk.partner_id,
        }  # fmt: skip
