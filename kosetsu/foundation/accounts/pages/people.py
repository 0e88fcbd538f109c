"""The administrator's pages: everyone, and one person's account."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kosetsu.common.idempotency import once
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts import actions
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.pages.forms import ReasonForm
from kosetsu.foundation.accounts.permissions import can_close, can_keep_people
from kosetsu.foundation.accounts.second_factor import has_second_factor

COLUMNS = (
    Column(key="name", label=gettext_lazy("氏名"), value=str, sort=("name_kana", "name")),
    Column(key="name_kana", label=gettext_lazy("氏名カナ"), shown=False),
    Column(key="email", label=gettext_lazy("メールアドレス"), sort="email"),
    Column(key="second_factor", label=gettext_lazy("二段階の確認")),
    Column(key="last_login", label=gettext_lazy("最後のログイン"), sort="last_login", kind=Kind.MOMENT),
    Column(key="is_active", label=gettext_lazy("利用中"), sort="is_active"),
)
FILTERS = (
    Filter(
        key="is_active",
        label=gettext_lazy("利用中"),
        choices=((True, gettext_lazy("はい")), (False, gettext_lazy("いいえ"))),
    ),
    Filter(
        key="login",
        label=gettext_lazy("ログインできる人"),
        kind="flag",
        apply=lambda rows, yes: rows.exclude(email=None),
    ),
)
VERBS = {
    "close": (gettext_lazy("利用を止める"), actions.close_account),
    "open": (gettext_lazy("利用を再開する"), actions.open_account),
    "end-sessions": (gettext_lazy("すべての端末からログアウトさせる"), actions.end_sessions),
}


@open_door(can_keep_people)
def people(request: SignedIn) -> HttpResponse:
    """Everyone the institute knows, with or without a login."""
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    page = ListPage(
        request,
        Person.objects.annotate(second_factor=Exists(factor)),
        COLUMNS,
        FILTERS,
        _search,
        title=_("利用者の一覧"),
        url=lambda row: reverse("accounts-desk:person", args=[row.public_id]),
        order=["name_kana"],
        search_label=_("氏名・カナ・メールアドレスでさがす"),
        empty_title=_("あてはまる利用者はいません"),
    )
    return page.response(layout="layouts/desk.html")


@open_door(can_keep_people)
def person(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One account: what is known, and what may be done."""
    who = get_object_or_404(Person, public_id=public_id)
    verbs = ["close" if who.is_active else "open", "end-sessions"]
    choices = [
        {
            "verb": verb,
            "label": VERBS[verb][0],
            "form": ReasonForm(auto_id=f"id_{verb}_%s"),
            "decision": can_close(request.user, who) if verb == "close" else can_keep_people(request.user),
        }
        for verb in verbs
    ]
    return render(request, "people/person.html", {"person": who, "facts": _facts(who), "choices": choices})


@require_POST
@open_door(can_keep_people)
def change(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """Close, open, or end the sessions."""
    if verb not in VERBS:
        raise Http404
    who = get_object_or_404(Person, public_id=public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("理由を書いてください。"))
        return redirect("accounts-desk:person", public_id)
    return redirect(once(request, form, lambda: _change(request, who, verb, form.cleaned_data["reason"])))


def _change(request: SignedIn, who: Person, verb: str, reason: str) -> str:
    VERBS[verb][1](by=request.user, at=request.at, person=who, reason=reason)
    messages.success(request, _("変更しました。"))
    return reverse("accounts-desk:person", args=[who.public_id])


def _search(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    return rows.filter(Q(name__icontains=words) | Q(name_kana__icontains=words) | Q(email__icontains=words))


def _facts(who: Person) -> list[tuple[str, Any]]:
    return [
        (_("氏名カナ"), who.name_kana or None),
        (_("メールアドレス"), who.email),
        (_("電話番号"), who.telephone or None),
        (_("二段階の確認"), _("設定済み") if has_second_factor(who) else _("未設定")),
        (_("外部のアカウント"), "、".join(i.get_kind_display() for i in who.proven_identities.all()) or None),
    ]
