"""Arithmetic of gatherings: places, their fees, and the reports of web meetings."""

from kosetsu.foundation.gatherings.rules.fees import in_words, pay_until
from kosetsu.foundation.gatherings.rules.places import answer_until, drawn, free_seats
from kosetsu.foundation.gatherings.rules.web_meetings import Stay, UnreadableReport, read_stays

__all__ = ["Stay", "UnreadableReport", "answer_until", "drawn", "free_seats", "in_words", "pay_until", "read_stays"]
