"""The institute's tables of matching: what compositions and deeds are worth, and the demo's panel."""

from kosetsu.across.matching.tables import demo, points

TABLES = [*points.TABLES, *demo.TABLES]
