"""Enumerations and the review life of an offering."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class OfferingKind(models.TextChoices):
    TEST = "test", _("依頼試験")
    INSTRUMENT = "instrument", _("機器利用")
    COURSE = "course", _("講習会")
    ROOM = "room", _("施設・会議室")
    ADVISER_FIELD = "adviser_field", _("相談できる分野")
    SEED = "seed", _("技術シーズ")


PRICED_KINDS = (OfferingKind.TEST, OfferingKind.INSTRUMENT, OfferingKind.COURSE, OfferingKind.ROOM)
"""The kinds that cost something; an adviser's field and a technology seed have no tariff."""


class OfferingState(models.TextChoices):
    DRAFT = "draft", _("下書き")
    PROPOSED = "proposed", _("提案中")
    OFFERED = "offered", _("提供中")
    WITHDRAWN = "withdrawn", _("提供終了")


OFFERING_MOVES: Transitions[OfferingState] = Transitions(
    {
        "propose": ({OfferingState.DRAFT}, OfferingState.PROPOSED),
        "return_to_draft": ({OfferingState.PROPOSED}, OfferingState.DRAFT),
        "offer": ({OfferingState.PROPOSED}, OfferingState.OFFERED),
        "withdraw": ({OfferingState.OFFERED}, OfferingState.WITHDRAWN),
        "revive": ({OfferingState.WITHDRAWN}, OfferingState.PROPOSED),
    }
)


class ClientClass(models.TextChoices):
    """Who pays which price."""

    ANY = "any", _("共通")
    SME = "sme", _("中小企業など")
    LARGE = "large", _("中小企業以外")
    OUTSIDE = "outside", _("地域外")


class PricePart(models.TextChoices):
    """The parts a price formula is made of."""

    SETUP = "setup", _("基本料・調整費")
    UNIT = "unit", _("単価")
    REPORT = "report", _("成績書")
    COPY = "copy", _("成績書の謄本")
    ENGLISH = "english", _("英文成績書")
    FACTOR = "factor", _("料金区分の係数")
    OUTSIDE = "outside", _("地域外の加算")
    URGENT = "urgent", _("至急割増")
    ROUND = "round", _("端数処理")


RATED_PARTS = (PricePart.FACTOR, PricePart.OUTSIDE, PricePart.URGENT)
"""The parts that may be a rate instead of an amount."""


class RateBase(models.TextChoices):
    """What a rate is taken of."""

    SUM = "sum", _("それまでの合計")
    WORK = "work", _("基本料と単価だけ")


class TaxClass(models.TextChoices):
    """How a price stands to the consumption tax; which one applies is the institute's own rule."""

    INCLUDED_10 = "taxable_10_included", _("消費税10%込み")
    EXCLUDED_10 = "taxable_10_excluded", _("消費税10%別")
    INCLUDED_8 = "taxable_8_included", _("消費税8%込み")
    EXEMPT = "exempt", _("非課税")
    OUT_OF_SCOPE = "out_of_scope", _("不課税")
