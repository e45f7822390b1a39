"""The facts of IPTC's JSON Schema of ninjs 3.0 that concern news in text and pictures.

Names, types and requirements as the International Press Telecommunications Council publishes them
(ninjs-schema_3.0.json as of 3.0.1, CC BY 4.0), without its descriptions. Of events, planned
coverage, ways to reach somebody, shapes on maps and symbols of exchanges only the names are kept:
no article has any.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
URI: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_SIGN = r"(?:[\w.~:@!$&'()*+,;=/-]|%[0-9A-Fa-f]{2})"
_NUMBER_OF_HOST = rf"(?://(?:{_SIGN}*@)?\[[0-9A-Fa-f:.]+\])?"
ADDRESSES = re.compile(
    rf"[a-z][a-z0-9+.-]*:{_NUMBER_OF_HOST}{_SIGN}*(\?(?:{_SIGN}|\?)*)?(#(?:{_SIGN}|\?)*)?", re.ASCII
)
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}


def closed(required: tuple[str, ...] = (), /, **members: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": members,
    }


def several(**members: Schema) -> Schema:
    return {"type": "array", "items": closed(**members)}


def texts(**members: Schema) -> Schema:
    members |= {"role": TEXT, "contentType": TEXT, "value": TEXT}
    return {"type": "array", "items": closed(("value",), **members)}


CONCEPT = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}
CONTACT = {"contactInfo": {"type": "array"}}
RENDITION = closed(
    ("name",),
    **dict.fromkeys(("name", "contentType", "title", "format", "aspectRatio"), TEXT),
    **dict.fromkeys(("videoCodec", "transportProtocol", "bitrate"), TEXT),
    **dict.fromkeys(("width", "height", "sizeInBytes"), WHOLE),
    **dict.fromkeys(("duration", "frameRate"), NUMBER),
    href=URI,
    poi=closed(x=WHOLE, y=WHOLE),
    scanType={"enum": ["progressive", "interlaced"]},
)
KINDS = ["text", "audio", "video", "picture", "graphic", "composite", "component", "event"]
MEMBERS: Schema = {
    "uri": URI,
    "type": {"enum": [*KINDS, "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    **dict.fromkeys(("firstCreated", "versionCreated", "contentCreated"), MOMENT),
    **dict.fromkeys(("embargoedUntil", "expires"), MOMENT),
    **dict.fromkeys(("profile", "version", "language", "title", "by", "slugline"), TEXT),
    **dict.fromkeys(("located", "edNote", "usageTerms"), TEXT),
    **dict.fromkeys(("copyrightHolder", "copyrightNotice"), TEXT),
    "descriptions": texts(),
    "bodies": texts(charCount=WHOLE, wordCount=WHOLE),
    "headlines": texts(),
    "people": several(**CONCEPT, **CONTACT),
    "organisations": several(**CONCEPT, **CONTACT, symbols={"type": "array"}),
    "places": several(**CONCEPT, **CONTACT, geoJSON={"type": "object"}),
    "subjects": several(**CONCEPT, creator=TEXT, relevance=PERCENT, confidence=PERCENT),
    "events": several(**CONCEPT, id=TEXT),
    "eventDetails": {"type": "object"},
    "plannedCoverage": {"type": "array"},
    "objects": several(**CONCEPT),
    "infoSources": several(name=TEXT, role=TEXT, uri=URI, literal=TEXT, **CONTACT),
    "renditions": {"type": "array", "items": RENDITION},
    "altIds": several(role=TEXT, value=TEXT),
    "trustIndicators": several(role=URI, title=TEXT, href=URI),
    "standard": closed(name=TEXT, version=TEXT, schema=URI),
    "genres": several(name=TEXT, uri=TEXT, literal=TEXT),
    "rightsInfo": {
        **closed(langId=URI, linkedRights=URI, encodedRights=TEXT),
        "oneOf": [{"required": ["linkedRights"]}, {"required": ["encodedRights"]}],
    },
}
ASSOCIATED = closed(("name", "uri"), **MEMBERS, name=TEXT, rel=TEXT)
SCHEMA = closed(("uri",), **MEMBERS, associations={"type": "array", "items": ASSOCIATED})


def is_moment(text: object) -> bool:
    """Whether RFC 3339 takes it for a moment, of which `fromisoformat` reads more."""
    return bool(MOMENTS.fullmatch(str(text)) and datetime.fromisoformat(str(text)).tzinfo)


def is_whole_address(text: object) -> bool:
    """Whether RFC 3986 takes it for an address with a scheme."""
    return bool(ADDRESSES.fullmatch(str(text)))


FORMATS = FormatChecker(formats=())
FORMATS.checks("date-time", raises=ValueError)(is_moment)
FORMATS.checks("uri", raises=ValueError)(is_whole_address)


def faults(item: Any) -> list[str]:
    """Return what the standard objects to in a news object."""
    found = Draft202012Validator(SCHEMA, format_checker=FORMATS).iter_errors(item)
    return [f"{error.json_path}: {error.message}" for error in found]
