"""Validation messages in the caller's language: the library speaks English only."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: Mapping[str, Any] = {
    "missing": gettext_lazy("入力してください。"),
    "extra_forbidden": gettext_lazy("この項目はありません。"),
    "string_type": gettext_lazy("文字列で指定してください。"),
    "string_unicode": gettext_lazy("読み取れない文字が含まれています。"),
    "string_pattern_mismatch": gettext_lazy("使えない文字が含まれています。"),
    "string_too_short": gettext_lazy("%(min_length)s文字以上で入力してください。"),
    "string_too_long": gettext_lazy("%(max_length)s文字以内で入力してください。"),
    "too_long": gettext_lazy("%(max_length)s個までです。"),
    "greater_than_equal": gettext_lazy("%(ge)s以上で指定してください。"),
    "less_than_equal": gettext_lazy("%(le)s以下で指定してください。"),
    "int_type": gettext_lazy("整数で指定してください。"),
    "int_parsing": gettext_lazy("整数で指定してください。"),
    "int_from_float": gettext_lazy("整数で指定してください。"),
    "bool_parsing": gettext_lazy("trueかfalseで指定してください。"),
    "bool_type": gettext_lazy("trueかfalseで指定してください。"),
    "date_parsing": gettext_lazy("日付（2026-11-20の形）で指定してください。"),
    "date_type": gettext_lazy("日付（2026-11-20の形）で指定してください。"),
    "date_from_datetime_parsing": gettext_lazy("日付（2026-11-20の形）で指定してください。"),
    "date_from_datetime_inexact": gettext_lazy("日付（2026-11-20の形）で指定してください。"),
    "uuid_parsing": gettext_lazy("IDの形ではありません。"),
    "uuid_type": gettext_lazy("IDの形ではありません。"),
    "enum": gettext_lazy("次のいずれかで指定してください：%(expected)s"),
    "literal_error": gettext_lazy("次のいずれかで指定してください：%(expected)s"),
    "model_attributes_type": gettext_lazy("項目の組（オブジェクト）で指定してください。"),
    "model_type": gettext_lazy("項目の組（オブジェクト）で指定してください。"),
    "list_type": gettext_lazy("配列で指定してください。"),
}


def worded(error: Mapping[str, Any]) -> str:
    """The sentence for one error of the validating library; an own message comes through as it is."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    sentence = WORDS.get(error["type"])
    if sentence is None:
        return _("正しい形で指定してください。")
    context = error.get("ctx")
    return str(sentence) % context if context else str(sentence)
