from __future__ import annotations

import json
from typing import Any

import pytest

from articles.ingest.formats import ninjs
from articles.ingest.formats.ninjs.names import holder_in, names_in
from articles.ingest.records import Entry, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused

PICTURE = {"href": "https://a.example/p.jpg", "contenttype": "image/jpeg", "width": 800}


def read(data: Any) -> RawDocument:
    return ninjs.read(json.dumps(data), Place("", "item"))


def item(**facts: Any) -> dict[str, Any]:
    return {"uri": "urn:a:1", "type": "text", "headline": "One", "body_text": "Words.", **facts}


def entry(**facts: Any) -> Entry:
    (found,) = read(item(**facts)).entries
    return found


def bodies(raw: RawDocument) -> list[str]:
    return [raw.words(one.block) for one in raw.marked if one.kind is PartKind.BODY]


@pytest.mark.parametrize(
    ("head", "likely"),
    [
        pytest.param('{"uri": "a", "headline": "b", "versioncreated": "c"', 1.0, id="version-1"),
        pytest.param('[{"uri": "a", "headlines": [], "pubStatus": "c"', 1.0, id="a-list"),
        pytest.param('{"headlines": [], "bodies": [], "pubStatus": "c"', 1.0, id="uri-later"),
        pytest.param('{"uri": "a", "headline": "b"', 0.0, id="too-little"),
        pytest.param('"uri": "a", "headline": "b", "versioncreated"', 0.0, id="no-json"),
    ],
)
def test_an_item_is_known_by_its_keys(head, likely):
    assert ninjs.looks_like(head) == likely


@pytest.mark.parametrize("data", [{"uri": "a"}, {"headline": "x"}, [], ["x"], "x"])
def test_other_json_is_no_item(data):
    with pytest.raises(Refused, match="unknown_format"):
        read(data)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"body_html": "<p>a</p>", "headline": "T"}, id="version-1"),
        pytest.param(
            {
                "bodies": [{"role": "xhtml", "value": "<body><p>a</p></body>"}],
                "headlines": [{"role": "main", "value": "T"}],
            },
            id="version-2",
        ),
        pytest.param(
            {
                "Bodies": [{"contentType": "text/html", "value": "<p>a</p>"}],
                "headlines": [{"value": "T"}],
            },
            id="version-3",
        ),
        pytest.param({"bodies": [{"value": " "}, "a"], "headlines": ["T"]}, id="plain-lists"),
        pytest.param({"body_text": "a", "title": "T"}, id="an-inner-title"),
        pytest.param({"body_text": "a", "headlines": [{"role": "x", "value": "T"}]}, id="any-role"),
    ],
)
def test_every_version_s_shape_is_read(facts):
    raw = read({"uri": "urn:a:1", "versioncreated": "2024-01-01", **facts})

    assert bodies(raw) == ["a"]
    assert raw.entries[0].title is not None
    assert raw.entries[0].title.value == "T"


def test_markup_counts_before_plain_text_which_says_the_same_again():
    raw = read(item(body_html="<p>a b</p>", body_text="a b"))

    assert bodies(raw) == ["a b"]
    assert [m.reason for m in raw.marked if m.reason not in (None, "syntax")] == ["other_form"]


def test_an_item_of_text_with_its_description_alone_was_cut():
    found = entry(body_text="", description_text="In short.")

    assert (found.truncated, found.summary) == (True, None)


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic"])
def test_a_picture_a_film_or_a_sound_without_a_text_is_no_article(kind):
    raw = read(item(type=kind, body_text="A quay.", description_caption="A quay."))

    assert raw.entries == ()
    assert [w.code for w in raw.warnings] == ["entry_without_text"]
    assert [raw.words(m.block) for m in raw.marked if m.kind is PartKind.METADATA] == [
        "One",
        "A quay.",
        "A quay.",
    ]


