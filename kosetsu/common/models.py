"""Records that every room shares: the abstract public identifier, localised names, and the number series."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

from kosetsu.common.ids import uuid7


class PublicRecord(models.Model):
    """A record that appears in addresses: by a random public id, never by its row number."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class Named(models.Model):
    """A record with a name in the three languages of the house; Japanese is always there."""

    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_th = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, Japanese where it has none."""
        return localized(self, "name")


def localized(record: Any, field: str) -> str:
    """``record.field_<language>`` in the reader's language, or the Japanese text where that is empty."""
    language = (get_language() or "ja")[:2]
    text: str = getattr(record, f"{field}_{language}", "") or getattr(record, f"{field}_ja")
    return text


class NumberSeries(models.Model):
    """One row for every gapless series: (document, fiscal year) → the last number issued."""

    document = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "fiscal_year"], name="one_series_per_year")]


class SubmittedForm(models.Model):
    """One row for every form that was carried out: the same form sent again gets the first one's answer.

    ``owner`` is who sent it (people live on a higher floor, so only their key stands here); ``digest`` covers
    what was typed, so that a changed form under an old key is noticed and not silently dropped.
    """

    owner = models.CharField(max_length=60)
    key = models.UUIDField()
    form = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_submission_per_key")]


class ScheduledRun(models.Model):
    """One row for every due time of a periodic job: whoever inserts it queues the job, so it runs once per due time."""

    job = models.CharField(max_length=80)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="one_run_per_due_time")]
