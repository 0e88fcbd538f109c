"""The lives of the matters that grow out of programmes: an expert's dispatch, a checked plan, what was won."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class DispatchState(models.TextChoices):
    """Where the dispatch of an expert (専門家派遣) stands; the column is ``casebook.Case.state``."""

    REQUESTED = "requested", _("申込み受付")
    ACCEPTED = "accepted", _("派遣決定")
    REFUSED = "refused", _("派遣しない")
    WITHDRAWN = "withdrawn", _("取り下げ")
    VISITED = "visited", _("訪問実施中")
    REPORTED = "reported", _("報告済み")
    CLOSED = "closed", _("終了")


DISPATCH: Transitions[DispatchState] = Transitions(
    {
        "accept_dispatch": ({DispatchState.REQUESTED}, DispatchState.ACCEPTED),
        "refuse_dispatch": ({DispatchState.REQUESTED}, DispatchState.REFUSED),
        "withdraw_dispatch": ({DispatchState.REQUESTED, DispatchState.ACCEPTED}, DispatchState.WITHDRAWN),
        "record_visit": ({DispatchState.ACCEPTED, DispatchState.VISITED}, DispatchState.VISITED),
        "report_dispatch": ({DispatchState.VISITED}, DispatchState.REPORTED),
        "close_dispatch": ({DispatchState.REPORTED}, DispatchState.CLOSED),
    }
)
DISPATCH_ENDS = frozenset({DispatchState.REFUSED, DispatchState.WITHDRAWN, DispatchState.CLOSED})


class InnovationState(models.TextChoices):
    """Where the check of a plan for management innovation (経営革新計画) stands."""

    DRAFT = "draft", _("作成中")
    SENT = "sent", _("確認待ち")
    ADVISED = "advised", _("助言あり")
    PASSED_ON = "passed_on", _("申請先へ取次ぎ済み")
    APPROVED = "approved", _("承認")
    NOT_APPROVED = "not_approved", _("不承認")
    WITHDRAWN = "withdrawn", _("取り下げ")


_TYPED = {InnovationState.DRAFT, InnovationState.ADVISED}
INNOVATION: Transitions[InnovationState] = Transitions(
    {
        "send_innovation": (_TYPED, InnovationState.SENT),
        "advise_innovation": ({InnovationState.SENT}, InnovationState.ADVISED),
        "pass_on_innovation": ({InnovationState.SENT, InnovationState.ADVISED}, InnovationState.PASSED_ON),
        "approve_innovation": ({InnovationState.PASSED_ON}, InnovationState.APPROVED),
        "disapprove_innovation": ({InnovationState.PASSED_ON}, InnovationState.NOT_APPROVED),
        "withdraw_innovation": ({*_TYPED, InnovationState.SENT, InnovationState.PASSED_ON}, InnovationState.WITHDRAWN),
    }
)
INNOVATION_TYPED = frozenset(_TYPED)
"""While the company may change its figures."""
INNOVATION_ENDS = frozenset(
    {InnovationState.APPROVED, InnovationState.NOT_APPROVED, InnovationState.WITHDRAWN}
)  # fmt: skip


class AwardState(models.TextChoices):
    """Where what was won stands: its yearly reports are still due, or all are in."""

    FOLLOWED = "followed", _("報告期間中")
    COMPLETED = "completed", _("報告完了")
    CANCELLED = "cancelled", _("取り消し")


AWARD: Transitions[AwardState] = Transitions(
    {
        "complete_award": ({AwardState.FOLLOWED}, AwardState.COMPLETED),
        "cancel_award": ({AwardState.FOLLOWED}, AwardState.CANCELLED),
    }
)


class Novelty(models.TextChoices):
    """The six kinds of novelty a plan for management innovation may have; keys as in ``rules.innovation``."""

    GOODS = "goods", _("新商品の開発又は生産")
    SERVICE = "service", _("新役務の開発又は提供")
    GOODS_METHOD = "goods_method", _("商品の新たな生産又は販売の方式の導入")
    SERVICE_METHOD = "service_method", _("役務の新たな提供の方式の導入")
    RESEARCH = "research", _("技術に関する研究開発及びその成果の利用")
    OTHER = "other", _("その他の新たな事業活動")


class NoticeKind(models.TextChoices):
    """Why a mail goes out."""

    ARRIVED = "arrived", _("新しい申込み")
    DECIDED = "decided", _("申込みへの回答")
    DUE = "due", _("報告の時期のお知らせ")
    OVERDUE = "overdue", _("報告のお願い")
