"""Contacts, interviews and supports at the desk: two lists with their export, a short form each, taking back."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import LiaisonContact, ProductSupport
from kosetsu.services.alliances.pages import forms
from kosetsu.services.alliances.pages.opportunities import liaison_filter
from kosetsu.services.alliances.permissions import can_take_back, can_work
from kosetsu.services.alliances.states import ContactKind

METHODS = ["GET", "HEAD", "POST"]
TAKEN_BACK = Column(
    key="taken_back_at", label=_l("状態"), value=lambda one: _("取り消し") if one.taken_back_at else _("記録済み"),
    sort="taken_back_at", state=lambda one: "stopped" if one.taken_back_at else "done",
)  # fmt: skip
ABOUT = Column(key="note", label=_l("内容"), shown=False)
BY = Column(key="by", label=_l("記録した人"), sort="by__name", shown=False)
ON_DATE = Column(key="on_date", label=_l("日付"), sort="on_date", kind=Kind.DATE)
PARTNER = Column(key="partner", label=_l("相手"), sort="organisation__name")
CONTACT_COLUMNS = [
    ON_DATE,
    Column(key="kind", label=_l("種別"), value="get_kind_display", sort="kind"),
    PARTNER,
    Column(key="channel", label=_l("手段"), value="get_channel_display", sort="channel"),
    Column(key="number", label=_l("案件番号"), value="opportunity.case.number", sort="opportunity__case__number"),
    ABOUT, BY, TAKEN_BACK,
]  # fmt: skip
SUPPORT_COLUMNS = [
    ON_DATE, PARTNER, Column(key="topic", label=_l("支援の内容"), value="topic_name", sort="topic"),
    ABOUT, BY, TAKEN_BACK,
]  # fmt: skip


def _list(
    request: Any, rows: Any, columns: Sequence[Column], filters: Sequence[Filter], *, title: str, empty: str, new: str,
    new_label: str,
) -> HttpResponse:  # fmt: skip
    page = ListPage(
        request,
        rows,
        columns,
        [*filters, Filter(key="on_date", label=_("日付"), kind="dates"), liaison_filter(request.user)],
        lambda found, words: found.filter(Q(organisation__name__icontains=words) | Q(note__icontains=words)),
        title=title,
        url=lambda one: one.get_absolute_url(),
        order=("-on_date", "-pk"),
        empty_title=empty,
    )
    return page.response("alliances/staff/list.html", new=reverse(f"alliances-desk:{new}"), new_label=new_label)


@require_safe
@open_door(can_work)
def contacts(request: SignedIn) -> HttpResponse:
    """Whom the coordinators talked to, the latest first."""
    rows = LiaisonContact.objects.visible_to(request.user).for_lists().select_related("opportunity__case")
    kinds = Filter(key="kind", label=_("種別"), choices=ContactKind.choices)
    return _list(
        request, rows, CONTACT_COLUMNS, [kinds], title=_("接触・面談"), new="record_contact",
        empty=_("提供元や企業との接触・面談が、ここに並びます。"), new_label=_("接触・面談を記録する"),
    )  # fmt: skip


@require_safe
@open_door(can_work)
def supports(request: SignedIn) -> HttpResponse:
    """Help towards products, the latest first."""
    rows = ProductSupport.objects.visible_to(request.user).for_lists()
    return _list(
        request, rows, SUPPORT_COLUMNS, [], title=_("製品化支援"), new="record_support",
        empty=_("認証や規格適合などの支援が、ここに並びます。"), new_label=_("製品化支援を記録する"),
    )  # fmt: skip


@require_http_methods(METHODS)
@open_door(can_work)
def record_contact(request: SignedIn) -> HttpResponse:
    """A contact or interview; ``?pairing=`` and ``?opportunity=`` are chosen already."""
    form = forms.ContactForm(
        request.POST or None, user=request.user, today=request.today, initial=_chosen(request, "kind")
    )

    def work() -> str:
        made = actions.record_contact(
            by=request.user, at=request.at, liaison=form.cleaned_data["liaison"], talk=form.talk()
        )
        return (made.pairing or made.opportunity or made).get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("接触・面談を記録する"), button=_("記録する"),
        done=_("記録し、実績に数えました。"),
    )  # fmt: skip


@require_http_methods(METHODS)
@open_door(can_work)
def record_support(request: SignedIn) -> HttpResponse:
    """Help towards a product; ``?pairing=`` is chosen already."""
    form = forms.SupportForm(request.POST or None, user=request.user, today=request.today, initial=_chosen(request))

    def work() -> str:
        made = actions.record_support(
            by=request.user, at=request.at, liaison=form.cleaned_data["liaison"], support=form.support()
        )
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("製品化支援を記録する"), button=_("記録する"),
        done=_("記録し、実績に数えました。"),
    )  # fmt: skip


def _chosen(request: Any, *more: str) -> dict[str, str]:
    """What the address says already; what is not among the choices is simply not chosen."""
    return {name: request.GET[name] for name in ("pairing", "opportunity", *more) if name in request.GET}


def _pages(model: Any) -> tuple[Callable[..., Any], Callable[..., HttpResponse]]:
    """How one is found, and its page."""

    def load(request: Any, public_id: UUID) -> Any:
        rows = model.objects.visible_to(request.user).for_lists().select_related("pairing__opportunity__case")
        return get_object_or_404(rows, public_id=public_id)

    def show(request: Any, found: Any, wrong: Wrong = None, status: int = 200) -> HttpResponse:
        is_contact = isinstance(found, LiaisonContact)
        moves = CONTACT_MOVES if is_contact else SUPPORT_MOVES
        context = {
            "deed": found, "title": found._meta.verbose_name, "is_contact": is_contact,
            "panels": moves.panels(request, found, wrong),
        }  # fmt: skip
        return render(request, "alliances/staff/deed.html", context, status=status)

    return load, show


load_contact, show_contact = _pages(LiaisonContact)
load_support, show_support = _pages(ProductSupport)


@require_safe
@open_door(can_work)
def contact(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One contact or interview."""
    return show_contact(request, load_contact(request, public_id))


@require_safe
@open_door(can_work)
def support(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One support."""
    return show_support(request, load_support(request, public_id))


def _may(request: Any, found: Any, _verb: str) -> Decision:
    return can_take_back(request.user, found)


def _moves(argument: str, load: Any, show: Any, action: Any) -> Verbs:
    taken = Verb(
        f"take_back_{argument}", _l("記録を取り消す"), _l("取り消し、実績を戻しました。"), action, forms.ReasonForm,
        "danger",
    )  # fmt: skip
    return Verbs(argument, "alliances-desk", can_work, load, _may, show, lambda one: one.get_absolute_url(), [taken])


CONTACT_MOVES = _moves("contact", load_contact, show_contact, actions.take_back_contact)
SUPPORT_MOVES = _moves("support", load_support, show_support, actions.take_back_support)
URLS = [
    path("contacts/", contacts, name="contacts"),
    path("contacts/new/", record_contact, name="record_contact"),
    path("contacts/<uuid:public_id>/", contact, name="contact"),
    *CONTACT_MOVES.urls("contacts/<uuid:public_id>/"),
    path("supports/", supports, name="supports"),
    path("supports/new/", record_support, name="record_support"),
    path("supports/<uuid:public_id>/", support, name="support"),
    *SUPPORT_MOVES.urls("supports/<uuid:public_id>/"),
]
