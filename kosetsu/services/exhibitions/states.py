"""The life of an exhibition, of a recommendation, and of a booth."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class ExhibitionState(models.TextChoices):
    """Where an exhibition stands; what everyone sees is decided by its moments, not by when a job came by."""

    PLANNED = "planned", _("計画中")
    INVITING = "inviting", _("出展者の募集中")
    OPEN = "open", _("開催中")
    CLOSED = "closed", _("終了")
    REPORTED = "reported", _("報告済み")


RUNNING = (ExhibitionState.INVITING, ExhibitionState.OPEN)
"""Booths are made and changed."""
ENDED = (ExhibitionState.CLOSED, ExhibitionState.REPORTED)

EXHIBITION: Transitions[ExhibitionState] = Transitions(
    {
        "change_exhibition": ({ExhibitionState.PLANNED}, ExhibitionState.PLANNED),
        "begin_inviting": ({ExhibitionState.PLANNED}, ExhibitionState.INVITING),
        "open_exhibition": ({ExhibitionState.INVITING}, ExhibitionState.OPEN),
        "close_exhibition": ({ExhibitionState.OPEN}, ExhibitionState.CLOSED),
        "report_exhibition": ({ExhibitionState.CLOSED}, ExhibitionState.REPORTED),
    }
)


class RecommendationState(models.TextChoices):
    """Where a recommendation stands; the institute sees it once the company has consented."""

    ASKED = "asked", _("会社の同意待ち")
    CONSENTED = "consented", _("選考待ち")
    CHOSEN = "chosen", _("出展決定")
    PASSED_OVER = "passed_over", _("見送り")
    DECLINED = "declined", _("会社が辞退")
    WITHDRAWN = "withdrawn", _("推薦の取り下げ")


PLACED = (RecommendationState.ASKED, RecommendationState.CONSENTED, RecommendationState.CHOSEN)
"""The states that use up a place of the partner's quota."""
SEEN = (RecommendationState.CONSENTED, RecommendationState.CHOSEN, RecommendationState.PASSED_OVER)
"""The states in which the company has agreed to be seen by the institute."""

RECOMMENDATION: Transitions[RecommendationState] = Transitions(
    {
        "consent_recommendation": ({RecommendationState.ASKED}, RecommendationState.CONSENTED),
        "decline_recommendation": (
            {RecommendationState.ASKED, RecommendationState.CONSENTED}, RecommendationState.DECLINED,
        ),
        "withdraw_recommendation": ({RecommendationState.ASKED}, RecommendationState.WITHDRAWN),
        "choose_recommendation": ({RecommendationState.CONSENTED}, RecommendationState.CHOSEN),
        "pass_over": ({RecommendationState.CONSENTED}, RecommendationState.PASSED_OVER),
    }
)  # fmt: skip


class BoothKind(models.TextChoices):
    """Whose booth it is."""

    COMPANY = "company", _("企業")
    INSTITUTE = "institute", _("当機関")
    PARTNER = "partner", _("連携機関")


class BoothState(models.TextChoices):
    """Where a booth stands; the last page that was checked stays in view while the next one is written."""

    INVITED = "invited", _("ご案内中")
    EDITING = "editing", _("作成中")
    SUBMITTED = "submitted", _("確認待ち")
    CHECKED = "checked", _("確認済み")
    FROZEN = "frozen", _("会期終了（固定）")
    WITHDRAWN = "withdrawn", _("取りやめ")


BEING_MADE = (BoothState.EDITING, BoothState.SUBMITTED, BoothState.CHECKED)
TAKING_PART = (*BEING_MADE, BoothState.FROZEN)

BOOTH: Transitions[BoothState] = Transitions(
    {
        "accept_booth": ({BoothState.INVITED}, BoothState.EDITING),
        "submit_booth": ({BoothState.EDITING}, BoothState.SUBMITTED),
        "send_back_booth": ({BoothState.SUBMITTED}, BoothState.EDITING),
        "check_booth": ({BoothState.SUBMITTED}, BoothState.CHECKED),
        "revise_booth": ({BoothState.CHECKED}, BoothState.EDITING),
        "freeze_booth": (set(BEING_MADE), BoothState.FROZEN),
        "withdraw_booth": ({BoothState.INVITED, *BEING_MADE}, BoothState.WITHDRAWN),
    }
)


class PanelKind(models.TextChoices):
    """What one part of a booth's page is."""

    TEXT = "text", _("文章")
    PICTURE = "picture", _("写真・図")
    VIDEO = "video", _("動画（リンク）")
    DOCUMENT = "document", _("資料（ファイル）")
    NEED = "need", _("ニーズ（求めていること）")
    SEED = "seed", _("シーズ（提供できる技術）")
    LINK = "link", _("関連するページ")


