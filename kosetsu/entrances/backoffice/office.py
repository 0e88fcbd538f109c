"""The back office: Django's admin behind the house's own sign-in, for administrators only."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kosetsu.entrances.backoffice.permissions import can_enter
from kosetsu.foundation.accounts.doors import refusal

SHOWN = ("kosetsu.", "django_tasks_db.")


class Office(AdminSite):
    """No sign-in of its own: whoever comes in has passed the account's, with its second factor."""

    site_header = _("管理画面")
    site_title = _("管理画面")
    index_title = _("記録と設定")
    site_url = "/desk/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # one by one, so that each is recorded

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """The house's own records, and jobs; what libraries keep (factors, sessions, secrets) is never edited here."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        shown = [one for one in models if one.__module__.startswith(SHOWN)]
        super().register(shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(can_enter(request.user))

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the account's sign-in; who is signed in and no administrator is told so."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))
        decision = can_enter(request.user)
        return redirect("admin:index") if decision else refusal(request, decision)

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """The account's sign-out; a press of the button stays a press."""
        status = 307 if request.method == "POST" else 302
        answer = HttpResponseRedirect(reverse("account_logout"))
        answer.status_code = status
        return answer

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The account's page, which asks who it is again."""
        return redirect("account_change_password")
