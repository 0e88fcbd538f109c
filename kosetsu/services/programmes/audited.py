"""What the audit log says of this app in words: its verbs, and its records where the model has no name in Japanese."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(
    verbs={
        "answer_facts": _("支援施策の質問への回答"),
        "make_project": _("設備投資・取組みの登録"),
        "change_project": _("設備投資・取組みの変更"),
        "make_plan": _("施策の計画の作成"),
        "replan_after_refusal": _("不採択のあとの計画の作り直し"),
        "share_plan": _("計画の共有への同意"),
        "take_back_plan": _("計画の共有の取り消し"),
        "start_draft": _("施策の記述の書き始め"),
        "save_draft": _("施策の記述の下書きの保存"),
        "publish_draft": _("施策の記述の公開"),
        "discard_draft": _("施策の記述の下書きの破棄"),
        "withdraw_edition": _("施策の記述の取り下げ"),
        "export_contacts": _("施策の連絡先の書き出し"),
        "request_dispatch": _("専門家派遣の申込み"),
        "accept_dispatch": _("専門家派遣の決定"),
        "refuse_dispatch": _("専門家派遣を行わない決定"),
        "withdraw_dispatch": _("専門家派遣の取り下げ"),
        "record_visit": _("専門家の訪問の記録"),
        "report_dispatch": _("専門家派遣の成果の報告"),
        "close_dispatch": _("専門家派遣の終了"),
        "open_innovation": _("経営革新計画の作成"),
        "change_innovation": _("経営革新計画の数値の変更"),
        "send_innovation": _("経営革新計画の送付"),
        "advise_innovation": _("経営革新計画への助言"),
        "pass_on_innovation": _("経営革新計画の取次ぎ"),
        "approve_innovation": _("経営革新計画の承認の記録"),
        "disapprove_innovation": _("経営革新計画の不承認の記録"),
        "withdraw_innovation": _("経営革新計画の取り下げ"),
        "record_award": _("採択の記録"),
        "complete_award": _("採択後の報告の完了"),
        "cancel_award": _("採択の記録の取り消し"),
        "submit_report": _("成果の報告の提出"),
    },
    things={
        "Project": _("設備投資・取組み"),
        "Plan": _("施策の計画"),
        "DescriptionEdition": _("施策の記述"),
        "Draft": _("施策の記述の下書き"),
        "FitRun": _("施策ごとの対象企業の判定"),
    },
)
