"""What companies answered about themselves."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing


class AnswerQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """The answers that stand, and whose a person may see."""

    def visible_to(self, user: Any) -> Self:
        """A company's own; nobody else reads what a company says about itself."""
        return self.filter(organisation__in=standing(user).organisations)

    def newest(self) -> Self:
        """The last answer to each fact of each organisation, answers taken back too."""
        later = self.model.objects.filter(
            organisation=models.OuterRef("organisation"), fact=models.OuterRef("fact"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later))


class Answer(models.Model):
    """One row for every answer to a fact of the vocabulary, and for every confirmation by a named person. Append-only.

    ``value`` None takes the answer back: the fact is unanswered again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programme_answers")
    fact = models.CharField(_("項目"), max_length=120)
    value = models.JSONField(null=True)
    """True or False, a key, a code, a whole number, or a day as YYYY-MM-DD."""
    at = models.DateTimeField(_("日時"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "fact", "-id"], name="newest_answer")]

    def __str__(self) -> str:
        return f"{self.fact}={self.value}"
