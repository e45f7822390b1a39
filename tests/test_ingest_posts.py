from __future__ import annotations

import pytest

from articles.ingest.describe.dates import date_warnings, header_date
from articles.ingest.describe.labels import header_labels
from articles.ingest.describe.status import header_status
from articles.ingest.formats import front_matter
from articles.ingest.formats.header import begins, read_header
from articles.ingest.formats.typed_header import brace_end
from articles.ingest.records import BlockKind, Place, RawDocument
from articles.ingest.refusals import Refused

TOML = '''+++
title = "One \\"word\\""
date = 2019-08-09T10:00:00+08:00
draft = false
weight = 10
ratio = 1.10
tags = [
  "a, b",
  "c",
]
"slug" = 'x'
text = """
tags = no key
two"""

[params]
title = "no title"
+++
body
'''
JSON = '{\n  "title": "One",\n  "tags": ["a", ["b"]],\n  "draft": true,\n  "n": 1.10,\n' + (
    '  "none": null,\n  "params": {"title": "no"}\n}\nbody\n'
)


def post(header: str, body: str = "Words.") -> RawDocument:
    return front_matter.read(f"---\ntitle: x\n{header}\n---\n{body}", Place("", "post"))


def values(text: str) -> dict[str, tuple[str, ...]]:
    header = read_header(text)
    assert header is not None
    return {one.key: one.values for one in header.fields}


def bodies(raw: RawDocument) -> list[str]:
    return [raw.words(block) for block in raw.blocks if block.kind is not BlockKind.HEADER]


def test_a_toml_header_is_parsed_and_its_values_kept_as_text():
    assert values(TOML) == {
        "title": ('One "word"',),
        "date": ("2019-08-09T10:00:00+08:00",),
        "draft": ("false",),
        "weight": ("10",),
        "ratio": ("1.10",),
        "tags": ("a, b", "c"),
        "slug": ("x",),
        "text": ("tags = no key\ntwo",),
    }


def test_a_toml_field_says_its_line_and_tables_are_metadata():
    header = read_header(TOML)

    assert header is not None
    assert {one.key: one.line for one in header.fields}["tags"] == 7
    assert "[params]" in [TOML[block.start : block.end] for block in header.blocks]
    assert TOML[header.end :] == "body\n"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param('+++\ntitle = "x"\ndate = soon\n+++\n', "bad_header", 3, id="no-value"),
        pytest.param("+++\na = 1\na = 2\n+++\n", "bad_header", 3, id="twice"),
        pytest.param(f"+++\na = {'9' * 5000}\n+++\n", "bad_header", 2, id="a-huge-number"),
        pytest.param(f"+++\na = {'[' * 5000}\n+++\n", "unsafe_header", 2, id="deep"),
        pytest.param(f"+++\na = '{'x' * 20_000}'\n+++\n", "header_too_large", 1, id="large"),
        pytest.param('{\n"title": "x",\n"date" "y"\n}\nbody', "bad_header", 3, id="json"),
        pytest.param('"title": "x",\n"date" "y"\n;;;\nbody', "bad_header", 2, id="no-braces"),
        pytest.param('{"title": "x",\n"title": "y"}\nbody', "title twice", 2, id="json-twice"),
        pytest.param('{"title": "x",\n"Title": "y"}\nbody', "title twice", 2, id="in-capitals"),
    ],
)
def test_a_header_that_cannot_be_parsed_is_refused_with_its_line(text, reason, line):
    with pytest.raises(Refused, match=reason) as refused:
        read_header(text)

    assert refused.value.line == line


def test_an_empty_toml_header_is_a_header():
    assert values("+++\n+++\nbody") == {}


