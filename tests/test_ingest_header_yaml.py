"""What writers of YAML make of ordinary values is read as they meant it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.formats.header import read_header
from tests.limits import at_most


def values(text: str) -> dict[str, tuple[str, ...]]:
    header = read_header(f"---\n{text}\n---\nbody")
    assert header is not None
    return {one.key: one.values for one in header.fields}


def is_plain(words: str) -> bool:
    """Whether words mean the same outside YAML: no entities, no quotes around all of them."""
    return bool(words) and words == words.strip() and "&" not in words and words[0] not in "'\""


SIGNS = "abcdefg hijk 0123 \"'\\/:#,-–[]{}>|%@`!?*&_.，。：“”《》水泵渡口钟楼😀é\t"
LINE = st.text(alphabet=SIGNS, max_size=120).filter(is_plain)
LONG = st.lists(st.text(alphabet="ab\"'\\:#- 水泵。", min_size=1, max_size=60), max_size=6)
PROSE = st.lists(LINE, min_size=1, max_size=4).map("\n\n".join) | LONG.map(" ".join)


@given(
    title=PROSE.filter(is_plain),
    tags=st.lists(LINE, min_size=1, max_size=4),
    width=st.sampled_from([20, 80, 10_000]),
    style=st.sampled_from([None, '"', "'"]),
    is_unicode=st.booleans(),
    is_flow=st.booleans(),
)
def test_what_pyyaml_writes_is_read_as_it_was_meant(title, tags, width, style, is_unicode, is_flow):
    written = yaml.safe_dump(
        {"layout": "post", "title": title, "tags": tags},
        width=width,
        default_style=style,
        allow_unicode=is_unicode,
        default_flow_style=None if is_flow else False,
    )
    found = values(written)

    assert found["title"] == (title,)
    assert found["tags"] == tuple(tags)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param(r'"\u516D\u5E74\x41\U0001F600"', "六年A😀", id="code-points"),
        pytest.param(r'"\ud83d\ude00 and \ud83d"', "😀 and", id="halves-as-json-has-them"),
        pytest.param(r'"a\tb\/c\_d\\n\"e\""', 'a\tb/c\xa0d\\n"e"', id="signs"),
        pytest.param(r'"one\Ltwo\Pthree\Nfour"', "one\ntwo\nthree\nfour", id="ends-of-lines"),
        pytest.param(r'"a\0\x00\e\a\b\v\f\r.b"', "a\n\n\r.b", id="what-no-text-holds"),
        pytest.param(r'"\"Yes\""', '"Yes"', id="quotes-that-were-escaped"),
        pytest.param(
            r'"C:\Pier \q \x4 \uD \U00110000"', "C:\nier \\q \\x4 \\uD \\U00110000", id="none"
        ),
        pytest.param(r"'\u516D it''s'", r"\u516D it's", id="single-quotes"),
        pytest.param(r"\u516D\n", r"\u516D\n", id="no-quotes"),
        pytest.param('"one\\\n  \\ two\\\n  three"', "one twothree", id="a-break-that-is-escaped"),
        pytest.param('"one\\\\\n  two"', "one\\ two", id="a-backslash-that-is-escaped"),
        pytest.param('"one\n  two\n\n\n  three"', "one two\n\nthree", id="blank-lines"),
        pytest.param("\n  'one\n  two'", "one two", id="on-the-next-line"),
        pytest.param("'one' # two", "one", id="a-remark-after-quotes"),
        pytest.param("one # two", "one # two", id="no-remark"),
        pytest.param(">-\n  one\n  two\n\n  three\n", "one two\nthree", id="folded"),
        pytest.param(
            ">\n  one\n\n    - two\n    - three\n  four",
            "one\n\n  - two\n  - three\nfour",
            id="folded-but-for-what-is-further-in",
        ),
        pytest.param("|2-\n  one\n    two\n\n  # three", "one\n  two\n\n# three", id="literal"),
        pytest.param("|+ # a remark\n    one\n    two\n", "one\ntwo", id="kept"),
    ],
)
def test_a_text_is_read_out_of_its_quotes_and_lines(written, meant):
    assert values(f"layout: post\ntitle: {written}\ntags: x")["title"] == (meant,)


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        pytest.param(
            "tags:\n- '#one'\n- \"\\u6C34\"\n- a\n  b", ("#one", "水", "a b"), id="pyyaml"
        ),
        pytest.param(
            "tags:\n  - one\n  - >-\n    two\n    three", ("one", "two three"), id="js-yaml"
        ),
        pytest.param(
            "tags:\n    - one\n    - - two\n      - three", ("one", "two", "three"), id="go"
        ),
        pytest.param(
            "tags: # mine\n  # old\n  - one # first\n\n  - two", ("one", "two"), id="remarks"
        ),
        pytest.param("tags:\n-\n  - one\n  - two", ("one", "two"), id="an-item-of-items"),
        pytest.param(
            "tags: [one, # first\n  'two, three',\n\n  \"\\u6C34\"]",
            ("one", "two, three", "水"),
            id="brackets-over-lines",
        ),
        pytest.param(
            "tags: [one, [two, [three]], C++ {4}]",
            ("one", "two", "three", "C++ {4}"),
            id="brackets-in-brackets",
        ),
        pytest.param(
            "tags: [it's, 'one' two, '''three''']",
            ("it's", "'one' two", "three"),
            id="quotes-inside",
        ),
        pytest.param("tags: [Note: one, a:b]", ("Note: one", "a:b"), id="colons"),
        pytest.param("tags: [one], and more", ("[one], and more",), id="no-list"),
        pytest.param("tags: 'one", ("'one",), id="half-a-quote"),
        pytest.param("'tags': one\n\"date\": two", ("one",), id="keys-in-quotes"),
        pytest.param(
            "tags:\n- Note: one\n- 'a\n  - b'", ("Note: one", "a - b"), id="items-like-others"
        ),
        pytest.param("tags:\n  - one\n    - two", ("one", "two"), id="further-in"),
        pytest.param("tags:\n  one, two", ("one, two",), id="on-the-next-line"),
        pytest.param("tags: #one", ("#one",), id="a-sign"),
    ],
)
def test_labels_are_read_as_every_writer_writes_lists(written, labels):
    assert values(f"layout: post\n{written}")["tags"] == labels


@pytest.mark.parametrize(
    ("written", "key", "found"),
    [
        pytest.param(
            'authors: [{name: A B}, {\'url\': x, "name":"C D"}]',
            "authors",
            ("A B", "C D"),
            id="maps-in-brackets",
        ),
        pytest.param("author: {name: A B, url: }", "author", ("A B",), id="a-map-in-brackets"),
        pytest.param(
            "author:\n  # who\n  url: x\n  name: A B # yes", "author", ("A B",), id="a-map"
        ),
        pytest.param(
            "authors:\n- name: A B\n  posts:\n    - x\n- {name: C D}\n- E F",
            "authors",
            ("A B", "C D", "E F"),
            id="items",
        ),
        pytest.param("cover: {image: /a.png, alt: 'a, b'}", "cover", ("/a.png",), id="cover"),
        pytest.param(
            "cover:\n  alt: x\n  'image': \"/a.png\"", "cover", ("/a.png",), id="cover-below"
        ),
        pytest.param("image:\n  path: /a.png", "image", ("/a.png",), id="path"),
        pytest.param(
            "images:\n  - url: /a.png\n    alt: x\n  - /b.png",
            "images",
            ("/a.png", "/b.png"),
            id="pictures",
        ),
        pytest.param("source:\n  name: The Pier", "source", ("The Pier",), id="source"),
        pytest.param(
            "date: 2023-04-05T10:00:00Z # x", "date", ("2023-04-05T10:00:00Z",), id="date"
        ),
        pytest.param(
            "author: {{ site.author }}", "author", ("{{ site.author }}",), id="a-template"
        ),
        pytest.param("author: {A B", "author", ("{A B",), id="half-a-map"),
        pytest.param("author: {name A B}", "author", ("{name A B}",), id="no-map"),
        pytest.param("author: {name: A {B", "author", ("{name: A {B",), id="never-closed"),
        pytest.param(
            f"author:\n {'[' * 20}\n {'[' * 20}x", "author", (f"{'[' * 20} {'[' * 20}x",), id="deep"
        ),
    ],
)
def test_what_is_described_by_keys_of_its_own_is_read_by_the_one_that_says_it(written, key, found):
    assert values(f"layout: post\n{written}")[key] == found


def test_a_sign_at_the_start_of_a_line_of_a_text_is_a_word():
    assert values("title: 'one\n\n  *two'\ntags:\n- 'a\n\n  &b'") == {
        "title": ("one\n*two",),
        "tags": ("a\n&b",),
    }


@pytest.mark.limits
@pytest.mark.parametrize(
    "value",
    [
        pytest.param('["' + "\\" * 15_000, id="escapes"),
        pytest.param("[" + "''," * 5_000, id="quotes"),
        pytest.param("[" + "'''," * 4_000, id="odd-quotes"),
        pytest.param("[" + " " * 15_000 + "x", id="spaces"),
        pytest.param("{" + "a: b, " * 2_500, id="keys"),
        pytest.param('"' + "x\\\n" * 5_000 + '"', id="lines"),
        pytest.param('"' * 16_000, id="layers"),
        pytest.param("\n" + "- " * 7_500, id="dashes"),
        pytest.param("x" + " #" * 7_000, id="remarks"),
        pytest.param("[a" + " # b" * 3_500 + '"', id="remarks-in-brackets"),
    ],
)
def test_no_value_takes_longer_to_read_than_it_is_long(value):
    with at_most(0.2):
        values(f"tags: {value}")


@pytest.mark.parametrize(
    ("written", "labels", "is_whole"),
    [
        pytest.param("- [Town, Quay]\n- Sea", ("Town", "Quay", "Sea"), True, id="lists-in-a-list"),
        pytest.param(
            "- - Town\n  - Quay\n- Sea", ("Town", "Quay", "Sea"), True, id="and-by-dashes"
        ),
        pytest.param("- name: Town\n  slug: t\n- Sea", ("Town", "Sea"), True, id="a-name"),
        pytest.param("- name: Town\n- Sea", ("Town", "Sea"), True, id="nothing-but-a-name"),
        pytest.param(
            "- Vienna: an outlook\n- Sea", ("Vienna: an outlook", "Sea"), True, id="words"
        ),
        pytest.param("- slug: t\n  url: /t\n- Sea", ("Sea",), False, id="other-keys"),
        pytest.param("- Town:\n    - Quay\n- Sea", ("Sea",), False, id="a-list-under-a-key"),
        pytest.param("  name: Town\n  slug: t", ("Town",), True, id="one-with-a-name"),
        pytest.param("  Town: Quay", (), False, id="a-map"),
        pytest.param("  Town:\n    - Quay\n    - Pier", (), False, id="a-map-of-lists"),
    ],
)
def test_labels_may_be_lists_of_lists_or_be_described_by_keys(written, labels, is_whole):
    header = read_header(f"---\ncategories:\n{written}\n---\nbody")

    assert header is not None
    (field,) = header.fields
    assert (field.values, field.is_whole) == (labels, is_whole)


@pytest.mark.parametrize(
    ("written", "labels", "is_whole"),
    [
        pytest.param("{name: Town, slug: t}", ("Town",), True, id="a-name"),
        pytest.param("{Town: Quay, Sea: Pier}", (), False, id="other-keys"),
        pytest.param("[{Town: Quay}, Sea]", ("Sea",), False, id="in-a-list"),
    ],
)
def test_commas_in_braces_part_no_labels(written, labels, is_whole):
    header = read_header(f"---\ntags: {written}\n---\nbody")

    assert header is not None
    (field,) = header.fields
    assert (field.values, field.is_whole) == (labels, is_whole)
