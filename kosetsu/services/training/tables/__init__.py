"""The institute's folder: what training costs by, and the demo's matters of training."""

from kosetsu.services.training.tables import desk, on_demand, tailored

TABLES = [*tailored.TABLES, *desk.TABLES, *on_demand.TABLES]
