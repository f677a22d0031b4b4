"""The OpenAPI 3.1 document, written out of the registry of measures."""

from typing import Any

from lms.i18n import gettext as _
from lms.web.security import absolute
from lms.workforce.public import BY, DIMENSIONS, MEASURES, PERIOD

Json = dict[str, Any]


def description() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Numbers of the digital workforce"),
            "version": "1",
            "description": _(
                "Every number that the pages show, under the same disclosure control: where"
                " “hidden” is true the value is null and cannot be worked out."
            ),
        },
        "servers": [{"url": absolute("/api/v1")}],
        "security": [{"key": []}, {"session": []}],
        "paths": {
            "/measures": {"get": _list()},
            "/measures/{code}": {"get": _table()},
        },
        "components": {"securitySchemes": _schemes(), "schemas": _schemas()},
    }


def _list() -> Json:
    return {
        "operationId": "measures",
        "summary": _("All measures with their definitions"),
        "parameters": [_language()],
        "responses": {
            "200": _json(
                _("The measures"),
                {
                    "type": "object",
                    "required": ["measures"],
                    "properties": {"measures": {"type": "array", "items": _ref("Measure")}},
                },
            ),
            **_refusals("401", "403", "429"),
        },
    }


def _table() -> Json:
    titles = "\n".join(f"- {m.code}: {m.title}" for m in MEASURES.values())
    return {
        "operationId": "measure",
        "summary": _("One measure, divided and filtered"),
        "description": titles,
        "parameters": [
            {"name": "code", "in": "path", "required": True,
             "schema": {"type": "string", "enum": list(MEASURES)}},
            _parameter(PERIOD, _("Fiscal year (2570), quarter (2570-q1), month (2569-11) or all"),
                       required=True, examples=("2570", "2570-q1", "2569-11", "all")),
            _parameter(BY, _("Up to two dimensions, separated by a comma"),
                       examples=("district", "skill,sector")),
            *(_parameter(name, str(d.title)) for name, d in DIMENSIONS.items()),
            _language(),
        ],
        "responses": {
            "200": _json(_("The table"), _ref("Table")),
            **_refusals("400", "401", "403", "404", "429"),
        },
    }  # fmt: skip


def _parameter(
    name: str, text: str, *, required: bool = False, examples: tuple[str, ...] = ()
) -> Json:
    told: Json = {
        "name": name,
        "in": "query",
        "required": required,
        "description": text,
        "schema": {"type": "string"},
    }
    if examples:
        told["examples"] = {example: {"value": example} for example in examples}
    return told


def _language() -> Json:
    return {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["th", "en"]}}


def _schemes() -> Json:
    return {
        "key": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "session"},
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(text: str, schema: Json) -> Json:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _refusals(*statuses: str) -> Json:
    content = {"application/problem+json": {"schema": _ref("Problem")}}
    return {status: {"description": _("Refused"), "content": content} for status in statuses}


def _schemas() -> Json:
    text, number = {"type": "string"}, {"type": ["number", "null"]}
    named = _object(code=text, title=text)
    cell: Json = {"value": number, "hidden": {"type": "boolean"}, "people": {"type": "integer"},
            "low": number, "high": number}  # fmt: skip
    row: Json = {"values": {"type": "object", "additionalProperties": _ref("Named")}, **cell}
    return {
        "Named": named,
        "Measure": _object(
            code=text, title=text, definition=text, formula=text, source=text, unit=text,
            unit_title=text, dimensions={"type": "array", "items": text},
            most_dimensions={"type": "integer"},
        ),
        "Cell": _object("value", "hidden", **cell),
        "Row": _object("values", "value", "hidden", **row),
        "Table": _object(
            measure=_ref("Measure"),
            period=_object(code=text, title=text, first_month={"type": ["string", "null"]},
                           last_month={"type": ["string", "null"]}),
            by={"type": "array", "items": _ref("Named")},
            where={"type": "object", "additionalProperties": _ref("Named")},
            total=_ref("Cell"),
            rows={"type": "array", "items": _ref("Row")},
            as_of={"type": "string", "format": "date-time"},
            least={"type": "integer"},
            notes={"type": "array", "items": text},
        ),
        "Problem": _object("type", "status", "detail", type=text, status={"type": "integer"},
                           detail=text, field=text),
    }  # fmt: skip


def _object(*required: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "required": list(required or properties),
        "properties": properties,
    }
