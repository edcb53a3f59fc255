"""Every documented call keeps to its document, whatever it is sent."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.server.running import RunningServer, running

BRAND, OPERATOR = "brand-secret-of-this-test", "operator-secret-of-this-test"
EXAMPLES = 4
"""For each call. That what fits the schema is taken is not asked: some rules (a zone that exists) are no schema."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    home = tmp_path_factory.mktemp("home")
    with running(home, brand_secret=BRAND, operator_secret=OPERATOR, logins_per_minute=100_000) as started:
        yield started


def test_calls_keep_to_their_document(server: RunningServer) -> None:
    tokens = {"/v1/brand": BRAND, "/v1": server.token(None), "": ""}
    document = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    operations = [each.ok() for each in document.get_all_operations() if isinstance(each, Ok)]
    broken = [told for each in operations if (told := _tried(each, tokens))]
    assert len(operations) > 25
    assert not broken, "\n\n".join(broken)


def _tried(operation: APIOperation[Any, Any, Any, Any], tokens: dict[str, str]) -> str:
    """What is wrong with a call, if anything."""
    token = next(token for path, token in tokens.items() if operation.path.startswith(path))
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def keeps_to_it(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    try:
        keeps_to_it()
    except (FailureGroup, Failure) as error:
        return f"{operation.label}: {error}"
    return ""
