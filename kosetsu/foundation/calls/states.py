"""The life of a call, of an application to it, and of an appeal; who sees which document from which stage on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class CallState(models.TextChoices):
    """Where a call stands."""

    PLANNED = "planned", _("計画中")
    APPROVED = "approved", _("承認済み")
    PUBLISHED = "published", _("公開中")
    REVIEWING = "reviewing", _("審査中")
    DECIDED = "decided", _("採否決定")
    FINISHED = "finished", _("終了")
    CALLED_OFF = "called_off", _("中止")


CALL: Transitions[CallState] = Transitions(
    {
        "change_call": ({CallState.PLANNED}, CallState.PLANNED),
        "approve_call": ({CallState.PLANNED}, CallState.APPROVED),
        "send_back_call": ({CallState.APPROVED}, CallState.PLANNED),
        "publish_call": ({CallState.APPROVED}, CallState.PUBLISHED),
        "begin_round": ({CallState.PUBLISHED, CallState.REVIEWING}, CallState.REVIEWING),
        "decide_call": ({CallState.REVIEWING}, CallState.DECIDED),
        "finish_call": ({CallState.DECIDED}, CallState.FINISHED),
        "call_off_call": (
            {CallState.PLANNED, CallState.APPROVED, CallState.PUBLISHED},
            CallState.CALLED_OFF,
        ),
    }
)
SHOWN = (CallState.PUBLISHED, CallState.REVIEWING, CallState.DECIDED, CallState.FINISHED)
"""What everyone may know of, in the order of its life."""


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("下書き")
    SUBMITTED = "submitted", _("書類確認中")
    ASKED_BACK = "asked_back", _("補正待ち")
    COMPLETE = "complete", _("受理")
    REVIEWING = "reviewing", _("審査中")
    ACCEPTED = "accepted", _("採択")
    RESERVE = "reserve", _("補欠")
    REFUSED = "refused", _("不採択")
    CONCLUDED = "concluded", _("手続き完了")
    DECLINED = "declined", _("辞退")
    WITHDRAWN = "withdrawn", _("取り下げ")
    LAPSED = "lapsed", _("補正期限切れ")


A = ApplicationState
APPLICATION: Transitions[ApplicationState] = Transitions(
    {
        "save_draft": ({A.DRAFT}, A.DRAFT),
        "submit": ({A.DRAFT, A.SUBMITTED, A.COMPLETE}, A.SUBMITTED),
        "supplement": ({A.ASKED_BACK}, A.SUBMITTED),
        "ask_back": ({A.SUBMITTED}, A.ASKED_BACK),
        "find_complete": ({A.SUBMITTED}, A.COMPLETE),
        "lapse_application": ({A.ASKED_BACK}, A.LAPSED),
        "hear": ({A.COMPLETE, A.REVIEWING}, A.REVIEWING),
        "accept": ({A.REVIEWING}, A.ACCEPTED),
        "put_on_reserve": ({A.REVIEWING}, A.RESERVE),
        "refuse": ({A.REVIEWING}, A.REFUSED),
        "call_up": ({A.RESERVE}, A.ACCEPTED),
        "uphold": ({A.REFUSED}, A.RESERVE),
        "conclude": ({A.ACCEPTED}, A.CONCLUDED),
        "decline": ({A.ACCEPTED, A.RESERVE}, A.DECLINED),
        "release": ({A.RESERVE}, A.REFUSED),
        "withdraw_application": (
            {A.DRAFT, A.SUBMITTED, A.ASKED_BACK, A.COMPLETE, A.REVIEWING},
            A.WITHDRAWN,
        ),
    }
)
SEATED = (A.ACCEPTED, A.CONCLUDED)
"""The states that hold a seat of the call."""
GONE = (A.WITHDRAWN, A.LAPSED)
"""The states in which the same applicant may apply once more."""
UNCHECKED = (A.SUBMITTED, A.ASKED_BACK)
TOLD = (A.ACCEPTED, A.RESERVE, A.REFUSED, A.CONCLUDED, A.DECLINED)
"""Decided about: the applicant was told, with the reason."""


class AppealState(models.TextChoices):
    """Whether an appeal is decided, and how."""

    MADE = "made", _("審理中")
    UPHELD = "upheld", _("認める")
    DISMISSED = "dismissed", _("認めない")


APPEAL: Transitions[AppealState] = Transitions(
    {
        "uphold_appeal": ({AppealState.MADE}, AppealState.UPHELD),
        "dismiss_appeal": ({AppealState.MADE}, AppealState.DISMISSED),
    }
)


class Task(models.TextChoices):
    """What the institute's people do for a call; a kind says which posts do it."""

    PLAN = "plan", _("計画と公開")
    APPROVE = "approve", _("承認")
    COUNSEL = "counsel", _("応募前の相談")
    CHECK = "check", _("書類の確認")
    REVIEW = "review", _("審査会の事務局")
    DECIDE = "decide", _("採否の決定")
    HEAR_APPEAL = "hear_appeal", _("異議の審理")
    CONCLUDE = "conclude", _("決定後の手続き")