def test_a_film_with_a_text_of_its_own_is_an_article():
    found = entry(type="video", body_text="A long script.", description_caption="A quay.")

    assert found.title is not None


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"pubstatus": "usable"}, ""),
        ({"pubstatus": "Canceled"}, "canceled"),
        ({"pubStatus": "withheld"}, "withheld"),
        (
            {"embargoed": "2024-02-01T00:00:00Z", "versioncreated": "2024-01-01T00:00:00Z"},
            "embargoed",
        ),
        ({"embargoed": "2023-12-01T00:00:00Z", "versioncreated": "2024-01-01T00:00:00Z"}, ""),
    ],
)
def test_what_may_not_be_used_is_not_public(facts, status):
    assert entry(**facts).status == status


def test_first_publication_weighs_more_than_this_version():
    found = entry(
        firstcreated="2024-01-01T10:00:00Z",
        versioncreated="2024-01-02T10:00:00Z",
        contentcreated="soon",
    )

    assert [(d.rule, d.weight) for d in found.dates] == [
        ("export_published", 0.9),
        ("export_version", 0.7),
        ("date_unread", 0.4),
    ]


def test_subjects_are_labels_and_keywords_are_keywords():
    found = entry(subject=[{"name": "Sea"}, {"code": "1"}], keywords=["fog", {"name": "quay"}, ""])

    assert (found.labels, found.keywords) == (("Sea",), ("fog", "quay"))


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        pytest.param(
            {"byline": "By Ana Holm and Ben Reyes"}, ["Ana Holm", "Ben Reyes"], id="byline"
        ),
        pytest.param({"by": "Ana Holm/HP", "copyrightholder": "HP"}, ["Ana Holm"], id="agency"),
        pytest.param({"by": "Harbour Press", "source": "harbour press"}, [], id="only-an-agency"),
        pytest.param({"bylines": [{"value": "Ana"}, "Ben"]}, ["Ana", "Ben"], id="a-list"),
        pytest.param({"authors": [{"name": "Ana", "role": "writer"}]}, ["Ana"], id="authors"),
    ],
)
def test_authors_are_persons_and_not_the_agency(facts, names):
    assert [one.value for one in entry(**facts).authors] == names


@pytest.mark.parametrize(
    ("facts", "publisher", "source"),
    [
        pytest.param({"copyrightholder": "HP", "source": "X"}, "HP", "HP", id="holder"),
        pytest.param({"copyrightnotice": "(c) 2024 HP. All."}, "HP", "HP", id="notice"),
        pytest.param({"copyrightnotice": "All rights."}, None, None, id="nobody"),
        pytest.param({"infosources": [{"name": "HP"}]}, None, "HP", id="supplier"),
        pytest.param({"infosources": [{"uri": "x"}]}, None, None, id="unnamed"),
    ],
)
def test_who_holds_the_rights_publishes_and_is_the_source(facts, publisher, source):
    raw = read(item(**facts))
    held = raw.entries[0].publisher

    assert (held and held.value) == publisher
    assert (raw.source and raw.source.value) == source


@pytest.mark.parametrize(
    ("renditions", "url"),
    [
        pytest.param({"a": PICTURE}, "https://a.example/p.jpg", id="by-name"),
        pytest.param(
            [PICTURE, {**PICTURE, "href": "https://a.example/q.jpg", "width": 1200}],
            "https://a.example/q.jpg",
            id="wider",
        ),
        pytest.param(
            [PICTURE, {**PICTURE, "href": "https://a.example/q.jpg", "width": 9000}],
            "https://a.example/p.jpg",
            id="not-too-wide",
        ),
        pytest.param(
            [
                {**PICTURE, "width": 9000},
                {**PICTURE, "href": "https://a.example/q.jpg", "width": 5000},
            ],
            "https://a.example/q.jpg",
            id="all-too-wide",
        ),
        pytest.param(
            [PICTURE, {"href": "https://a.example/watermark.jpg", "width": 900}],
            "https://a.example/p.jpg",
            id="unmarked",
        ),
        pytest.param(
            [{"href": "https://a.example/p.png?x"}], "https://a.example/p.png?x", id="by-its-file"
        ),
    ],
)
def test_a_picture_comes_in_the_size_that_suits_a_page(renditions, url):
    picture = {
        "type": "picture",
        "renditions": renditions,
        "by": "Ana",
        "description_text": "A\nquay.",
    }
    (found,) = entry(associations={"main": picture}).pictures

    assert (found.url, found.caption, found.credit) == (url, "A quay.", "Ana")


