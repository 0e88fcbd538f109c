"""The casebook as one flat table, in SQL that SQLite and PostgreSQL both read: what is exported, and the live tail."""

from sqlglot import exp

from kosetsu.across.reporting.rules.measures import ENTRIES, Shape

FLAT_ENTRIES = """
SELECT e.id AS entry_id, e.service AS service, e.kind AS kind, e.on_date AS on_date,
  CAST(REPLACE(CAST(e.on_date AS TEXT), '-', '') AS INTEGER) AS on_date_day, e.fiscal_year AS fiscal_year,
  COALESCE(b.code, '') AS branch, e.organisation_id AS organisation_id, e.workplace_id AS workplace_id,
  COALESCE(p.code, '') AS partner, e.channel AS channel, e.format AS format, e.field AS field,
  e.quantity AS quantity, e.unit AS unit, e.amount_yen AS amount_yen, e.headcount AS headcount,
  e.headcount_online AS headcount_online, e.reference AS reference, e.topic AS topic, e.source AS source,
  CASE WHEN e.reverses_id IS NOT NULL AND e.quantity <= 0 THEN -1 ELSE 1 END AS sign
FROM casebook_entry e
LEFT JOIN parties_branch b ON b.id = e.branch_id
LEFT JOIN parties_organisation p ON p.id = e.partner_id
"""
"""A reversal of a reversal carries a positive quantity again, so it counts up again."""

DUCKDB_TYPES = {"str": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "date": "DATE"}
NARROW = {"fiscal_year": "SMALLINT", "sign": "TINYINT", "on_date_day": "INTEGER"}


def duckdb_columns(shape: Shape) -> dict[str, str]:
    """Column → DuckDB type, each date followed by its day number, in the order rows are written."""
    columns: dict[str, str] = {}
    for name, kind in shape.columns.items():
        columns[name] = NARROW.get(name, DUCKDB_TYPES[kind.__name__])
        if DUCKDB_TYPES[kind.__name__] == "DATE":
            columns[f"{name}_day"] = "INTEGER"
    return columns


ENTRY_COLUMNS = duckdb_columns(ENTRIES)


def create_table(name: str, columns: dict[str, str]) -> str:
    """CREATE TABLE for rows held in memory."""
    cells = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
    return f"CREATE OR REPLACE TABLE {quoted(name)} ({cells})"


def quoted(name: str) -> str:
    """The name as an SQL identifier."""
    return exp.to_identifier(name, quoted=True).sql("duckdb")
