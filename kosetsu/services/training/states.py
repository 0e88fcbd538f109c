"""The lives of what training delivers outside the open courses; transitions are data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class TailoredState(models.TextChoices):
    """Where a tailored course stands; the column is ``casebook.Case.state``."""

    ASKED = "asked", _("受付済み")
    DESIGNED = "designed", _("教程の作成済み")
    QUOTED = "quoted", _("見積り済み")
    ACCEPTED = "accepted", _("申込み済み")
    PLANNED = "planned", _("日程の調整中")
    READY = "ready", _("受講者の登録済み")
    HELD = "held", _("実施済み")
    DECLINED = "declined", _("辞退")
    LAPSED = "lapsed", _("見積りの期限切れ")
    REFUSED = "refused", _("お断り")
    CALLED_OFF = "called_off", _("中止")


_BEFORE = frozenset({TailoredState.ASKED, TailoredState.DESIGNED, TailoredState.QUOTED})
_AGREED = frozenset({TailoredState.ACCEPTED, TailoredState.PLANNED, TailoredState.READY})

TAILORED: Transitions[TailoredState] = Transitions(
    {
        "design_tailored": (_BEFORE, TailoredState.DESIGNED),
        "quote_tailored": ({TailoredState.DESIGNED, TailoredState.QUOTED}, TailoredState.QUOTED),
        "accept_tailored": ({TailoredState.QUOTED}, TailoredState.ACCEPTED),
        "decline_tailored": (_BEFORE, TailoredState.DECLINED),
        "lapse_tailored": ({TailoredState.QUOTED}, TailoredState.LAPSED),
        "refuse_tailored": (_BEFORE, TailoredState.REFUSED),
        # Planned again where what was planned has been called off.
        "plan_tailored": (_AGREED, TailoredState.PLANNED),
        "enrol_tailored": ({TailoredState.PLANNED}, TailoredState.READY),
        "complete_tailored": ({TailoredState.READY}, TailoredState.HELD),
        "call_off_tailored": (_AGREED, TailoredState.CALLED_OFF),
    }
)
TAILORED_ENDS = frozenset(
    {
        TailoredState.HELD, TailoredState.DECLINED, TailoredState.LAPSED, TailoredState.REFUSED,
        TailoredState.CALLED_OFF,
    }
)  # fmt: skip
NAMING = frozenset({TailoredState.ACCEPTED, TailoredState.PLANNED})
"""While people can still be named for it."""


class CoursePlace(models.TextChoices):
    """Where a tailored course is held."""

    HERE = "here", _("当機関の施設")
    COMPANY = "company", _("会社の事業所")
    ONLINE = "online", _("オンライン")


class CallOffSide(models.TextChoices):
    """On whose account an agreed course is called off: what the institute gives up itself costs nothing."""

    COMPANY = "company", _("会社の都合")
    INSTITUTE = "institute", _("当機関の都合")


class Basis(models.TextChoices):
    """What the price of a tailored course is counted by."""

    TIME = "time", _("講義の時間")
    PEOPLE = "people", _("受講者の数")
    DAYS = "days", _("開催する回数")
    ONCE = "once", _("一式")


class TailoredLetter(models.TextChoices):
    """What a mail about a tailored course tells."""

    ASKED = "asked", _("受付")
    QUOTED = "quoted", _("見積り")
    ACCEPTED = "accepted", _("申込み")
    DECLINED = "declined", _("辞退")
    REFUSED = "refused", _("お断り")
    LAPSED = "lapsed", _("見積りの期限切れ")
    PLANNED = "planned", _("日程")
    CALLED_OFF = "called_off", _("中止")


class StaffDispatchKind(models.TextChoices):
    """What somebody of the institute is sent for."""

    COMMITTEE = "committee", _("委員")
    LECTURER = "lecturer", _("講師")
    REVIEWER = "reviewer", _("審査員")
    SCHOOL = "school", _("高校連携（科学技術アドバイザー）")
    OTHER = "other", _("その他")


class StaffDispatchState(models.TextChoices):
    """Where a dispatch of the institute's own people stands."""

    REQUESTED = "requested", _("承認待ち")
    APPROVED = "approved", _("承認済み")
    DONE = "done", _("終了")
    REFUSED = "refused", _("不承認")
    CALLED_OFF = "called_off", _("取りやめ")


STAFF_DISPATCH: Transitions[StaffDispatchState] = Transitions(
    {
        "change_staff_dispatch": ({StaffDispatchState.REQUESTED}, StaffDispatchState.REQUESTED),
        "approve_staff_dispatch": ({StaffDispatchState.REQUESTED}, StaffDispatchState.APPROVED),
        "refuse_staff_dispatch": ({StaffDispatchState.REQUESTED}, StaffDispatchState.REFUSED),
        "record_staff_day": ({StaffDispatchState.APPROVED}, StaffDispatchState.APPROVED),
        "take_back_staff_day": ({StaffDispatchState.APPROVED}, StaffDispatchState.APPROVED),
        "close_staff_dispatch": ({StaffDispatchState.APPROVED}, StaffDispatchState.DONE),
        "call_off_staff_dispatch": (
            {StaffDispatchState.REQUESTED, StaffDispatchState.APPROVED}, StaffDispatchState.CALLED_OFF,
        ),
    }
)  # fmt: skip


class TraineeState(models.TextChoices):
    """Where a stay of trainee students stands."""

    OFFERED = "offered", _("承認待ち")
    ACCEPTED = "accepted", _("受入れ決定")
    STAYING = "staying", _("受入れ中")
    ENDED = "ended", _("終了")
    REFUSED = "refused", _("不承認")
    CALLED_OFF = "called_off", _("取りやめ")


TRAINEES: Transitions[TraineeState] = Transitions(
    {
        "change_trainees": ({TraineeState.OFFERED}, TraineeState.OFFERED),
        "accept_trainees": ({TraineeState.OFFERED}, TraineeState.ACCEPTED),
        "refuse_trainees": ({TraineeState.OFFERED}, TraineeState.REFUSED),
        "begin_trainees": ({TraineeState.ACCEPTED}, TraineeState.STAYING),
        "end_trainees": ({TraineeState.STAYING}, TraineeState.ENDED),
        "call_off_trainees": ({TraineeState.OFFERED, TraineeState.ACCEPTED}, TraineeState.CALLED_OFF),
    }
)
TRAINEES_NAMED = frozenset({TraineeState.ACCEPTED, TraineeState.STAYING})
"""While their names are needed."""


class BundleState(models.TextChoices):
    """Where a bundle of courses stands."""

    PLANNED = "planned", _("計画中")
    OPEN = "open", _("受付中")
    CLOSED = "closed", _("終了")


BUNDLE: Transitions[BundleState] = Transitions(
    {
        "change_bundle": ({BundleState.PLANNED}, BundleState.PLANNED),
        "open_bundle": ({BundleState.PLANNED}, BundleState.OPEN),
        "close_bundle": ({BundleState.OPEN}, BundleState.CLOSED),
    }
)


class BundlePlaceState(models.TextChoices):
    """Whether somebody still takes a bundle."""

    REGISTERED = "registered", _("申込み済み")
    CANCELLED = "cancelled", _("取り消し")
