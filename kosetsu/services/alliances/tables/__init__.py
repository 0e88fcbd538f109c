"""The institute's tables of partners and of coordinators' programmes, and the demo's."""

from kosetsu.services.alliances.tables import demo, liaisons, partners

TABLES = [*partners.TABLES, *liaisons.TABLES, *demo.TABLES]
