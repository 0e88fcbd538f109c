"""The demo institute as the search sees it: the documents and concepts of its folder, without a database.

The documents have the shape that the sources of catalogue, programmes and gatherings give them, with codes as keys.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from kosetsu.across.navigator.ranking import Intent
from kosetsu.foundation.search.engine.concepts import ConceptTable, ConceptWords
from kosetsu.foundation.search.engine.delivered import delivered
from kosetsu.foundation.search.engine.documents import Document

FOLDER = Path(__file__).resolve().parents[2] / "institutes" / "tokyo"


def rows(path: str | Path) -> list[dict[str, str]]:
    with (FOLDER / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def items(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def documents() -> list[Document]:
    return [*_offerings(), *_programmes(), *_subsidies(), *_gatherings()]


def concepts() -> ConceptTable:
    """The rows of the concept table, as they are loaded."""
    words = {row["name"]: items(row["terms"]) for row in rows("search/concepts.csv")}
    known = [ConceptWords(name, tuple(dict.fromkeys((name, *terms)))) for name, terms in words.items()]
    return ConceptTable.of([*known, *delivered()])


def intents() -> list[Intent]:
    return [Intent(row["kind"], items(row["words"]), float(row["weight"])) for row in rows("navigator/intents.csv")]


def _offerings() -> Iterator[Document]:
    fields = {row["code"]: row["name_ja"] for row in rows("catalogue/fields.csv")}
    today = dt.datetime.now(dt.UTC).date().isoformat()
    for row in rows("catalogue/offerings.csv"):
        if row["state"] == "offered" and (row["offered_until"] or "9999") >= today:
            yield Document(
                kind=row["kind"],
                key=row["code"],
                title=row["name_ja"],
                keywords=(*items(row["standards"]), *items(row["keywords"]), fields[row["field"]]),
                body="\n".join((row["summary"], row["detail"], row["name_en"], row["name_th"])),
            )


def _programmes() -> Iterator[Document]:
    for row in rows("programmes/programmes.csv"):
        yield Document(
            kind="programme",
            key=row["code"],
            title=f"{row['name']} — {row['component']}" if row["component"] else row["name"],
            keywords=(row["category"], row["operator"]),
            body="\n".join(filter(None, [row["target"], row["eligible_costs"], row["prerequisites"], row["other"]])),
        )


def _subsidies() -> Iterator[Document]:
    for row in rows("programmes/fee_subsidies.csv"):
        yield Document(
            kind="fee_subsidy",
            key=row["code"],
            title=f"{row['body']} {row['name']}",
            keywords=(row["operator"], "利用料助成"),
            body="公設試験研究機関の依頼試験・機器利用の料金を助成する制度",
        )


def _gatherings() -> Iterator[Document]:
    for row in rows("gatherings.csv"):
        yield Document(
            kind="gathering", key=row["code"], title=row["title"], keywords=(row["place"],), body=row["summary"]
        )
