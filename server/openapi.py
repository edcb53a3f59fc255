"""The OpenAPI document: what FastAPI finds, and AG-UI's run input, which is read strictly by hand."""

from typing import Any

from ag_ui.core import RunAgentInput
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_REF = "#/components/schemas/{model}"
RUN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": _REF.format(model="RunAgentInput")}}},
    }
}
"""``openapi_extra`` of the route that takes a run."""


class Documented(FastAPI):
    """An application whose document is whole."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes
            )
            run = RunAgentInput.model_json_schema(ref_template=_REF)
            parts = run.pop("$defs")
            self.openapi_schema["components"]["schemas"] |= parts | {"RunAgentInput": run}
        return self.openapi_schema
