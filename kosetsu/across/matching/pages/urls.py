"""Addresses of matching: proposals of cohorts and of timetables; they are the institute's people's."""

from kosetsu.across.matching.pages import cohorts, fair

staff = [*cohorts.URLS, *fair.URLS]
