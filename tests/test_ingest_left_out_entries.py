"""An entry that cannot be read is left out by itself, whatever the format of its export."""

from __future__ import annotations

import json
from typing import Any

import pytest

from articles.ingest import formats
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, PartKind, Place
from articles.ingest.refusals import Refused

DEEP = "<div>" * 600 + "Too deep." + "</div>" * 600
LONG = "<p>a</p>" * 20_001
WORDS = "<p>The pump is oiled in spring.</p>"
ATOM = "http://www.w3.org/2005/Atom"


def rss(*bodies: str) -> str:
    items = "".join(
        f"\n<item><title>Pump {n}</title><guid>{n}</guid>"
        f"<description><![CDATA[{body}]]></description></item>"
        for n, body in enumerate(bodies, 1)
    )
    return f"<rss version='2.0'><channel><title>Pumps</title>{items}\n</channel></rss>"


def atom(*bodies: str) -> str:
    entries = "".join(
        f"\n<entry><title>Pump {n}</title><id>{n}</id>"
        f"<content type='xhtml'><div>{body}</div></content></entry>"
        for n, body in enumerate(bodies, 1)
    )
    return f"<feed xmlns='{ATOM}'><title>Pumps</title>{entries}\n</feed>"


def wxr(*bodies: str) -> str:
    items = "".join(
        f"\n<item><title>Pump {n}</title><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_id>{n}</wp:post_id><wp:post_type>post</wp:post_type></item>"
        for n, body in enumerate(bodies, 1)
    )
    return (
        f"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>Pumps</title>"
        f"<wp:wxr_version>1.2</wp:wxr_version>{items}\n</channel></rss>"
    )


def lines(**data: Any) -> str:
    return json.dumps(data).replace('{"title": "Pump', '\n{"title": "Pump')


def json_feed(*bodies: str) -> str:
    items = [
        {"title": f"Pump {n}", "id": str(n), "content_html": body, "summary": "Some words."}
        for n, body in enumerate(bodies, 1)
    ]
    return lines(version="https://jsonfeed.org/version/1", items=items)


def ghost(*bodies: str) -> str:
    posts = [
        {"title": f"Pump {n}", "id": str(n), "html": body, "custom_excerpt": "Some words."}
        for n, body in enumerate(bodies, 1)
    ]
    return lines(db=[{"meta": {"exported_on": 1}, "data": {"posts": posts}}])


def ninjs(*bodies: str) -> str:
    items = [
        {"headline": f"Pump {n}", "uri": f"urn:{n}", "body_html": body, "pubstatus": "usable"}
        for n, body in enumerate(bodies, 1)
    ]
    return json.dumps(items).replace('{"headline"', '\n{"headline"')


EXPORTS = {one.__name__: one for one in (rss, atom, wxr, json_feed, ghost, ninjs)}


def reading(text: str) -> DocumentReading:
    data = text.encode()
    return read(Found(Place("", "export"), data, len(data), ""), Known())


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
@pytest.mark.parametrize(
    ("body", "reason"),
    [pytest.param(DEEP, "too_deep", id="deep"), pytest.param(LONG, "too_many_blocks", id="long")],
)
def test_an_entry_that_cannot_be_read_is_left_out_and_the_others_are_read(export, body, reason):
    found = reading(export(WORDS, body, WORDS.replace("spring", "autumn")))
    (warning,) = found.warnings

    assert [(one.title, one.body_html) for one in found.articles] == [
        ("Pump 1", WORDS),
        ("Pump 3", WORDS.replace("spring", "autumn")),
    ]
    assert (warning.code, warning.line) == ("entry_refused", 3)
    assert warning.params == {"name": "Pump 2", "reason": reason}
    assert {part.article for part in found.parts} == {None, 0, 1}


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_all_of_an_entry_that_is_left_out_is_accounted_for(export):
    found = reading(export(WORDS, DEEP))
    left = [part for part in found.parts if part.reason == "too_deep"]
    told = "".join(found.text[part.start : part.end] for part in found.parts)

    assert "Pump 2" in "".join(found.text[part.start : part.end] for part in left)
    assert {(part.kind, part.article) for part in left} == {(PartKind.LEFT_OUT, None)}
    assert "".join(told.split()) == "".join(found.text.split())


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_an_export_of_nothing_but_such_entries_is_refused(export):
    with pytest.raises(Refused, match="too_deep"):
        reading(export(DEEP, LONG))


def test_an_entry_that_nests_too_deep_may_be_the_last_of_a_file_that_is_cut_off():
    found = reading(atom(WORDS, DEEP)[:-1500])

    assert [one.title for one in found.articles] == ["Pump 1"]
    assert [w.code for w in found.warnings] == ["malformed_xml", "entry_refused"]


def test_what_nests_too_deep_outside_of_entries_is_refused():
    with pytest.raises(Refused, match="too_deep"):
        formats.read(f"<rss><channel>{'<a>' * 600}".encode(), Place("", "x"))


def test_an_item_inside_another_is_left_out_by_itself():
    inner = {"uri": "urn:2", "type": "text", "headline": "Pump 2", "body_html": DEEP}
    outer = {"uri": "urn:1", "type": "text", "headline": "Pump 1", "body_html": WORDS}
    export = {**outer, "pubstatus": "usable", "associations": {"a": inner}, "slugline": "a b"}
    found = reading(json.dumps(export))

    assert [one.title for one in found.articles] == ["Pump 1"]
    assert [w.params["name"] for w in found.warnings] == ["Pump 2"]


def test_items_inside_one_that_is_left_out_go_with_it():
    inner = {"uri": "urn:2", "type": "text", "headline": "Pump 2", "body_html": WORDS}
    outer = {"uri": "urn:1", "type": "text", "headline": "Pump 1", "body_html": DEEP}
    last = {"uri": "urn:3", "type": "text", "headline": "Pump 3", "body_html": WORDS}
    found = reading(json.dumps([{**outer, "pubstatus": "usable", "associations": [inner]}, last]))

    assert [one.title for one in found.articles] == ["Pump 3"]


@pytest.mark.parametrize("export", [rss, json_feed], ids=["xml", "json"])
def test_no_more_than_fifty_of_them_are_named(export):
    assert len(reading(export(*[DEEP] * 60, WORDS)).warnings) == 50
