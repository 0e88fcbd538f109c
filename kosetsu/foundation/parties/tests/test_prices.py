"""The class of price follows the institute's rule, first match wins, silence decides nothing."""

import datetime as dt

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.foundation.parties.models import Institute, Workplace
from kosetsu.foundation.parties.rules.prices import PriceFacts, PriceRule, price_class
from kosetsu.foundation.parties.states import OrganisationKind, SizeClass
from tests.build import area

DAY = dt.date(2026, 11, 20)
TOKYO = yaml.safe_load((settings.BASE_DIR / "institutes/tokyo/institute.yaml").read_text("utf-8"))
RULES = [PriceRule.model_validate(rule) for rule in TOKYO["price_rules"]]
COMPANY, UNIVERSITY = OrganisationKind.COMPANY, OrganisationKind.UNIVERSITY
SMALL, MEDIUM, LARGE, UNKNOWN = SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE, SizeClass.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "size", "inside", "large_owned", "expected"),
    [
        (COMPANY, SMALL, True, False, "sme"),
        (COMPANY, MEDIUM, True, False, "sme"),
        (COMPANY, MEDIUM, True, True, "large"),
        (COMPANY, LARGE, True, False, "large"),
        (COMPANY, SMALL, False, False, "outside"),
        (COMPANY, UNKNOWN, False, False, "outside"),
        (COMPANY, UNKNOWN, True, False, None),
        (COMPANY, MEDIUM, None, False, None),
        (COMPANY, MEDIUM, True, None, None),
        (UNIVERSITY, UNKNOWN, True, False, "large"),
        (OrganisationKind.COOPERATIVE, UNKNOWN, True, False, "sme"),
    ],
)
def test_class_of_price(kind, size, inside, large_owned, expected):
    assert price_class(PriceFacts(kind, size, inside, large_owned), RULES, DAY).client_class == expected


def test_unknown_size_says_what_to_register():
    verdict = price_class(PriceFacts(COMPANY, UNKNOWN, True, False), RULES, DAY)
    assert "資本金・常用従業員数・業種を登録してください" in verdict.reason


def test_no_rule_on_the_day_gives_no_class():
    verdict = price_class(PriceFacts(COMPANY, SMALL, True, False), RULES, dt.date(2000, 1, 1))
    assert verdict.client_class is None


@given(
    st.sampled_from(OrganisationKind),
    st.sampled_from(SizeClass),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
)
def test_learning_a_missing_fact_never_changes_a_given_answer(kind, size, inside, large_owned):
    told = price_class(PriceFacts(kind, size, inside, large_owned), RULES, DAY).client_class
    for known_inside in (True, False) if inside is None else (inside,):
        for known_owner in (True, False) if large_owned is None else (large_owned,):
            for known_size in (SMALL, LARGE) if size == UNKNOWN else (size,):
                facts = PriceFacts(kind, known_size, known_inside, known_owner)
                assert told in (None, price_class(facts, RULES, DAY).client_class)


@pytest.fixture
def tokyo(institute):
    row: Institute = institute.institute
    row.prefecture = area("130001")
    row.settings = {
        "price_rules": [rule.model_dump(mode="json") for rule in RULES],
        "price_classes": TOKYO["price_classes"],
    }
    row.save()
    return row


def test_company_with_an_open_workplace_inside_pays_the_inside_price(tokyo, company):
    assert company.organisation.price_class_on(DAY).client_class == "sme"


def test_workplace_that_closed_no_longer_counts_as_inside(tokyo, company):
    Workplace.objects.filter(pk=company.workplace.pk).update(closed_on=dt.date(2026, 3, 31))
    Workplace.objects.create(organisation=company.organisation, name="千葉工場", area=area("120006"))
    assert company.organisation.price_class_on(DAY).client_class == "outside"
    assert company.organisation.price_class_on(dt.date(2026, 3, 31)).client_class == "sme"


def test_class_decided_by_staff_goes_before_the_rule(tokyo, company):
    company.organisation.class_decided, company.organisation.class_reason = "large", "決算書で確認"
    assert company.organisation.price_class_on(DAY).client_class == "large"


def test_institute_names_its_classes(tokyo):
    assert tokyo.price_class_names["sme"] == "都内の中小企業など"
