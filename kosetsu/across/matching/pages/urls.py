"""Addresses of matching: for reviewers what they want to review; at the desk proposals of cohorts, of timetables and of
who reviews what.
"""

from kosetsu.across.matching.pages import bids, cohorts, fair, panel_bidding, panel_items, panels

public = bids.URLS
staff = [*cohorts.URLS, *fair.URLS, *panels.URLS, *panel_bidding.URLS, *panel_items.URLS]
