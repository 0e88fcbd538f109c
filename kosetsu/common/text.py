"""Japanese text: tidied for storage, folded for search. What is stored stays as the person typed it."""

import json
import re
import unicodedata
from typing import Any

from kosetsu.common.encodings import UnreadableText, UnwritableText, cp932_form, decode_csv, encode_cp932

__all__ = [
    "UnreadableText",
    "UnwritableText",
    "cp932_form",
    "decode_csv",
    "encode_cp932",
    "fold",
    "fold_company",
    "tidy",
    "tidy_line",
]

# Characters of one meaning in names and trade words that NFKC leaves apart. Left: written; right: folded.
_VARIANTS = """
髙高 﨑崎 嵜崎 邉辺 邊辺 濵浜 濱浜 齋斎 齊斎 斉斎 澤沢 廣広 國国 學学 櫻桜 龍竜 瀧滝 眞真 惠恵 德徳
嶋島 嶌島 冨富 桒桑 靑青 黑黒 淸清 增増 𠮷吉 栁柳 槗橋 舘館 檜桧 薗園 條条 壽寿 榮栄 營営 圓円 會会
藝芸 驗験 實実 應応 發発 氣気 鹽塩 鐵鉄 鑛鉱 礦鉱 鑄鋳 燒焼 纖繊 續続 顯顕 錄録 鍊錬 螢蛍 曾曽 萬万
與与 豐豊 禮礼 彌弥 壯壮 藏蔵 圖図 區区 縣県 號号 團団 體体 單単 傳伝 變変 數数 檢検 齒歯 轉転 輕軽
釋釈 鐡鉄 鉃鉄 頴穎 籔薮 桺柳 簱旗 曻昇 冝宜 塲場 隱隠 劍剣 寬寛 峯峰 渕淵 渊淵 穗穂 逹達
"""
_VARIANT_TABLE = str.maketrans({pair[0]: pair[1] for pair in _VARIANTS.split()})

_DASHES = "‐‑‒–—―─−⁃﹣－"
_DASH_TABLE = str.maketrans(dict.fromkeys(_DASHES, "-"))
_WAVES = str.maketrans({"〜": "~", "～": "~", "∼": "~"})
_HIRAGANA = str.maketrans({code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]})
# Dashes typed for the long vowel mark: メ―タ.
_LONG_VOWEL = re.compile(r"(?<=[ぁ-ゖ])[—―─−](?=[ぁ-ゖ])")
# JIS Z 8301 drops the last long vowel mark of longer words, most people do not: コンピュータ, コンピューター.
_LAST_LONG_VOWEL = re.compile(r"(?<=[ぁ-ゖー]{3})ー+(?![ぁ-ゖー])")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_COMPATIBILITY_KANJI = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_COMPOSABLE = re.compile(f"[^{_COMPATIBILITY_KANJI}]+")
# Invisible characters that hide or reverse what is shown. Joiners stay: some scripts are wrong without them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社"
    r"|(?:公益|一般)?(?:社団|財団)法人|特定非営利活動法人|npo法人|(?:地方)?独立行政法人|国立大学法人|学校法人|医療法人|社会福祉法人"
    r"|\((?:株|有|同|資|名|相|社|財|公社|公財|一社|一財|特非|独|学|医|福)\)"
    r"|\b(?:co\.?,?\s*ltd|inc|corp(?:oration)?|ltd|llc|k\.k)\b\.?"
)
_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_NOT_IN_NAMES = re.compile(r"[\s\W_]+")


def canonical_json(body: Any) -> str:
    """The one JSON text of a body, whatever the order of its keys: what digests are taken of."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tidy(text: str) -> str:
    """The text to store: composed (NFC), trimmed, without control and other invisible characters; lines are kept.

    Compatibility kanji (神, 塚) stay as typed: NFC would turn a person's name into another character.
    """
    lines = _LINE_ENDS.sub("\n", text)
    composed = _COMPOSABLE.sub(lambda found: unicodedata.normalize("NFC", found[0]), _INVISIBLE.sub("", lines))
    return composed.strip()


def tidy_line(text: str) -> str:
    """Like tidy, on one line, with single blanks."""
    return " ".join(tidy(text).split())


def fold(text: str) -> str:
    """The key to search by: width, case, kana, kanji variants, dashes and last long vowels make no difference."""
    shown = _VARIATION_SELECTORS.sub("", tidy(text))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown.translate(_WAVES)).casefold())
    kana = plain.translate(_VARIANT_TABLE).translate(_HIRAGANA)
    dashed = _LONG_VOWEL.sub("ー", kana).translate(_DASH_TABLE)
    return " ".join(_LAST_LONG_VOWEL.sub("", dashed).translate(_WAVES).split())


def fold_company(name: str) -> str:
    """The key to find the same company by: like fold, without its legal form, blanks, marks and small kana."""
    folded = fold(name)
    bare = _LEGAL_FORMS.sub(" ", folded)
    return _squeezed(bare) or _squeezed(folded)


def _squeezed(name: str) -> str:
    return _NOT_IN_NAMES.sub("", name).translate(_SMALL_KANA)
