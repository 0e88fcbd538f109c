"""The week of members' videos: for everyone, with the rule by which views are counted; and at the desk."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.limits import client_address, take_turns, visitor_waits
from kosetsu.common.moments import MomentField, ZonedForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.casebook.models import RobotWord
from kosetsu.foundation.casebook.rules import is_robot
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Member, Video, VideoWeek
from kosetsu.services.circles.permissions import can_move_videos, can_read_circles, can_run
from kosetsu.services.circles.states import ALIVE


class WeekForm(ZonedForm):
    title = forms.CharField(label=_l("名称"), max_length=200)
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_l("拠点"), to_field_name="code")
    opens_at = MomentField(label=_l("配信開始"))
    closes_at = MomentField(label=_l("配信終了"))


class VideoForm(OnceForm):
    member = forms.ModelChoiceField(Member.objects.none(), label=_l("会員"))
    title = forms.CharField(label=_l("題名"), max_length=200)
    url = forms.URLField(label=_l("動画のアドレス"), assume_scheme="https")

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["member"].queryset = Member.objects.on(today).filter(circle__state__in=ALIVE).for_lists()


@require_safe
def videos(request: Any, public_id: UUID) -> HttpResponse:
    """The videos of a week, while it lasts; before and after there is nothing."""
    found = get_object_or_404(VideoWeek, public_id=public_id)
    if not found.shown_at(request.at):
        raise Http404
    rows = found.videos.select_related("member__workplace__organisation")
    return render(request, "circles/videos.html", {"week": found, "rows": rows, "words": RobotWord.of(request.today)})


@require_safe
@take_turns("looks", "LOOKS_PER_MINUTE", visitor_waits)
def video(request: Any, public_id: UUID) -> HttpResponse:
    """One company's video; looking at it counts once a visitor."""
    rows = Video.objects.select_related("week", "member__workplace__organisation")
    found = get_object_or_404(rows, public_id=public_id)
    if not found.week.shown_at(request.at):
        raise Http404
    if request.method == "GET" and _counts(request):
        actions.look(at=request.at, video=found, visitor=_visitor(request, found))
    return render(request, "circles/video.html", {"video": found, "week": found.week})


def _counts(request: Any) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not standing(request.user).is_staff and not is_robot(agent, RobotWord.of(request.today))


def _visitor(request: Any, video: Video) -> str:
    """Who looks, as a keyed digest of this week: the person who signed in, else the place and the program."""
    agent = request.headers.get("User-Agent", "")
    who = f"person:{request.user.pk}" if request.user.is_authenticated else f"{client_address(request)}\n{agent}"
    return salted_hmac(f"circles.videos.{video.week_id}", who, algorithm="sha256").hexdigest()


@require_safe
@open_door(can_read_circles)
def weeks(request: SignedIn) -> HttpResponse:
    """Every week, the newest first."""
    rows = VideoWeek.objects.annotate(companies=Count("videos"))[:100]
    return render(request, "circles/staff/videos.html", {"rows": rows, "may_run": can_run(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def plan_videos(request: SignedIn) -> HttpResponse:
    """A week to come."""
    form = WeekForm(request.POST or None, zone=get_default_timezone())

    def work() -> str:
        given = form.said
        return _address(actions.plan_videos(by=request.user, at=request.at, **given))

    return form_page(request, form, work, layout="desk", title=_("動画配信を準備する"), done=_("保存しました。"))


@require_safe
@open_door(can_read_circles)
def week(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One week with its videos and their views."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> VideoWeek:
    return get_object_or_404(VideoWeek.objects.select_related("branch"), public_id=public_id)


def show(request: Any, found: VideoWeek, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    rows = found.videos.select_related("member__workplace__organisation").annotate(count=Count("views"))
    context = {
        "week": found,
        "rows": rows,
        "total": sum(one.count for one in rows),
        "words": RobotWord.of(request.today),
        "may_add": can_move_videos(request.user, found, "add_video", request.at),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/staff/video_week.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def add_video(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A member's video."""
    found = load(request, public_id)
    if not (may := can_move_videos(request.user, found, "add_video", request.at)):
        return refusal(request, may)
    form = VideoForm(request.POST or None, today=request.today)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("member", "title", "url")}
        actions.add_video(by=request.user, at=request.at, week=found, **given)
        return _address(found)

    return form_page(
        request, form, work, layout="desk", title=_("動画を加える"), lead=found.title, done=_("動画を加えました。")
    )


def _may(request: Any, found: VideoWeek, verb: str) -> Decision:
    return can_move_videos(request.user, found, verb, request.at)


def _address(found: VideoWeek) -> str:
    return reverse("circles-desk:video_week", args=[found.public_id])


MOVES = Verbs(
    "week", "circles-desk", can_read_circles, load, _may, show, _address,
    [
        Verb("show_videos", _l("公開する"), _l("公開しました。"), actions.show_videos),
        Verb("close_videos", _l("終了し、視聴を数える"), _l("終了を記録しました。"), actions.close_videos),
    ],
)  # fmt: skip
