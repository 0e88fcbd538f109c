"""The institute's tables of labs, and the demo's."""

from kosetsu.services.labs.tables.demo import TABLES as DEMO
from kosetsu.services.labs.tables.rooms import TABLES as ROOMS
from kosetsu.services.labs.tables.terms import TABLES as TERMS

TABLES = [*ROOMS, *TERMS, *DEMO]
