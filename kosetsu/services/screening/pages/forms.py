"""Forms of the screening."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.screening.actions import Request, Seat, Terms
from kosetsu.services.screening.models import FormEdition, RequestingBody, ScreeningProgramme, SheetEdition
from kosetsu.services.screening.states import BodyClass, Way


def _line(label: Any, most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def _lines(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ReasonForm(OnceForm):
    reason = _line(_("理由"), 300)


class NoteForm(OnceForm):
    note = _line(_("指摘"), 300, help_text=_("どこを直すかを書きます。事務局が審査員に差し戻します。"))


class DueForm(OnceForm):
    due_on = day_field(_("結果の返却期限"))


class BlankForm(OnceForm):
    file = forms.FileField(
        label=_("団体の様式（Excel）"),
        help_text=_("登録すると、このファイルの決められた列に結果を書き込んで返します。"),
    )


class ReviewedForm(OnceForm):
    reviewed = forms.IntegerField(label=_("審査した件数"), min_value=1, max_value=999)


class BodyForm(OnceForm):
    """How a body is dealt with."""

    organisation: Any = _line(_("団体名"), help_text=_("登録済みの団体の名称を書きます。"))
    body_class = forms.ChoiceField(label=_("実施主体の区分"), choices=BodyClass, help_text=_("年報の集計の区分です。"))
    form = forms.ChoiceField(label=_("様式"))
    contact = _line(_("担当部署"), required=False)
    email = forms.EmailField(
        label=_("連絡先のメールアドレス"), required=False, help_text=_("受諾と返却をお知らせします。結果は書きません。")
    )
    note = _lines(_("申し送り"), required=False)

    def __init__(self, *args: Any, today: dt.date, known: RequestingBody | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        field: Any = self.fields["form"]
        field.choices = FormEdition.offered(today)
        if known:
            del self.fields["organisation"]

    def clean_organisation(self) -> Organisation:
        found = list(Organisation.objects.partners().similar_to(self.cleaned_data["organisation"])[:2])
        if len(found) != 1:
            raise ValidationError(_now("この名称の団体は、登録がないか、複数あります。団体の画面で確かめてください。"))
        return found[0]

    def given(self) -> dict[str, Any]:
        return {"organisation": self.known.organisation, **self.said} if self.known else self.said


class ProgrammeForm(OnceForm):
    """What a body asks for."""

    body: Any = forms.ModelChoiceField(RequestingBody.objects.none(), label=_("依頼団体"), to_field_name="public_id")
    title = _line(_("事業名"), 150)
    due_on = day_field(_("結果の返却期限"))
    fiscal_year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    way = forms.ChoiceField(label=_("審査の方法"), choices=Way)
    reference = _line(_("依頼文書の番号"), 80, required=False)
    secrecy = _lines(_("団体が求める守秘の条件"), required=False, help_text=_("審査員が約束する文面に加わります。"))
    charged = forms.BooleanField(label=_("料金を請求する"), required=False)
    note = _lines(_("依頼の内容"), required=False)

    def __init__(self, *args: Any, bodies: Any, today: dt.date, partner: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = bodies.select_related("organisation").order_by("organisation__name")
        year, this = self.fields["fiscal_year"], fiscal.fiscal_year(today)
        year.choices = [(one, fiscal.label(one)) for one in (this, this + 1, this - 1)]  # type: ignore[attr-defined]
        year.initial = this
        if partner:
            del self.fields["charged"]
            if len(bodies) == 1:
                body.initial = bodies[0].public_id

    def request(self) -> Request:
        return Request(**self.said)


def as_it_is(programme: ScreeningProgramme) -> dict[str, Any]:
    """What :class:`ProgrammeForm` shows of a programme to be changed."""
    names = ("title", "fiscal_year", "way", "reference", "secrecy", "charged", "note")
    known = {name: getattr(programme, name) for name in names}
    return {**known, "body": programme.body.public_id, "due_on": programme.due_on}


class AcceptForm(ZonedForm):
    """How it is screened."""

    sheet = forms.ChoiceField(label=_("審査票の様式"))
    readers_each = forms.IntegerField(
        label=_("1件を審査する人数"), min_value=1, max_value=20, required=False,
        help_text=_("空欄のときは、様式の人数になります。"),
    )  # fmt: skip
    due_at = MomentField(label=_("採点締切"), required=False)

    def __init__(self, *args: Any, programme: ScreeningProgramme, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet: Any = self.fields["sheet"]
        sheet.choices = SheetEdition.offered(today)
        if programme.way == Way.COMMITTEE:
            for name in ("sheet", "readers_each", "due_at"):
                del self.fields[name]

    def terms(self) -> Terms:
        return Terms(**self.said)


class ImportForm(OnceForm):
    """A list, its files, and the mark that makes it more than a look."""

    sheet = forms.FileField(label=_("申請の一覧（ExcelかCSV）"))
    archive = forms.FileField(label=_("添付ファイル（ZIP）"), required=False)
    take_in = forms.BooleanField(
        label=_("取り込む"), required=False, help_text=_("印がなければ、確かめるだけで何も登録しません。")
    )


class PersonField(forms.ModelMultipleChoiceField[Person]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ReadersForm(OnceForm):
    """Who reads for the second time."""

    people = PersonField(
        Person.objects.none(), label=_("二次確認者"), widget=forms.CheckboxSelectMultiple,
        help_text=_("審査会の審査員と事務局から選びます。自分が審査した申請は確認できません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people


class SeatForm(OnceForm):
    """Who is asked for."""

    email = forms.EmailField(label=_("審査委員のメールアドレス"), help_text=_("派遣する職員のメールアドレス"))
    committee = _line(_("委員会の名称"), 150)
    on_date = day_field(_("開催日"))
    place = _line(_("場所"), required=False)

    def clean_email(self) -> Person:
        found = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if found is None:
            raise ValidationError(_now("このメールアドレスの利用者は登録されていません。"))
        return found

    def seat(self) -> Seat:
        said = self.said
        return Seat(person=said["email"], **{name: said[name] for name in ("committee", "on_date", "place")})
