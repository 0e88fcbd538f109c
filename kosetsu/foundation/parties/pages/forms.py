"""Forms of the register, for staff and for a company's own people."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common import corporate_number
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.mistakes import Mistake
from kosetsu.common.moments import day_field
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions import Profile
from kosetsu.foundation.parties.models import Area, Branch, Group, Institute, Organisation, Workplace
from kosetsu.foundation.parties.states import CLIENT_KINDS, Evidence, MembershipRole, OrganisationKind, StaffRole

CLIENT_CHOICES = [(kind.value, kind.label) for kind in CLIENT_KINDS]


class ProfileForm(OnceForm):
    """What is known of a body besides its name."""

    kind = forms.ChoiceField(label=_("種別"), choices=OrganisationKind.choices)
    name_kana = forms.CharField(label=_("名称カナ"), max_length=200, required=False)
    area = forms.ModelChoiceField(label=_("本社の所在地（区市町村）"), queryset=Area.objects.all(), required=False)
    industry = forms.RegexField(
        r"^[A-T](\d{2,4})?$",
        label=_("業種（日本標準産業分類）"),
        required=False,
        help_text=_("大分類の英字と中分類の数字を「E24」のように書いてください。企業規模の判定に使います。"),
    )
    capital_yen = forms.IntegerField(label=_("資本金（円）"), min_value=0, max_value=10**14, required=False)
    employees = forms.IntegerField(label=_("常用従業員数（人）"), min_value=0, max_value=1_000_000, required=False)
    large_owned = forms.BooleanField(
        label=_("大企業が株式の過半を持つ、または役員の半数以上を兼ねている（みなし大企業）"), required=False
    )

    @property
    def profile(self) -> Profile:
        names = ("name_kana", "area", "industry", "capital_yen", "employees", "large_owned")
        data = self.cleaned_data
        return Profile(kind=OrganisationKind(data["kind"]), **{name: data[name] for name in names})

    @classmethod
    def values(cls, organisation: Organisation) -> dict[str, Any]:
        return {name: getattr(organisation, name) for name in ProfileForm.base_fields if hasattr(organisation, name)}


class OwnProfileForm(ProfileForm):
    """The same, for a company about itself."""

    kind = forms.ChoiceField(label=_("種別"), choices=CLIENT_CHOICES)


class _Named(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=200)
    corporate_number = forms.CharField(
        label=_("法人番号（13桁）"), max_length=40, required=False, help_text=_("個人事業の方は空欄にしてください。")
    )

    def clean_corporate_number(self) -> str:
        typed = self.cleaned_data["corporate_number"].strip()
        try:
            return corporate_number.normalise(typed) if typed else ""
        except Mistake as mistake:
            raise forms.ValidationError(str(mistake)) from None


class NewOrganisationForm(_Named, ProfileForm):
    """A body that staff register."""

    knowingly = forms.BooleanField(label=_("同じ名称の組織とは別の組織として登録する"), required=False)
    field_order = ("name", "corporate_number", "kind")


class OwnCompanyForm(_Named, OwnProfileForm):
    """The company that a person registers as the own one, with its first workplace."""

    workplace_name = forms.CharField(
        label=_("あなたの事業所の名前"), max_length=200, initial=_("本社"), help_text=_("「本社」「城東工場」など")
    )
    workplace_area = forms.ModelChoiceField(label=_("事業所の区市町村"), queryset=Area.objects.all())
    field_order = ("name", "corporate_number", "kind", "workplace_name", "workplace_area")


class EvidenceForm(OnceForm):
    """Which paper was seen of a body without a corporate number."""

    evidence = forms.ChoiceField(label=_("確認した書類"), choices=Evidence.choices)
    note = forms.CharField(
        label=_("書類の日付・番号など"),
        max_length=200,
        help_text=_("例：令和7年4月1日 江東東税務署受付。個人番号（マイナンバー）は書かないでください。"),
    )


class RenameForm(OnceForm):
    """A new name from a day on."""

    name = forms.CharField(label=_("新しい名称"), max_length=200)
    on = day_field(_("この日から"))
    source = forms.CharField(label=_("根拠"), max_length=200, required=False, help_text=_("登記・届け出など"))


class IncorporateForm(_Named, OnceForm):
    """A sole trader has become a company."""

    on = day_field(_("法人になった日"))
    source = forms.CharField(label=_("根拠"), max_length=200, help_text=_("登記事項証明書の日付など"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields["corporate_number"]
        number.required, number.help_text = True, ""


class PriceClassForm(OnceForm):
    """The class of price by hand; the institute's own names for the classes."""

    client_class = forms.ChoiceField(label=_("料金区分"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institute = Institute.current()
        names = institute.price_class_names if institute else {}
        self.fields["client_class"].choices = [("", _("決まりに従う")), *names.items()]  # type: ignore[attr-defined]


class WorkplaceForm(OnceForm):
    """A place of business."""

    name = forms.CharField(label=_("事業所名"), max_length=200, help_text=_("「本社」「城東工場」など"))
    area = forms.ModelChoiceField(label=_("区市町村"), queryset=Area.objects.all())
    postal_code = forms.CharField(label=_("郵便番号"), max_length=8, required=False)
    address = forms.CharField(label=_("住所"), max_length=200, required=False)
    telephone = forms.CharField(label=_("電話番号"), max_length=30, required=False)
    opened_on = day_field(_("開設日"), required=False)

    def clean_name(self) -> str:
        return tidy_line(self.cleaned_data["name"])

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WorkplaceForm.base_fields if name != "submission_key"}


class CloseForm(OnceForm):
    """The last day of a place."""

    on = day_field(_("最後の日"))


class InviteForm(OnceForm):
    """A colleague to invite, for the whole company or one workplace of it."""

    email = forms.EmailField(label=_("メールアドレス"))
    role = forms.ChoiceField(
        label=_("役割"),
        choices=[(r.value, r.label) for r in MembershipRole if r != MembershipRole.OFFICER],
        initial=MembershipRole.ENGINEER,
        help_text=_("代表・管理者は、会社の情報を変更し、人を招待し、登録を終えられます。"),
    )
    workplace = forms.ModelChoiceField(
        label=_("事業所"), queryset=Workplace.objects.none(), required=False, empty_label=_("会社全体")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["workplace"]
        places.queryset = organisation.workplaces.filter(closed_on=None)  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """The role and where it holds."""
        return {"role": MembershipRole(self.cleaned_data["role"]), "workplace": self.cleaned_data["workplace"]}


class StaffInviteForm(InviteForm):
    """The same by the institute's hand: a partner's officers as well, where the body is no mere client."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, **kwargs)
        if organisation.kind not in CLIENT_KINDS:
            self.fields["role"].choices = MembershipRole.choices  # type: ignore[attr-defined]


class PersonByMailField(forms.EmailField):
    """A person who has an account already, named by the address of it."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value).lower()
        found = Person.objects.filter(email=address, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("このメールアドレスの利用者は登録されていません。"))
        return found


class MemberForm(StaffInviteForm):
    """A person with an account who acts for the body from today."""

    email = PersonByMailField(
        label=_("登録済みの利用者のメールアドレス"),
        help_text=_("まだ登録していない人は、「メールで招待する」から招待します。"),
    )


class PostForm(OnceForm):
    """A post of the institute for a person with an account."""

    email = PersonByMailField(label=_("登録済みの利用者のメールアドレス"))
    role = forms.ChoiceField(label=_("職務"), choices=StaffRole.choices)
    branch = forms.ModelChoiceField(
        label=_("拠点"), queryset=Branch.objects.all(), required=False, empty_label=_("全体")
    )
    group = forms.ModelChoiceField(
        label=_("グループ"), queryset=Group.objects.none(), required=False, empty_label=_("なし")
    )
    reason = forms.CharField(label=_("理由"), max_length=300, help_text=_("発令の番号など。記録に残ります。"))

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.on(day)  # type: ignore[attr-defined]


class EndPostForm(OnceForm):
    """Why a post ends."""

    reason = forms.CharField(label=_("理由"), max_length=300, help_text=_("異動・退職など。記録に残ります。"))
