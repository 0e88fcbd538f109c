"""The life of a consultation: received → triaged → assigned → answered or visited → proposed → closed, or passed on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class State(models.TextChoices):
    """Where a consultation stands; the column is ``casebook.Case.state``."""

    RECEIVED = "received", _("受付")
    TRIAGED = "triaged", _("担当グループ決定")
    PASSED_ON = "passed_on", _("引き継ぎ待ち")
    ASSIGNED = "assigned", _("対応中")
    WAITING = "waiting", _("お客様の返信待ち")
    ANSWERED = "answered", _("回答済み")
    VISITED = "visited", _("現地訪問済み")
    PROPOSED = "proposed", _("提案済み")
    JOINED = "joined", _("他の相談へ統合")
    CLOSED = "closed", _("終了")


UNASSIGNED = frozenset({State.RECEIVED, State.TRIAGED, State.PASSED_ON})
AT_WORK = frozenset({State.ASSIGNED, State.WAITING, State.ANSWERED, State.VISITED, State.PROPOSED})
OPEN = UNASSIGNED | AT_WORK
DONE = frozenset({State.JOINED, State.CLOSED})

MOVES: Transitions[State] = Transitions(
    {
        "triage": (UNASSIGNED, State.TRIAGED),
        "take": (UNASSIGNED, State.ASSIGNED),
        "assign": (OPEN, State.ASSIGNED),
        "ask_back": (AT_WORK, State.WAITING),
        "reply": (AT_WORK - {State.ASSIGNED}, State.ASSIGNED),
        "answer": (AT_WORK, State.ANSWERED),
        "visit": (AT_WORK, State.VISITED),
        "propose": (AT_WORK, State.PROPOSED),
        "pass_on": (OPEN, State.PASSED_ON),
        # The state that a split names is the new part's; the first case stays where it is.
        "split": (OPEN, State.TRIAGED),
        "join": (OPEN, State.JOINED),
        "close": (OPEN, State.CLOSED),
        "reopen": ({State.CLOSED}, State.ASSIGNED),
    }
)


class Side(models.TextChoices):
    """Who speaks in the thread. A note is the institute's own and never leaves it."""

    CLIENT = "client", _("お客様")
    INSTITUTE = "institute", _("職員")
    NOTE = "note", _("所内メモ")


class MessageKind(models.TextChoices):
    """What a message does in the thread."""

    QUESTION = "question", _("相談")
    REPLY = "reply", _("返信")
    ASK_BACK = "ask_back", _("確認")
    ANSWER = "answer", _("回答")
    VISIT = "visit", _("現地訪問")
    PROPOSAL = "proposal", _("提案")
    NOTE = "note", _("メモ")
    MOVE = "move", _("引き継ぎ")


class Scan(models.TextChoices):
    """What a virus scanner said about a file; where the institute runs none, the screen says so."""

    NOT_SCANNED = "not_scanned", _("ウイルス検査は行っていません")
    CLEAN = "clean", _("検査済み")
    INFECTED = "infected", _("隔離中")


class Outcome(models.TextChoices):
    """How a consultation ended."""

    SOLVED = "solved", _("解決した")
    LED_ON = "led_on", _("試験・機器利用などへ進んだ")
    REFERRED = "referred", _("他の機関を紹介した")
    NOT_POSSIBLE = "not_possible", _("対応できなかった")
    WITHDRAWN = "withdrawn", _("取り下げ")


NEEDS_DELIVERY = frozenset({Outcome.SOLVED, Outcome.LED_ON})
"""Outcomes that say help was given: refused while no answer and no visit is recorded."""


class NoticeKind(models.TextChoices):
    """Why a mail goes out."""

    RECEIVED = "received", _("受付の控え")
    ARRIVED = "arrived", _("新しい相談")
    ASSIGNED = "assigned", _("担当のお知らせ")
    PASSED_ON = "passed_on", _("引き継ぎ")
    ASK_BACK = "ask_back", _("確認のお願い")
    REPLY = "reply", _("返信のお知らせ")
    ANSWER = "answer", _("回答のお知らせ")
    PROPOSAL = "proposal", _("提案のお知らせ")
    CLOSED = "closed", _("終了のお知らせ")
