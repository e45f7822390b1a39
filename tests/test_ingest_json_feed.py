from __future__ import annotations

import json
from typing import Any

import pytest

from articles.ingest.formats import json_feed
from articles.ingest.records import Entry, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: Any, **facts: Any) -> RawDocument:
    text = json.dumps({"version": VERSION, "title": "The Quay", **facts, "items": list(items)})
    return json_feed.read(text, Place("", "feed"))


def entry(**facts: Any) -> Entry:
    (found,) = feed({"id": "1", "content_text": "Words.", **facts}).entries
    return found


def bodies(raw: RawDocument) -> list[str]:
    return [raw.words(one.block) for one in raw.marked if one.kind is PartKind.BODY]


@pytest.mark.parametrize(
    ("head", "likely"),
    [
        pytest.param(f'{{"version": "{VERSION}", "items"', 1.0, id="version-first"),
        pytest.param('{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"', 1.0, id="escaped"),
        pytest.param('{"items": [{"content_html": "x"', 1.0, id="keys-sorted"),
        pytest.param('{"items": [{"label": "x"', 0.0, id="labels"),
        pytest.param(f'["version", "{VERSION}"]', 0.0, id="a-list"),
    ],
)
def test_a_feed_is_known_by_its_version_or_its_keys(head, likely):
    assert json_feed.looks_like(head) == likely


@pytest.mark.parametrize(
    "text", ['{"items": []}', f'{{"version": "{VERSION}"}}', "[]", '{"version": "1", "items": []}']
)
def test_other_json_is_no_feed(text):
    with pytest.raises(Refused, match="unknown_format"):
        json_feed.read(text, Place("", "a"))


def test_an_item_with_markup_is_an_article_in_its_blocks():
    raw = feed({"id": "1", "title": "One", "content_html": "<h1>One</h1><p>a &amp; b</p><p>c</p>"})

    assert bodies(raw) == ["a & b", "c"]
    assert [raw.words(m.block) for m in raw.marked if m.kind is PartKind.TITLE] == ["One", "One"]
    assert raw.entries[0].title is not None
    assert raw.entries[0].title.evidence.rule == "export_field"


def test_plain_text_beside_markup_says_the_same_again():
    raw = feed({"id": "1", "content_html": "<p>a b</p>", "content_text": "a b"})

    assert bodies(raw) == ["a b"]
    assert [m.reason for m in raw.marked if m.reason != "syntax" and m.reason] == ["other_form"]


def test_a_summary_alone_is_a_text_that_was_cut():
    assert entry(content_text="", summary="In short.").truncated
    assert not entry(summary="In short.").truncated


def test_items_without_a_text_become_no_article_and_are_counted():
    raw = feed({"id": "1", "title": "x"}, {"id": "2"}, "nonsense", {"id": "3", "content_text": "y"})

    assert [one.key for one in raw.entries] == ["3"]
    assert [(w.code, w.params["count"]) for w in raw.warnings] == [("entry_without_text", 2)]


@pytest.mark.parametrize(
    ("of_feed", "of_item", "names"),
    [
        pytest.param({}, {"authors": [{"name": "A"}, {"name": "B"}]}, ["A", "B"], id="two"),
        pytest.param({}, {"author": {"name": "A"}}, ["A"], id="version-1"),
        pytest.param({"authors": [{"name": "A"}]}, {}, ["A"], id="of-the-feed"),
        pytest.param({"authors": [{"name": "the quay"}]}, {}, [], id="the-site-itself"),
        pytest.param({"author": {"url": "x"}}, {"authors": [{"url": "y"}]}, [], id="no-names"),
    ],
)
def test_authors_are_the_item_s_or_the_feed_s_but_never_the_site(of_feed, of_item, names):
    raw = feed({"id": "1", "content_text": "Words.", **of_item}, **of_feed)

    assert [one.value for one in raw.entries[0].authors] == names


def test_tags_are_labels():
    assert entry(tags=["Sea", " ", "Sea", "Fog"]).labels == ("Sea", "Fog")


def test_dates_are_weighed_by_what_they_say():
    found = entry(date_published="2024-03-01T10:00:00Z", date_modified="2024-04-01T10:00:00Z")

    assert [(d.rule, d.weight) for d in found.dates] == [
        ("export_published", 1.0),
        ("export_changed", 0.3),
    ]
    assert [d.rule for d in entry(date_published="soon").dates] == ["date_unread"]
    assert entry(date_published=" ").dates == ()


def test_pictures_beside_the_text_are_those_of_the_item():
    found = entry(
        image="https://a.example/lead.png",
        attachments=[
            {"url": "https://a.example/b.png", "mime_type": "image/png"},
            {"url": "https://a.example/c.mp3", "mime_type": "audio/mpeg"},
            {"url": "d.png", "mime_type": "image/png"},
        ],
    )

    assert [(one.url, one.role) for one in found.pictures] == [
        ("https://a.example/lead.png", "lead"),
        ("https://a.example/b.png", "inline"),
    ]


def test_relative_pictures_stand_at_the_item_s_own_address():
    raw = feed(
        {"id": "1", "url": "https://a.example/x/1", "content_html": '<p>a<img src="p.png"></p>'}
    )

    assert [p.url for b in raw.blocks for p in b.pictures] == ["https://a.example/x/p.png"]


def test_the_feed_names_the_source_and_its_domain():
    raw = feed(home_page_url="https://www.quay.example/")

    assert raw.source is not None
    assert (raw.source.value, raw.domain) == ("The Quay", "www.quay.example")