class Foreign(models.TextChoices):
    """In which languages a page can be written beside Japanese."""

    ENGLISH = "en", _("英語")
    THAI = "th", _("タイ語")


class Plan(models.TextChoices):
    """The two ways to exhibit that have a price of their own."""

    HYBRID = "hybrid", _("会場とオンライン")
    ONLINE = "online", _("オンラインのみ")


class Verdict(models.TextChoices):
    """Why a look is counted or not."""

    COUNTED = "counted", _("数える")
    ROBOT = "robot", _("自動巡回のため数えない")
    STAFF = "staff", _("当機関の職員のため数えない")
    OWN = "own", _("出展者自身のため数えない")
    UNREGISTERED = "unregistered", _("参加登録がないため数えない")
    OUTSIDE = "outside", _("会期外のため数えない")


class LetterKind(models.TextChoices):
    """What a mail of an exhibition tells."""

    RECOMMENDED = "recommended", _("推薦の同意のお願い")
    INVITED = "invited", _("出展のご案内")
    ASKED = "asked", _("質問のお知らせ")
    ANSWERED = "answered", _("回答のお知らせ")
    MEETINGS = "meetings", _("商談の予定のお知らせ")
    FOLLOW_UP = "follow_up", _("その後のおたずね")


class MeetingState(models.TextChoices):
    """Where a meeting of the settled timetable stands."""

    SETTLED = "settled", _("予定")
    CALLED_OFF = "called_off", _("取りやめ")


class ProposalState(models.TextChoices):
    """How far the search for a timetable is."""

    QUEUED = "queued", _("計算待ち")
    RUNNING = "running", _("計算中")
    READY = "ready", _("案ができました")
    CLASH = "clash", _("条件が両立しません")
    CANCELLED = "cancelled", _("中止")
    FAILED = "failed", _("見つかりませんでした")
    SETTLED = "settled", _("確定")


PROPOSAL: Transitions[ProposalState] = Transitions(
    {
        "begin_proposal": ({ProposalState.QUEUED}, ProposalState.RUNNING),
        "finish_proposal": ({ProposalState.RUNNING}, ProposalState.READY),
        "clash_proposal": ({ProposalState.RUNNING}, ProposalState.CLASH),
        "fail_proposal": ({ProposalState.QUEUED, ProposalState.RUNNING}, ProposalState.FAILED),
        "cancel_proposal": ({ProposalState.QUEUED, ProposalState.RUNNING}, ProposalState.CANCELLED),
        "settle_proposal": ({ProposalState.READY}, ProposalState.SETTLED),
    }
)


class OutingState(models.TextChoices):
    """Where a trade fair of another body stands at which the institute exhibits."""

    APPLIED = "applied", _("出展申込済み")
    EXHIBITED = "exhibited", _("引き合いの対応中")
    FOLLOWED = "followed", _("対応済み")
    CALLED_OFF = "called_off", _("取りやめ")


OUTING: Transitions[OutingState] = Transitions(
    {
        "exhibit_outing": ({OutingState.APPLIED}, OutingState.EXHIBITED),
        "close_outing": ({OutingState.EXHIBITED}, OutingState.FOLLOWED),
        "call_off_outing": ({OutingState.APPLIED}, OutingState.CALLED_OFF),
    }
)


class TourState(models.TextChoices):
    """Where a tour of the institute stands."""

    ASKED = "asked", _("日程の調整中")
    PROPOSED = "proposed", _("団体の返事待ち")
    AGREED = "agreed", _("日程の決定")
    HELD = "held", _("実施済み")
    DECLINED = "declined", _("お断り")
    CALLED_OFF = "called_off", _("取りやめ")


GUIDED = (TourState.PROPOSED, TourState.AGREED, TourState.HELD)
"""The states in which a time is kept and somebody guides."""
TO_COME = (TourState.ASKED, TourState.PROPOSED, TourState.AGREED)

TOUR: Transitions[TourState] = Transitions(
    {
        "propose_tour": (set(TO_COME), TourState.PROPOSED),
        "accept_tour": ({TourState.PROPOSED}, TourState.AGREED),
        "ask_other_day": ({TourState.PROPOSED}, TourState.ASKED),
        "decline_tour": ({TourState.ASKED, TourState.PROPOSED}, TourState.DECLINED),
        "call_off_tour": (set(TO_COME), TourState.CALLED_OFF),
        "hold_tour": ({TourState.AGREED}, TourState.HELD),
    }
)


class TourLetterKind(models.TextChoices):
    """What a mail about a tour tells."""

    TOUR_ASKED = "asked", _("見学の申し込みの控え")
    TOUR_PROPOSED = "proposed", _("見学の日程のご提案")
    TOUR_AGREED = "agreed", _("見学の日程の決定")
    TOUR_DECLINED = "declined", _("見学のお断り")
    TOUR_CALLED_OFF = "called_off", _("見学の取りやめ")