def test_a_json_header_is_parsed_and_its_values_kept_as_text():
    header = read_header(JSON)

    assert header is not None
    assert values(JSON) == {
        "title": ("One",),
        "tags": ("a", "b"),
        "draft": ("true",),
        "n": ("1.10",),
        "none": (),
    }
    assert (JSON[header.end :], header.end_line) == ("body\n", 9)
    assert [one.line for one in header.fields][:2] == [2, 3]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        pytest.param("", ";;;", id="semicolons"),
        pytest.param(";;;\n", ";;;", id="semicolons-above-too"),
        pytest.param("\n;;;; \r\n", ";;;;\r", id="more-of-them"),
        pytest.param("", "---", id="dashes"),
    ],
)
def test_a_json_header_may_do_without_its_braces(opening, closing):
    text = f'{opening}"title": "One; two",\n"tags": ["a", ["b"]],\n"draft": true\n{closing}\nbody\n'
    raw = front_matter.read(text, Place("", "post"))

    assert begins(text)
    assert {one.key: one.values for one in raw.header} == {
        "title": ("One; two",),
        "tags": ("a", "b"),
        "draft": ("true",),
    }
    title = raw.header[0]
    assert (text[title.start : title.end], title.line) == (
        "One; two",
        text[: title.start].count("\n") + 1,
    )
    assert bodies(raw) == ["body"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"title": "x",\n"date": "y"\n\nbody\n', id="never-closed"),
        pytest.param('"Here," he said,\n"title" and all.\n;;;\nbody\n', id="words"),
        pytest.param('"label": "x"\n;;;\nbody\n', id="no-key-of-a-header"),
        pytest.param('"title": The lamp\n"date": 2024-03-14\n---\nbody\n', id="yaml"),
    ],
)
def test_what_begins_with_quotes_is_no_header(text):
    assert not begins(text)


def test_a_json_header_may_say_the_same_twice_and_other_tables_what_they_like():
    text = '{"title": "x", "title": "x", "params": {"a": 1, "a": 2}}\n\nbody\n'

    assert values(text) == {"title": ("x",)}


