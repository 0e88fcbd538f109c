"""Forms of proposals of who reviews what."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.actions.panels import Terms
from kosetsu.across.matching.documents.panel_words import batch_words
from kosetsu.across.matching.models import Best, Way, Word
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.reviews.models import Item, Panel, Reviewer

SECONDS = 30


class AskForm(OnceForm):
    """What is best, how much may change, how long it may take; of a panel in batches, which of them."""

    best = forms.ChoiceField(label=_("目標"), choices=Best.choices, initial=Best.WORST)
    floor = forms.IntegerField(
        label=_("最も合わない審査対象の重み"), min_value=1, max_value=1000, initial=10, required=False,
        help_text=_("「重みを加える」を選んだときに使います。"),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("組み方"), choices=Way.choices, initial=Way.ANEW)
    juniors = forms.IntegerField(
        label=_("1件につき、主任でない審査員の最少人数"), min_value=0, max_value=10, initial=0
    )  # fmt: skip
    batch = forms.TypedChoiceField(label=_("回"), coerce=int, empty_value=None, required=False)
    forecast = forms.ModelChoiceField(
        Panel.objects.none(), label=_("前年の審査会"), to_field_name="public_id", required=False,
        help_text=_("これから届く回を、前年の審査会から見込みます。回を選んだときに使います。"),
    )  # fmt: skip
    seconds = forms.IntegerField(label=_("計算の時間（秒まで）"), min_value=5, max_value=600, initial=SECONDS)

    def __init__(self, *args: Any, panel: Panel, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        visible = Item.objects.visible_to(user).filter(panel=panel).waiting()
        batches = sorted(set(visible.values_list("batch", flat=True)))
        if len(batches) < 2:
            del fields["batch"], fields["forecast"]
            return
        fields["batch"].choices = [("", _("すべての回")), *((str(one), batch_words(one)) for one in batches)]
        fields["forecast"].queryset = Panel.objects.run_by(user).exclude(pk=panel.pk)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("best") == Best.BLEND and not said.get("floor"):
            raise ValidationError({"floor": _now("重みを、1以上の数で書いてください。")})
        if said.get("forecast") and said.get("batch") is None:
            raise ValidationError({"forecast": _now("前年の審査会は、回を選んだときにだけ使います。")})
        return said

    def terms(self) -> Terms:
        """What the valid form asks for."""
        said = self.said
        best = Best(said["best"])
        return Terms(
            best, said["floor"] if best == Best.BLEND else 0, said["juniors"], Way(said["way"]), said["seconds"],
            said.get("batch"), said.get("forecast"),
        )  # fmt: skip


class PairForm(OnceForm):
    """A pair of a proposal, and whether it is to be fixed."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    reviewer = forms.UUIDField(widget=forms.HiddenInput)
    fixed = forms.BooleanField(widget=forms.HiddenInput, required=False)


class BidForm(OnceForm):
    """What a reviewer of the panel says of one item that the person may see."""

    item = forms.ModelChoiceField(Item.objects.none(), label=_("審査対象"), to_field_name="public_id")
    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label=_("審査員"), to_field_name="public_id")
    word = forms.ChoiceField(label=_("意向"), choices=[("", _("なし（取り消す）")), *Word.choices], required=False)

    def __init__(self, *args: Any, panel: Panel, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["item"].queryset = Item.objects.visible_to(user).filter(panel=panel).waiting()
        fields["reviewer"].queryset = panel.reviewers.filter(left_at=None).select_related("person")

    def given(self) -> dict[str, Any]:
        said = self.said
        return {**said, "word": Word(said["word"]) if said["word"] else None}


class BiddingForm(OnceForm):
    """The last day on which reviewers say what they want to review."""

    until = day_field(_("意向の締切日"))


class LoadForm(OnceForm):
    """How many of one batch, or of one month, a reviewer is to have."""

    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label=_("審査員"), to_field_name="public_id")
    batch = forms.IntegerField(label=_("回"), min_value=1, max_value=1000, required=False)
    month = forms.DateField(
        label=_("月"), widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}), input_formats=["%Y-%m"],
        required=False, help_text=_("回か月の、どちらか一つを書きます。"),
    )  # fmt: skip
    least = forms.IntegerField(label=_("最少件数"), min_value=0, max_value=5000, initial=0)
    most = forms.IntegerField(
        label=_("最多件数"), min_value=0, max_value=5000, required=False,
        help_text=_("最少0・最多なしで、範囲を取り消します。"),
    )  # fmt: skip

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reviewer"].queryset = panel.reviewers.filter(left_at=None).select_related("person")
