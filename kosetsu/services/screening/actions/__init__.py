"""The verbs of the screening in the order of a programme's life: lock · allow · change · record · announce."""

from kosetsu.services.screening.actions.dispatching import (
    Seat,
    approve_dispatch,
    attend_dispatch,
    call_off_dispatch,
    refuse_dispatch,
    request_dispatch,
    take_back_attendance,
)
from kosetsu.services.screening.actions.importing import import_submissions, look_at_submissions
from kosetsu.services.screening.actions.nightly import remind
from kosetsu.services.screening.actions.programmes import (
    Request,
    Terms,
    accept_programme,
    call_off,
    change_programme,
    decline_programme,
    keep_blank,
    keep_body,
    put_off,
    request_programme,
)
from kosetsu.services.screening.actions.returning import finish_dispatches, return_results
from kosetsu.services.screening.actions.reviewing import (
    approve_results,
    begin_review,
    name_second_readers,
    point_out,
    read_again,
    send_back,
    submit_results,
)

__all__ = [
    "Request", "Seat", "Terms", "accept_programme", "approve_dispatch", "approve_results", "attend_dispatch",
    "begin_review", "call_off", "call_off_dispatch", "change_programme", "decline_programme", "finish_dispatches",
    "import_submissions", "keep_blank", "keep_body", "look_at_submissions", "name_second_readers", "point_out",
    "put_off", "read_again", "refuse_dispatch", "remind", "request_dispatch", "request_programme", "return_results",
    "send_back", "submit_results", "take_back_attendance",
]  # fmt: skip
