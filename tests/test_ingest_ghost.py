from __future__ import annotations

import json
from typing import Any

import pytest

from articles.ingest.formats import ghost
from articles.ingest.formats.ghost.text import render
from articles.ingest.formats.markdown import MAX_CHARS, markdown_html
from articles.ingest.records import Entry, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused

META = '"meta": {"exported_on": 1, "version": "5"}'


def export(*posts: dict[str, Any], **tables: Any) -> RawDocument:
    data = {"posts": list(posts), **tables}
    return ghost.read(json.dumps({"db": [{"meta": {}, "data": data}]}), Place("", "ghost"))


def entry(**facts: Any) -> Entry:
    (found,) = export({"id": "1", "html": "<p>Words.</p>", **facts}).entries
    return found


def bodies(raw: RawDocument) -> list[str]:
    return [raw.words(one.block) for one in raw.marked if one.kind is PartKind.BODY]


def mobiledoc(*sections: Any, **facts: Any) -> str:
    return json.dumps({"version": "0.3.1", "sections": list(sections), **facts})


def lexical(*children: Any) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def html_of(written: str) -> str:
    rendered = render(written)
    assert rendered is not None
    return rendered.html


def words(text: str, **facts: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **facts}


@pytest.mark.parametrize(
    ("head", "likely"),
    [
        pytest.param('{"db":[{"meta":{', 1.0, id="db"),
        pytest.param(' {\n"db": [ {"data": {', 1.0, id="data-first"),
        pytest.param(f"{{{META}, ", 1.0, id="bare"),
        pytest.param('{"meta": {"version": 1}, ', 0.0, id="something-else"),
    ],
)
def test_an_export_is_known_by_how_it_begins(head, likely):
    assert ghost.looks_like(head) == likely


@pytest.mark.parametrize("text", ["{}", '{"db": [{"meta": {}}]}', '{"data": {"users": []}}'])
def test_json_without_posts_is_no_export(text):
    with pytest.raises(Refused, match="unknown_format"):
        ghost.read(text, Place("", "a"))


def test_an_export_without_db_is_read_too():
    text = f'{{{META}, "data": {{"posts": [{{"id": 7, "title": "One", "html": "<p>a</p>"}}, 3]}}}}'
    raw = ghost.read(text, Place("", "a"))

    assert [(one.key, one.title and one.title.value) for one in raw.entries] == [("7", "One")]


def test_markup_counts_before_the_other_forms_of_the_text():
    raw = export({"id": "1", "html": "<p>a</p>", "lexical": lexical(), "plaintext": "a b"})

    assert bodies(raw) == ["a"]
    assert [m.reason for m in raw.marked if m.reason not in (None, "syntax")] == ["other_form"] * 2


@pytest.mark.parametrize(
    ("forms", "found"),
    [
        pytest.param(
            {"lexical": lexical({"type": "paragraph", "children": [words("a")]})},
            ["a"],
            id="lexical",
        ),
        pytest.param({"mobiledoc": mobiledoc([1, "p", [[0, [], 0, "a"]]])}, ["a"], id="mobiledoc"),
        pytest.param({"mobiledoc": mobiledoc(), "plaintext": "a\n\nb"}, ["a", "b"], id="plain"),
        pytest.param({"lexical": '{"other": 1}'}, [], id="unknown-form"),
        pytest.param({}, [], id="nothing"),
    ],
)
def test_a_post_without_markup_is_read_from_what_there_is(forms, found):
    assert bodies(export({"id": "1", "html": None, **forms})) == found


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"status": "published"}, ""),
        ({"status": "published", "visibility": "public"}, ""),
        ({"status": "published", "visibility": "members"}, "members"),
        ({"status": "draft"}, "draft"),
        ({"status": "scheduled"}, "scheduled"),
        ({"status": "sent"}, "sent"),
    ],
)
def test_only_what_every_reader_could_see_is_public(facts, status):
    assert entry(**facts).status == status


def test_dates_are_weighed_by_what_they_say():
    found = entry(published_at="2024-03-01T10:00:00.000Z", created_at="2024-02-01 10:00:00")

    assert [(d.rule, str(d.dated)) for d in found.dates] == [
        ("export_published", "2024-03-01T10:00:00Z"),
        ("export_created", "2024-02-01"),
    ]


def test_authors_and_tags_stand_in_their_own_order():
    raw = export(
        {"id": "1", "html": "<p>a</p>"},
        users=[{"id": "u", "name": "Ana", "email": "a@x.example"}, {"id": "v", "name": "Ben"}],
        posts_authors=[
            {"post_id": "1", "author_id": "u", "sort_order": 1},
            {"post_id": "1", "author_id": "v", "sort_order": 0},
            {"post_id": "1", "author_id": "gone", "sort_order": 2},
        ],
        tags=[
            {"id": "t", "name": "News"},
            {"id": "i", "name": "#hidden"},
            {"id": "j", "name": "Desk", "visibility": "internal"},
        ],
        posts_tags=[{"post_id": "1", "tag_id": tag} for tag in ("t", "i", "j", "gone")],
    )

    assert [one.value for one in raw.entries[0].authors] == ["Ben", "Ana"]
    assert raw.entries[0].labels == ("News",)


