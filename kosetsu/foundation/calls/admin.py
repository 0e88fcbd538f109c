"""Kinds of calls in the back office: read as the document they are, changed by adding the next edition."""

from typing import Any

import yaml
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as Mismatch

from kosetsu.common.clock import now
from kosetsu.common.tables.errors import reason
from kosetsu.foundation.calls.actions.kinds import learn_kind
from kosetsu.foundation.calls.models import KindEdition
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.rules.linting import flaws


class KindField(forms.CharField):
    """A kind as YAML; every mistake is named by its place."""

    def clean(self, value: Any) -> Kind:
        try:
            kind = Kind.model_validate(yaml.safe_load(super().clean(value)))
        except yaml.YAMLError as broken:
            mark = getattr(broken, "problem_mark", None)
            line = mark.line + 1 if mark else 0
            raise ValidationError(_now("%(line)d行目がYAMLとして読めません。") % {"line": line}) from broken
        except Mismatch as found:
            raise ValidationError(
                [f"{'.'.join(map(str, one['loc']))}: {reason(one)}" for one in found.errors()]
            ) from found
        if wrong := flaws(kind):
            raise ValidationError([f"{place}: {why}" for place, why in wrong])
        return kind


class KindEditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The whole kind in one field."""

    document = KindField(label=_("定義（YAML）"), widget=forms.Textarea(attrs={"rows": 40, "cols": 100}))

    class Meta:
        model = KindEdition
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last := KindEdition.objects.filter(kind=self.initial.get("kind", "")).order_by("-number").first():
            self.fields["document"].initial = written(last)


def written(edition: KindEdition) -> str:
    """The kind as a document, without what is as ever."""
    kind = edition.said.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(kind, allow_unicode=True, sort_keys=False, width=110)


@admin.register(KindEdition)
class KindEditionAdmin(admin.ModelAdmin[KindEdition]):
    """Editions are added and stay; ``?kind=lab_tenancy`` begins with the last edition of that kind."""

    form = KindEditionForm
    list_display = ("kind", "number", "title", "valid_from", "source", "made_at", "made_by")
    list_filter = ("kind",)
    list_select_related = ("made_by",)
    readonly_fields = ("as_document",)

    @admin.display(description=_("定義（YAML）"))
    def as_document(self, edition: KindEdition) -> str:
        return written(edition)

    def get_fields(self, request: HttpRequest, obj: KindEdition | None = None) -> Any:
        return ("as_document",) if obj else ("document",)

    def save_model(self, request: Any, obj: KindEdition, form: Any, change: bool) -> None:
        """By the action, which keeps the row and the audit log; the admin goes on with what it made."""
        made = learn_kind(by=request.user, at=now(), kind=form.cleaned_data["document"])
        for field in KindEdition._meta.concrete_fields:
            setattr(obj, field.attname, getattr(made, field.attname))

    def has_change_permission(self, request: HttpRequest, obj: KindEdition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: KindEdition | None = None) -> bool:
        return False
