"""What a course on demand is made of: films in their order, questions, and what is asked for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance import audit
from kosetsu.services.training.models import OnDemandCourse, Part, Question
from kosetsu.services.training.permissions import can_set_up

MEGABYTE = 1024 * 1024
MOST_FILM_BYTES = 100 * MEGABYTE
MOST_CAPTION_BYTES = 1 * MEGABYTE


@dataclass(frozen=True, slots=True)
class PartGiven:
    """One film as it is handed in; captions as WebVTT, or none."""

    title: str
    film: Any
    seconds: int
    captions: str = ""


@transaction.atomic
def set_up(
    *, by: Person, at: dt.datetime, gathering: Gathering, seen_percent: int, pass_percent: int, most_attempts: int
) -> OnDemandCourse:
    """What is asked of whoever wants to complete the course; said again, it replaces what was said."""
    course = _locked(by, gathering)
    course.seen_percent, course.pass_percent, course.most_attempts = seen_percent, pass_percent, most_attempts
    course.save()
    after = {"seen_percent": seen_percent, "pass_percent": pass_percent, "most_attempts": most_attempts}
    audit.record(by=by, at=at, verb="set_up", thing=gathering, after=after)
    return course


@transaction.atomic
def add_part(*, by: Person, at: dt.datetime, gathering: Gathering, given: PartGiven) -> Part:
    """One film more, at the end."""
    course = _locked(by, gathering)
    kind = film_kind(given.film)
    require(can_take_film(given.film, kind))
    require(can_take_captions(given.captions))
    part = Part.objects.create(
        course=course, place=_next(course.parts), title=tidy_line(given.title), film=given.film, kind=kind,
        seconds=given.seconds, captions=given.captions,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="add_part", thing=gathering, after={"part": part.title, "place": part.place})
    return part


@transaction.atomic
def take_out_part(*, by: Person, at: dt.datetime, part: Part) -> None:
    """Nobody has seen it yet: it goes away with its film."""
    _locked(by, part.course.gathering)
    require(no(_("この動画は、すでに見た人がいるため外せません。")) if part.progress.exists() else YES)
    audit.record(by=by, at=at, verb="take_out_part", thing=part.course.gathering, before={"part": part.title})
    storage, name = part.film.storage, str(part.film.name)
    part.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def add_question(
    *, by: Person, at: dt.datetime, gathering: Gathering, text: str, choices: Sequence[str], right: Sequence[int]
) -> Question:
    """One question more; after the first attempt there are no more, so that everyone is asked the same."""
    course = _locked(by, gathering)
    sat = gathering.registrations.filter(attempts__isnull=False).exists()
    require(no(_("すでに受験した人がいるため、問題は変えられません。")) if sat else YES)
    require(_complete(choices, right))
    question = Question.objects.create(
        course=course, place=_next(course.questions), text=tidy(text), choices=[tidy_line(one) for one in choices],
        right=sorted(right),
    )  # fmt: skip
    audit.record(by=by, at=at, verb="add_question", thing=gathering, after={"place": question.place})
    return question


def film_kind(film: Any) -> str:
    """The MIME type of a film by its first bytes; empty for anything else."""
    film.seek(0)
    head = film.read(12)
    film.seek(0)
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return "video/webm" if head[:4] == b"\x1aE\xdf\xa3" else ""


def can_take_film(film: Any, kind: str) -> Decision:
    """Whether a browser can play it, and it is not too large."""
    if film.size > MOST_FILM_BYTES:
        return no(
            _("「%(name)s」は%(limit)dMBを超えています。") % {"name": film.name, "limit": MOST_FILM_BYTES // MEGABYTE},
            _("動画を分けるか、画質を下げて書き出してください。"),
        )
    other = no(_("動画はMP4またはWebMにしてください。"), _("書き出しの形式を変えて、もう一度選んでください。"))
    return YES if kind else other


def can_take_captions(text: str) -> Decision:
    """Whether it is WebVTT, or nothing."""
    if len(text.encode()) > MOST_CAPTION_BYTES:
        return no(_("字幕が大きすぎます（1MBまで）。"))
    return YES if not text or text.startswith("WEBVTT") else no(_("字幕はWebVTT形式のファイルにしてください。"))


def _complete(choices: Sequence[str], right: Sequence[int]) -> Decision:
    if len(choices) < 2 or len({tidy_line(one) for one in choices}) < len(choices):
        return no(_("選択肢は2つ以上、それぞれ違うものにしてください。"))
    return YES if right and set(right) <= set(range(len(choices))) else no(_("正解に印を付けてください。"))


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("place"))["last"] or 0) + 1


def _locked(by: Person, gathering: Gathering) -> OnDemandCourse:
    lock_keys(f"training:on_demand:{gathering.pk}")
    require(can_set_up(by, gathering))
    return OnDemandCourse.objects.get_or_create(gathering=gathering)[0]
