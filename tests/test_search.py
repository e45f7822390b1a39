"""What a search finds, with the real index of the database at hand."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.search import index
from articles.search.desk import search
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def indexed(title: str, *paragraphs: str) -> Article:
    article = make_article(title, body="".join(f"<p>{text}</p>" for text in paragraphs))
    index.index_articles([article])
    return article


def found(text: str) -> list[str]:
    return sorted(search(Article.objects.all(), text).values_list("title", flat=True))


@pytest.fixture
def shelf(db) -> None:
    indexed("港口新桥通车", "市民沿着海堤步行，海风很大。", "工程师说5G信号覆盖全桥。")
    indexed("山谷小学的合唱团", "孩子们在海拔两千米的教室里练歌。")
    indexed("Harbour bridge opens", "Covid-19 rules no longer apply; AT&T cables cross it.")


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        pytest.param("海", ["山谷小学的合唱团", "港口新桥通车"], id="one-character"),
        pytest.param("海风", ["港口新桥通车"], id="two-characters"),
        pytest.param("新桥", ["港口新桥通车"], id="in-the-title"),
        pytest.param("合唱团", ["山谷小学的合唱团"], id="to-the-end-of-a-run"),
        pytest.param("团", ["山谷小学的合唱团"], id="last-character"),
        pytest.param("海风 5G", ["港口新桥通车"], id="mixed"),
        pytest.param("HARBOUR", ["Harbour bridge opens"], id="case"),
        pytest.param("Ｈarbour", ["Harbour bridge opens"], id="width"),
        pytest.param("covid-19", ["Harbour bridge opens"], id="hyphen"),
        pytest.param("bridge harbour", ["Harbour bridge opens"], id="any-order"),
        pytest.param('"harbour bridge"', ["Harbour bridge opens"], id="phrase"),
        pytest.param('"bridge harbour"', [], id="phrase-in-the-wrong-order"),
        pytest.param("bridg", [], id="no-prefix-of-a-word"),
        pytest.param("海 harbour", [], id="all-words-must-match"),
        pytest.param("海 -教室", ["港口新桥通车"], id="minus"),
        pytest.param('海 -"5G信号"', ["山谷小学的合唱团"], id="minus-phrase"),
        pytest.param("海 -海风 -海拔", [], id="minus-all"),
        pytest.param("-海", [], id="only-a-minus"),
        pytest.param("bridge -cables", [], id="minus-in-the-text-of-a-title"),
        pytest.param("工程师说５Ｇ", ["港口新桥通车"], id="wide-and-mixed"),
        pytest.param("opens covid", ["Harbour bridge opens"], id="title-and-text"),
        pytest.param('"opens covid"', [], id="no-phrase-across-title-and-text"),
        pytest.param("", [], id="nothing"),
        pytest.param("？！", [], id="marks-only"),
        pytest.param("' OR 1=1 --", [], id="sql"),
        pytest.param('" AND title:* NEAR(', [], id="operators-of-the-index"),
        pytest.param("\x00", [], id="nul"),
        pytest.param("a" * 5000, [], id="one-long-word"),
    ],
)
def test_finds_what_holds_all_the_words(shelf, words, titles):
    assert found(words) == titles


def test_moving_and_dating_leaves_an_unchanged_article_alone():
    article = indexed("Old words", "The lighthouse closes.")
    (before,) = article.search_rows.all()

    index.index_articles([article])

    assert list(article.search_rows.all()) == [before]


def test_words_may_stand_in_different_parts_of_a_long_article():
    filler = "<p>" + "平原上的河流缓慢地流过村庄。" * 900 + "</p>"
    article = make_article("长文", body=f"<p>开头提到灯塔。</p>{filler}<p>结尾提到邮局。</p>")
    index.index_articles([article])

    assert found("灯塔 邮局") == ["长文"]
    assert found("灯塔 -邮局") == []


def test_a_changed_article_is_found_by_its_new_words_only():
    article = indexed("Old words", "The lighthouse closes.")
    article.title = "New words"
    article.body = "<p>The post office opens.</p>"
    article.save()

    index.index_articles([article])

    assert found("lighthouse") == []
    assert found("post office") == ["New words"]


def test_a_deleted_article_is_found_no_more():
    indexed("Gone", "The ferry stops.").delete()

    assert found("ferry") == []