def test_a_number_of_a_json_header_may_be_longer_than_python_counts():
    digits = "9" * 5_000

    assert values(f'{{"title": "x", "weight": {digits}}}\n\nbody\n')["weight"] == (digits,)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param('{"title": "a\\u0000b\\ud800", "draft\\ufffe": true}', id="json"),
        pytest.param('+++\ntitle = "a\\u0000b"\n+++', id="toml"),
    ],
)
def test_escapes_bring_nothing_into_a_header_that_no_text_may_hold(header):
    assert values(f"{header}\n\nbody\n") == {"title": ("ab",)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"title": "x"}', id="no-body"),
        pytest.param('{"title": "x"}\n \n', id="a-blank-body"),
        pytest.param('{"title": "x"}\n{"title": "y"}\n', id="json-lines"),
        pytest.param('{"label": "x"}\nbody', id="no-key-of-a-header"),
        pytest.param('{"title": "x"} body', id="on-one-line"),
        pytest.param('{"title": \n body', id="never-closed"),
        pytest.param("{x}\nbody", id="no-json"),
    ],
)
def test_data_is_no_header(text):
    assert brace_end(text, 1000) is None
    assert not begins(text)


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        pytest.param("tags: a, b", ("a", "b"), id="between-commas"),
        pytest.param('tags: "a, b"', ("a, b",), id="quoted"),
        pytest.param("tags: one thing", ("one thing",), id="one"),
        pytest.param("tags:\n- [a, b]\n- c", ("a", "b", "c"), id="list-in-list"),
        pytest.param("tags:\n  - - a\n    - b", ("a", "b"), id="nested-items"),
        pytest.param("tags:\n- a, b", ("a, b",), id="a-comma-in-an-item"),
        pytest.param("tags:\n- a - b", ("a - b",), id="a-dash-in-an-item"),
        pytest.param("tags: [a", ("[a",), id="half-a-list"),
        pytest.param("tags: ,", (), id="a-comma"),
        pytest.param("layout: post\ntags: one two", ("one", "two"), id="jekyll"),
        pytest.param("layout: post\ntags: one two # x", ("one", "two"), id="jekyll-and-a-remark"),
        pytest.param("layout: post\ntags: 'one two'", ("one two",), id="quoted-in-jekyll"),
        pytest.param("layout: post\ntags: one two, three", ("one two", "three"), id="commas"),
        pytest.param("layout: post\ntags:\n- one two", ("one two",), id="items-in-jekyll"),
        pytest.param("layout: post\nupdated: 1\ntags: one two", ("one two",), id="hexo"),
        pytest.param("layout: a/post.njk\ntags: one two", ("one two",), id="a-file-as-layout"),
    ],
)
def test_labels_come_in_every_form_of_list(written, labels):
    assert values(f"---\n{written}\n---\n")["tags"] == labels


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        pytest.param(
            '+++\n[cover] # x\nalt = "x"\nimage = "/a.png"\n+++\n', "cover", "/a.png", id="toml"
        ),
        pytest.param('+++\n[[authors]]\nname = "A B"\n+++\n', "authors", "A B", id="toml-people"),
        pytest.param(
            '{"title": "x", "cover": {"image": "/a.png"}}\nbody', "cover", "/a.png", id="json"
        ),
        pytest.param('+++\n[taxonomies]\ntags = ["a"]\n+++\n', "tags", "a", id="zola"),
    ],
)
def test_a_table_that_describes_a_person_or_a_picture_is_a_field(text, key, found):
    assert values(text)[key] == (found,)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nlayout: post\ncover:\n  relative: true\n---\n", id="yaml"),
        pytest.param("---\nlayout: post\ncover: {relative: true}\n---\n", id="yaml-in-brackets"),
        pytest.param("---\nlayout: post\nauthors:\n- name: A\n- mail: b\n---\n", id="yaml-item"),
        pytest.param("---\nlayout: post\ndate: {created: 2023-04-05}\n---\n", id="a-day"),
        pytest.param("+++\ndraft = false\n[cover]\nrelative = true\n+++\n", id="toml"),
        pytest.param('{"title": "x",\n\n"tags": {"a": "b"}}\n', id="json"),
    ],
)
def test_what_a_header_says_in_keys_that_nobody_knows_is_reported_with_its_line(text):
    raw = front_matter.read(f"{text}body", Place("", "post"))

    assert [(one.code, one.line) for one in raw.warnings] == [("header_unread", 3)]


def test_what_is_its_site_s_business_is_not_reported():
    assert post("params: {a: b}\nmenu:\n  main: x").warnings == ()


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("draft: true", "draft"),
        ("draft: yes", "draft"),
        ("draft: false", ""),
        ("published: false", "draft"),
        ("published: true", ""),
        ("status: private", "private"),
        ("status: publish", ""),
        ("tags: a", ""),
    ],
)
def test_a_header_says_whether_its_post_is_public(header, status):
    assert header_status(post(header)) == status


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        pytest.param("layout: post", "2019-08-09", id="jekyll"),
        pytest.param("updated: 2020-01-01\nthumbnail: x.png", "2019-08-09", id="hexo-theme"),
        pytest.param("tags: a", "2019-08-09", id="nothing-else"),
        pytest.param("author: Ana\ncategories: a", "2019-08-09", id="an-author"),
        pytest.param("headimg: ''", None, id="dump"),
        pytest.param("author: A Site\ncategories: [A Site]\nthumbnail: ''", None, id="newer-dump"),
        pytest.param(
            "tags: [海]\ncategories: [随笔]\nauthor: 林舟\nthumbnail: /img/a.png",
            "2019-08-09",
            id="theme-s-own-picture",
        ),
        pytest.param("author: Ana\nthumbnail: https://a.example/p.png", "2019-08-09", id="theme"),
        pytest.param("headimg: img/pier.jpg", "2019-08-09", id="picture-beside-the-post"),
        pytest.param(
            "author: Ana\ncategories: [Ana]\ntags: [Sea]",
            "2019-08-09",
            id="tags-beside-categories",
        ),
        pytest.param("author: A Site\ncategories:\n - A Site", None, id="author-is-the-site"),
    ],
)
def test_a_local_time_gives_the_day_of_a_post_and_nothing_of_a_dump(keys, day):
    raw = post(f"{keys}\ndate: 2019-08-09 10:00:00")
    found = header_date(raw)

    assert (str(found.value) if found.value else None) == day
    assert [w.code for w in date_warnings(raw, ())] == ([] if day else ["crawl_time"])


