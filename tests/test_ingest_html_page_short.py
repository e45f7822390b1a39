"""Short pages: what says that it is an article is read as one, or says why it is not."""

from __future__ import annotations

import pytest

from articles.ingest.records import DocumentReading
from tests.test_ingest_html_page import reading

SHORT = "渡口的老钟又走了，镇上的人都跑出来看。修钟的人姓陈，他说只换了一根弦，别的都没动。"
SHORTER = "码头上的雾还没有散，老人把工具收进了木箱。"
BELL = "The bell on the pier rang nine times in the fog, as it does in May."
TWO = f"<p>{BELL}</p><p>By noon the fog had left, and so had the heron.</p>"
KIND = '<meta property="og:type" content="Article">'
DATA = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "渡口"}</script>'
HELD = "<article><h1>渡口的老钟又走了</h1>{}</article>"
LOOSE = "<h1>渡口的老钟又走了</h1>{}"


def short(body: str, text: str, head: str = "") -> DocumentReading:
    nav = "<div class=nav><a href=/a>首页</a> <a href=/b>新闻</a></div>"
    shown = f"{nav}{body.format(text)}<footer>© 2020 渡口</footer>"
    return reading(f"<!doctype html><html><head>{head}</head><body>{shown}</body></html>")


@pytest.mark.parametrize(
    ("body", "text", "head"),
    [
        pytest.param(LOOSE, f"<p>{SHORT}</p>", KIND, id="kind"),
        pytest.param(LOOSE, f"<p>{SHORT}</p>", DATA, id="data"),
        pytest.param(HELD, f"<p>{SHORT}</p>", "", id="elements"),
        pytest.param(HELD, TWO, "", id="two-english-lines"),
        pytest.param(HELD, f"<p>{SHORT}</p><p>责任编辑：闻小渡</p>", "", id="with-its-editor"),
    ],
)
def test_a_short_text_is_an_article_where_its_page_says_so(body, text, head):
    document = short(body, text, head)

    (article,) = document.articles
    assert article.body_html == text.partition("<p>责任")[0]
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        pytest.param(LOOSE, KIND, id="kind"),
        pytest.param(LOOSE, DATA, id="data"),
        pytest.param(HELD, "", id="elements"),
    ],
)
def test_a_page_that_says_so_and_shows_next_to_no_text_is_reported(body, head):
    document = short(body, f"<p>{SHORTER}</p>", head)

    assert document.articles == ()
    assert [warning.code for warning in document.warnings] == ["article_without_text"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(LOOSE, id="no-element"),
        pytest.param("<article><h1>渡口</h1></article><h1>雾</h1>{}", id="several-headings"),
        pytest.param("<article>{}</article>", id="no-heading"),
    ],
)
def test_a_short_page_that_says_nothing_of_the_kind_has_no_article(body):
    document = short(body, f"<p>{SHORT}</p>", '<meta property="og:type" content="website">')

    assert (document.articles, document.warnings) == ((), ())
