"""The institute's tables of the screening, and the demo's."""

from kosetsu.services.screening.tables.demo import TABLES as DEMO
from kosetsu.services.screening.tables.editions import TABLES as RULES

TABLES = [*RULES, *DEMO]
