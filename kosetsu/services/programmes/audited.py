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
    },
    things={
        "Project": _("設備投資・取組み"),
        "Plan": _("施策の計画"),
    },
)