class Channel(models.TextChoices):
    """How an application comes in, and by what its deadline is kept."""

    WEB = "web", _("ウェブ（サーバーの時刻）")
    PAPER = "paper", _("郵送（消印の日）")
    COUNTER = "counter", _("窓口（受け取った時刻）")


class Viewer(models.TextChoices):
    """In which part somebody looks at a call or an application."""

    PUBLIC = "public", _("だれでも")
    APPLICANT = "applicant", _("応募者本人")
    REVIEWER = "reviewer", _("担当の審査員")
    OFFICE = "office", _("事務局")
    STAFF = "staff", _("ほかの職員")


class Paper(models.TextChoices):
    """What there is to see of a call and its applications."""

    COUNT = "count", _("応募の件数")
    RESULTS = "results", _("採択の一覧")
    APPLICANT = "applicant", _("応募者の名前")
    FORM = "form", _("応募の内容")
    FILES = "files", _("添付ファイル")
    REASON = "reason", _("決定の理由")
    POINTS = "points", _("平均点")
    RANK = "rank", _("順位")
    COMMENTS = "comments", _("審査員のコメント（名前なし）")
    SCORES = "scores", _("審査員ごとの採点")


GRANTABLE = {
    Viewer.PUBLIC: frozenset({Paper.COUNT, Paper.RESULTS}),
    Viewer.APPLICANT: frozenset(Paper) - {Paper.SCORES},
    Viewer.REVIEWER: frozenset({Paper.COUNT, Paper.RESULTS, Paper.APPLICANT, Paper.FORM, Paper.FILES}),
    Viewer.OFFICE: frozenset(Paper),
    Viewer.STAFF: frozenset({Paper.COUNT, Paper.RESULTS, Paper.APPLICANT}),
}
"""The most that a kind of call may grant to each; more is refused when the kind is read, and ignored when asked."""


class LetterKind(models.TextChoices):
    """What a mail to an applicant tells."""

    RECEIVED = "received", _("応募の受付")
    ASKED_BACK = "asked_back", _("補正のお願い")
    COMPLETE = "complete", _("受理")
    LAPSED = "lapsed", _("補正期限切れ")
    PASSED = "passed", _("次の審査へ")
    ACCEPTED = "accepted", _("採択")
    RESERVE = "reserve", _("補欠")
    REFUSED = "refused", _("不採択")
    CALLED_UP = "called_up", _("繰り上げ採択")
    APPEAL_DECIDED = "appeal_decided", _("異議の結果")
    CALLED_OFF = "called_off", _("募集の中止")


class Rule(models.TextChoices):
    """By which rule an application was chosen, or not."""

    CAPACITY = "capacity", _("順位が採択数の中")
    RESERVE = "reserve", _("順位が採択数の次")
    BEYOND = "beyond", _("順位が採択数の外")
    LEAST = "least", _("最低点に届かない")
    VETO = "veto", _("足切りの審査項目がある")