@pytest.mark.parametrize(
    "associated",
    [
        pytest.param({"type": "video", "renditions": [PICTURE]}, id="a-film-s-still"),
        pytest.param({"type": "picture"}, id="no-rendition"),
        pytest.param({"renditions": [{"href": "https://a.example/a.mp3"}, "x"]}, id="a-sound"),
        pytest.param("x", id="nonsense"),
    ],
)
def test_what_shows_no_picture_is_none(associated):
    assert entry(associations=[associated]).pictures == ()


def test_a_list_under_a_name_holds_pictures_too():
    picture = {"type": "picture", "renditions": [PICTURE]}

    assert len(entry(associations={"gallery": [picture]}).pictures) == 1


def test_a_picture_that_the_text_shows_in_any_size_is_not_named_again():
    picture = {
        "type": "picture",
        "renditions": [{}, PICTURE, {"href": "https://a.example/t.jpg?a&b"}],
    }
    html = '<p>a<img src="https://a.example/t.jpg?a&amp;b"></p>'

    assert entry(body_html=html, associations=[picture]).pictures == ()


def test_a_film_s_own_still_stands_beside_its_text():
    found = entry(type="photo", body_text="A long text.", renditions=[PICTURE])

    assert [one.url for one in found.pictures] == ["https://a.example/p.jpg"]


def test_the_items_of_a_package_are_articles_of_their_own():
    inner = {"uri": "urn:a:2", "headline": "Two", "body_html": "<p>second text</p>"}
    raw = read(item(associations=[inner, {"uri": "urn:a:3", "headline": "no text"}]))

    assert [one.key for one in raw.entries] == ["urn:a:1", "urn:a:2"]
    assert [(m.article, raw.words(m.block)) for m in raw.marked if m.kind is PartKind.BODY] == [
        (0, "Words."),
        (1, "second text"),
    ]


def test_a_list_of_items_is_read_in_order():
    raw = read([item(), item(uri="urn:a:2", headlines=[{"role": "sub", "value": "Under"}])])

    assert [one.key for one in raw.entries] == ["urn:a:1", "urn:a:2"]
    assert raw.entries[1].subtitle is not None
    assert raw.entries[1].subtitle.value == "Under"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ana Holm, Ben Reyes", ["Ana Holm", "Ben Reyes"]),
        ("Ana Holm, Staff Reporter", ["Ana Holm"]),
        ("Von Ana Holm, hp", ["Ana Holm"]),
        ("记者 纪晓帆、孟一川", ["记者 纪晓帆、孟一川"]),
        ("Byron Ames", ["Byron Ames"]),
        ("", []),
    ],
)
def test_a_byline_names_persons(byline, names):
    assert list(names_in(byline)) == names


@pytest.mark.parametrize(
    ("notice", "holder"),
    [
        (
            "Copyright 2019 The Harbour Press, though some parts may be others'.",
            "The Harbour Press",
        ),
        ("© 2019-2021 by HP", "HP"),
        ("Copyright (c) 2020 HP All rights reserved", "HP"),
        ("Copyright 2019.", ""),
        ("For editorial use.", ""),
    ],
)
def test_a_copyright_notice_names_its_holder(notice, holder):
    assert holder_in(notice) == holder


def test_a_byline_of_roles_and_names_in_chinese_is_kept_whole():
    assert list(names_in("记者 王一 通讯员 李二")) == ["记者 王一 通讯员 李二"]
