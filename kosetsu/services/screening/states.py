"""Enumerations of the screening for other bodies, and the moves of a programme and of a dispatch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class BodyClass(models.TextChoices):
    """Whose programmes they are, as the annual report counts them; the value is the field of the entry."""

    TOKYO = "tokyo", _("都道府県")
    CORPORATION = "corporation", _("中小企業振興公社")
    WARD_CITY = "ward_city", _("区市")
    ASSOCIATION = "association", _("団体")


class Way(models.TextChoices):
    """How a programme is screened."""

    PAPERS = "papers", _("書類審査")
    COMMITTEE = "committee", _("審査委員の派遣のみ")


class ScreeningState(models.TextChoices):
    """Where a body's programme stands; the column is ``casebook.Case.state``."""

    REQUESTED = "requested", _("依頼受付")
    PREPARING = "preparing", _("準備中")
    REVIEWING = "reviewing", _("審査中")
    CHECKED = "checked", _("承認待ち")
    APPROVED = "approved", _("承認済み")
    RETURNED = "returned", _("返却済み")
    DECLINED = "declined", _("受けない")
    CALLED_OFF = "called_off", _("取りやめ")


S = ScreeningState
SCREENING: Transitions[ScreeningState] = Transitions(
    {
        "change_programme": ({S.REQUESTED}, S.REQUESTED),
        "accept_programme": ({S.REQUESTED}, S.PREPARING),
        "decline_programme": ({S.REQUESTED}, S.DECLINED),
        "import_submissions": ({S.PREPARING}, S.PREPARING),
        "begin_review": ({S.PREPARING}, S.REVIEWING),
        "submit_results": ({S.REVIEWING}, S.CHECKED),
        "send_back": ({S.CHECKED, S.APPROVED}, S.REVIEWING),
        "approve_results": ({S.CHECKED}, S.APPROVED),
        "return_results": ({S.APPROVED}, S.RETURNED),
        "finish_dispatches": ({S.PREPARING}, S.RETURNED),
        "call_off": ({S.REQUESTED, S.PREPARING, S.REVIEWING}, S.CALLED_OFF),
    }
)
SCREENING_ENDS = frozenset({S.RETURNED, S.DECLINED, S.CALLED_OFF})
RUNNING = frozenset({S.PREPARING, S.REVIEWING})
"""Second readers are named, results are read for the second time."""
FIXED = frozenset({S.CHECKED, S.APPROVED, S.RETURNED})
"""The results were submitted: whoever approves may see them."""
PAPERS_ONLY = frozenset({"import_submissions", "begin_review"})
"""Verbs of a programme whose applications are screened here."""


class Matched(models.TextChoices):
    """How the applicant of a body's sheet was found among the organisations."""

    NUMBER = "number", _("法人番号")
    NAME = "name", _("名称")
    ALIAS = "alias", _("旧名称・別表記")
    SEVERAL = "several", _("同名が複数")
    NOBODY = "nobody", _("登録なし")


class DispatchState(models.TextChoices):
    """Where a dispatch to a body's committee stands."""

    REQUESTED = "requested", _("承認待ち")
    APPROVED = "approved", _("派遣予定")
    ATTENDED = "attended", _("出席")
    REFUSED = "refused", _("不承認")
    CALLED_OFF = "called_off", _("取りやめ")


D = DispatchState
DISPATCH: Transitions[DispatchState] = Transitions(
    {
        "approve_dispatch": ({D.REQUESTED}, D.APPROVED),
        "refuse_dispatch": ({D.REQUESTED}, D.REFUSED),
        "attend_dispatch": ({D.APPROVED}, D.ATTENDED),
        "take_back_attendance": ({D.ATTENDED}, D.APPROVED),
        "call_off_dispatch": ({D.REQUESTED, D.APPROVED}, D.CALLED_OFF),
    }
)
OPEN_DISPATCHES = (D.REQUESTED, D.APPROVED)


class FeeBasis(models.TextChoices):
    """What a fee is asked for."""

    REVIEW = "review", _("審査1件ごと")
    ITEM = "item", _("審査対象1件ごと")
    PROGRAMME = "programme", _("1事業ごと")


class NoticeKind(models.TextChoices):
    """What a mail about a programme tells."""

    REQUESTED = "requested", _("技術審査の依頼の受付")
    ACCEPTED = "accepted", _("技術審査の依頼の受諾")
    DECLINED = "declined", _("技術審査をお受けできないこと")
    RETURNED = "returned", _("技術審査の結果の返却")
    READ_AGAIN = "read_again", _("審査結果の二次確認のお願い")
    DEADLINE = "deadline", _("技術審査の期限")
