"""What happened to reports, told after the commit."""

from django.dispatch import Signal

report_issued = Signal()
"""``report``: frozen and numbered; its paper can be printed."""
