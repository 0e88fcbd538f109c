"""The week of members' videos: planned, shown, looked at, counted."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Member, Video, VideoWeek, View
from kosetsu.services.circles.permissions import can_move_videos, can_run

REFERENCE = "CG-VIDEO-{}"


@transaction.atomic
def plan_videos(
    *, by: Person, at: dt.datetime, title: str, branch: Branch, opens_at: dt.datetime, closes_at: dt.datetime
) -> VideoWeek:
    """A week to come."""
    require(can_run(by))
    require(YES if closes_at > opens_at else no(_("配信終了は、配信開始より後にしてください。")))
    week = VideoWeek.objects.create(title=tidy_line(title), branch=branch, opens_at=opens_at, closes_at=closes_at)
    audit.record(by=by, at=at, verb="plan_videos", thing=week)
    return week


@transaction.atomic
def add_video(*, by: Person, at: dt.datetime, week: VideoWeek, member: Member, title: str, url: str) -> Video:
    """A member's video, one to a week."""
    week = _locked(week)
    require(can_move_videos(by, week, "add_video", at))
    known = week.videos.filter(member=member).exists()
    require(no(_("「%(name)s」の動画は、すでにあります。") % {"name": member}) if known else YES)
    require(YES if url.startswith("https://") else no(_("動画のアドレスは、https:// で始めてください。")))
    video = Video.objects.create(week=week, member=member, title=tidy_line(title), url=url)
    audit.record(by=by, at=at, verb="add_video", thing=week, after={"member": str(member)})
    return video


@transaction.atomic
def show_videos(*, by: Person, at: dt.datetime, week: VideoWeek) -> VideoWeek:
    """From its moment on everyone can look; it counts how many companies are shown."""
    week = _locked(week)
    require(can_move_videos(by, week, "show_videos", at))
    companies = week.videos.count()
    require(YES if companies else no(_("動画を1つ以上加えてください。")))
    _count(week, "video_companies", companies, "社", on_date=day_of(week.opens_at), by=by, at=at)
    return beats.move(week, "show_videos", by=by, at=at)


@transaction.atomic
def close_videos(*, by: Person, at: dt.datetime, week: VideoWeek) -> VideoWeek:
    """The week is over: its views count, on its last day."""
    week = _locked(week)
    require(can_move_videos(by, week, "close_videos", at))
    views = View.objects.filter(video__week=week).count()
    last = day_of(week.closes_at - dt.timedelta(microseconds=1))
    _count(week, "video_views", views, "回", on_date=last, by=by, at=at)
    return beats.move(week, "close_videos", by=by, at=at, views=views)


def look(*, at: dt.datetime, video: Video, visitor: str) -> bool:
    """Somebody looked, who is no robot and no colleague; whether it counts: once a visitor and video."""
    if not video.week.shown_at(at):
        return False
    _view, first = View.objects.get_or_create(video=video, visitor=visitor, defaults={"at": at})
    return first


def _locked(week: VideoWeek) -> VideoWeek:
    lock_keys(f"circles:videos:{week.pk}")
    return VideoWeek.objects.select_related("branch").get(pk=week.pk)


def _count(
    week: VideoWeek, kind: str, quantity: int, unit: str, *, on_date: dt.date, by: Person, at: dt.datetime
) -> None:
    record_entry(
        by=by, at=at, service="circles", kind=kind, on_date=on_date, branch=week.branch, format=Format.ON_DEMAND,
        quantity=quantity, unit=unit, reference=REFERENCE.format(week.public_id.hex[-8:]), topic=week.title,
    )  # fmt: skip
