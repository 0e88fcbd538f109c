"""Addresses of matching: proposals of cohorts, of timetables and of who reviews what; for the institute's people."""

from kosetsu.across.matching.pages import cohorts, fair, panel_items, panels

staff = [*cohorts.URLS, *fair.URLS, *panels.URLS, *panel_items.URLS]
