import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.utils import translation

from kosetsu.common.tests.gallery import ExampleForm
from kosetsu.common.tests.markup import element, rendered, words

COTTON = Path(__file__).parents[1] / "templates" / "cotton"


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<c-button>送る</c-button>", "送る"),
        ("<c-link-button href='/x'>開く</c-link-button>", "開く"),
        ("<c-page-head title='題' lead='前書き' />", "題前書き"),
        ("<c-card title='題' href='/x'>中身</c-card>", "題 中身"),
        ("<c-notice kind='warning' title='未着'>確認</c-notice>", "注意 未着 確認"),
        ("<c-notice kind='error'>だめ</c-notice>", "エラー だめ"),
        ("<c-chip label='アルミ' />", "アルミ"),
        ("<c-state label='完了' kind='done' />", "完了"),
        ("<c-disclosure summary='内訳'>12円</c-disclosure>", "内訳 12円"),
        ("<c-facts :items=\"[('会社', 'A社')]\"><c-fact label='状態'>受付</c-fact></c-facts>", "会社A社 状態受付"),
        ("<c-empty title='まだありません'>選んでください</c-empty>", "まだありません 選んでください"),
        ("<c-progress label='読み込み' :value='1234' :max='5000' />", "読み込み 5,000件のうち1,234件"),
        ("<c-money :yen='12340' />", "12,340円"),
        ("<c-money :yen='None' />", "―"),
        ("<c-breadcrumb :items=\"[('ホーム', '/'), ('相談', '')]\" />", "ホーム相談"),
        ("<c-steps :labels=\"['内容', '確認']\" current='2' />", "1 内容2 確認"),
        ("<c-search-box label='さがす' action='/s' />", "さがす さがす"),
        ("<c-filter-bar>欄</c-filter-bar>", "欄 絞り込む"),
        ("<c-figure title='推移' summary='増えた。'>図</c-figure>", "推移増えた。 図"),
        ("<c-table caption='料金'><tr><td>5円</td></tr></c-table>", "料金 5円"),
    ],
)
def test_component_with_its_attributes_reads(source, text):
    assert words(element(source)) == text


def test_every_component_is_named_in_the_readme():
    files = {path.stem.replace("_", "-") for path in COTTON.glob("[!_]*.html")}
    named = set(re.findall(r"`c-([a-z-]+)`", (COTTON / "README.md").read_text()))
    assert named == files


def test_component_without_an_attribute_takes_nothing_from_the_page_around_it():
    around = {
        "title": "漏れ",
        "label": "漏れ",
        "href": "/漏れ",
        "actions": "漏れ",
        "footer": "漏れ",
        "open": True,
        "kind": "x",
    }
    sources = [
        "<c-card>a</c-card>",
        "<c-page-head title='b' />",
        "<c-state />",
        "<c-disclosure summary='c'>d</c-disclosure>",
    ]
    for source in sources:
        assert rendered(source, **around) == rendered(source)


def test_typed_text_in_a_declared_attribute_is_escaped_once():
    html = rendered("<c-card title='{{ typed }}'>{{ typed }}</c-card>", typed="<b>&\"'")
    assert html.count("&lt;b&gt;&amp;&quot;&#x27;") == 2
    assert "<b>" not in html


def test_button_with_a_question_carries_it_for_the_script():
    button = element("<c-button confirm='取り下げますか。' name='verb' value='withdraw'>取下げ</c-button>").find(
        "button"
    )
    assert dict(button.attrib) == {
        "type": "submit",
        "class": "button button-primary",
        "data-confirm": "取り下げますか。",
        "name": "verb",
        "value": "withdraw",
    }


def test_field_with_an_error_ties_label_help_and_error_to_its_control():
    form = ExampleForm({"problem": "", "email": "山田"})
    field = element("<c-field :field='form.problem' />", form=form).find("div")
    control = field.find("textarea")
    assert field.find("label").get("for") == control.get("id") == "id_problem"
    assert control.get("aria-describedby") == "id_problem_helptext id_problem_error"
    assert control.get("aria-invalid") == "true"
    assert [field.xpath(f".//*[@id='{part}']") != [] for part in control.get("aria-describedby").split()] == [
        True,
        True,
    ]
    assert words(field.find("label")) == "お困りごと 必須"


