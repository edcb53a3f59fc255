"""OpenAPI documents of three versions become operations and closed tools."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from tools.adapters.openapi import base_address
from tools.adapters.openapi_document import Document, read_document
from tools.adapters.openapi_operation import DocumentError
from tools.adapters.openapi_request import CannotSend, Extras, build_request
from tools.adapters.openapi_tools import tool_of

THEIRS = Path(os.environ.get("CONCIERGE_TEST_DOCUMENTS") or "none")
"""A folder of documents that nobody here wrote."""

SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Boats", "version": "1"},
    "host": "boats.example",
    "basePath": "/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "parameters": {"pier": {"name": "pier", "in": "path", "required": True, "type": "string"}},
    "securityDefinitions": {"key": {"type": "apiKey", "in": "query", "name": "apikey"}},
    "paths": {
        "/piers/{pier}/boats": {
            "parameters": [{"$ref": "#/parameters/pier"}],
            "get": {
                "parameters": [
                    {"name": "kinds", "in": "query", "type": "array", "items": {"type": "string"}},
                    {"name": "apikey", "in": "query", "type": "string"},
                    {"name": "seats", "in": "query", "type": "integer", "minimum": 1, "exclusiveMinimum": True},
                ],
                "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Boat"}}},
            },
            "post": {
                "operationId": "rentBoat",
                "parameters": [
                    {"name": "boat", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Boat"}}
                ],
                "responses": {"201": {"description": "ok"}},
            },
        },
        "/token": {
            "post": {
                "operationId": "login",
                "parameters": [{"name": "user", "in": "formData", "type": "string", "required": True}],
                "responses": {"200": {"description": "ok"}},
            }
        },
    },
    "definitions": {
        "Thing": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "Boat": {
            "allOf": [
                {"$ref": "#/definitions/Thing"},
                {
                    "type": "object",
                    "required": ["seats"],
                    "properties": {
                        "id": {"type": "string", "readOnly": True},
                        "seats": {"type": "integer"},
                        "tender": {"$ref": "#/definitions/Boat"},
                    },
                },
            ]
        },
    },
}


def document(raw: dict[str, Any]) -> Document:
    return read_document(json.dumps(raw).encode())


def test_a_swagger_document_is_understood() -> None:
    boats = document(SWAGGER)
    assert (boats.version, boats.server) == ("2.0", "https://boats.example/v1")
    assert list(boats.operations) == ["GET /piers/{pier}/boats", "rentBoat", "login"]
    look = tool_of(boats.operations["GET /piers/{pier}/boats"], boats)
    assert (look.name, look.parameters["required"]) == ("get_piers_pier_boats", ["pier"])
    assert look.parameters["properties"]["seats"] == {"type": "integer", "exclusiveMinimum": 1}
    assert "apikey" not in look.parameters["properties"], "a key is the host's business"


def test_all_of_is_one_and_what_contains_itself_ends() -> None:
    boats = document(SWAGGER)
    rent = tool_of(boats.operations["rentBoat"], boats).parameters
    assert set(rent["properties"]) == {"pier", "name", "seats", "tender"}
    assert set(rent["required"]) == {"pier", "name", "seats"}
    assert rent["properties"]["tender"] == {}


def test_old_lists_are_joined_and_forms_are_forms() -> None:
    boats = document(SWAGGER)
    extras = Extras({}, {})
    values = {"pier": "north side", "kinds": ["row", "sail"]}
    look = build_request(boats.server, boats.operations["GET /piers/{pier}/boats"], values, extras)
    assert str(look.url) == "https://boats.example/v1/piers/north%20side/boats?kinds=row%2Csail"
    login = build_request(boats.server, boats.operations["login"], {"user": "a&b"}, extras)
    assert (login.headers["content-type"], login.content) == ("application/x-www-form-urlencoded", b"user=a%26b")


def test_a_header_has_one_line() -> None:
    with pytest.raises(CannotSend):
        Extras({"X-Customer": "anna\r\nX-Admin: yes"}, {})


def test_a_newer_document_has_servers_with_variables_and_types_that_may_be_null() -> None:
    raw = {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "2"},
        "servers": [
            {
                "url": "https://{place}.boats.example/{v}/",
                "variables": {"place": {"default": "eu"}, "v": {"default": "v2"}},
            }
        ],
        "paths": {
            "/boats": {
                "post": {
                    "operationId": "rent",
                    "parameters": [
                        {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}},
                        {"name": "X-Currency", "in": "header", "schema": {"type": "string"}},
                    ],
                    "requestBody": {
                        "content": {"application/vnd.boats+json": {"schema": {"$ref": "#/components/schemas/Wish"}}}
                    },
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
        "components": {
            "schemas": {"Wish": {"type": "object", "properties": {"seats": {"type": ["integer", "null"]}}}},
        },
    }
    boats = document(raw)
    assert boats.server == "https://eu.boats.example/v2"
    tool = tool_of(boats.operations["rent"], boats, hidden=["x-currency"])
    assert tool.parameters["properties"] == {"seats": {"type": ["integer", "null"]}}
    assert boats.operations["rent"].body is not None
    assert boats.operations["rent"].body.media == "application/vnd.boats+json"


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"openapi: 4.0.0\npaths: {}",
        b"{",
        b'{"openapi": "3.0.0", "paths": {"/a": {"$ref": "file:///etc/passwd"}}}',
        b'{"openapi": "3.0.0", "paths": {"/a": {"$ref": "http://127.0.0.1/x"}}}',
        b'{"openapi": "3.0.0", "paths": {"/a": {"$ref": "#/paths/~1a"}}}',
    ],
)
def test_what_is_no_document_or_leads_outside_is_refused(text: bytes) -> None:
    with pytest.raises(DocumentError):
        assert read_document(text).operations


@pytest.mark.parametrize("path", sorted(THEIRS.glob("*")) if THEIRS.is_dir() else [], ids=lambda path: path.stem[:20])
def test_documents_of_others_become_well_formed_tools(path: Path) -> None:
    theirs = read_document(path.read_bytes())
    assert theirs.operations
    assert theirs.server.startswith("https://")
    for operation in theirs.operations.values():
        tool = tool_of(operation, theirs)
        Draft202012Validator.check_schema(tool.parameters)
        assert tool.parameters["additionalProperties"] is False
        assert "$ref" not in json.dumps(tool.parameters)
        assert not {"authorization", "idempotency-key"} & {name.lower() for name in tool.parameters["properties"]}
        assert tool.description


WILD = b"""
openapi: 3.0.3
info: {title: Wild, version: 1}
servers: [{url: /api/v3}]
paths:
  /rooms/{hotel}:
    parameters: [{name: hotel, in: path, required: true, schema: {type: string}}]
    get:
      operationId: rooms
      parameters:
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {price: {type: object}}}}
        - {name: page, in: query, schema: {type: object}}
        - {name: where, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: country, in: query, schema: {type: string, enum: [NO, SE], default: NO}}
        - {name: at, in: query, schema: {type: string, default: 10:30}}
      responses: {200: {description: ok}}
  /pets:
    servers: [{url: 'https://pets.wild.example/base/'}]
    post:
      requestBody:
        content:
          application/xml: {schema: {type: object}}
          application/json: {schema: {$ref: '#/components/schemas/Animal'}}
      responses: {2XX: {content: {application/vnd.wild+json: {schema: {type: object}}}}}
  /form:
    post:
      operationId: form
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object}}}}
      responses: {}
  /upload:
    put:
      operationId: upload
      requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
      responses: {}
  /xml:
    post: {operationId: xml, requestBody: {content: {text/xml: {schema: {type: string}}}}, responses: {}}
  /out:
    get: {operationId: outside, parameters: [{$ref: 'common.yaml#/Page'}], responses: {}}
