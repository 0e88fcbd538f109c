"""Who asks: the class of price and the ward that decide what a plan costs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kosetsu.foundation.catalogue.states import ClientClass
from kosetsu.foundation.parties.models import Area, Workplace

REMEMBERED = "navigator_asker"


@dataclass(frozen=True, slots=True)
class Asker:
    """The one a plan is made for; ``workplace`` is None for a visitor who has not signed in."""

    client_class: str
    area: Area | None
    workplace: Workplace | None
    reason: str
    """How the class of price was found, in the reader's language."""

    @property
    def class_label(self) -> str:
        return str(ClientClass(self.client_class).label)


def asker_of(request: HttpRequest) -> Asker:
    """The signed-in company's own class and ward; for anyone else what was chosen on the page."""
    workplace = _workplace(request.user)
    if workplace is not None:
        verdict = workplace.organisation.price_class_on(request.today)  # type: ignore[attr-defined]
        return Asker(verdict.client_class or ClientClass.SME, workplace.area, workplace, verdict.reason)
    return _visitor(request)


def _workplace(user: Any) -> Workplace | None:
    if not user.is_authenticated:
        return None
    own = Workplace.objects.filter(organisation__memberships__person=user).visible_to(user)
    return own.select_related("organisation", "area").order_by("pk").first()


def _visitor(request: HttpRequest) -> Asker:
    chosen = {**request.session.get(REMEMBERED, {}), **_asked(request)}
    if _asked(request):
        request.session[REMEMBERED] = chosen
    client_class = chosen.get("class", "")
    if client_class not in (ClientClass.SME, ClientClass.LARGE, ClientClass.OUTSIDE):
        client_class = ClientClass.SME
    area = Area.objects.filter(code=chosen["area"]).first() if chosen.get("area") else None
    return Asker(client_class, area, None, _("料金区分と所在地は、下で選んだものです。"))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key][:12] for key in ("class", "area") if key in request.GET}