def test_an_older_post_names_its_one_author_itself():
    posts = [{"id": key, "html": "<p>a</p>", "author_id": 1} for key in "12"]
    raw = export(*posts, users=[{"id": 1, "name": "Ana"}])

    assert [[one.value for one in entry.authors] for entry in raw.entries] == [["Ana"], ["Ana"]]


def test_the_lead_picture_has_the_words_that_stand_in_another_table():
    raw = export(
        {"id": "1", "html": "<p>a</p>", "feature_image": "https://a.example/p.png"},
        posts_meta=[
            {
                "post_id": "1",
                "feature_image_alt": "A quay",
                "feature_image_caption": "By <em>Ana</em>",
            }
        ],
    )
    (lead,) = raw.entries[0].pictures

    assert (lead.role, lead.alt, lead.caption) == ("lead", "A quay", "By Ana")


def test_pictures_at_the_site_s_unknown_address_are_counted():
    raw = export(
        {
            "id": "1",
            "html": '<p>a</p><img src="__GHOST_URL__/content/images/a.png">',
            "feature_image": "__GHOST_URL__/content/images/b.png",
        }
    )

    assert raw.entries[0].pictures == ()
    assert [(w.code, w.params["count"]) for w in raw.warnings] == [("picture_without_address", 2)]


def test_the_site_s_title_is_the_source():
    settings = [{"key": "lang", "value": "en"}, {"key": "title", "value": "The Quay"}]
    raw = export(settings=settings)

    assert raw.source is not None
    assert raw.source.value == "The Quay"
    assert export().source is None


def test_an_address_counts_where_it_is_one():
    assert entry(canonical_url="https://a.example/1").url is not None
    assert entry(canonical_url="/1").url is None


def test_code_for_the_page_s_head_is_nobody_s_words():
    raw = export({"id": "1", "html": "<p>a</p>", "codeinjection_head": "let x = 1;"})

    assert [m.reason for m in raw.marked if "let x" in raw.words(m.block)] == ["syntax"]


# Mobiledoc


@pytest.mark.parametrize(
    ("section", "html"),
    [
        pytest.param([1, "p", [[0, [], 0, "a < b"]]], "<p>a &lt; b</p>", id="paragraph"),
        pytest.param([1, "H3", [[0, [], 0, "a"]]], "<p>a</p>", id="unknown-tag"),
        pytest.param([1, "h2", [[0, [], 0, "a"]]], "<h2>a</h2>", id="heading"),
        pytest.param([1, "aside", [[0, [], 0, "a"]]], "<blockquote>a</blockquote>", id="aside"),
        pytest.param(
            [1, "p", [[0, [0], 1, "a"], [0, [], 0, "b"]]], "<p><strong>a</strong>b</p>", id="bold"
        ),
        pytest.param(
            [1, "p", [[0, [1], 0, "a"]]],
            '<p><a href="https://a.example/?x&amp;y">a</a></p>',
            id="link",
        ),
        pytest.param([1, "p", [[0, [2, 9], 2, "a"]]], "<p>a</p>", id="unknown-markup"),
        pytest.param(
            [1, "p", [[1, [], 0, 0], [1, [], 0, 1], [1, [], 0, 9]]], "<p><br>@ana</p>", id="atoms"
        ),
        pytest.param([1, "p", [[0, []]]], "", id="half-a-marker"),
        pytest.param([1, "p"], "", id="no-markers"),
        pytest.param(
            [2, "https://a.example/p.png"],
            '<figure><img src="https://a.example/p.png" alt=""></figure>',
            id="image",
        ),
        pytest.param(
            [3, "ol", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]],
            "<ol><li>a</li><li>b</li></ol>",
            id="list",
        ),
        pytest.param([3, "ul", [[[0, [], 0, "a"]]]], "<ul><li>a</li></ul>", id="plain-list"),
        pytest.param([10, 0], "<p>a <strong>b</strong></p>\n", id="card"),
        pytest.param([10, 1], "", id="half-a-card"),
        pytest.param([10, 99], "", id="no-such-card"),
        pytest.param([10, "x"], "", id="no-number"),
        pytest.param([99, "p"], "", id="unknown-section"),
        pytest.param("p", "", id="no-section"),
    ],
)
def test_a_mobiledoc_section_is_written_as_markup(section, html):
    written = mobiledoc(
        section,
        markups=[["strong"], ["a", ["href", "https://a.example/?x&y"]], ["script"]],
        atoms=[["soft-return", "", {}], ["mention", "@ana", {}]],
        cards=[["card-markdown", {"markdown": "a **b**"}], ["hr"]],
    )

    assert html_of(written) == html


