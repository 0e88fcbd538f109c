import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.text import fold, fold_company, tidy, tidy_line

japanese = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFFEF, exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u3000 カ\u3099ス \t", "ガス"),
        ("一行\r\n二行\u2028三行\r", "一行\n二行\n三行"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("\ufeff見積\u202eexe.fdp", "見積exe.fdp"),
        ("神\ufa19 塚\ufa10 髙橋", "神\ufa19 塚\ufa10 髙橋"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("ก\u0e33 e\u0301", "ก\u0e33 é"),
    ],
)
def test_tidy_keeps_what_was_typed_and_drops_what_cannot_be_seen(typed, stored):
    assert tidy(typed) == stored


def test_tidy_line_is_one_line():
    assert tidy_line(" 東京都\n\n 北区　西が丘 ") == "東京都 北区 西が丘"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱ｶﾌﾞ　１２３", "(株)カブ 123"),
        ("ﾋﾞｯｶｰｽ", "ビッカース"),
        ("ひっぱり試験", "ヒッパリ試験"),
        ("髙﨑", "高崎"),
        ("渡邉", "渡邊"),
        ("齋藤", "斉藤"),
        ("𠮷野", "吉野"),
        ("SUS304", "ｓｕｓ３０４"),
        ("コンピューター", "コンピュータ"),
        ("メ―タ", "メータ"),
        ("1〜2", "1～2"),
        ("−5℃", "－5℃"),
        ("X–線", "X-線"),
        ("\ufa19戸", "神戸"),
        ("葛\U000e0100城", "葛城"),
        ("試驗", "試験"),
        ("ヴァ", "ゔぁ"),
    ],
)
def test_fold_of_two_spellings_is_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ビール", "ビル"), ("コピー", "コピ"), ("ハ", "バ"), ("M3", "M8"), ("病院", "美容院")]
)
def test_fold_of_two_words_differs(one, other):
    assert fold(one) != fold(other)


@given(st.one_of(japanese, st.text(max_size=20)))
def test_fold_and_tidy_twice_are_the_same_as_once(text):
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert fold(tidy(text)) == fold(text)


@pytest.mark.parametrize(
    "name",
    [
        "株式会社キヤノン精機",
        "キャノン精機(株)",
        "㈱　キャノン 精機",
        "（株）ｷｬﾉﾝ精機",
        "きゃのん精機　株式会社",
        "キヤノン・精機　㈱",
    ],
)
def test_company_in_any_spelling_folds_alike(name):
    assert fold_company(name) == fold_company("キヤノン精機")


@pytest.mark.parametrize(
    "name", ["Tokyo Works Co., Ltd.", "TOKYO WORKS CO.,LTD", "tokyo works Inc.", "ＴＯＫＹＯ　ＷＯＲＫＳ"]
)
def test_company_with_an_english_form_folds_alike(name):
    assert fold_company(name) == "tokyoworks"


@pytest.mark.parametrize("name", ["株式会社", "合同会社"])
def test_company_that_is_only_a_legal_form_keeps_it(name):
    assert fold_company(name) == name


def test_company_of_another_name_stays_apart():
    assert fold_company("東西工業株式会社") != fold_company("西東工業株式会社")
