"""The desk designs a tailored course and plans when it is held."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.services.training import actions
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.pages import tailored_forms as forms
from kosetsu.services.training.pages.tailored import METHODS, load, may_move
from kosetsu.services.training.permissions import can_move_tailored, can_read_training


@require_http_methods(METHODS)
@open_door(can_read_training)
def design_tailored(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write the syllabus."""
    found = load(request, public_id)
    if not (may := can_move_tailored(request.user, found, "design_tailored")):
        return refusal(request, may)
    lessons = [dict(one) for one in found.parts.values("day", "title", "minutes", "lecturer")]
    form = forms.DesignForm(request.POST or None, initial=_as_it_is(found), lessons=lessons)

    def work() -> str:
        made = actions.design_tailored(by=request.user, at=request.at, course=found, **form.told())
        messages.success(request, _("教程を保存しました。続けて見積りを出してください。"))
        return made.address(desk=True)

    if answer := submitted(request, form, work):
        return answer
    context = {"form": form, "course": found}
    return render(request, "training/staff/design.html", context, status=422 if request.method == "POST" else 200)


def _as_it_is(course: TailoredCourse) -> dict[str, Any]:
    group = course.case.group
    return {
        "title": course.case.title, "group": group.code if group else None, "people": course.people,
        "outline": course.outline,
    }  # fmt: skip


def _zone(course: TailoredCourse) -> ZoneInfo:
    branch = course.case.branch
    return ZoneInfo(branch.timezone if branch else settings.TIME_ZONE)


PAGES = FormPages(can_read_training, load, lambda one: one.address(desk=True), may_move)
plan_tailored = PAGES.move(
    "plan_tailored", lambda request, one: forms.PlanForm(request.POST or None, zone=_zone(one), days=one.days),
    lambda form, one, **common: actions.plan_tailored(
        **common, course=one, begins=form.begins(), place=form.said["place"]
    ),
    title=_l("日程を計画する"), done=_l("計画しました。催しの画面で、ほかの人の承認を受けてください。"),
    button=_l("計画する"),
)  # fmt: skip