components:
  schemas:
    Animal:
      required: [kind]
      discriminator: {propertyName: kind}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
    Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer, nullable: true}}}
    Dog:
      type: object
      properties: {kind: {type: string}, weight: {type: number}, friend: {$ref: '#/components/schemas/Animal'}}
"""


def sent(document: Document, name: str, values: dict[str, Any]) -> tuple[str, bytes]:
    request = build_request("https://h.example", document.operations[name], values, Extras({}, {}))
    return unquote(str(request.url)), request.read()


def test_values_are_written_as_the_document_says() -> None:
    wild = read_document(WILD)
    values = {"hotel": "a/b", "filter": {"price": {"max": 12}}, "page": {"limit": 5}, "where": {"a": 1}}
    address, _ = sent(wild, "rooms", values)
    assert address == 'https://h.example/rooms/a/b?filter[price][max]=12&limit=5&where={"a": 1}'
    assert sent(wild, "GET /rooms/{hotel}", {"hotel": "x"})[0] == "https://h.example/rooms/x"
    assert sent(wild, "form", {"expand": ["a", "b"], "meta": {"k": "v"}})[1] == b"expand=a&expand=b&meta%5Bk%5D=v"
    assert b'name="note"\r\n\r\nhi' in sent(wild, "upload", {"note": "hi"})[1]
    known = tool_of(wild.operations["rooms"], wild).parameters["properties"]
    assert (known["country"]["enum"], known["at"]["default"]) == (["NO", "SE"], "10:30")


def test_an_object_of_several_forms_has_the_fields_of_all_and_numbers_are_exact() -> None:
    wild = read_document(WILD)
    pets = wild.operations["POST /pets"]
    assert set(tool_of(pets, wild).parameters["properties"]) == {"kind", "lives", "weight", "friend"}
    assert (pets.server, pets.accepts) == ("https://pets.wild.example/base", "application/vnd.wild+json")
    _, body = sent(wild, "POST /pets", {"kind": 7, "lives": "9", "weight": "12.50"})
    assert json.loads(body) == {"kind": "7", "lives": 9, "weight": 12.5}


@pytest.mark.parametrize("name", ["xml", "outside"])
def test_an_operation_that_cannot_be_used_spoils_no_other(name: str) -> None:
    wild = read_document(WILD)
    with pytest.raises(DocumentError):
        wild.operations[name]
    assert "rooms" in wild.operations
    assert len(wild.operations) == 6


@pytest.mark.parametrize(
    ("given", "documented", "whole"),
    [
        ("", "https://a.example/v1", "https://a.example/v1"),
        ("https://b.example", "https://a.example/v1", "https://b.example"),
        ("https://b.example/", "/api/v3", "https://b.example/api/v3"),
        ("https://b.example/v9", "/api/v3", "https://b.example/v9"),
        ("", "/api/v3", ""),
    ],
)
def test_an_address_is_completed_where_either_side_says_half_of_it(given: str, documented: str, whole: str) -> None:
    assert base_address(given, documented) == whole


def test_objects_that_all_contain_each_other_do_not_unfold_without_end() -> None:
    count = 40
    links = {f"p{one}": {"$ref": f"#/components/schemas/S{one}"} for one in range(count)}
    schemas = {f"S{one}": {"type": "object", "properties": links} for one in range(count)}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    paths = {"/a": {"post": {"operationId": "a", "requestBody": body, "responses": {}}}}
    raw = {"openapi": "3.0.0", "paths": paths, "components": {"schemas": schemas}}
    loops = document(raw)
    assert len(tool_of(loops.operations["a"], loops).parameters["properties"]) == count
