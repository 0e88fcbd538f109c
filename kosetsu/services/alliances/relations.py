"""The partners' registers as flat tables for measures."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.services.alliances.models import Agreement, AgreementDocument, NetworkField, NetworkMember

RELATIONS = [
    Relation(
        name="agreements",
        title=_("協定を結んだ機関"),
        columns={"scope": str, "number": int, "organisation": str, "branch": str, "started_on": dt.date},
        rows=lambda day: Agreement.objects.on(day).values_list(
            "scope", "number", "organisation__name", "branch__code", "started_on"
        ),
        as_of=True,
        public=("scope", "number", "organisation", "branch", "started_on"),
        labels={"number": "No.", "organisation": _("機関名"), "branch": _("拠点"), "started_on": _("締結年月日")},
    ),
    Relation(
        name="agreement_documents",
        title=_("協定書・覚書"),
        columns={"scope": str, "number": int, "organisation": str, "title": str, "signed_on": dt.date, "branch": str},
        rows=lambda day: (
            AgreementDocument.objects.filter(agreement__in=Agreement.objects.on(day))
            .exclude(signed_on__gt=day)
            .order_by("agreement__scope", "agreement__number", "id")
            .values_list(
                "agreement__scope",
                "agreement__number",
                "agreement__organisation__name",
                "title",
                "signed_on",
                "agreement__branch__code",
            )
        ),
        as_of=True,
        public=("scope", "number", "organisation", "title", "signed_on", "branch"),
        labels={"organisation": _("機関名"), "title": _("文書名"), "signed_on": _("締結年月日")},
    ),
    Relation(
        name="network_members",
        title=_("連携体の構成機関"),
        columns={"network": str, "organisation": str, "role": str, "joined_fiscal_year": int},
        rows=lambda day: (
            NetworkMember.objects.on(day)
            .order_by("network", "id")
            .values_list("network", "organisation__name", "role", "joined_fiscal_year")
        ),
        as_of=True,
        public=("network", "organisation", "role", "joined_fiscal_year"),
        labels={"network": _("連携体"), "organisation": _("機関名"), "role": _("役割")},
    ),
    Relation(
        name="network_fields",
        title=_("パートナーグループの分野"),
        columns={"network": str, "name": str},
        rows=lambda day: NetworkField.objects.on(day).order_by("id").values_list("network", "name"),
        as_of=True,
        public=("network", "name"),
        labels={"network": _("連携体"), "name": _("分野")},
    ),
]
