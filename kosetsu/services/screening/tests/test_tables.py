"""The institute's sheets, forms, fees and terms load, load again, and what is wrong is named by its place."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.services.screening.models import FeeRule, FormEdition, ScreeningTerms, SheetEdition
from kosetsu.services.screening.rules.forms import Form, form_flaws
from kosetsu.services.screening.rules.sheets import Sheet

pytestmark = pytest.mark.django_db
TOKYO = settings.BASE_DIR / "institutes" / "tokyo" / "screening"
MODELS = (SheetEdition, FormEdition, FeeRule, ScreeningTerms)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest institute with Tokyo's rules of screening."""
    copy = Path(shutil.copytree(settings.BASE_DIR / "institutes" / "minimal", tmp_path / "minimal"))
    shutil.copytree(TOKYO, copy / "screening")
    return copy


def test_rules_load_and_load_again_without_a_change(folder: Path) -> None:
    load_folder(folder, demo=False)
    before = [list(model.objects.order_by("pk").values_list("source", flat=True)) for model in MODELS]
    load_folder(folder, demo=False)
    assert [list(model.objects.order_by("pk").values_list("source", flat=True)) for model in MODELS] == before
    assert [len(one) for one in before] == [2, 2, 3, 1]
    assert [list(form_flaws(one.said)) for one in FormEdition.objects.all()] == [[], []]
    assert isinstance(SheetEdition.objects.get(key="award").said, Sheet)
    assert isinstance(FormEdition.objects.get(key="corporation").said, Form)


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("fees.csv", "ward_city,review,2000", "ward_city,review,0", "yen"),
        ("fees.csv", "ward_city,review,2000,taxable_10_included,2021-04-01,",
         "association,review,2000,taxable_10_included,2022-04-01,", "期間が重なっています"),
        ("terms.csv", ",14,", ",-1,", "remind_days"),
        ("forms/standard.yaml", "value: rank", "value: colour", "columns.E"),
        ("sheets/award.yaml", "code: quality", "code: technology", "technology"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_loaded(
    folder: Path, file: str, before: str, after: str, said: str
) -> None:
    path = folder / "screening" / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder, demo=False)
    assert (Path(file).name in str(broken.value), said in str(broken.value)) == (True, True)
    assert [model.objects.count() for model in MODELS] == [0, 0, 0, 0]