@pytest.mark.parametrize(
    ("sent", "marked"),
    [(None, [True, False]), ({"problem": ""}, [True, False]), ({"problem": "白い粉"}, [True, True])],
)
def test_spare_row_is_marked_required_only_once_somebody_wrote_in_it(sent, marked):
    rows = forms.formset_factory(ExampleForm, extra=1, min_num=1, max_num=5)
    typed = {"rows-1-problem": sent["problem"]} if sent else {}
    data = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0, "rows-0-problem": "錆", **typed} if sent else None
    found = rows(data, prefix="rows")
    labels = [words(element("<c-field :field='form.problem' />", form=one).find(".//label")) for one in found]
    assert ["必須" in label for label in labels] == marked


def test_field_with_an_error_keeps_what_was_typed():
    form = ExampleForm({"problem": "<script>白い粉</script>", "email": "山田"})
    assert (
        element("<c-field :field='form.problem' />", form=form).find(".//textarea").text.strip()
        == "<script>白い粉</script>"
    )
    assert element("<c-field :field='form.email' />", form=form).find(".//input").get("value") == "山田"


def test_field_of_several_boxes_is_a_fieldset_with_a_legend():
    field = element("<c-field :field='form.channel' />", form=ExampleForm({"problem": "x"})).find("fieldset")
    assert words(field.find("legend")) == "方法 必須"
    assert field.get("aria-describedby") == "id_channel_error"


def test_field_that_is_hidden_shows_no_label():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert words(element("<c-field :field='form.token' />", form=Hidden())) == ""


def test_form_errors_link_to_the_controls():
    summary = element("<c-form-errors :form='form' />", form=ExampleForm({"problem": "x", "email": "山田"}))
    assert [link.get("href") for link in summary.iter("a")] == ["#id_email", "#id_channel", "#id_agreed"]
    assert summary.find("div").get("role") == "alert"


def test_form_without_errors_has_no_summary():
    assert words(element("<c-form-errors :form='form' />", form=ExampleForm())) == ""


def test_chain_marks_the_step_of_today():
    steps = [
        {"label": "相談", "state": "done", "date": dt.date(2026, 8, 3)},
        {"label": "試験", "state": "current"},
        {"label": "発行"},
    ]
    chain = element("<c-chain :steps='steps' />", steps=steps)
    assert [words(step) for step in chain.iter("li")] == ["相談 済 8/3", "試験 いまここ", "発行 これから"]
    assert [step.get("aria-current") for step in chain.iter("li")] == [None, "step", None]


def test_tabs_mark_the_open_one():
    items = [{"label": "やりとり", "url": "?a", "active": True, "count": 0}, {"label": "書類", "url": "?b"}]
    tabs = element("<c-tabs :items='items' label='内容' />", items=items)
    assert [(words(link), link.get("aria-current")) for link in tabs.iter("a")] == [
        ("やりとり 0", "page"),
        ("書類", None),
    ]


def test_chip_with_an_address_says_what_is_taken_off():
    assert element("<c-chip label='アルミ' remove='?x' />").find(".//a").get("aria-label") == "「アルミ」を外す"


def test_message_shows_who_when_and_the_files():
    inner = "本文<c-slot name='files'><c-files :files='files' /></c-slot>"
    source = f"<c-message author='山田' role='A社' :at='at'>{inner}</c-message>"
    files = [{"name": "写真.jpg", "url": "/f", "size": 2048, "note": ""}]
    shown = words(element(source, at=dt.datetime(2026, 8, 3, 1, 30, tzinfo=dt.UTC), files=files))
    assert shown.replace("\xa0", " ") == "山田 A社 2026/8/3 10:30 本文 写真.jpg 2.0 KB"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("both", "令和8年4月1日（2026年）"),
        ("wareki", "令和8年4月1日"),
        ("western", "2026年4月1日"),
        ("short", "2026/4/1"),
    ],
)
def test_date_in_a_form_reads(form, text):
    assert words(element("<c-date :value='day' form='{{ form }}' />", day=dt.date(2026, 4, 1), form=form)) == text


def test_date_of_a_moment_is_the_day_in_tokyo():
    moment = dt.datetime(2026, 3, 31, 15, 30, tzinfo=dt.UTC)
    assert words(element("<c-date :value='at' form='wareki' time='yes' />", at=moment)) == "令和8年4月1日 00:30"


def test_date_for_a_reader_of_english_has_no_era():
    with translation.override("en"):
        shown = words(element("<c-date :value='day' />", day=dt.date(2026, 4, 1)))
    assert not shown.startswith("令和")


def test_key_help_without_script_shows_no_button():
    assert "hidden" in element("<c-key-help />").find("button").attrib
