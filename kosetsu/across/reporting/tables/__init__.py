"""The institute's reporting folder: measures, targets, outlines and printed figures, all data."""

from kosetsu.across.reporting.tables.rows import PUBLISHED, TARGETS

TABLES = [TARGETS, PUBLISHED]
