"""Whole pages: what is the article, what is the site's, and what the page says of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from articles.ingest import formats
from articles.ingest.formats.html_page import extraction
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, PartKind, Place, RawDocument
from articles.ingest.refusals import Refused
from articles.models import Article
from tests.documents import run, write

PLACE = Place("", "page.html")
FIRST = "The bell on the pier rang nine times in the fog, and nobody on the quay could say why."
SECOND = "By noon the keeper had found a heron on the rope, a patient bird with a sense of rhythm."
THIRD = "The harbour office has written to the museum, which collects reports of unusual bells."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TITLE = "A heron rings the fog bell"


def page(body: str = "", head: str = "", *, title: str = TITLE, text: str = TEXT) -> str:
    article = f"<article><h1>{title}</h1>{body}{text}</article>" if title else body + text
    return f"<!doctype html><html><head>{head}</head><body>{article}</body></html>"


def raw(html: str) -> RawDocument:
    return formats.read(html.encode(), PLACE)


def reading(html: str) -> DocumentReading:
    data = html.encode()
    return read(Found(PLACE, data, len(data), ""), Known())


def json_ld(**values: object) -> str:
    stated = json.dumps({"@type": "NewsArticle", "headline": TITLE, **values})
    return f'<script type="application/ld+json">{stated}</script>'


def left_out(html: str) -> dict[str, str]:
    """What a page's blocks that are not the article's say, with the reason."""
    document = raw(html)
    return {
        document.words(one.block): str(one.reason)
        for one in document.marked
        if one.kind is PartKind.LEFT_OUT
    }


@pytest.mark.parametrize(
    ("beginning", "is_page"),
    [
        pytest.param("<!DOCTYPE html><p>x", True, id="doctype"),
        pytest.param("\n <HTML lang=en>", True, id="upper-case"),
        pytest.param("<head><title>x</title>", True, id="head"),
        pytest.param('<?xml version="1.0"?>\n<!-- a -->\n<html xmlns="x">', True, id="xhtml"),
        pytest.param("<!-- a -->" * 20 + "<html>", True, id="comments"),
        pytest.param("<!-- a -->" * 40 + "<html>", False, id="nothing-but-comments"),
        pytest.param('<?xml version="1.0"?><rss version="2.0">', False, id="rss"),
        pytest.param("---\ntitle: x\n---\n<html><body>", False, id="post-with-a-page-in-it"),
        pytest.param("<p>words", False, id="fragment"),
        pytest.param("<!-- never closed <html>", False, id="open-comment"),
    ],
)
def test_a_page_is_known_by_how_it_begins(beginning, is_page):
    assert formats.READERS["html_page"].looks_like(beginning) == float(is_page)


def test_a_page_with_a_byte_order_mark_is_a_page():
    assert formats.read(b"\xef\xbb\xbf" + page().encode(), PLACE).format == "html_page"


def test_a_page_that_declares_gb2312_is_read_as_what_holds_all_of_it():
    html = page(head='<meta charset="gb2312">', title="镕城的桥", text="<p>朱镕。</p>" * 3)

    assert formats.read(html.encode("gb18030"), PLACE).encoding == "gb18030"


def test_an_article_is_told_from_what_a_site_puts_around_it():
    html = page(
        '<p class="byline">By Ada Fenwick</p><p>4 March 2024</p>',
        text=TEXT
        + '<div class="related"><a href="/a">Other stories of the harbour today</a></div>'
        + "<footer>About us</footer>",
    )
    document = reading(html)

    assert document.articles[0].title == TITLE
    assert document.articles[0].body_text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert document.articles[0].authors == ("Ada Fenwick",)
    assert str(document.articles[0].originally_published) == "2024-03-04"
    assert left_out(html)["About us"] == "footer"


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        pytest.param("<aside><p>The quay</p></aside>", "side_bar", id="aside"),
        pytest.param(
            '<div class="similarlinksbox"><p>A gull</p></div>', "related_links", id="glued"
        ),
        pytest.param('<div class="newsletter"><p>Our letter</p></div>', "notice", id="letter"),
        pytest.param("<p>Read more: The gull that votes</p>", "interruption", id="lead-off"),
        pytest.param("<p>分享到：</p>", "share_line", id="share-line"),
        pytest.param("<nav><p>Harbour</p></nav>", "side_bar", id="navigation-inside"),
        pytest.param(
            '<p><a href="/x">A long line that is one link alone</a></p>', "side_bar", id="link"
        ),
    ],
)
def test_what_interrupts_an_article_is_left_out(inside, reason):
    html = page(text=f"<p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{THIRD}</p>")

    assert list(left_out(html).values()) == [reason]
    assert reading(html).articles[0].body_text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_what_trafilatura_passed_over_between_paragraphs_is_taken_in():
    inside = "<h2>The rope</h2><ul><li>Nine times</li><li>Once at noon</li></ul>"
    html = page(text=f"<p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p><h2>Loose</h2><hr>")
    article = reading(html).articles[0]

    assert "<h2>The rope</h2><ul><li><p>Nine times</p></li>" in article.body_html
    assert "Loose" not in article.body_text


def test_an_end_about_the_author_is_no_part_of_an_article():
    end = "<p>Ada Fenwick is a senior reporter for the Post.</p>"

    assert reading(page(text=TEXT + end)).articles[0].body_text.endswith(THIRD)


def test_a_loose_line_far_behind_the_text_is_no_part_of_an_article():
    html = page(text=f"{TEXT}<p><a href=/a>a</a></p><p><a href=/b>b</a></p><p>More news soon.</p>")

    assert reading(html).articles[0].body_text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_pictures_keep_their_place_and_take_the_words_under_them():
    html = page(
        '<figure><img src="https://p.example/heron.jpg">'
        "<figcaption>The heron</figcaption></figure>",
        '<meta property="og:image" content="https://p.example/large/heron.jpg">',
    )
    article = reading(html).articles[0]

    assert [(p.url, p.role, p.caption) for p in article.pictures] == [
        ("https://p.example/heron.jpg", "lead", "The heron")
    ]
    assert "The heron" not in article.body_text
    assert article.body_html.startswith('<img src="https://p.example/heron.jpg"')


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        pytest.param(
            '<meta property="og:image" content="https://p.example/a-scene.jpg">',
            "https://p.example/a-scene.jpg",
            id="stated",
        ),
        pytest.param(
            '<meta property="og:image" content="https://p.example/site-logo.png">', None, id="logo"
        ),
        pytest.param(
            '<meta property="og:image" content="https://p.example/a-scene.jpg">'
            '<meta property="og:image:width" content="120">',
            None,
            id="small",
        ),
        pytest.param('<meta property="og:image" content="/a-scene.jpg">', None, id="relative"),
        pytest.param(
            json_ld(image={"url": "https://p.example/b-scene.jpg"}),
            "https://p.example/b-scene.jpg",
            id="json-ld",
        ),
        pytest.param(
            json_ld(image=[[1], 2, "https://p.example/c-scene.jpg"]),
            "https://p.example/c-scene.jpg",
            id="json-ld-list",
        ),
        pytest.param(json_ld(image={"url": 3}), None, id="json-ld-nothing"),
        pytest.param(
            json_ld(image={"url": "https://p.example/d.jpg"}),
            "https://p.example/d.jpg",
            id="short-name",
        ),
    ],
)
def test_a_stated_picture_leads_unless_it_is_a_sign_of_the_site(head, lead):
    pictures = reading(page(head=head)).articles[0].pictures

    assert [p.url for p in pictures if p.role == "lead"] == ([lead] if lead else [])


def test_a_page_that_lists_others_has_no_article():
    teasers = "".join(f'<h2><a href="/{n}">A headline number {n}</a></h2>' for n in range(20))
    document = reading(page(title="", text=teasers))

    assert document.articles == ()
    assert {part.reason for part in document.parts} <= {"no_article", "navigation"}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<!doctype html>", id="nothing"),
        pytest.param("<!doctype html><title>x</title>", id="a-title"),
        pytest.param("<!doctype html><img src=https://p.example/a.png>", id="a-picture"),
        pytest.param("<!doctype html><h1>A title of its own</h1>", id="a-heading"),
    ],
)
def test_a_page_of_next_to_nothing_has_no_article(html):
    assert raw(html).entries == ()


def test_without_trafilatura_s_answer_the_element_with_most_running_text_is_the_article(
    monkeypatch,
):
    monkeypatch.setattr(extraction, "MAX_TAGS", 1)
    html = page(
        text=f"<footer><p>{THIRD} {THIRD}</p></footer><div>{TEXT}</div><div><p>{FIRST}</p></div>"
    )

    assert reading(html).articles[0].body_text.startswith(f"{FIRST}\n{SECOND}\n{THIRD}")


def test_without_the_extra_a_page_is_refused_and_says_what_is_missing(monkeypatch):
    extraction._extractor.cache_clear()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    try:
        with pytest.raises(Refused, match="missing_extra") as refused:
            raw(page())
    finally:
        extraction._extractor.cache_clear()

    assert refused.value.detail == "pages"


def test_a_table_that_lays_out_a_page_is_no_block_and_one_of_figures_is():
    figures = "<table><tr><td>Fog</td><td>9</td></tr></table>"
    layout = f"<table><tr><td><h1>{TITLE}</h1>{TEXT}{figures}{TEXT[:90]}</td><td>side</td></table>"
    article = reading(page(title="", text=layout)).articles[0]

    assert article.title == TITLE
    assert article.body_html.count("<table>") == 1


def test_a_list_whose_items_are_long_texts_lays_out_a_page():
    items = f"<ul><li><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST[:-1]}!</p></li></ul>"

    assert "<ul>" not in reading(page(text=items)).articles[0].body_html


def test_a_text_that_the_page_states_in_full_adds_what_trafilatura_missed():
    body = " ".join((FIRST, SECOND, THIRD)) * 2
    html = page(head=json_ld(articleBody=body), text=TEXT)

    assert reading(html).articles[0].body_text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_a_stated_text_that_is_not_on_the_page_adds_nothing():
    html = page(head=json_ld(articleBody="Other words than those. " * 40))

    assert reading(html).articles[0].body_text == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    ("free", "after", "is_cut"),
    [
        pytest.param(False, "<p>Log in to continue reading this story.</p>", True, id="paywall"),
        pytest.param(False, "", False, id="shown-all-the-same"),
        pytest.param(True, "<p>Log in to continue reading this story.</p>", False, id="free"),
    ],
)
def test_an_article_is_cut_where_the_page_says_so_twice(free, after, is_cut):
    html = page(head=json_ld(isAccessibleForFree=free), text=TEXT + f"<div>{after}</div>")

    assert reading(html).articles[0].truncated is is_cut


def test_labels_keywords_summary_and_language_are_the_stated_ones():
    entry = raw(
        page(
            head='<html lang="en-GB">'
            '<meta property="article:section" content="Harbour">'
            '<meta name="keywords" content="bells; herons;">'
            '<meta name="description" content="A bird with rhythm.">'
        )
    ).entries[0]

    assert (entry.labels, entry.keywords, entry.language) == (
        ("Harbour",),
        ("bells", "herons"),
        "en",
    )
    assert entry.summary is not None
    assert entry.summary.value == "A bird with rhythm."


def test_keywords_without_marks_between_are_told_by_spaces_in_chinese_alone():
    chinese = raw(page(head='<meta name="keywords" content="渡口 老钟">')).entries[0]
    english = raw(page(head='<meta name="keywords" content="fog bells">')).entries[0]

    assert (chinese.keywords, english.keywords) == (("渡口", "老钟"), ("fog bells",))


def test_a_sentence_under_the_title_is_its_subtitle():
    document = reading(page("<h2>Nobody on the quay could say who taught it</h2>"))

    assert document.articles[0].subtitle == "Nobody on the quay could say who taught it"
    assert "taught" not in document.articles[0].body_text


def test_a_page_too_long_to_be_one_article_is_kept_without_one(monkeypatch):
    monkeypatch.setattr("articles.ingest.formats.html_page.article.LONGEST_PAGE", 10)

    assert reading(page()).articles == ()


@pytest.mark.parametrize("limit", ["MAX_TAGS", "MAX_SIGNS"])
def test_a_page_of_more_tags_than_anybody_writes_is_refused(monkeypatch, limit):
    monkeypatch.setattr(f"articles.ingest.formats.html_page.structure.{limit}", 10)

    with pytest.raises(Refused, match="too_many_blocks"):
        raw(page())


def test_a_link_in_an_information_line_that_names_nobody_is_left_out():
    line = "2024年04月11日 来源：沿江晚报 作者：闻小渡 <a href='#c'>我要评论</a> 朗读"
    html = page(
        line, title="渡口的钟又走了", text="<p>老钟停了十一年之后，昨天早上又响了起来。</p>" * 4
    )

    assert left_out(html)["我要评论"] == "share_line"
    assert raw(html).entries[0].publisher.value == "沿江晚报"


def test_a_page_is_followed_from_one_version_to_the_next(samples):
    """A page is read, mended at its source with another window's title, and read again."""
    path: Path = samples / "html_page" / "html-lift-memory.html"
    html = path.read_text("utf-8")
    first = reading(html).articles[0]

    changed = html.replace("hand them over on the last day", "hand them over in July")
    second = reading(changed.replace(" | The Wexcombe Post</title>", " - Post</title>")).articles[0]

    assert first.title == second.title == "The lift that stops at every memory"
    assert second.body_text == first.body_text.replace("on the last day", "in July")
    assert first.evidence["title"].rule == "heading"
    assert first.evidence["credits"].text == "author: Orla Fenwick"
    assert str(first.originally_published) == "2024-03-09T18:40:00-05:00"
    assert [one.weight for one in first.dates][:2] == [0.95, 0.3]


