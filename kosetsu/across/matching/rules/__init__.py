"""Timetables and cohorts: pure; no database, no request.

``linear`` is a program under construction, ``solving`` has HiGHS solve it, ``clashing`` says why nothing fulfils it and
what would help · ``watching`` is how long, and who is told · ``misstated`` what is refused · ``timetables`` and
``cohorts`` are the two questions.
"""
