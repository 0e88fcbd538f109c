"""Who may do what with a commissioned test, now. Buttons and doors ask the same questions."""

from kosetsu.services.testing.permissions.names import (
    can_apply_for_name_use,
    can_decide_name_use,
    can_end_name_use,
    can_renew_name_use,
    can_word_in_english,
)
from kosetsu.services.testing.permissions.orders import (
    can_apply,
    can_cancel,
    can_complete,
    can_decide,
    can_download,
    can_enter_orders,
    can_hold,
    can_move,
    can_order,
    can_order_for,
    can_read_board,
    can_read_completion,
    can_receive,
    can_see,
    can_survey,
    can_work,
)
from kosetsu.services.testing.permissions.posts import HEADS, LABORATORY, WORKERS, can_lend_name, has_post
from kosetsu.services.testing.permissions.records import (
    can_assign,
    can_begin,
    can_deliver_part,
    can_drop_device,
    can_measure,
    can_retest,
    can_send_back,
    can_verify,
    can_write,
)
from kosetsu.services.testing.permissions.reports import (
    MOST_COPIES,
    can_hand_out,
    can_issue,
    can_print_english,
    can_reissue,
    can_revise,
    can_sign,
    can_withdraw,
)

__all__ = [
    "HEADS", "LABORATORY", "MOST_COPIES", "WORKERS", "can_apply", "can_apply_for_name_use", "can_assign",
    "can_begin", "can_cancel", "can_complete", "can_decide", "can_decide_name_use", "can_deliver_part",
    "can_download", "can_drop_device", "can_end_name_use", "can_enter_orders", "can_hand_out", "can_hold",
    "can_issue", "can_lend_name", "can_measure", "can_move", "can_order", "can_order_for", "can_print_english",
    "can_read_board", "can_read_completion", "can_receive", "can_reissue", "can_renew_name_use", "can_retest",
    "can_revise", "can_see", "can_send_back", "can_sign", "can_survey", "can_verify", "can_withdraw",
    "can_word_in_english", "can_work", "can_write", "has_post",
]  # fmt: skip
