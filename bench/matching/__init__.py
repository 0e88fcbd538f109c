"""Checkers and references for timetables and cohorts; none of them knows the solvers."""
