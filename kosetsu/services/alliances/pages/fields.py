"""Fields that the forms of the coordinators' programmes share: a body or a company named in one line, a programme."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.pages.naming import named
from kosetsu.services.alliances.models import Liaison


class BodyField(forms.CharField):
    """An organisation of any kind by its name; for a company with one workplace, that workplace comes along."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("登録済みの機関か会社の名前を書きます。"))
        super().__init__(max_length=300, **more)

    def clean(self, value: Any) -> Any:
        """(organisation, workplace or None), or None where nothing is written and nothing need be."""
        words = super().clean(value)
        if not words:
            return None
        found = list(Organisation.objects.similar_to(words)[:2])
        places = named(words) if len(found) != 1 else []
        if len(found) == 1:
            own = list(found[0].workplaces.filter(closed_on=None)[:2])
            return found[0], own[0] if len(own) == 1 else None
        if len(places) == 1:
            return places[0].organisation, places[0]
        raise ValidationError(
            _now("この名前の機関や会社は、登録がないか、複数あります。登録されている名前をそのまま書いてください。")
        )


class OfLiaisonForm(OnceForm):
    """A form about one of the programmes that the person works on; where there is one alone, it is chosen already."""

    liaison: Any = forms.ModelChoiceField(Liaison.objects.none(), label=_("事業"), to_field_name="public_id")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["liaison"]
        field.queryset = Liaison.objects.worked_on_by(user)
        if not self.is_bound and len(field.queryset) == 1:
            field.initial = field.queryset[0].public_id