@pytest.mark.django_db
def test_an_editor_s_title_survives_a_page_that_changes(tmp_path, samples):
    """A page is imported, its title edited, its source mends a sentence, it is imported again."""
    html = (samples / "html_page" / "html-lift-memory.html").read_text("utf-8")
    saved = write(tmp_path, "lift.html", html)
    run(tmp_path)
    article = Article.objects.get()
    article.title = "The lift on Tanner Street"
    article.save()

    saved.write_text(html.replace("hand them over on the last day", "hand them over in July"))
    run(tmp_path)

    article.refresh_from_db()
    assert article.title == "The lift on Tanner Street"
    assert "hand them over in July" in article.body_text
    assert article.original_title == "The lift that stops at every memory"
    assert [credit.name for credit in article.credits.all()] == ["Orla Fenwick", "Teodor Lisle"]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('<base href="https://bell.example/news/">', id="base"),
        pytest.param('<link rel="canonical" href="https://bell.example/news/heron">', id="link"),
        pytest.param('<meta property="og:url" content="https://bell.example/news/">', id="meta"),
        pytest.param(
            '<link rel="canonical" href="/x"><base href="https://bell.example/news/">', id="both"
        ),
    ],
)
def test_relative_addresses_are_of_where_the_page_says_it_is(head):
    link = '<a href="/map">in the fog</a>'
    text = f'<p><img src="bell.jpg" alt="A bell"></p>{TEXT.replace("in the fog", link)}'
    (article,) = reading(page(head=head, text=text)).articles

    assert [one.url for one in article.pictures] == ["https://bell.example/news/bell.jpg"]
    assert '<a href="https://bell.example/map">' in article.body_html


def test_a_page_that_does_not_say_where_it_was_has_no_relative_pictures():
    (article,) = reading(page(text='<p><img src="bell.jpg"></p>' + TEXT)).articles

    assert article.pictures == ()


def test_a_page_longer_than_any_is_refused(monkeypatch):
    monkeypatch.setattr("articles.ingest.formats.html_page.structure.MAX_SOURCE", 10)

    with pytest.raises(Refused, match="too_large"):
        raw(page())
