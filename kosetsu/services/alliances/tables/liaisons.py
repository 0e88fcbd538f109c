"""The coordinators' programmes of an institute's folder."""

from typing import Any

from kosetsu.common.tables import Document, lookup
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.services.alliances.models import Liaison
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid, liaison_flaws


def load_liaison(said: LiaisonSaid) -> None:
    """The programme as the folder says it; what was counted stays under the kinds it was counted under."""
    bodies: dict[str, Any] = {
        str(one.code): one for one in Organisation.objects.filter(code__in=[*said.bodies, said.client])
    }
    branch = Branch.objects.filter(code=said.branch).first() if said.branch else None
    branches: dict[str, Any] = {branch.code: branch} if branch else {}
    asked = (("client", [said.client], bodies), ("bodies", said.bodies, bodies), ("branch", [said.branch], branches))
    for field, codes, known in asked:
        for code in filter(None, codes):
            lookup(known, code, 0, field)
    names = {f"name_{language}": text for language, text in said.name.model_dump().items()}
    liaison, _new = Liaison.objects.update_or_create(
        key=said.key,
        defaults={
            **names, "client": bodies.get(said.client), "branch": branch, "field": said.field, "source": said.source,
            "valid_from": said.valid_from, "valid_to": said.valid_to, "body": said.model_dump(mode="json"),
        },
    )  # fmt: skip
    liaison.bodies.set([bodies[code] for code in said.bodies])


TABLES = [
    Document("alliances/liaisons/*.yaml", LiaisonSaid, load_liaison, order=330, optional=True, check=liaison_flaws,
             key=lambda one: one.key, key_field="key"),
]  # fmt: skip
