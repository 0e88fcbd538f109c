"""What the search follows and knows: the change log, the concept table, the questions that found nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One row for every findable record that was written or withdrawn; index folders follow by ``id``."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)


class Concept(models.Model):
    """One row for every notion with several spellings or trade words; kind "code" words are kept whole."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", _("同義語")
        CODE = "code", _("記号・型番")

    name = models.CharField(max_length=100, unique=True)
    terms = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=Kind)


class UnansweredQuestion(models.Model):
    """One row for every question to which nothing fitted, so that the concept table and the catalogue can learn."""

    question = models.TextField()
    asked_at = models.DateTimeField()
    scope = models.CharField(max_length=10)
    handled_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
