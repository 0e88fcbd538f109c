"""Programmes of the institute's folder: any field and any words, loaded again without harm, mistakes said by place."""

from pathlib import Path

import pytest
import yaml

from kosetsu.common.tables import BadRow
from kosetsu.services.alliances.models import Liaison
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid, liaison_flaws
from kosetsu.services.alliances.tables.liaisons import load_liaison
from kosetsu.services.alliances.tests.conftest import SAID, Field

TOKYO = Path(__file__).parents[4] / "institutes/tokyo/alliances/liaisons/medical.yaml"


def flaws(**other):
    return [where for where, _why in liaison_flaws(LiaisonSaid.model_validate(SAID | other))]


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({}, []),
        ({"valid_to": "2020-01-01"}, ["valid_to"]),
        ({"topics": [SAID["topics"][0]] * 2}, ["topics"]),
        ({"kinds": SAID["kinds"] | {"match": "farm_contact"}}, ["kinds"]),
        ({"bodies": ["HUB", "HUB"]}, ["bodies"]),
        ({"meetings": [SAID["meetings"][0] | {"entry_kind": "farm_match"}]}, ["kinds"]),
    ],
)
def test_what_no_single_value_shows_is_said_by_its_place(other, where):
    assert flaws(**other) == where


def test_demo_of_tokyo_counts_under_the_kinds_of_its_annual_report():
    said = LiaisonSaid.model_validate(yaml.safe_load(TOKYO.read_text(encoding="utf-8")))
    assert (said.kinds.match, said.kinds.support) == ("medical_matching", "medical_productisation")
    assert [(one.key, one.decides) for one in said.meetings] == [("liaison", False), ("needs", True)]


@pytest.mark.django_db
def test_programme_loaded_again_keeps_its_records_and_says_what_is_new(farm: Field):
    need = farm.added()
    load_liaison(LiaisonSaid.model_validate(SAID | {"name": {"ja": "新しい名称"}, "bodies": ["CORP"]}))
    found = Liaison.objects.get()
    assert (found.name_ja, need.liaison_id, [one.code for one in found.bodies.all()]) == (
        "新しい名称",
        found.pk,
        ["CORP"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "given"), [("bodies", ["NOBODY"]), ("client", "NOBODY"), ("branch", "NOBODY")])
def test_body_or_branch_that_nobody_knows_is_said_by_its_field(farm: Field, field, given):
    said = LiaisonSaid.model_validate(SAID | {"key": "other", field: given})
    with pytest.raises(BadRow, match="NOBODY") as wrong:
        load_liaison(said)
    assert (wrong.value.field, Liaison.objects.count()) == (field, 1)
