"""The institutes' rules of paying load, and what cannot stand is named with its row and field."""

import shutil
from pathlib import Path

import pytest

from kosetsu.common.corporate_number import is_valid
from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.foundation.billing.models import BillingTerms, Charge, DunningRule, FinanceColumn, Invoice, Issuer
from kosetsu.foundation.billing.rules import rule_for
from kosetsu.foundation.catalogue.models import Relief
from kosetsu.foundation.governance.models import Consent
from tests.architecture.house import ROOT

pytestmark = pytest.mark.django_db
MINIMAL, TOKYO = ROOT / "institutes" / "minimal", ROOT / "institutes" / "tokyo"


def test_tokyo_has_rules_an_issuer_with_a_true_check_digit_reminders_a_layout_and_a_relief():
    load_folder(TOKYO, demo=False)
    assert is_valid(Issuer.objects.get().registration_number.removeprefix("T"))
    counts = [model.objects.count() for model in (BillingTerms, DunningRule, FinanceColumn, Relief)]
    assert counts == [4, 3, 11, 1]


@pytest.mark.parametrize(
    ("kind", "client_class", "yen", "timing"),
    [("instrument", "sme", 6_550, "postpaid"), ("test", "sme", 499_999, "postpaid"),
     ("test", "sme", 500_000, "deposit"),
     ("test", "outside", 500_000, "prepaid"), ("course", "large", 9_800, "prepaid")],
)  # fmt: skip
def test_the_most_particular_rule_holds(kind, client_class, yen, timing):
    load_folder(TOKYO, demo=False)
    assert rule_for(BillingTerms.objects.all(), kind, client_class, yen).payment_timing == timing


def test_the_demo_lives_through_its_charges_once_and_the_ward_sees_the_one_that_consents():
    for _n in range(2):
        load_folder(TOKYO, demo=True)
    papers = Invoice.objects.exclude(kind="deposit", quote=None)  # those are of places at gatherings
    papers = papers.exclude(lines__charge__offering__kind="room").order_by("pk")  # and those the rents of labs
    assert [(one.total_yen, one.settled_yen) for one in papers] == [
        (87_600, 43_800), (26_400, 26_400), (26_400, 0), (38_000, 38_000), (18_000, 18_000), (6_550, 6_550), (3_200, 0),
        (87_600, 87_600), (10_500, 0), (12_000, 0),
    ]  # fmt: skip
    own = Charge.objects.unbilled().filter(entry=None, what="")  # the others are those of uses
    assert (own.count(), Consent.objects.filter(purpose="ward-use-statement").count()) == (1, 1)


def test_an_institute_without_rules_of_paying_loads():
    load_folder(MINIMAL, demo=False)
    assert BillingTerms.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "text", "field"),
    [
        ("terms.csv", "payment_timing,due_days,quote_days,tax_rounding,source\nsomeday,30,30,down,x\n",
         "payment_timing"),
        ("terms.csv", "payment_timing,due_days,quote_days,tax_rounding,source\n" + "postpaid,30,30,down,x\n" * 2,
         "valid_from"),
        ("issuers.csv", "registration_number,name_ja,postal_code,address,telephone,bank_account,source\n"
                        "T5040005001234,a,b,c,d,e,x\n", "registration_number"),
        ("dunning.csv", "step,after_days,name_ja,text_ja,source\n0,7,a,b,x\n", "step"),
        ("finance_columns.csv", "position,heading,value,source\n1,a,secret,x\n", "value"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_named(tmp_path: Path, file: str, text: str, field: str):
    folder = tmp_path / "institute"
    shutil.copytree(MINIMAL, folder)
    (folder / "billing").mkdir()
    (folder / "billing" / file).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder, demo=False)
    assert [(one.file, one.field) for one in broken.value.errors] == [(f"billing/{file}", field)]
    assert BillingTerms.objects.count() == 0
