"""What a page says of its article: title, source, address, language, each with evidence."""

from __future__ import annotations

import pytest

from articles.ingest.formats.html_page.json_ld import read_statements
from articles.ingest.formats.html_page.meta_tags import read_head
from articles.ingest.formats.html_page.site import address, domain, language, site_names
from articles.ingest.formats.html_page.structure import read_structure
from articles.ingest.records import Entry
from tests.test_ingest_html_page import TEXT, TITLE, json_ld, page, raw


def entry(html: str) -> Entry:
    return raw(html).entries[0]


def title(html: str) -> tuple[str, str]:
    said = entry(html).title
    return (said.value, said.evidence.rule) if said else ("", "")


def window(words: str, more: str = "") -> str:
    return f"<title>{words}</title>{more}"


SITE = '<meta property="og:site_name" content="The Quay Post">'


@pytest.mark.parametrize(
    ("html", "value", "rule"),
    [
        pytest.param(page(), TITLE, "heading", id="lone-heading"),
        pytest.param(
            page(head=window(f"{TITLE} | The Quay Post")), TITLE, "heading", id="heading-agrees"
        ),
        pytest.param(
            page(head=window("A heron’s bell"), body="<h1>Harbour</h1>", title="A heron's bell"),
            "A heron's bell",
            "heading",
            id="the-heading-that-agrees",
        ),
        pytest.param(
            page(title="Opinion | Let the herons ring the bells of the harbour"),
            "Let the herons ring the bells of the harbour",
            "heading",
            id="kicker-before-a-bar",
        ),
        pytest.param(
            page(title="Ships | Boats"), "Ships | Boats", "heading", id="bar-between-equals"
        ),
        pytest.param(
            page(title="", head=window(f"{TITLE} - The Quay Post", SITE)),
            TITLE,
            "title_element",
            id="window-without-the-site",
        ),
        pytest.param(
            page(title="", head=window(f"The Quay Post: {TITLE}"), text=TEXT),
            f"The Quay Post: {TITLE}",
            "title_element",
            id="nothing-proves-a-site",
        ),
        pytest.param(
            page(title="", head=window(f"The Quay Post » {TITLE}", SITE)),
            TITLE,
            "title_element",
            id="site-first",
        ),
        pytest.param(
            page(title="", head=f'<meta property="og:title" content="{TITLE}">'),
            TITLE,
            "open_graph",
            id="open-graph",
        ),
        pytest.param(page(title="", head=json_ld()), TITLE, "json_ld", id="json-ld"),
        pytest.param(
            page("<b>渡口的钟又走了</b>", window("渡口的钟又走了_社会_汐州网"), title=""),
            "渡口的钟又走了",
            "title_line",
            id="line-that-begins-the-window-title",
        ),
        pytest.param(
            page(title="", head=window("渡口的钟又走了_社会_汐州网")),
            "渡口的钟又走了",
            "title_element",
            id="window-up-to-an-underscore",
        ),
        pytest.param(
            page(
                "<p>The bells of</p><p>the harbour</p>",
                window("The bells of the harbour - Q"),
                title="",
            ),
            "The bells of the harbour",
            "title_line",
            id="two-lines",
        ),
        pytest.param(
            page("<p>渡口的钟</p><p>又走了</p>", window("渡口的钟又走了 - 网"), title=""),
            "渡口的钟又走了",
            "title_line",
            id="two-lines-of-chinese",
        ),
        pytest.param(
            page(
                "<div>The heron that kept time</div><p>2024-03-04 10:00</p>",
                window("Society -- Quay"),
                title="",
            ),
            "The heron that kept time",
            "title_line",
            id="line-over-the-day",
        ),
        pytest.param(
            page("<a href=/>Back home to all news</a><p>2024-03-04 10:00</p>", title=""),
            "",
            "",
            id="link-over-the-day",
        ),
        pytest.param(page(title=""), "", "", id="no-title-at-all"),
        pytest.param(
            page(title="", head=window(f"{TITLE} |", SITE)), TITLE, "title_element", id="loose-bar"
        ),
        pytest.param(
            page(title="", head=f'<meta property="og:title" content="{"x" * 301}">'),
            "",
            "",
            id="no-title-is-as-long",
        ),
        pytest.param(
            page("<h1>One of two headings</h1>", title="Another of two headings"),
            "",
            "",
            id="two-headings-that-nothing-proves",
        ),
    ],
)
def test_a_title_is_what_the_page_shows_proved_by_what_it_states(html, value, rule):
    assert title(html) == (value, rule)


@pytest.mark.parametrize(
    ("html", "value", "rule"),
    [
        pytest.param(
            page(head=json_ld(publisher={"name": "The Quay Post"})),
            "The Quay Post",
            "json_ld",
            id="publisher",
        ),
        pytest.param(
            page(head='<meta property="og:site_name" content="The Quay Post - News at sea">'),
            "The Quay Post",
            "open_graph",
            id="slogan",
        ),
        pytest.param(
            page(
                head='<script type="application/ld+json">'
                '{"@type":"WebSite","name":"The Quay Post"}</script>'
            ),
            "The Quay Post",
            "json_ld",
            id="web-site",
        ),
        pytest.param(
            page(head=window(f"{TITLE} - Harbour - The Quay Post")),
            "The Quay Post",
            "title_element",
            id="window",
        ),
        pytest.param(page(head=window(f"{TITLE}s for everybody")), None, None, id="other-words"),
        pytest.param(page(head=window(f"{TITLE} - 12")), None, None, id="a-number"),
        pytest.param(page(head=json_ld(publisher={"name": "x" * 60})), None, None, id="too-long"),
        pytest.param(
            page(head='<meta property="og:site_name" content=" - ">'), None, None, id="marks"
        ),
        pytest.param(page(), None, None, id="none"),
    ],
)
def test_the_source_is_what_the_page_calls_its_site(html, value, rule):
    source = raw(html).source

    assert (source.value if source else None) == value
    assert (source.evidence.rule if source else None) == rule


