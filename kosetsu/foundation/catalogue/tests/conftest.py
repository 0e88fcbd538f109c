"""The small institute with one priced test and one draft."""

import datetime as dt
from types import SimpleNamespace

import pytest

from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.states import StaffRole
from tests import build

SALT = [
    ("sme", "unit", 2_900),
    ("large", "unit", 3_800),
    ("outside", "unit", 4_400),
    ("any", "report", 300),
    ("any", "copy", 300),
]


@pytest.fixture
def shop(institute):
    """What is offered, what is a draft, and the people around it."""
    field = TechnologyField.objects.create(code="COR", name_ja="表面処理・腐食")
    common = {"kind": "test", "branch": institute.head_office, "group": institute.surface, "field": field}
    salt = Offering.objects.create(
        **common,
        code="T-COR-001",
        name_ja="塩水噴霧試験",
        summary="塩水の霧でさびの出方を調べます。",
        standards=["JIS Z 2371"],
        keywords=["さび", "腐食"],
        state="offered",
    )
    for client_class, part, yen in SALT:
        unit = "24時間・個" if part == "unit" else "通"
        TariffLine.objects.create(
            offering=salt,
            client_class=client_class,
            part=part,
            yen=yen,
            unit=unit,
            valid_from=dt.date(2026, 4, 1),
            source="x",
        )
    draft = Offering.objects.create(**common, code="T-COR-099", name_ja="秘密の新試験", summary="準備中", state="draft")
    head = build.post(build.person("表面 長"), StaffRole.GROUP_HEAD, institute.head_office, institute.surface)
    other = Group.objects.create(code="G-X", name_ja="別のグループ", branch=institute.tama)
    return SimpleNamespace(salt=salt, draft=draft, field=field, head=head, other=other, institute=institute)
