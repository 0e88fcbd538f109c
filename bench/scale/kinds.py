"""What the institute delivers, and how often: the mix of entries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

VISIT, ALL = ("visit",), ("visit", "telephone", "telephone", "mail", "online", "online", "onsite")
FIELDS = ("COR", "POL", "EMC", "MEC", "FOD", "IOT", "MET", "OPT", "AM", "TEX")


@dataclass(frozen=True, slots=True)
class Kind:
    """One row per kind of entry; ``weight`` is its share in thousandths."""

    service: str
    kind: str
    weight: float
    unit: str = "件"
    quantity: Callable[[Random], int] = field(default=lambda dice: 1)
    yen: int = 0
    """The usual price of one unit; 0 where nothing is charged."""
    channels: tuple[str, ...] = ("",)
    formats: tuple[str, ...] = ("",)
    fields: tuple[str, ...] = ("",)
    headcount: int = 0
    company: bool = True
    """Whether it is delivered to a workplace."""
    references: int = 0
    """How many things are counted under one reference each; 0 for none."""
    topics: tuple[str, ...] = ("",)


CASE = Kind("consultations", "consultation", 0, channels=ALL, fields=FIELDS)
"""The entry of a consultation that is a case: one for each, besides the mix."""

KINDS = (
    Kind("consultations", "consultation", 100, channels=ALL, fields=FIELDS),
    Kind("consultations", "onsite_support", 12, channels=("onsite",), fields=FIELDS),
    Kind("testing", "completed", 300, "点", lambda dice: 1 + int(dice.expovariate(0.4)), 4_800, VISIT, fields=FIELDS,
         references=180),
    Kind("instruments", "use", 260, "時間", lambda dice: 1 + int(dice.expovariate(0.5)), 2_100, VISIT, fields=FIELDS,
         references=120),
    Kind("overseas", "text_view", 150, "閲覧", lambda dice: 1 + int(dice.expovariate(0.3)), company=False,
         references=30),
    Kind("overseas", "consultation", 25, channels=("visit", "online", "telephone", "mail", "other"), fields=("INT",)),
    Kind("overseas", "onsite_support", 1, channels=("onsite",)),
    Kind("overseas", "bangkok_support", 2),
    Kind("training", "attendance", 45, "人", headcount=1, formats=("on_site", "online"), fields=(*FIELDS, "medical"),
         references=400),
    Kind("training", "satisfaction", 30, "%", lambda dice: min(100, 70 + int(dice.random() * 35)), references=400),
    Kind("training", "dissemination_attendance", 6, "人", headcount=1, formats=("on_site", "online")),
    Kind("exhibitions", "exhibitor_viewers", 20, "人", company=False,
         topics=("機能性食品メーカー", "IoT 活用サービス業")),
    Kind("exhibitions", "registration", 8, "人"),
    Kind("circles", "meeting", 3, "回", headcount=9, formats=("on_site", "online", "hybrid"), references=60),
    Kind("circles", "group_active", 1, headcount=14, references=60),
    Kind("screening", "review", 8, fields=("tokyo", "corporation", "ward_city", "association"), references=40,
         topics=("東京都", "公社", "江東区", "大田区", "工業連合会"), company=False),
    Kind("alliances", "medical_matching", 1),
    Kind("alliances", "bank_meeting", 0.5, company=False),
    Kind("outreach", "presentation", 3, company=False),
    Kind("outreach", "article", 1, company=False),
    Kind("outreach", "partner_event_exhibit", 0.5, company=False),
    Kind("projects", "theme_advanced", 1),
    Kind("projects", "commercialised", 0.5),
    Kind("inventions", "licence_granted", 0.5),
)  # fmt: skip
