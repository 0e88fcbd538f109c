"""What the navigator knows: the notions under which it reads a problem."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.Model):
    """One row for every notion a problem may mention: a material, a phenomenon or a purpose, and its words."""

    class Kind(models.TextChoices):
        MATERIAL = "material", _("材料・製品")
        PHENOMENON = "phenomenon", _("困っていること")
        PURPOSE = "purpose", _("したいこと")

    kind = models.CharField(max_length=12, choices=Kind)
    label = models.CharField(max_length=60)
    terms = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "label"], name="one_facet_per_label")]


class Intent(models.Model):
    """One row for every way of asking for a kind of help: its words, and by how much they raise that kind."""

    kind = models.CharField(max_length=30)
    words = models.JSONField(default=list)
    weight = models.FloatField()

    class Meta:
        ordering = ["id"]
