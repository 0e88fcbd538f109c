"""Addresses of matching: for reviewers what they want to review; at the desk proposals of cohorts, of timetables, of
who reviews what, and companies that fit.
"""

from kosetsu.across.matching.pages import bids, cohorts, companies, fair, panel_bidding, panel_items, panels

public = bids.URLS
staff = [*cohorts.URLS, *companies.URLS, *fair.URLS, *panels.URLS, *panel_bidding.URLS, *panel_items.URLS]
