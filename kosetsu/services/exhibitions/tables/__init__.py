"""The files of exhibitions in the institute's folder."""

from kosetsu.common.tables import Table
from kosetsu.services.exhibitions.tables import demo, demo_visits
from kosetsu.services.exhibitions.tables.counting import CountingRow, load_counting

TABLES = [
    Table("exhibitions/counting.csv", CountingRow, load_counting, order=370, optional=True, key=("valid_from",)),
    Table("demo/exhibitions.csv", demo.DemoExhibitionRow, demo.load_exhibitions, order=625, optional=True, demo=True,
          key=("title",), refers={"branch": "branches.csv"}),
    Table("demo/booths.csv", demo.DemoBoothRow, demo.load_booths, order=626, optional=True, demo=True),
    Table("demo/outings.csv", demo.DemoOutingRow, demo.load_outings, order=628, optional=True, demo=True,
          refers={"branch": "branches.csv"}),
    Table("demo/tours.csv", demo_visits.DemoTourRow, demo_visits.load_tours, order=629, optional=True, demo=True,
          refers={"branch": "branches.csv"}),
    Table("demo/talks.csv", demo_visits.DemoTalkRow, demo_visits.load_talks, order=630, optional=True, demo=True),
    Table("demo/visitors.csv", demo.DemoVisitorRow, demo.load_visitors, order=627, optional=True, demo=True),
]  # fmt: skip
