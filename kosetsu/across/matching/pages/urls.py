"""Addresses of matching: cohorts, timetables, who reviews what, companies that fit; for the institute's people."""

from kosetsu.across.matching.pages import cohorts, companies, fair, panel_items, panels

staff = [*cohorts.URLS, *fair.URLS, *panels.URLS, *panel_items.URLS, *companies.URLS]
