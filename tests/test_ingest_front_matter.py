from __future__ import annotations

import pytest

from articles.ingest import reading
from articles.ingest.formats import front_matter
from articles.ingest.formats.markdown import MAX_CHARS, is_readable, markdown_blocks
from articles.ingest.known import Known
from articles.ingest.records import BlockKind, Found, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused

PLACE = Place("", "post")
HEAD = "---\ntitle: A post\n---\n"


def read(body: str) -> RawDocument:
    return front_matter.read(HEAD + body, PLACE)


def body_words(raw: RawDocument) -> list[str]:
    return [raw.words(b) for b in raw.blocks if b.kind is not BlockKind.HEADER]


@pytest.mark.parametrize(
    ("body", "is_html"),
    [
        pytest.param("<div>\n<p>one</p>\n</div>", True, id="html"),
        pytest.param("one<br>two", True, id="text-and-breaks"),
        pytest.param("one\ntwo", False, id="plain"),
        pytest.param("# one\n\ntwo <br> three", False, id="markdown-with-a-tag"),
        pytest.param("1 < 2 and <you>", False, id="signs"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_body_is_html_where_tags_tell_its_lines(body, is_html):
    assert read(body).is_html is is_html


def test_the_reading_text_is_the_header_and_the_text_of_the_body():
    raw = read("<p>one &amp; two</p>")

    assert raw.text == f"{HEAD}one & two"
    assert body_words(raw) == ["one & two"]
    assert raw.blocks[-1].line == 4


def test_a_plain_body_is_read_line_by_line():
    raw = read("one\n\n two\n")

    assert raw.text == f"{HEAD}one\n\n two\n"
    assert [(raw.words(b), b.line) for b in raw.blocks[3:]] == [("one", 4), ("two", 6)]


def test_a_text_without_a_header_is_no_post():
    assert front_matter.looks_like("one") == 0
    assert front_matter.looks_like(HEAD) == 1
    with pytest.raises(Refused, match="bad_header"):
        front_matter.read("one", PLACE)


MARKDOWN = """# A heading

Some **bold** words, [a link](https://a.example/x) and `code`.
A second line.

![a quay](//a.example/q.png)

- one
- two <https://a.example/y>

> a [quoted][1] word

| a | b |
|---|---|
| c | d |

```
a = 1
```

---

<div><p>raw</p></div>

an escaped \\* star &amp; [a **second**](b)h &nope; end

[1]: https://a.example/z
"""


def test_markdown_falls_into_blocks():
    raw = read(MARKDOWN)

    assert [block.kind for block in raw.blocks[3:]] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PICTURE,
        BlockKind.LIST,
        BlockKind.QUOTE,
        BlockKind.TABLE,
        BlockKind.PREFORMATTED,
        BlockKind.RULE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert [raw.words(b).split("\n")[0] for b in raw.blocks[3:6]] == [
        "# A heading",
        "Some **bold** words, [a link](https://a.example/x) and `code`.",
        "![a quay](//a.example/q.png)",
    ]


def test_what_is_mere_syntax_of_markdown_is_marked():
    raw = read(MARKDOWN)
    kept, at = "", len(HEAD)
    for start, end in raw.syntax:
        kept += raw.text[at:start]
        at = end
    kept += raw.text[at:]

    assert " ".join(kept.split()) == (
        "A heading Some bold words, a link and code. A second line."
        " one two https://a.example/y a quoted word a b c d a = 1 raw"
        " an escaped * star & a secondh &nope; end"
    )


def test_markdown_is_written_as_html():
    raw = read(MARKDOWN)

    assert raw.blocks[3].html == "<h1>A heading</h1>"
    assert '<a href="https://a.example/x">a link</a>' in raw.blocks[4].html
    assert [p.url for p in raw.blocks[5].pictures] == ["https://a.example/q.png"]
    assert (raw.blocks[3].level, raw.blocks[3].line, raw.blocks[4].line) == (1, 4, 6)


def test_text_that_ends_without_a_line_break_is_read_to_its_end():
    read = markdown_blocks("# a\n\nb **c**")

    assert [(b.start, b.end) for b in read.blocks] == [(0, 3), (5, 12)]


def test_words_that_are_not_found_again_are_kept_with_what_stands_around_them():
    text = "Some `co\nde` and &#97;bc words of **it**."
    read = markdown_blocks(text)

    assert [text[start:end] for start, end in read.syntax] == ["`", "**"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# a\n" + "[" * 1000, id="dense"),
        pytest.param("# a\n" + "b\n" * MAX_CHARS, id="large"),
    ],
)
def test_what_nobody_writes_is_not_given_to_the_markdown_parser(text):
    assert not is_readable(text)
    raw = read(text[: 2 * MAX_CHARS])
    assert all(not block.html for block in raw.blocks)
    assert [(one.code, one.line) for one in raw.warnings] == [("markdown_unread", 4)]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param("**x** said 1 &lt; 2 &amp; &#10000;.", "x said 1 < 2 & ✐.", id="entities"),
        pytest.param(
            "**x** " + "a word " * 200 + "&amp; y", "x " + "a word " * 200 + "& y", id="long"
        ),
        pytest.param(
            "**x** (" + "a word " * 200 + "&amp; y", "x (" + "a word " * 200 + "& y", id="long-sign"
        ),
        pytest.param("**x** is 3&nbsp;m long", "x is 3\u00a0m long", id="space"),
        pytest.param("**x** &nope; &amp; y", "x &nope; & y", id="no-entity"),
        pytest.param("**x** and `&lt;\na` too", "x and &lt; a too", id="code-of-two-lines"),
        pytest.param("`&lt;` is written so **x**", "&lt; is written so x", id="code"),
        pytest.param("1\\. no list **x**", "1. no list x", id="escapes"),
        pytest.param("**x** said <script>one</script> two", "x said two", id="script"),
        pytest.param("**x** said <script>one", "x said", id="script-left-open"),
        pytest.param(
            "**x**\n\n<div class=a>Some <b>bold</b> &amp;\nwords</div>",
            "x Some bold & words",
            id="markup",
        ),
        pytest.param(
            "**x**[^1]\n\n[^1]: A word.\n\n[a]: https://a.example", "x[^1] [^1]: A word.", id="note"
        ),
    ],
)
def test_the_parts_of_a_markdown_body_are_what_is_shown_of_it(body, shown):
    data = (HEAD + body).encode()
    found = reading.read(Found(Place("", "x"), data, len(data), ""), Known())
    parts = [found.text[p.start : p.end] for p in found.parts if p.kind is PartKind.BODY]

    assert "".join("".join(parts).split()) == "".join(shown.split())
    assert "".join(found.articles[0].body_text.split()) == "".join(shown.split())
