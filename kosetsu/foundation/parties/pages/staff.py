"""The desk's register: organisations, workplaces, the people's posts, the branches."""

from typing import Any, cast
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common import corporate_number
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.text import fold, fold_company
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.parties import permissions
from kosetsu.foundation.parties.models import Area, Branch, Institute, Organisation, StaffPost, Workplace
from kosetsu.foundation.parties.pages.public import STATE_KINDS
from kosetsu.foundation.parties.states import BranchState, OrganisationKind, StaffRole


def _areas() -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in Area.objects.all()]


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]


def _by_name(prefix: str) -> Any:
    """By name in any writing, or by corporate number."""

    def narrow(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        if corporate_number.is_valid(text):
            return queryset.filter(**{f"{prefix}corporate_number": corporate_number.normalise(text)})
        return queryset.filter(**{f"{prefix}name_folded__contains": fold_company(text)})

    return narrow


ORGANISATIONS = [
    Column(key="name", label=_("名称"), sort=("name_kana", "name")),
    Column(key="kind", label=_("種別"), value="get_kind_display", sort="kind"),
    Column(key="corporate_number", label=_("法人番号")),
    Column(key="area", label=_("所在地"), value="area.name", sort="area__code"),
    Column(key="industry", label=_("業種"), sort="industry"),
    Column(key="capital_yen", label=_("資本金"), kind=Kind.YEN, sort="capital_yen", shown=False),
    Column(key="employees", label=_("常用従業員数"), kind=Kind.NUMBER, sort="employees"),
    Column(key="verified_at", label=_("確認日時"), sort="verified_at"),
    Column(key="code", label=_("番号"), sort="code", shown=False),
]


@require_safe
@open_door(permissions.can_read_register)
def organisations(request: Any) -> HttpResponse:
    """Clients and partners alike."""
    page = ListPage(
        request,
        Organisation.objects.visible_to(request.user).select_related("area"),
        ORGANISATIONS,
        [
            Filter(key="kind", label=_("種別"), choices=OrganisationKind.choices),
            Filter(key="area", label=_("所在地"), choices=_areas, field="area__code"),
            Filter(
                key="unverified",
                label=_("登録の確認待ち"),
                kind="flag",
                apply=lambda queryset, _yes: cast(Any, queryset).to_verify(),
            ),
        ],
        _by_name(""),
        title=_("組織"),
        url=lambda one: one.get_absolute_url(),
        order=["name_kana", "name"],
        search_label=_("名称または法人番号"),
    )
    can_add = bool(permissions.can_keep_register(request.user))
    to_verify = Organisation.objects.to_verify().count() if can_add and "unverified" not in request.GET else 0
    return page.response("parties/staff/organisations.html", can_add=can_add, to_verify=to_verify)


@require_safe
@open_door(permissions.can_read_register)
def organisation(request: Any, public_id: Any) -> HttpResponse:
    """One body: its size and class of price with their reasons, its places, people and names."""
    found = load(request, public_id)
    institute = Institute.current()
    context = {
        "organisation": found,
        "size": found.size_on(request.today),
        "price": found.price_class_on(request.today, institute),
        "price_names": institute.price_class_names if institute else {},
        "workplaces": found.workplaces.select_related("area").order_by("pk"),
        "members": found.memberships.select_related("person", "workplace").order_by("until", "pk"),
        "similar": Organisation.objects.similar_to(found.name).exclude(pk=found.pk)[:5],
        "can_keep": permissions.can_keep_organisation(request.user, found),
        "invitations": found.invitations.waiting(request.at).select_related("workplace"),
        "verify_key": uuid4(),
        "can_verify_by_evidence": permissions.can_verify_by_evidence(request.user, found),
        "can_incorporate": permissions.can_incorporate(request.user, found),
        "end_key": uuid4(),
        "can_decide": permissions.can_decide_class(request.user),
    }
    return render(request, "parties/staff/organisation.html", context)


def load(request: Any, public_id: Any) -> Organisation:
    """The body, or a 404 that says nothing about it."""
    visible = Organisation.objects.visible_to(request.user).select_related("area").prefetch_related("names")
    return get_object_or_404(visible, public_id=public_id)


@require_safe
@open_door(permissions.can_read_register)
def workplaces(request: Any) -> HttpResponse:
    """Every place of business: the unit the targets count."""
    page = ListPage(
        request,
        Workplace.objects.visible_to(request.user).select_related("organisation", "area"),
        [
            Column(key="organisation", label=_("組織"), value="organisation.name", sort="organisation__name_kana"),
            Column(key="name", label=_("事業所名"), sort="name"),
            Column(key="area", label=_("区市町村"), value="area.name", sort="area__code"),
            Column(key="telephone", label=_("電話番号")),
            Column(key="opened_on", label=_("開設日"), sort="opened_on", shown=False),
            Column(key="closed_on", label=_("閉鎖日"), sort="closed_on"),
        ],
        [
            Filter(key="area", label=_("区市町村"), choices=_areas, field="area__code"),
            Filter(
                key="open",
                label=_("いまある事業所だけ"),
                kind="flag",
                apply=lambda queryset, _yes: cast(Any, queryset).open_on(request.today),
            ),
        ],
        _by_name("organisation__"),
        title=_("事業所"),
        url=lambda one: one.organisation.get_absolute_url(),
        order=["organisation__name_kana", "organisation__name", "name"],
        search_label=_("会社の名称または法人番号"),
    )
    return page.response()


@require_safe
@open_door(permissions.can_read_register)
def posts(request: Any) -> HttpResponse:
    """Who holds which post of the institute; administrators give and end them."""
    keeps = bool(permissions.can_keep_posts(request.user))
    page = ListPage(
        request,
        StaffPost.objects.select_related("person", "branch", "group"),
        [
            Column(key="person", label=_("氏名"), value="person.name", sort=("person__name_kana", "person__name")),
            Column(key="role", label=_("職務"), value="get_role_display", sort="role"),
            Column(key="branch", label=_("拠点"), value="branch.name", sort="branch__code"),
            Column(key="group", label=_("グループ"), value="group.name", sort="group__code"),
            Column(key="since", label=_("開始日"), sort="since"),
            Column(key="until", label=_("終了日"), sort="until"),
        ],
        [
            Filter(key="role", label=_("職務"), choices=StaffRole.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="branch__code"),
            Filter(
                key="held",
                label=_("いまの職務だけ"),
                kind="flag",
                apply=lambda queryset, _yes: queryset.filter(until=None),
            ),
        ],
        lambda queryset, text: queryset.filter(person__name__icontains=text),
        title=_("職員と職務"),
        url=lambda post: reverse("parties-desk:end_post", args=[post.pk]) if keeps and not post.until else "",
        order=["person__name_kana", "person__name"],
        search_label=_("氏名"),
    )
    return page.response("parties/staff/posts.html", can_keep=keeps)


@require_safe
@open_door(permissions.can_read_register)
def branches(request: Any) -> HttpResponse:
    """The branches with their state today."""

    def state(branch: Branch) -> Any:
        status = branch.status_on(request.today)
        return BranchState(status.status) if status else None

    page = ListPage(
        request,
        Branch.objects.select_related("area").prefetch_related("statuses"),
        [
            Column(key="name", label=_("名称"), sort="name_ja"),
            Column(key="code", label=_("番号"), sort="code"),
            Column(
                key="state",
                label=_("状態"),
                value=lambda one: (found := state(one)) and found.label,
                state=lambda one: STATE_KINDS.get(state(one), "neutral"),
            ),
            Column(key="area", label=_("所在地"), value="area.name", sort="area__code"),
            Column(key="address", label=_("住所")),
            Column(key="opened_on", label=_("開所日"), sort="opened_on"),
            Column(key="timezone", label=_("時間帯"), shown=False),
        ],
        (),
        lambda queryset, text: queryset.filter(name_ja__icontains=fold(text)),
        title=_("拠点"),
        url=lambda one: reverse("parties:branch", args=[one.code]),
    )
    return page.response()
