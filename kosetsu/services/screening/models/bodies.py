"""Who asks for screening, under which sheets and forms, at which fee."""

import datetime as dt
from typing import Any, Optional, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Organisation
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.rules.sheets import Sheet
from kosetsu.services.screening.states import BodyClass, FeeBasis


class RequestingBody(PublicRecord):
    """One row for every body that has its programmes screened here: an organisation, and how it is dealt with."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    body_class = models.CharField(_("実施主体の区分"), max_length=12, choices=BodyClass)
    form = models.CharField(_("様式"), max_length=30)
    """The key of its own form; which edition holds is asked on the day."""
    contact = models.CharField(_("担当部署"), max_length=200, blank=True)
    email = models.EmailField(_("連絡先のメールアドレス"), blank=True)
    note = models.TextField(_("申し送り"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("技術審査の依頼団体")
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("screening-desk:body", args=[self.public_id])


class EditionQuerySet(DatedQuerySet):
    """Questions over editions of sheets or forms."""

    def current(self, day: dt.date) -> Self:
        """Those that hold on a day, by key; of two, the one that began later."""
        return self.on(day).order_by("key", "valid_from")


class Edition(Dated):
    """What sheets and forms have in common: a document of the institute's folder, as it said from a day on."""

    key = models.CharField(max_length=30)
    title = models.CharField(_("名称"), max_length=200)
    body: Any = models.JSONField()
    source = models.CharField(_("出典"), max_length=300)
    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["key", "valid_from"]

    @classmethod
    def of(cls, key: str, day: dt.date) -> Self | None:
        """The edition of a day; None where there is none."""
        found: Self | None = cls._default_manager.filter(key=key).current(day).last()
        return found

    @classmethod
    def offered(cls, day: dt.date) -> list[tuple[str, str]]:
        """Key and title of those that hold on a day."""
        return list({one.key: (one.key, one.title) for one in cls._default_manager.current(day)}.values())


class SheetEdition(Edition):
    """One row for every edition of a scoring sheet."""

    class Meta(Edition.Meta):
        verbose_name = verbose_name_plural = _("審査票の様式")
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="one_scoring_sheet_from_a_day")]

    @property
    def said(self) -> Sheet:
        return Sheet.model_validate(self.body)


class FormEdition(Edition):
    """One row for every edition of a body's own form."""

    class Meta(Edition.Meta):
        verbose_name = verbose_name_plural = _("団体の様式")
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="one_body_form_from_a_day")]

    @property
    def said(self) -> Form:
        return Form.model_validate(self.body)


class FeeRule(Dated):
    """One row for every period in which a class of bodies pays so much for what is screened."""

    body_class = models.CharField(max_length=12, choices=BodyClass)
    basis = models.CharField(_("料金の単位"), max_length=10, choices=FeeBasis)
    yen = models.PositiveIntegerField(_("単価"))
    tax_class = models.CharField(max_length=24, choices=TaxClass)
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("技術審査の料金の規則")
        constraints = [
            models.UniqueConstraint(fields=["body_class", "valid_from"], name="one_screening_fee_from_a_day")
        ]

    @classmethod
    def of(cls, body_class: str, day: dt.date) -> Optional["FeeRule"]:
        """The rule of a day; None where there is none."""
        found: FeeRule | None = cls.objects.on(day).filter(body_class=body_class).order_by("valid_from").last()
        return found


class ScreeningTerms(Dated):
    """One row for every period with what holds for all programmes: how long before its deadline one is reminded of."""

    remind_days = models.PositiveSmallIntegerField(_("期限の知らせ（日前）"))
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from"]
        constraints = [models.UniqueConstraint(fields=["valid_from"], name="one_set_of_screening_terms_from_a_day")]

    @classmethod
    def of(cls, day: dt.date) -> Optional["ScreeningTerms"]:
        """The terms of a day; None where there are none."""
        found: ScreeningTerms | None = cls.objects.on(day).last()
        return found
