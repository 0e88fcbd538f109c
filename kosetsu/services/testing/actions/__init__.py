"""The verbs of a commissioned test in the order of its life. Every one: lock · allow · change · record · announce."""

from kosetsu.services.testing.actions.batches import put_in_batch
from kosetsu.services.testing.actions.cancel import cancel_order, cancellation_fee
from kosetsu.services.testing.actions.devices import drop_device, may_stand, use_device
from kosetsu.services.testing.actions.finish import answer_survey, complete_order
from kosetsu.services.testing.actions.importing import Sheet, blank_sheet, import_readings, look_at_sheet
from kosetsu.services.testing.actions.names import (
    apply_for_name_use,
    approve_name_use,
    end_name_use,
    end_what_ran_out,
    refuse_name_use,
    remind_of_renewal,
    word_in_english,
)
from kosetsu.services.testing.actions.order import (
    Announced,
    Wanted,
    accept_order,
    apply,
    assign_item,
    open_order,
    quote_order,
    refuse_order,
)
from kosetsu.services.testing.actions.records import (
    Written,
    attach_raw_data,
    deliver_part,
    open_record,
    retest,
    send_back,
    submit,
    verify,
    write_record,
)
from kosetsu.services.testing.actions.reports import (
    hand_out_copies,
    issue_report,
    print_english,
    print_report,
    reissue_report,
    revise_report,
    withdraw_report,
)
from kosetsu.services.testing.actions.samples import (
    Brought,
    dispose,
    give_back,
    hand_over,
    photograph,
    receive_samples,
    store,
)

__all__ = [
    "Announced", "Brought", "Sheet", "Wanted", "Written", "accept_order", "answer_survey", "apply",
    "apply_for_name_use", "approve_name_use", "assign_item", "attach_raw_data", "blank_sheet", "cancel_order",
    "cancellation_fee", "complete_order", "deliver_part", "dispose", "drop_device", "end_name_use",
    "end_what_ran_out", "give_back", "hand_out_copies", "hand_over", "import_readings", "issue_report",
    "look_at_sheet", "may_stand", "open_order", "open_record", "photograph", "print_english", "print_report",
    "put_in_batch", "quote_order", "receive_samples", "refuse_name_use", "refuse_order", "reissue_report",
    "remind_of_renewal", "retest", "revise_report", "send_back", "store", "submit", "use_device", "verify",
    "withdraw_report", "word_in_english", "write_record",
]  # fmt: skip