# Lexical


@pytest.mark.parametrize(
    ("node", "html"),
    [
        pytest.param(
            {"type": "paragraph", "children": [words("a", format=3)]},
            "<p><em><strong>a</strong></em></p>",
            id="formats",
        ),
        pytest.param(
            {
                "type": "paragraph",
                "children": [words("a", format="x"), {"type": "linebreak"}, {"type": "text"}],
            },
            "<p>a<br></p>",
            id="line-break",
        ),
        pytest.param(
            {"type": "extended-heading", "tag": "h3", "children": [words("a")]},
            "<h3>a</h3>",
            id="heading",
        ),
        pytest.param(
            {"type": "heading", "tag": "script", "children": [words("a")]},
            "<h2>a</h2>",
            id="no-heading",
        ),
        pytest.param(
            {"type": "quote", "children": [words("a")]}, "<blockquote>a</blockquote>", id="quote"
        ),
        pytest.param(
            {
                "type": "list",
                "listType": "bullet",
                "children": [{"type": "listitem", "children": [words("a")]}],
            },
            "<ul><li>a</li></ul>",
            id="list",
        ),
        pytest.param(
            {
                "type": "list",
                "tag": "ol",
                "children": [{"type": "listitem", "children": [words("a")]}],
            },
            "<ol><li>a</li></ol>",
            id="numbers",
        ),
        pytest.param(
            {
                "type": "paragraph",
                "children": [
                    {"type": "link", "url": "https://a.example", "children": [words("a")]}
                ],
            },
            '<p><a href="https://a.example">a</a></p>',
            id="link",
        ),
        pytest.param({"type": "horizontalrule"}, "<hr>", id="rule"),
        pytest.param({"type": "paywall"}, "", id="paywall"),
        pytest.param(
            {"type": "image", "src": "https://a.example/p.png", "alt": "x", "caption": "<b>c</b>"},
            '<figure><img src="https://a.example/p.png" alt="x">'
            "<figcaption><b>c</b></figcaption></figure>",
            id="image",
        ),
        pytest.param(
            {"type": "gallery", "images": [{"src": "https://a.example/p.png"}], "caption": "c"},
            '<figure><img src="https://a.example/p.png" alt=""></figure><p>c</p>',
            id="gallery",
        ),
        pytest.param({"type": "codeblock", "code": "a < b"}, "<pre>a &lt; b</pre>", id="code"),
        pytest.param({"type": "html", "html": "<p>a</p>"}, "<p>a</p>", id="html"),
        pytest.param(
            {"type": "toggle", "heading": "a", "content": "b"}, "<p>a</p><p>b</p>", id="toggle"
        ),
        pytest.param(
            {
                "type": "bookmark",
                "url": "https://a.example",
                "metadata": {"title": "t & u", "description": "d"},
            },
            '<p><a href="https://a.example">t &amp; u</a></p><p>d</p>',
            id="bookmark",
        ),
        pytest.param(
            {"type": "button", "buttonText": "Go", "buttonUrl": "https://a.example"},
            '<p><a href="https://a.example">Go</a></p>',
            id="button",
        ),
    ],
)
def test_a_lexical_node_is_written_as_markup(node, html):
    assert html_of(lexical(node)) == html


@pytest.mark.parametrize(
    "card", [{"type": "image"}, {"type": "button"}, {"type": "codeblock"}, {"type": "bookmark"}]
)
def test_a_card_without_its_field_is_left_for_the_reader_to_report(card):
    rendered = render(lexical(card))

    assert rendered is not None
    assert (rendered.html, [name for name, _ in rendered.unread]) == ("", [card["type"]])


@pytest.mark.parametrize("written", ["no JSON", "[]", '{"a": 1}'])
def test_what_is_neither_form_is_not_rendered(written):
    assert render(written) is None


def test_a_card_that_cannot_be_read_is_left_out_and_reported_once():
    card = ["seat-map", {"rows": ["one row", "two rows"]}]
    written = mobiledoc([10, 0], [10, 0], [10, 1], cards=[card, ["empty", {"rows": [""]}]])
    raw = export({"id": "1", "mobiledoc": written})

    assert [(w.code, w.params["name"]) for w in raw.warnings] == [("card_unread", "seat-map")]
    left = [raw.words(m.block) for m in raw.marked if m.reason == "unread_card"]
    assert left == ["one row two rows\none row two rows"]


def test_markdown_that_the_parser_may_not_have_is_plain_lines():
    assert markdown_html("a *b*") == "<p>a <em>b</em></p>\n"
    assert markdown_html(f"a *b*\n{'x' * MAX_CHARS}").startswith("<p>a *b*</p><p>x")
