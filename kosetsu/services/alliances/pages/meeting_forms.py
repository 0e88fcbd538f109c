"""Forms of meetings: calling one, and writing down who came and what was decided."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.form_fields import line, lines
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.actions import Invitation
from kosetsu.services.alliances.models import Liaison, LiaisonMeeting, Opportunity
from kosetsu.services.alliances.pages.fields import OfLiaisonForm
from kosetsu.services.alliances.states import Verdict

FORMATS = [(one.value, one.label) for one in (Format.ON_SITE, Format.ONLINE, Format.HYBRID)]


class CallForm(OfLiaisonForm, ZonedForm):
    """Which meeting, when, where, about what."""

    kind = forms.ChoiceField(label=_("会議の種類"))
    starts_at = MomentField(label=_("開始"))
    format = forms.ChoiceField(label=_("開催形式"), choices=FORMATS)
    place = line(_("会場"), 200, required=False)
    agenda = lines(_("議題"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["kind"]
        kinds = {
            kind.key: str(kind.name)
            for liaison in Liaison.objects.worked_on_by(user) for kind in liaison.meeting_kinds
        }  # fmt: skip
        field.choices = list(kinds.items())

    def invitation(self) -> Invitation:
        return Invitation(**{name: value for name, value in self.said.items() if name != "liaison"})


class HoldForm(OnceForm):
    """Who came, body by body; what was said; at a deciding meeting a verdict on each opportunity that waits."""

    def __init__(self, *args: Any, meeting: LiaisonMeeting, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies: dict[str, Organisation | None] = {"seat_own": None}
        self.fields["seat_own"] = _heads(_("当機関の人数"))
        for body in meeting.liaison.bodies.order_by("name"):
            self.bodies[f"seat_{body.pk}"] = body
            self.fields[f"seat_{body.pk}"] = _heads(_now("%(body)sの人数") % {"body": body})
        self.fields["minutes"] = lines(_("議事の要点"), rows=5)
        waiting = Opportunity.objects.visible_to(user).filter(liaison=meeting.liaison).exclude(case__state="done")
        self.opportunities = list(waiting.select_related("case").order_by("pk")) if meeting.decides else []
        for one in self.opportunities:
            self.fields[f"verdict_{one.pk}"] = forms.ChoiceField(
                label=str(one), choices=[("", _("決定なし")), *_verdicts(one)], required=False
            )
            self.fields[f"reason_{one.pk}"] = line(_("見送る理由"), 300, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.opportunities:
            shelved = said.get(f"verdict_{one.pk}") == Verdict.SHELVE
            if shelved and not said.get(f"reason_{one.pk}", "").strip():
                self.add_error(f"reason_{one.pk}", ValidationError(_now("見送る理由を書いてください。")))
        return said

    def held(self) -> dict[str, Any]:
        """Who came, what was said, and what was decided."""
        said = self.cleaned_data
        verdicts = [(one, said[f"verdict_{one.pk}"], said[f"reason_{one.pk}"]) for one in self.opportunities]
        return {
            "seats": {body: said[name] or 0 for name, body in self.bodies.items()},
            "minutes": said["minutes"],
            "decisions": [one for one in verdicts if one[1]],
        }


def _heads(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=999, required=False, initial=0)


def _verdicts(one: Opportunity) -> Iterator[tuple[str, Any]]:
    """What can become of it from where it stands."""
    if one.case.state in ("found", "shelved"):
        yield Verdict.TAKE_UP.value, Verdict.TAKE_UP.label
    if one.case.state in ("found", "open"):
        yield Verdict.SHELVE.value, Verdict.SHELVE.label
