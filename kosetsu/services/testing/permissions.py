"""Who may do what with a commissioned test, now. Buttons and doors ask the same questions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.testing import states
from kosetsu.services.testing.documents.signing import can_sign_electronically
from kosetsu.services.testing.models import File, NameUse, NameUseTerms, Order, OrderItem, Report, Sample, TestRecord
from kosetsu.services.testing.papers.periods import may_still_apply
from kosetsu.services.testing.states import (
    ITEM_MOVES,
    MOVES,
    NAME_USE_MOVES,
    RECORD_MOVES,
    ItemState,
    OrderState,
    PartKind,
)

LABORATORY = (StaffRole.RESEARCHER, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that accept, measure and verify."""
WORKERS = (StaffRole.COUNTER, *LABORATORY)
"""The posts that take orders and samples; every other post of the institute reads."""


def can_order(user: Any) -> Decision:
    """A signed-in person of a client asks for a quote; the institute's people enter what came on paper."""
    if not getattr(user, "is_authenticated", False):
        return no(_("依頼試験の申込みにはログインが必要です。"), _("ログインするか、利用者登録をしてください。"))
    place = standing(user)
    if place.organisations or place.has(*WORKERS):
        return YES
    if place.is_staff:
        return no(_("依頼試験は、窓口と研究部門の担当者が受け付けます。"), _("総合支援窓口へ連絡してください。"))
    return no(_("所属する会社・事業所が登録されていません。"), _("マイページで会社を登録してください。"))


def can_order_for(user: Any, workplace: Workplace) -> Decision:
    """Clients for the workplaces they act for, the institute's workers for any."""
    allowed = can_order(user)
    place = standing(user)
    if not allowed or place.has(*WORKERS):
        return allowed
    whole = workplace.organisation_id in place.organisations
    return YES if whole and (place.workplaces is None or workplace.pk in place.workplaces) else HIDDEN


