"""Mails about an order, and what the client said of it afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.casebook.models import Satisfaction
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order


class Notice(OwedMail):
    """One row for every mail about an order, written with the change it tells of and sent by a job."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("種別"), max_length=12, choices=states.NoticeKind)


class SurveyAnswer(Satisfaction):
    """One row for every order whose client said how satisfied they are, once."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="survey")

    class Meta:
        constraints = [Satisfaction.one_to_five("an_order_s_satisfaction_is_one_to_five")]
