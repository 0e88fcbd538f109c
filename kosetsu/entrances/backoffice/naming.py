"""What records and their columns are called in the back office, where the record itself does not say.

Elsewhere each page words its own headings; Django's admin reads them from the models.
"""

from django.apps import apps
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOBS = "django_tasks_database"
MODELS: dict[str, Promise] = {
    "accounts.ProvenIdentity": _("確認済みの外部ID"),
    "admin.LogEntry": _("管理画面での操作"),
    "bookings.AdviserHours": _("相談員の在席時間"),
    "casebook.Case": _("案件"),
    "casebook.ClosedYear": _("確定した年度"),
    "casebook.Entry": _("実績"),
    "catalogue.Offering": _("支援メニュー"),
    "catalogue.Relief": _("料金の減額"),
    "catalogue.TariffLine": _("料金表の行"),
    "catalogue.TechnologyField": _("技術分野"),
    "common.NumberSeries": _("番号の系列"),
    "common.ScheduledRun": _("定期実行の記録"),
    "billing.Notice": _("請求のメール"),
    "bookings.Notice": _("予約のメール"),
    "circles.Notice": _("交流グループのメール"),
    "consultations.Notice": _("技術相談のメール"),
    "exhibitions.Letter": _("展示会のメール"),
    "devices.Notice": _("機器のメール"),
    "testing.Notice": _("依頼試験のメール"),
    "training.TailoredNotice": _("オーダーメードセミナーのメール"),
    f"{JOBS}.DBTaskResult": _("仕事の結果"),
    "governance.AccessRecord": _("閲覧の記録"),
    "governance.AuditEvent": _("監査記録"),
    "governance.Consent": _("同意"),
    "governance.ConsentText": _("同意の文面"),
    "governance.ExportDeclaration": _("輸出管理の申告"),
    "governance.Verification": _("監査記録の確認"),
    "labs.CapacityChange": _("ラボ室数の変更"),
    "navigator.Facet": _("読み取る言葉"),
    "navigator.Intent": _("目的を示す言葉"),
    "parties.Area": _("区市町村"),
    "parties.Institute": _("機関"),
    "parties.OrganisationName": _("名称の変更"),
    "search.Concept": _("同じ意味の言葉"),
    "search.UnansweredQuestion": _("答えが見つからなかった質問"),
}
COLUMNS: dict[str, Promise] = {
    "id": _("番号"), "public_id": _("公開用の番号"), "code": _("コード"), "key": _("キー"), "kind": _("種類"),
    "name": _("名称"), "name_ja": _("名称（日本語）"), "name_en": _("名称（英語）"),
    "name_th": _("名称（タイ語）"), "name_kana": _("カナ"), "label": _("表示名"), "terms": _("言葉"),
    "words": _("言葉"), "weight": _("重み"), "source": _("出典・由来"), "note": _("備考"), "settings": _("設定"),
    "scope": _("範囲"), "title_ja": _("見出し（日本語）"), "title_en": _("見出し（英語）"),
    "title_th": _("見出し（タイ語）"), "text_ja": _("本文（日本語）"), "text_en": _("本文（英語）"),
    "text_th": _("本文（タイ語）"), "subject": _("件名・対象"), "body": _("本文"), "address": _("宛先・住所"),
    "at": _("日時"), "verb": _("操作"), "thing": _("対象の種類"), "thing_id": _("対象の番号"), "page": _("画面"),
    "before": _("変更の前"), "after": _("変更の後"), "actor_id": _("操作した人の番号"),
    "actor_name": _("操作した人"), "sequence": _("通し番号"), "key_id": _("鍵の番号"), "digest": _("署名"),
    "previous_digest": _("前の行の署名"), "findings": _("不一致の内容"), "person": _("人"),
    "contact": _("連絡先の人"), "assignee": _("担当者"), "by": _("操作した人"), "language": _("言語"),
    "purpose": _("目的"), "version": _("版"), "text_version": _("同意した版"), "given_at": _("同意した日時"),
    "withdrawn_at": _("撤回した日時"), "decided_by": _("判断した人"), "decided_at": _("判断した日時"),
    "reason": _("理由"), "provider": _("発行者"), "corporate_number": _("法人番号"),
    "organisation_name": _("組織名"), "proven_at": _("確認日時"), "prefecture": _("都道府県"),
    "region": _("地域"), "timezone": _("時間帯"), "short_name": _("略称"), "organisation": _("会社・団体"),
    "workplace": _("事業所"), "branch": _("拠点"), "group": _("グループ"), "partner": _("連携機関"),
    "field": _("分野"), "parent": _("上位の分野"), "offering": _("支援メニュー"), "proposed_by": _("提出した人"),
    "offered_from": _("提供開始日"), "offered_until": _("提供終了日"), "edited_at": _("編集日時"),
    "client_class": _("料金区分"), "part": _("料金の部分"), "unit": _("単位"), "from_quantity": _("数量の下限"),
    "yen": _("金額（円）"), "rate": _("率"), "rounding": _("端数処理"), "tax_class": _("税区分"),
    "cap_yen": _("限度額（円）"), "cut_yen": _("切捨て単位（円）"), "budget_yen": _("予算（円）"),
    "condition": _("条件"), "service": _("サービス"), "led_from": _("元の案件"),
    "joined_into": _("統合先の案件"), "fiscal_year": _("年度"), "closed_at": _("確定日時"),
    "closed_by": _("確定した人"), "on_date": _("日付"), "channel": _("受付方法"), "format": _("開催形式"),
    "quantity": _("数量"), "amount_yen": _("金額（円）"), "headcount": _("人数"),
    "headcount_online": _("うちオンライン"), "reference": _("対象の番号"), "topic": _("内容"),
    "details": _("詳細"), "case": _("案件"), "reverses": _("取り消した実績"), "recorded_at": _("登録日時"),
    "recorded_by": _("登録した人"), "weekday": _("曜日"), "starts": _("開始"), "ends": _("終了"),
    "valid_from": _("有効期間の初日"), "valid_to": _("有効期間の最終日"), "document": _("書類"),
    "last": _("最後の番号"), "job": _("仕事"), "due_at": _("予定日時"), "consultation": _("技術相談"),
    "made_at": _("作成日時"), "sent_at": _("送信日時"), "attempts": _("送信の回数"),
    "problem": _("送れなかった理由"), "month": _("月"), "site": _("場所"), "rooms_delta": _("増減"),
    "rooms_after": _("変更後の室数"), "question": _("質問"), "asked_at": _("質問の日時"),
    "handled_at": _("対応した日時"), "password": _("パスワード"), "last_login": _("最後のログイン"),
    "is_superuser": _("すべての権限"), "booking": _("予約"), "calendar": _("添付した予定"), "invoice": _("請求書"),
    "order": _("依頼"), "course": _("講習"), "registration": _("申込"), "application": _("応募"),
    "meeting": _("例会"), "exhibition": _("展示会"),
}  # fmt: skip


def name_models() -> None:
    """Give the models and their columns these names; a name that a model gives itself stays."""
    for label, name in MODELS.items():
        options = apps.get_model(label)._meta
        options.verbose_name = options.verbose_name_plural = name
    apps.get_app_config(JOBS).verbose_name = _("ワーカーの仕事")
    for model in apps.get_models():
        if model.__module__.startswith("kosetsu."):
            for field in model._meta.fields:
                _name(field)


def _name(field: "Field[object, object]") -> None:
    """What a model says itself is lazy, so that it is translated."""
    if not isinstance(field.verbose_name, Promise):
        field.verbose_name = COLUMNS.get(field.name, field.verbose_name)  # type: ignore[assignment]
