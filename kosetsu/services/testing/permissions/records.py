"""Parts of orders and their test records: who measures, who agrees."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.services.testing import states
from kosetsu.services.testing.models import OrderItem, TestRecord
from kosetsu.services.testing.permissions.posts import LABORATORY, has_post, not_now
from kosetsu.services.testing.states import ITEM_MOVES, MOVES, RECORD_MOVES, ItemState, PartKind


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
    return YES if ITEM_MOVES.allows(verb, item.state) else not_now(item.get_state_display())


def can_begin(user: Any, item: OrderItem) -> Decision:
    """Open the record of a test that has none yet."""
    measures = can_measure(user, item, "open_record")
    if not measures or (item.kind == PartKind.TEST and item.state == ItemState.WAITING):
        return measures
    return not_now(item.get_state_display())


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
        return allowed and not_now(str(item.order.state.label))
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
        return not_now(record.get_state_display())
    if user.pk in (record.submitted_by_id, record.opened_by_id):
        return no(_("測定した本人は、結果を確認できません。"), _("別の担当者に確認を依頼してください。"))
    if record.verifications.filter(verified_by=user).exists():
        return no(_("この記録は、すでに確認しています。"), _("別の担当者の確認を待ってください。"))
    return YES


def can_send_back(user: Any, record: TestRecord) -> Decision:
    """Return a submitted record to its author: the laboratory."""
    works = has_post(user, LABORATORY)
    return works if not works or RECORD_MOVES.allows("send_back", record.state) else not_now(record.get_state_display())


def can_retest(user: Any, item: OrderItem) -> Decision:
    """Measure a verified part once more."""
    works = has_post(user, LABORATORY)
    if not works or (ITEM_MOVES.allows("retest", item.state) and MOVES.allows("retest", item.order.case.state)):
        return works
    return not_now(item.get_state_display())
