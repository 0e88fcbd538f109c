"""The life of a panel, of what it reviews, and of one reviewer's review; the grounds of a conflict of interest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class PanelState(models.TextChoices):
    """Where a panel stands."""

    PREPARING = "preparing", _("準備中")
    SCORING = "scoring", _("採点中")
    CALIBRATING = "calibrating", _("合議中")
    CLOSED = "closed", _("確定")


PANEL: Transitions[PanelState] = Transitions(
    {
        "open_scoring": ({PanelState.PREPARING}, PanelState.SCORING),
        "begin_calibration": ({PanelState.SCORING}, PanelState.CALIBRATING),
        "resume_scoring": ({PanelState.CALIBRATING}, PanelState.SCORING),
        "close_panel": ({PanelState.SCORING, PanelState.CALIBRATING}, PanelState.CLOSED),
        "reopen_panel": ({PanelState.CLOSED}, PanelState.CALIBRATING),
    }
)
RUNNING = (PanelState.PREPARING, PanelState.SCORING)
"""Items, reviewers and who reviews what may still change."""


class ItemState(models.TextChoices):
    """Whether an item is reviewed; a withdrawn one counts nowhere."""

    WAITING = "waiting", _("審査対象")
    WITHDRAWN = "withdrawn", _("取り下げ")


class ReviewState(models.TextChoices):
    """Where one reviewer's review of one item stands."""

    ASSIGNED = "assigned", _("未提出")
    HANDED_IN = "handed_in", _("提出済み")
    RETURNED = "returned", _("差し戻し")
    VOID = "void", _("無効")


REVIEW: Transitions[ReviewState] = Transitions(
    {
        "save_scores": ({ReviewState.ASSIGNED, ReviewState.RETURNED}, ReviewState.ASSIGNED),
        "hand_in": ({ReviewState.ASSIGNED, ReviewState.RETURNED}, ReviewState.HANDED_IN),
        "return_review": ({ReviewState.HANDED_IN}, ReviewState.RETURNED),
        "void_review": ({ReviewState.ASSIGNED, ReviewState.RETURNED, ReviewState.HANDED_IN}, ReviewState.VOID),
    }
)
OPEN = (ReviewState.ASSIGNED, ReviewState.RETURNED)
"""The reviewer has still to hand it in."""
ALIVE = (*OPEN, ReviewState.HANDED_IN)


class Ground(models.TextChoices):
    """Why a person may not review an item."""

    SAME_COMPANY = "same_company", _("同じ会社に所属している・していた")
    SAME_GROUP = "same_group", _("親会社・子会社など、同じ企業グループに所属している・していた")
    JOINT_RESEARCH = "joint_research", _("共同研究・共同開発をしている・していた")
    TENANCY = "tenancy", _("入居の契約・支援を担当している")
    PAID_SUPPORT = "paid_support", _("有料の支援を担当した")
    DECLARED = "declared", _("本人の申告")
    OTHER = "other", _("その他")


class ReviewLetter(models.TextChoices):
    """What a mail to a reviewer tells; never whose application it is about."""

    APPOINTED = "appointed", _("審査のお願い")
    BIDS = "bids", _("審査したいもの、避けたいもののお尋ね")
    ASSIGNED = "assigned", _("担当する審査対象")
    NEAR = "near", _("採点締切が近づいています")
    OVERDUE = "overdue", _("採点締切を過ぎています")
    RETURNED = "returned", _("審査票の差し戻し")
    WITHDRAWN = "withdrawn", _("審査対象の取り下げ")
    CLOSED = "closed", _("審査の終了")


class Origin(models.TextChoices):
    """How a conflict became known."""

    RECORDS = "records", _("業務の記録")
    DECLARED = "declared", _("本人の申告")
    ENTERED = "entered", _("事務局の登録")