def test_published_may_say_whether_and_not_when():
    assert str(header_date(post("published: true\ndate: 2019-08-09")).value) == "2019-08-09"
    assert str(header_date(post("published: 2019-08-09")).value) == "2019-08-09"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        pytest.param('a\n{{< figure src="x" >}}', [("figure", 6, 1)], id="hugo"),
        pytest.param("{{% note %}}\n*a*\n{{% /note %}}", [("note", 5, 2)], id="around-words"),
        pytest.param(
            "{%- include a -%}\n{% raw %}", [("include", 5, 1), ("raw", 6, 1)], id="jekyll"
        ),
        pytest.param("<p>a</p>\n<p>{% asset_img a %}</p>", [("asset_img", 6, 1)], id="in-markup"),
        pytest.param("{a} {{<}} {% %} {{a}} {{ }} {{}}", [], id="none"),
        pytest.param(
            "{{ page.title }} {{-site.url | x}} {{ 'a' | b }}",
            [("page.title", 5, 1), ("site.url", 5, 1), ("'a'", 5, 1)],
            id="values",
        ),
        pytest.param(
            "~~~~ md\n{% a %}\n~~~\n```\n~~~~~\n{% b %}\n- ```\n  {% c %}\n  ```\n"
            "`{% d %}` ``{% e %}``",
            [("b", 10, 1)],
            id="code",
        ),
    ],
)
def test_short_codes_are_kept_as_text_and_reported(body, codes):
    raw = post("tags: a", body)

    assert [(w.params["name"], w.line, w.params["count"]) for w in raw.warnings] == codes
    assert all(w.code == "short_code" for w in raw.warnings)


def test_no_more_than_fifty_short_codes_are_named():
    assert len(post("tags: a", "".join(f"{{% x{n} %}}" for n in range(60))).warnings) == 50


def test_nothing_in_a_short_code_is_markdown():
    raw = post("layout: post", '{{<figure src="*a*" alt="b">}}\n\nWords *of* the post.')

    assert bodies(raw) == ['{{<figure src="*a*" alt="b">}}', "Words *of* the post."]
    assert [block.html for block in raw.blocks][-2] == (
        '<p>{{&lt;figure src="*a*" alt="b"&gt;}}</p>'
    )


def test_a_short_code_may_stand_in_the_words_of_a_link():
    raw = post("layout: post", "Words [of {{% b %}} it](https://a.example) here.")

    assert raw.blocks[-1].html == (
        '<p>Words <a href="https://a.example">of {{% b %}} it</a> here.</p>'
    )


def test_a_post_s_body_is_markdown_and_a_dump_s_lines_are_lines():
    assert bodies(post("layout: post", "one\ntwo")) == ["one\ntwo"]
    assert bodies(post("headimg: ''", "one\ntwo")) == ["one", "two"]
    assert bodies(post("layout: post", " \n")) == []


def test_the_author_of_a_post_with_a_thumbnail_is_not_its_source():
    keys = "author: Ana Holm\ncategories: [Sea]\nthumbnail: https://a.example/p.png"
    of_dump = header_labels(post(keys.replace("Sea", "Sea, Ana Holm"))).source

    assert of_dump is not None
    assert of_dump.value == "Ana Holm"
    assert header_labels(post(keys)).source is None
    assert header_labels(post(f"{keys}\ntags: [Ana Holm]")).source is None
    assert header_labels(post(f"{keys}\nlayout: post")).source is None
