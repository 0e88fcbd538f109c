"""Who may do what with a consultation, now. Buttons and doors ask the same questions."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.consultations import states
from kosetsu.services.consultations.models import Attachment, Consultation, SurveyAnswer

CANNED_KEEPERS = (StaffRole.COUNTER, StaffRole.ADMINISTRATOR)
"""The posts that keep every group's prepared answers, and those of everyone."""
WORKERS = (
    StaffRole.COUNTER,
    StaffRole.RESEARCHER,
    StaffRole.GROUP_HEAD,
    StaffRole.BRANCH_HEAD,
    StaffRole.ADMINISTRATOR,
)
"""The posts that receive and answer consultations; every other post of the institute reads."""


def can_ask(user: Any) -> Decision:
    """A signed-in person of a client asks; staff enter what they heard at the desk."""
    if not getattr(user, "is_authenticated", False):
        return no(_("相談の送信にはログインが必要です。"), _("ログインするか、利用者登録をしてください。"))
    place = standing(user)
    if place.organisations:
        return YES
    if place.is_staff:
        return no(_("職員は「電話・来所の記録」から登録します。"), _("職員用の画面を開いてください。"))
    return no(_("所属する会社・事業所が登録されていません。"), _("マイページで会社を登録してください。"))


def can_read_queue(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_enter(user: Any) -> Decision:
    """Whether this person may enter a consultation heard by telephone, at the counter or on site."""
    return _works(user)


def can_see(user: Any, consultation: Consultation) -> Decision:
    """Staff and the client's own people; for anyone else it does not exist."""
    return YES if Consultation.objects.visible_to(user).filter(pk=consultation.pk).exists() else HIDDEN


def can_work(user: Any, consultation: Consultation, verb: str) -> Decision:
    """Whether this person of the institute may use ``verb`` on the consultation in its state."""
    works = _works(user)
    return _open_to(consultation, verb) if works else works


def can_take(user: Any, consultation: Consultation) -> Decision:
    """Take a case that nobody holds."""
    if not _works(user):
        return _works(user)
    if consultation.case.assignee_id and consultation.case.state in states.AT_WORK:
        return no(
            _("%(name)sさんがすでに担当しています。") % {"name": consultation.case.assignee},
            _("代わる場合は「担当を決める」で変更してください。"),
        )
    return _open_to(consultation, "take")


def can_note(user: Any, consultation: Consultation) -> Decision:
    """Write a note among staff, also on a closed case."""
    return _works(user)


def can_reply(user: Any, consultation: Consultation) -> Decision:
    """The client writes while the case is open."""
    seen = _is_client(user, consultation)
    if not seen:
        return seen
    if consultation.case.closed_at is None:
        return YES
    return no(_("この相談は終了しています。"), _("続きがある場合は、新しい相談を送信してください。"))


def can_survey(user: Any, consultation: Consultation) -> Decision:
    """The client says once how satisfied they are, after help was given or the case ended."""
    seen = _is_client(user, consultation)
    if not seen:
        return seen
    if SurveyAnswer.objects.filter(consultation=consultation).exists():
        return no(_("アンケートには回答済みです。"), _("ご協力ありがとうございました。"))
    if consultation.delivered_id or consultation.case.closed_at:
        return YES
    return no(_("アンケートは、回答をお送りしたあとにお願いしています。"))


def can_keep_canned(user: Any) -> Decision:
    """Whether this person keeps any prepared answers: the counter all of them, a group's head those of the group."""
    if standing(user).has(*CANNED_KEEPERS, StaffRole.GROUP_HEAD):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("回答の文例は、グループ長と総合支援窓口が管理します。"), _("グループ長へ依頼してください。"))


def can_keep_canned_of(user: Any, group_id: int | None) -> Decision:
    """Whether this person keeps the prepared answers of this group, or (no group) of everyone."""
    allowed = can_keep_canned(user)
    place = standing(user)
    if not allowed or place.has(*CANNED_KEEPERS) or group_id in place.groups:
        return allowed
    return no(
        _("ほかのグループの文例は変更できません。"), _("そのグループのグループ長か、総合支援窓口へ依頼してください。")
    )


def can_download(user: Any, attachment: Attachment) -> Decision:
    """Whoever reads the message may have its files, unless the scanner holds one back."""
    message = attachment.message
    seen = can_see(user, message.consultation)
    if not seen or (message.side == states.Side.NOTE and not standing(user).is_staff):
        return HIDDEN
    if attachment.scan == states.Scan.INFECTED:
        return no(_("ウイルスの疑いがあるため、このファイルは渡せません。"), _("担当者へ連絡してください。"))
    return YES


def _works(user: Any) -> Decision:
    place = standing(user)
    if place.has(*WORKERS):
        return YES
    if place.is_staff:
        return no(_("技術相談は、窓口と研究部門の担当者が扱います。"), _("総合支援窓口へ連絡してください。"))
    return HIDDEN


def _is_client(user: Any, consultation: Consultation) -> Decision:
    seen = can_see(user, consultation)
    if seen and standing(user).is_staff:
        return no(_("お客様の側の操作です。"), _("職員用の画面から回答してください。"))
    return seen


def _open_to(consultation: Consultation, verb: str) -> Decision:
    if states.MOVES.allows(verb, consultation.case.state):
        return YES
    return no(
        _("「%(state)s」の相談では、この操作はできません。") % {"state": states.State(consultation.case.state).label},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
