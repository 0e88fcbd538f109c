"""The verbs of the register. Every one: lock · allow · change · record · announce."""

from kosetsu.foundation.devices.actions.calibrate import Report, record_calibration
from kosetsu.foundation.devices.actions.doubts import decide
from kosetsu.foundation.devices.actions.mail import remind_due
from kosetsu.foundation.devices.actions.outages import call_off, end_outage, enter_outage, extend_outage
from kosetsu.foundation.devices.actions.upkeep import add_file, add_part, finish_work, plan_work, remove_part

__all__ = [
    "Report", "add_file", "add_part", "call_off", "decide", "end_outage", "enter_outage",
    "extend_outage", "finish_work", "plan_work", "record_calibration", "remind_due", "remove_part",
]  # fmt: skip