@pytest.mark.parametrize(
    ("head", "url"),
    [
        pytest.param(
            '<link rel="canonical" href="https://q.example/a">', "https://q.example/a", id="link"
        ),
        pytest.param('<link rel="canonical" href="https://q.example/">', "", id="home"),
        pytest.param('<link rel="canonical" href="https://q.example/index.html">', "", id="index"),
        pytest.param(
            '<link rel="canonical" href="https://q.example/">'
            '<meta property="og:url" content="https://q.example/b">',
            "https://q.example/b",
            id="home-and-open-graph",
        ),
        pytest.param('<meta property="og:url" content="/b">', "", id="relative"),
        pytest.param(
            json_ld(mainEntityOfPage={"@id": "https://q.example/c"}),
            "https://q.example/c",
            id="json-ld",
        ),
        pytest.param(json_ld(url=7), "", id="nothing"),
    ],
)
def test_an_address_is_a_page_s_own_and_never_its_site_s(head, url):
    html = page(head=head)
    found = address(read_head(read_structure(html)), read_statements(html))

    assert (found.value if found else "") == url


def test_a_home_page_declared_for_every_page_still_names_the_domain():
    html = page(head='<link rel="canonical" href="https://quay.example/">')

    assert domain(read_head(read_structure(html)), read_statements(html)) == "quay.example"


@pytest.mark.parametrize(
    ("head", "text", "code"),
    [
        pytest.param(
            '<html lang="en">',
            "渡口的老钟停了十一年之后，昨天早上又响了。" * 3,
            "zh",
            id="template-lies",
        ),
        pytest.param('<html lang="fr">', "Un héron.", "fr", id="short"),
        pytest.param('<html lang="?">', "Un héron.", "", id="no-code"),
        pytest.param(json_ld(inLanguage="nl"), "Een reiger.", "nl", id="json-ld"),
        pytest.param(json_ld(inLanguage=["nl"]), "Een reiger.", "", id="json-ld-list"),
    ],
)
def test_the_words_of_a_text_count_more_than_a_template_s_language(head, text, code):
    html = page(head=head)
    found = language(read_head(read_structure(html)), read_statements(html), text)

    assert found.lower() == code


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("来源：沿江晚报　责编：罗一苇", "沿江晚报", id="named"),
        pytest.param("来源：汐州网", None, id="the-site-itself"),
        pytest.param("来源：网络", None, id="nobody"),
        pytest.param("来源： 发布时间：2021-04-03", None, id="the-next-label"),
        pytest.param("来源： 作者：罗一苇", None, id="another-label"),
        pytest.param("没有说", None, id="unsaid"),
    ],
)
def test_a_line_names_the_text_s_origin_where_that_is_another_site(line, name):
    site = '<meta property="og:site_name" content="汐州网">'
    text = "<p>老钟停了十一年之后，昨天早上又响了起来。</p>" * 4
    found = entry(page(f"<p>{line}</p>", site, title="渡口的钟又走了", text=text)).publisher

    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("script", "headlines", "unread"),
    [
        pytest.param('{"@type":"NewsArticle","headline":"a"}', ["a"], 0, id="plain"),
        pytest.param('[{"@graph":[{"headline":"a"}]},{"headline":"b"}]', ["a", "b"], 0, id="graph"),
        pytest.param('<!-- {"headline":"a",} -->', ["a"], 0, id="comment-and-comma"),
        pytest.param('//<![CDATA[\n{"headline":"a"};\n//]]>', ["a"], 0, id="cdata"),
        pytest.param('{"headline":"a\nb"}', ["a b"], 0, id="line-break-in-a-string"),
        pytest.param('{"headline":', [], 1, id="cut-off"),
        pytest.param('"words"', [], 0, id="a-string"),
        pytest.param("[" * 100_000, [], 1, id="deep"),
    ],
)
def test_json_ld_is_read_as_pages_write_it(script, headlines, unread):
    html = f'<p>\n<script type="application/ld+json">{script}</script>'
    found = read_statements(html)

    assert [" ".join(n["headline"].split()) for n, _ in found.nodes if "headline" in n] == headlines
    assert [(warn.code, warn.line) for warn in found.warnings] == [("json_ld_unread", 2)] * unread


def test_a_script_that_is_too_long_or_never_ends_is_no_statement():
    long = '<script type="application/ld+json">' + " " * 1_000_001 + "</script>"

    assert len(read_statements(long).warnings) == 1
    assert read_statements('<script type="application/ld+json">{}').nodes == []
    assert len(read_statements(json_ld() * 70).nodes) == 64


def test_an_article_of_another_vocabulary_is_one_too():
    node = '{"@context":"https://x.example/cambrian.jsonld","title":"a","pubDate":"2019-09-05"}'
    found = read_statements(f'<script type="application/ld+json">{node}</script>').article()

    assert found is not None
    assert found[0]["title"] == "a"


def test_names_of_a_site_are_found_without_a_title_too():
    html = page(head=SITE)
    names = site_names(read_head(read_structure(html)), read_statements(html), "", "")

    assert [name.value for name in names] == ["The Quay Post"]
