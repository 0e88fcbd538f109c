"""Enumerations of cases and entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How someone reached the institute."""

    VISIT = "visit", _("来所")
    ONLINE = "online", _("オンライン")
    TELEPHONE = "telephone", _("電話")
    MAIL = "mail", _("メール")
    ONSITE = "onsite", _("現地")
    OTHER = "other", _("その他（電話・メール等）")


class Format(models.TextChoices):
    """How something was held."""

    ON_SITE = "on_site", _("対面")
    ONLINE = "online", _("オンライン")
    HYBRID = "hybrid", _("ハイブリッド")
    ON_DEMAND = "on_demand", _("オンデマンド")
    IN_WRITING = "in_writing", _("書面")


class Source(models.TextChoices):
    """Where an entry came from; a synthetic one stands for single events that were never published."""

    RECORDED = "recorded", _("記録")
    IMPORTED = "imported", _("取り込み")
    SYNTHETIC = "synthetic", _("合成")