def can_read_board(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_enter_orders(user: Any) -> Decision:
    """Enter an order that came by telephone or on paper."""
    return has_post(user, WORKERS)


def can_see(user: Any, order: Order) -> Decision:
    """Staff and the client's own people; for anyone else it does not exist."""
    return YES if Order.objects.visible_to(user).filter(pk=order.pk).exists() else HIDDEN


def can_work(user: Any, order: Order, verb: str) -> Decision:
    """Whether this person of the institute may use ``verb`` on the order in its state."""
    works = has_post(user, WORKERS)
    return _open_to(order, verb) if works else works


def can_decide(user: Any, order: Order, verb: str) -> Decision:
    """Accept or refuse: the laboratory, not the counter."""
    decides = has_post(user, LABORATORY)
    return _open_to(order, verb) if decides else decides


def can_apply(user: Any, order: Order) -> Decision:
    """The client applies; the counter enters a paper form."""
    if not standing(user).has(*WORKERS):
        if standing(user).is_staff:
            return has_post(user, WORKERS)
        if not (seen := can_see(user, order)):
            return seen
    return _open_to(order, "apply")


def can_cancel(user: Any, order: Order) -> Decision:
    """Either side, until the report; what it costs the client is a dated rule."""
    if standing(user).is_staff:
        return can_work(user, order, "cancel")
    return can_see(user, order) and _open_to(order, "cancel")


def can_survey(user: Any, order: Order) -> Decision:
    """The client says once how satisfied it is, when it has its report or everything is done."""
    if standing(user).is_staff:
        return no(_("アンケートには、お客様が答えます。"))
    if not (seen := can_see(user, order)):
        return seen
    if order.state not in states.DELIVERED:
        return no(_("アンケートは、成績書の発行または完了のあとで答えられます。"))
    return no(_("アンケートには、すでにお答えいただきました。")) if hasattr(order, "survey") else YES


def can_receive(user: Any, order: Order) -> Decision:
    """Take samples in: once there is an application, until the work is done."""
    works = has_post(user, WORKERS)
    if not works or order.state in states.AT_WORK | states.MEASURED | {OrderState.APPLIED}:
        return works
    return no(
        _("「%(state)s」の依頼には、試料を受け入れられません。") % {"state": order.state.label},
        _("申込みのあとで受け入れてください。"),
    )


def can_hold(user: Any, sample: Sample) -> Decision:
    """Hand on, store, return or dispose of a sample."""
    return has_post(user, WORKERS)


def can_move(user: Any, sample: Sample) -> Decision:
    """The same, while the institute has it."""
    works = can_hold(user, sample)
    last = sample.holding
    if not works or not last.is_final:
        return works
    return no(_("この試料は、すでに%(kind)sされています。") % {"kind": last.get_kind_display()})


def can_measure(user: Any, item: OrderItem, verb: str) -> Decision:
    """Open and fill a test record, deliver a part: the laboratory, on accepted work."""
    works = has_post(user, LABORATORY)
    if not works:
        return works
    if item.order.state not in states.AT_WORK:
        return no(
            _("「%(state)s」の依頼は、試験できません。") % {"state": item.order.state.label},
            _("受理されてから始めてください。"),
        )
    return YES if ITEM_MOVES.allows(verb, item.state) else _not_now(item.get_state_display())


def can_begin(user: Any, item: OrderItem) -> Decision:
    """Open the record of a test that has none yet."""
    measures = can_measure(user, item, "open_record")
    if not measures or (item.kind == PartKind.TEST and item.state == ItemState.WAITING):
        return measures
    return _not_now(item.get_state_display())


def can_deliver_part(user: Any, item: OrderItem) -> Decision:
    """Say that hours, design or a prototype are done; a test is delivered by its record."""
    if item.kind == PartKind.TEST:
        return has_post(user, LABORATORY) and no(_("試験の項目は、試験記録で完了します。"))
    return can_measure(user, item, "deliver")


def can_drop_device(user: Any, record: TestRecord) -> Decision:
    """Take a device off a draft that names one."""
    writes = can_write(user, record)
    return writes if not writes or record.devices.exists() else no(_("使用した機器は、まだありません。"))


def can_assign(user: Any, item: OrderItem, assignee: Any) -> Decision:
    """The laboratory divides its open work among its own."""
    allowed = has_post(user, LABORATORY)
    if not allowed or item.order.state not in states.AT_WORK:
        return allowed and _not_now(str(item.order.state.label))
    if assignee is None or has_post(assignee, LABORATORY):
        return YES
    return no(_("%(name)sさんは試験の担当者ではありません。") % {"name": assignee})


def can_write(user: Any, record: TestRecord) -> Decision:
    """Fill in and submit a draft."""
    works = has_post(user, LABORATORY)
    if not works or RECORD_MOVES.allows("submit", record.state):
        return works
    return no(
        _("「%(state)s」の試験記録は、書き換えられません。") % {"state": record.get_state_display()},
        _("確認する人が差し戻すか、再試験にしてください。"),
    )


def can_verify(user: Any, record: TestRecord) -> Decision:
    """Somebody else of the laboratory than who measured and who submitted, once each."""
    works = has_post(user, LABORATORY)
    if not works:
        return works
    if not RECORD_MOVES.allows("verify", record.state):
        return _not_now(record.get_state_display())
    if user.pk in (record.submitted_by_id, record.opened_by_id):
        return no(_("測定した本人は、結果を確認できません。"), _("別の担当者に確認を依頼してください。"))
    if record.verifications.filter(verified_by=user).exists():
        return no(_("この記録は、すでに確認しています。"), _("別の担当者の確認を待ってください。"))
    return YES


def can_send_back(user: Any, record: TestRecord) -> Decision:
    """Return a submitted record to its author: the laboratory."""
    works = has_post(user, LABORATORY)
    return (
        works if not works or RECORD_MOVES.allows("send_back", record.state) else _not_now(record.get_state_display())
    )


def can_retest(user: Any, item: OrderItem) -> Decision:
    """Measure a verified part once more."""
    works = has_post(user, LABORATORY)
    if not works or (ITEM_MOVES.allows("retest", item.state) and MOVES.allows("retest", item.order.case.state)):
        return works
    return _not_now(item.get_state_display())


def can_complete(user: Any, order: Order) -> Decision:
    """Close the delivered order: everything verified, the report issued where one was asked for."""
    works = can_work(user, order, "complete")
    if works and order.wants_report and order.state == OrderState.TESTED:
        return no(_("成績書がまだ発行されていません。"), _("成績書を発行してから完了してください。"))
    return works


def can_read_completion(user: Any, order: Order) -> Decision:
    """The completion report of finished commissioned support: staff and the client's own people."""
    if not (seen := can_see(user, order)):
        return seen
    if order.is_composite and order.state == OrderState.COMPLETED:
        return YES
    return no(_("完了報告書は、完了した受託技術支援だけにあります。"), _("成績書は、依頼の画面から開けます。"))


def can_download(user: Any, file: File) -> Decision:
    """Staff; a client its own order's files but the raw data, which the institute gives by report."""
    if standing(user).is_staff:
        return YES
    return can_see(user, file.order) if file.kind != states.FileKind.RAW_DATA else HIDDEN


def has_post(user: Any, posts: tuple[StaffRole, ...]) -> Decision:
    """Whether the person holds one of these posts."""
    place = standing(user)
    if place.has(*posts):
        return YES
    if not place.is_staff:
        return HIDDEN
    if posts is LABORATORY:
        return no(_("この操作は、研究部門の担当者が行います。"), _("担当グループへ依頼してください。"))
    return no(_("依頼試験は、窓口と研究部門の担当者が受け付けます。"), _("総合支援窓口へ連絡してください。"))


def _open_to(order: Order, verb: str) -> Decision:
    return YES if MOVES.allows(verb, order.case.state) else _not_now(str(order.state.label))


def _not_now(state: str) -> Decision:
    return no(
        _("「%(state)s」では、この操作はできません。") % {"state": state},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


MOST_COPIES = 999
HEADS = (StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that withdraw a report and lend the institute's name."""


def can_issue(user: Any, order: Order) -> Decision:
    """Issue a report of verified results: the laboratory."""
    return can_decide(user, order, "report")


def can_sign(user: Any, records: Iterable[TestRecord], seal: states.Seal) -> Decision:
    """Authorise what these records say: nobody who measured it; by electronic signature only where there is one."""
    if any(user.pk in (one.opened_by_id, one.submitted_by_id) for one in records):
        return no(_("試験をした本人は、成績書の発行を承認できません。"), _("別の担当者に発行を依頼してください。"))
    return can_sign_electronically() if seal == states.Seal.ELECTRONIC else YES


def can_revise(user: Any, report: Report) -> Decision:
    """Replace a report that is valid: the laboratory."""
    works = has_post(user, LABORATORY)
    return _still_valid(report) if works else works


can_reissue = can_revise


def can_withdraw(user: Any, report: Report) -> Decision:
    """Take a valid report back: a head."""
    heads = can_lend_name(user)
    return _still_valid(report) if heads else heads


def can_print_english(user: Any, report: Report) -> Decision:
    """Print a report in English as well, once."""
    works = has_post(user, WORKERS)
    if not works:
        return works
    if report.papers.filter(language="en").exists():
        return no(_("英文の成績書は、すでに作成しています。"), _("成績書の画面から開いてください。"))
    return _still_valid(report)


def can_hand_out(user: Any, report: Report, count: int = 1) -> Decision:
    """Hand out copies of a valid report."""
    works = has_post(user, WORKERS)
    if works and not 1 <= count <= MOST_COPIES:
        return no(_("部数は1から%(most)dまでです。") % {"most": MOST_COPIES})
    return _still_valid(report) if works else works


def can_apply_for_name_use(user: Any, report: Report, today: dt.date) -> Decision:
    """The client, within some years of the issue; the institute's workers enter what came on paper."""
    terms = NameUseTerms.objects.on(today).order_by("-valid_from").first()
    asks = _asks_for_name(user, report, terms)
    if asks and terms and not may_still_apply(report.issued_on, today, years=terms.within_years):
        return no(
            _("名義使用を申請できるのは、成績書の発行から%(years)d年以内です。") % {"years": terms.within_years},
            _("新しく試験を依頼してください。"),
        )
    return asks


def can_renew_name_use(user: Any, name_use: NameUse, today: dt.date) -> Decision:
    """Ask again, of one that is approved and not renewed yet; however long ago its report was issued."""
    terms = NameUseTerms.objects.on(today).order_by("-valid_from").first()
    asks = _asks_for_name(user, name_use.report, terms)
    if asks and (name_use.state != states.NameUseState.APPROVED or hasattr(name_use, "renewed_by")):
        return _not_now(name_use.get_state_display())
    return asks


def can_decide_name_use(user: Any, name_use: NameUse, verb: str) -> Decision:
    """A head, and not who applied; of a report that is still valid."""
    heads = can_lend_name(user)
    if not heads:
        return heads
    if user.pk == name_use.applied_by_id:
        return no(_("申請した本人は決定できません。"), _("別の承認者へ依頼してください。"))
    if not NAME_USE_MOVES.allows(verb, name_use.state):
        return _not_now(name_use.get_state_display())
    return _still_valid(name_use.report) if verb == "approve_name_use" else YES


def can_word_in_english(user: Any, name_use: NameUse) -> Decision:
    """Give the words of the English certificate of an approved name use: who works on orders."""
    works = has_post(user, WORKERS)
    return (
        works if not works or name_use.state == states.NameUseState.APPROVED else _not_now(name_use.get_state_display())
    )


def can_end_name_use(user: Any, name_use: NameUse) -> Decision:
    """Take the name back: a head."""
    heads = can_lend_name(user)
    if not heads or NAME_USE_MOVES.allows("end_name_use", name_use.state):
        return heads
    return _not_now(name_use.get_state_display())


def _asks_for_name(user: Any, report: Report, terms: NameUseTerms | None) -> Decision:
    if not (seen := can_see(user, report.order)):
        return seen
    if standing(user).is_staff and not (works := has_post(user, WORKERS)):
        return works
    if terms is None:
        return no(_("この機関では、名義使用を受け付けていません。"), _("窓口へお問い合わせください。"))
    return _still_valid(report)


def _still_valid(report: Report) -> Decision:
    if report.validity == states.Validity.VALID:
        return YES
    return no(
        _("成績書 %(number)s は「%(state)s」です。") % {"number": report.number, "state": report.validity.label},
        _("有効な成績書を選んでください。"),
    )


def can_lend_name(user: Any) -> Decision:
    """Withdraw reports, lend the institute's name and take it back: the heads."""
    place = standing(user)
    if place.has(*HEADS):
        return YES
    if not place.is_staff:
        return HIDDEN
    return no(_("この操作は、グループ長・支所長が行います。"), _("承認者へ依頼してください。"))
