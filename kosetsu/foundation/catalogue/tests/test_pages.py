"""Anyone finds what is offered and sees its price computed; drafts and the desk are for staff."""

import datetime as dt

import pytest
from django.urls import reverse

from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.catalogue.sources import SEARCH_SOURCES
from kosetsu.foundation.search import queries, sources

pytestmark = pytest.mark.django_db
LISTS = ["offerings", "tests", "instruments", "courses", "rooms", "advisers", "seeds", "prices"]


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def key(page) -> str:
    return page.content.decode().split('name="submission_key" value="')[1].split('"')[0]


@pytest.mark.parametrize("name", LISTS)
def test_public_lists_open_for_anyone_and_hold_no_draft(client, shop, name):
    page = client.get(reverse(f"catalogue:{name}"))
    assert page.status_code == 200
    assert "秘密の新試験" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=さび", True), ("?q=T-COR", True), ("?branch=B02", False), ("?field=COR", True), ("?group=G-X", False)],
)
def test_test_list_is_searched_and_filtered(client, shop, query, found):
    assert ("塩水噴霧試験" in client.get(reverse("catalogue:tests") + query).content.decode()) is found


def test_list_asks_the_same_number_of_queries_for_one_and_for_three(client, shop, django_assert_num_queries):
    address = reverse("catalogue:tests")
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(2):
        Offering.objects.create(
            code=f"T-{number}",
            kind="test",
            name_ja=f"試験{number}",
            summary="x",
            branch=shop.institute.head_office,
            group=shop.other,
            field=shop.field,
            state="offered",
        )
    with django_assert_num_queries(7):
        client.get(address)


def test_price_list_is_saved_as_excel(client, shop):
    answer = client.get(reverse("catalogue:prices"), {"format": "xlsx"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_offering_page_computes_the_price_of_each_class(client, shop):
    asked = {"amount0": 240, "amount1": 3, "copies": 1}
    page = client.get(shop.salt.get_absolute_url(), asked).content.decode()
    assert [price in page for price in ("87,600円", "114,600円", "132,600円")] == [True, True, True]


def test_offering_without_a_price_in_force_says_so(client, shop):
    TariffLine.objects.update(valid_to=dt.date(2026, 10, 31))
    page = client.get(shop.salt.get_absolute_url())
    assert page.status_code == 200
    assert "料金の例" not in page.content.decode()


def test_amounts_that_make_no_sense_are_told_at_the_field(client, shop):
    page = client.get(shop.salt.get_absolute_url(), {"amount0": "-1", "amount1": "x"})
    assert page.status_code == 200
    assert "field-error" in page.content.decode()


def test_offering_of_a_branch_closed_for_works_warns(client, shop):
    shop.institute.head_office.statuses.update(status="closed_for_works")
    page = client.get(shop.salt.get_absolute_url()).content.decode()
    assert "現在ご利用いただけません（施設改修のため休館）" in page


def test_draft_is_not_there_for_anyone_outside(client, shop, company):
    assert client.get(shop.draft.get_absolute_url()).status_code == 404
    assert sign_in(client, company.engineer).get(shop.draft.get_absolute_url()).status_code == 404
    assert sign_in(client, shop.institute.counter).get(shop.draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["offerings", "review", "new"])
def test_desk_of_the_catalogue_is_not_there_for_a_company(client, shop, company, name):
    address = reverse(f"catalogue-desk:{name}")
    assert client.get(address).status_code == 302
    assert sign_in(client, company.engineer).get(address).status_code == 404
    assert sign_in(client, shop.institute.researcher).get(address).status_code == 200


def test_verbs_go_from_the_desk_page_and_a_refusal_keeps_the_form(client, shop):
    desk = reverse("catalogue-desk:offering", args=[shop.draft.code])
    page = sign_in(client, shop.institute.researcher).get(desk)
    sent = {"submission_key": key(page)}
    assert client.post(reverse("catalogue-desk:propose", args=[shop.draft.code]), sent).status_code == 302
    refused = client.post(
        reverse("catalogue-desk:offer", args=[shop.draft.code]), {"submission_key": key(page)[:-1] + "0"}
    )
    assert refused.status_code == 422
    shop.draft.refresh_from_db()
    assert shop.draft.state == "proposed"


def test_offering_is_written_and_changed_through_its_forms(client, shop):
    sign_in(client, shop.institute.researcher)
    page = client.get(reverse("catalogue-desk:new"))
    said = {
        "submission_key": key(page),
        "code": "T-COR-500",
        "kind": "test",
        "name_ja": "新しい試験",
        "summary": "説明",
        "branch": shop.institute.head_office.pk,
        "group": shop.institute.surface.pk,
        "field": shop.field.pk,
        "standards": "JIS A\nJIS B",
        "training_level": 0,
    }
    wrong = client.post(reverse("catalogue-desk:new"), said | {"group": shop.other.pk})
    assert wrong.status_code == 422
    assert client.post(reverse("catalogue-desk:new"), said).status_code == 302
    assert Offering.objects.get(code="T-COR-500").standards == ["JIS A", "JIS B"]


def test_tariff_is_revised_through_its_form(client, shop):
    sign_in(client, shop.institute.planner)
    address = reverse("catalogue-desk:tariff", args=[shop.salt.code])
    page = client.get(address)
    line = {"client_class": "any", "part": "unit", "unit": "本", "yen": "1500", "tax_class": "taxable_10_included"}
    said = {
        "submission_key": key(page),
        "valid_from": "2027-04-01",
        "source": "決裁2",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
    } | {f"lines-0-{name}": value for name, value in line.items()}
    assert client.post(address, said | {"valid_from": "2026-04-01"}).status_code == 422
    assert client.post(address, said).status_code == 302
    salt = Offering.objects.get(pk=shop.salt.pk)
    assert salt.price(day=dt.date(2027, 4, 1), client_class="large", quantity=2).total_yen == 3_000


def test_search_finds_only_what_is_offered_and_resolves_through_visibility(shop, company):
    documents = list(SEARCH_SOURCES[0].documents(None))
    assert [document.title for document in documents] == ["塩水噴霧試験"]
    hits = queries.find("さび", scope="public")
    assert [record for _hit, record in sources.resolve(hits, company.engineer)] == [shop.salt]
    assert SEARCH_SOURCES[0].resolve([str(shop.draft.pk)], company.engineer) == {}


def test_units_are_said_in_the_readers_language(client, shop, settings):
    said = {"ja": ("／24時間・個", "1（24時間・個）"), "en": ("24 hours · piece", "1 (24 hours · piece)")}
    pages = [reverse("catalogue:tests"), reverse("catalogue:offering", args=["T-COR-001"])]
    for language, words in said.items():
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        shown = [client.get(page).content.decode() for page in pages]
        assert [word in page for word, page in zip(words, shown, strict=True)] == [True, True]
        assert ["24時間" in page for page in shown] == [language == "ja"] * 2
