"""What brings a company near to a need or a seed, in points."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.models import Dated, DatedQuerySet


class CompanyDeed(models.TextChoices):
    """What a company really did or is, in the order in which it is told."""

    INDUSTRY = "industry", _("業種")
    TESTS = "tests", _("依頼した試験")
    CONSULTATIONS = "consultations", _("技術相談")
    EXHIBITIONS = "exhibitions", _("展示会のページ")
    MATCHES = "matches", _("成立したマッチング")


class CompanyPoints(Dated):
    """One row for every thing that brings a company nearer to an opportunity, in its period.

    Points are for one that answers all that is asked; ``years`` of it count (none: all).
    """

    kind = models.CharField(_("見るもの"), max_length=14, choices=CompanyDeed)
    points = models.PositiveSmallIntegerField(_("点"))
    years = models.PositiveSmallIntegerField(_("さかのぼる年数"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("企業の候補の点数")
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_points_of_a_company_from_a_day")
        ]
