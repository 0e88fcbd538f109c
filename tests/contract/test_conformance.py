"""Generated calls of every operation, by a company, by staff and by a visitor: no 5xx, no undocumented answer."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from kosetsu.entrances.api import actions
from kosetsu.entrances.api.documents import openapi
from kosetsu.entrances.api.service import scopes
from tests import build

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUICK = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _served(program: Any) -> Any:
    """The program as a server runs it: an answer is closed once it is sent, so that no file stays open."""

    def serve(environ: Any, start_response: Any) -> list[bytes]:
        with closing(program(environ, start_response)) as answer:
            return [b"".join(answer)]

    return serve


def _operations() -> list[Any]:
    """Every operation of the description, to be called without a network."""
    with translation.override("ja"):
        schema = schemathesis.openapi.from_dict(openapi())
    schema.app = _served(get_wsgi_application())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's transaction outlives its requests; Django's own test client does the same."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _no_limit(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = settings.API_VISITOR_CALLS_PER_MINUTE = settings.FIGURES_PER_MINUTE = 10**9


@pytest.fixture
def things(company: build.Company, institute: build.Institute, at: dt.datetime) -> dict[str, dict[str, str]]:
    """Operation → path parameters that lead to something."""
    from kosetsu.common.tests.files import upload
    from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
    from kosetsu.services.consultations.actions import ask
    from kosetsu.services.consultations.models import Attachment
    from kosetsu.services.programmes.models import Programme

    case = ask(by=company.engineer, at=at, workplace=company.workplace, question="赤さびの相談", files=[upload()])
    field = TechnologyField.objects.create(code="surface", name_ja="表面")
    offering = Offering.objects.create(
        code="T-1", kind="test", name_ja="塩水噴霧試験", branch=institute.head_office, field=field, state="offered"
    )
    TariffLine.objects.create(offering=offering, client_class="any", part="unit", unit="件", yen=920, source="条例")
    programme = Programme.objects.create(
        code="P-1", fiscal_year=2026, category="助成", name="設備助成", component_kind="grant", source="冊子"
    )
    return {
        "get_consultation": {"id": str(case.public_id)},
        "post_message": {"id": str(case.public_id)},
        "list_attachments": {"id": str(case.public_id)},
        "post_attachments": {"id": str(case.public_id)},
        "download_attachment": {"id": str(Attachment.objects.get().public_id)},
        "get_offering": {"code": "T-1"},
        "get_price": {"code": "T-1"},
        "get_programme": {"id": str(programme.public_id)},
        "get_figure": {"key": "consultations"},
    }


@pytest.fixture
def callers(company: build.Company, institute: build.Institute, at: dt.datetime) -> list[dict[str, str]]:
    """The headers of a company's program, of a researcher's, and of a visitor's."""
    keys = [scope.key for scope in scopes()]
    people = (company.engineer, institute.researcher)
    secrets = [actions.issue_token(by=who, at=at, name="検査", scopes=keys, days=1)[1] for who in people]
    return [*({"Authorization": f"Bearer {secret}"} for secret in secrets), {}]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", _operations(), ids=lambda operation: operation.label)
def test_generated_calls_get_documented_answers(
    operation: Any, mode: GenerationMode, callers: list[dict[str, str]], things: dict[str, dict[str, str]]
) -> None:
    """Values that fit the description and values that do not; addresses that lead nowhere and somewhere."""
    known = things.get(operation.definition.raw["operationId"])

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        for headers in callers:
            case.call_and_validate(headers=headers, checks=CHECKS)
        if known:
            case.path_parameters = known
            for headers in callers:
                case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        call()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE
        pytest.skip("no value contradicts this operation's description")
