"""A colleague names a workplace in one line; whoever acts for one chooses among their own."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from kosetsu.foundation.parties.pages.naming import PlacedForm, WorkplaceField
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(db):
    """A company with two places, and one whose name begins alike."""
    one = build.company("青海ねじ製作所株式会社", "131083")
    second = one.organisation.workplaces.create(name="第二工場")
    other = build.company("青海ねじ商事株式会社", "131083")
    return one.workplace, second, other.workplace


@pytest.mark.parametrize(
    ("words", "which"),
    [("青海ねじ製作所 第二", 1), ("青海ねじ 第二", 1), ("青海ねじ商事", 2), ("（株）青海ねじ商事", 2)],
)
def test_words_that_fit_one_place_name_it(works, words, which):
    assert WorkplaceField().clean(words) == works[which]


def test_corporate_number_names_the_company_of_one_place(works):
    company = works[2].organisation
    company.corporate_number = "9011101031552"
    company.save()
    assert WorkplaceField().clean("9011101031552") == works[2]


def test_words_that_fit_several_offer_them_to_be_written_as_they_are(works):
    with pytest.raises(ValidationError, match="そのまま書いてください") as refused:
        WorkplaceField().clean("青海ねじ製作所")
    assert [str(one) in str(refused.value) for one in works] == [True, True, False]


def test_words_that_fit_none_ask_to_register_first(works):
    with pytest.raises(ValidationError, match="先に会社を登録"):
        WorkplaceField().clean("無名工業")


def test_person_chooses_only_among_their_own_open_places_and_one_alone_is_chosen(institute, company, works, at):
    own = PlacedForm(user=company.engineer, today=at.date())
    theirs = PlacedForm(
        {"submission_key": uuid.uuid4(), "workplace": works[0].public_id}, user=company.engineer, today=at.date()
    )
    assert (list(own.fields["workplace"].queryset), own.fields["workplace"].initial) == (
        [company.workplace], company.workplace.public_id
    )  # fmt: skip
    assert "workplace" in theirs.errors


def test_colleague_names_it_in_one_line(institute, works, at):
    form = PlacedForm(
        {"submission_key": uuid.uuid4(), "workplace": "青海ねじ製作所 第二工場"},
        user=institute.counter,
        today=at.date(),
    )
    assert (form.is_valid(), form.cleaned_data["workplace"]) == (True, works[1])
