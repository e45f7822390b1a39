"""Phrases: words that must stand side by side, within one part of an article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from articles.admin.paginator import BoundedPaginator
from articles.models import Article
from articles.search import confirming, desk
from articles.search.confirming import article_holds, written
from articles.search.desk import find, search
from articles.search.index import LONGEST_LEAD, OPENING, index_articles
from articles.search.newest import Shelf, Start
from articles.search.pages import COUNTS_AS, Order, found
from articles.search.questions import Rank
from articles.text.headings import Kind, heading
from articles.text.tokens import asked, tokens
from tests.builders import make_article, make_published
from tests.test_text_phrases import TEXTS, stand_in

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FILLER = "平原上的河流缓慢地流过村庄。" * 20


def indexed(title: str, text: str, **values) -> Article:
    article = make_article(title, body=f"<p>{text}</p>", **values)
    index_articles([article])
    return article


def titles(words: str) -> list[str]:
    return sorted(search(Article.objects.all(), words).values_list("title", flat=True))


def ranks(words: str) -> dict[str, Rank]:
    """Return the rank of all that readers find, by title."""
    shelf = Shelf((heading(Kind.EVERYTHING),), NOW)
    placed = found(asked(words), Order.RELEVANCE, shelf, Start(), 100)
    of_worth = {worth: rank for rank, worth in COUNTS_AS.items()}
    articles = Article.objects.in_bulk([one.article for one in placed])
    return {
        articles[one.article].title: of_worth[one.moment - (NOW - timedelta(days=1))]
        for one in placed
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("海堤步行", ["甲"], id="in-the-text"),
        pytest.param("海堤步道", [], id="pairs-that-stand-apart"),
        pytest.param('"港口新桥 通车典礼"', ["甲"], id="title-and-subtitle-are-one"),
        pytest.param('"典礼 市民"', [], id="not-across-title-and-summary"),
        pytest.param('"同行 沿着"', [], id="not-across-summary-and-text"),
        pytest.param("海 -海堤步行", ["乙"], id="unwanted"),
        pytest.param("海 -海堤步道", ["乙", "甲"], id="unwanted-and-apart"),
        pytest.param('"5G 信号"', ["甲"], id="a-word-and-characters"),
        pytest.param('"5G 号"', [], id="a-character-further-on"),
        pytest.param('-"5G 信号" 海', ["乙"], id="unwanted-word-and-characters"),
        pytest.param("ＣＯＶＩＤ-19", ["乙"], id="width-and-case"),
        pytest.param("covid-1", [], id="no-start-of-a-word"),
        pytest.param("港口新桥 5G", ["甲"], id="beside-a-word"),
    ],
)
def test_a_phrase_is_found_where_its_words_stand_side_by_side(words, expected):
    indexed(
        "甲",
        "沿着海堤步行。海堤和步道。5G信号覆盖全桥。",
        subtitle="港口新桥：通车典礼",
        summary="市民同行。",
    )
    indexed("乙", "海拔两千米。步道在海堤那边。Covid-19 来过。")

    assert titles(words) == expected


@pytest.mark.django_db
def test_a_phrase_has_the_rank_of_the_place_where_it_stands_whole():
    for title, text in {
        "灯塔守望人": FILLER,
        "守望灯塔的人": f"灯塔守望人开口。{FILLER}",
        "塔守": f"灯塔守、塔守望、守望人。{FILLER}灯塔守望人",
        "守望": f"灯塔守、塔守望、守望人。{FILLER}",
    }.items():
        article = make_published(title, body=f"<p>{text}</p>", published_at=NOW - timedelta(days=1))
        index_articles([article])

    assert ranks("灯塔守望人") == {
        "灯塔守望人": Rank.TITLE,
        "守望灯塔的人": Rank.LEAD,
        "塔守": Rank.TEXT,
    }
    assert ranks("灯塔守望人 守望") == {
        "灯塔守望人": Rank.TITLE,
        "守望灯塔的人": Rank.LEAD,
        "塔守": Rank.TEXT,
    }
    assert ranks("灯塔守望人 -守望灯") == {"灯塔守望人": Rank.TITLE, "塔守": Rank.TEXT}
    assert ranks("守望 -灯塔守望人") == {"守望": Rank.TITLE}
    assert ranks("塔 -灯塔守望人") == {"守望": Rank.LEAD}


@pytest.mark.django_db
def test_a_phrase_that_goes_on_where_the_reader_stopped_has_the_rank_of_its_place():
    for title, text in {
        "5G网络": FILLER,
        "信号": f"新5G网络。{FILLER}",
        "村庄": f"{FILLER}新5G网络",
    }.items():
        article = make_published(title, body=f"<p>{text}</p>", published_at=NOW - timedelta(days=1))
        index_articles([article])

    expected = {"5G网络": Rank.TITLE, "信号": Rank.LEAD, "村庄": Rank.TEXT}
    assert ranks('"5G 网"') == expected
    assert ranks("5G 网") == expected


@pytest.mark.django_db
def test_one_character_of_a_title_is_found_there():
    for title, text in {"渡口": "无事", "夜": f"渡船。{FILLER}", "早": f"{FILLER}渡船"}.items():
        index_articles([make_published(title, body=text, published_at=NOW - timedelta(days=1))])

    assert ranks("渡") == {"渡口": Rank.TITLE, "夜": Rank.LEAD, "早": Rank.TEXT}


@pytest.mark.django_db
@pytest.mark.parametrize("lots", [1, 2, 4, 10_000])
@pytest.mark.parametrize("read", [1, 2, desk.MOST_COUNTED])
def test_the_desk_finds_and_counts_what_holds_a_phrase(monkeypatch, lots, read):
    monkeypatch.setattr(desk, "a_lot", lambda *_question: lots)
    monkeypatch.setattr(desk, "MOST_COUNTED", read)
    for number in range(5):
        indexed(f"灯塔守 {number}", "灯塔守望人" if number % 2 else "灯塔守、塔守望、守望人")
    made, some = Article.objects.all(), Article.objects.filter(title__endswith="3")

    sought = find("灯塔守望人")

    assert [sought.counted(made, most) for most in (1, 2, BoundedPaginator.limit)] == [1, 2, 2]
    assert sought.counted(some, 2) == sought.among(some).count() == 1
    assert sought.among(made).count() == 2


def kept() -> list[str]:
    """Return the tokens of the only index row, sorted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT unnest(tsvector_to_array(vector)) FROM articles_searchrow")
            return sorted(term for (term,) in cursor.fetchall())
        cursor.execute(
            "CREATE VIRTUAL TABLE temp.kept USING fts5vocab(main, article_search, instance)"
        )
        cursor.execute("SELECT term FROM temp.kept")
        found = sorted(term for (term,) in cursor.fetchall())
        cursor.execute("DROP TABLE temp.kept")
    return found


@pytest.mark.django_db
def test_an_index_row_holds_each_token_once_and_marks_those_of_title_and_lead():
    indexed("渡渡口", "渡口渡口 ab ab", summary="ab")

    title = {"渡渡", "渡口", "口"}
    if connection.vendor == "sqlite":  # PostgreSQL finds characters as beginnings of tokens
        title.add("渡")
    everywhere = title | {"口渡", "ab"}
    assert kept() == sorted([*everywhere, *(f"\ue000{token}" for token in title), "\ue001ab"])


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["渡", "渡口", "渡口 ab -海", "ab"])
def test_words_alone_are_answered_by_the_index_alone(words):
    indexed("渡口", "ab")
    Article.objects.update(title="-", body_text="-")

    assert [written(asked(words), rank) for rank in (None, *Rank)] == [""] * 4
    assert titles(words) == ["-"]


def described(question: str, rank: Rank | None, texts: Sequence[str]) -> bool:
    """Say from all tokens of an article whether it answers, compared one by one."""
    title, subtitle, summary, body = texts
    places = [tokens(f"{title}\n{subtitle}"), tokens(summary), tokens(body)]
    lead = places[1][:LONGEST_LEAD] or places[2][:OPENING]
    wanted, unwanted = asked(question).wanted, asked(question).unwanted

    def has(term):
        return any(stand_in(place, term) for place in places)

    in_title = [stand_in(places[0], term) for term in wanted]
    on_top = any(in_title) or all(stand_in(lead, term) for term in wanted)
    found_as = Rank.TITLE if all(in_title) else Rank.LEAD if on_top else Rank.TEXT
    answers = all(map(has, wanted)) and not any(map(has, unwanted))
    return answers and rank in (None, found_as)


QUOTED = TEXTS.map('"{}"'.format)


@given(
    st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    st.lists(TEXTS | QUOTED | QUOTED.map("-{}".format), min_size=1, max_size=3).map(" ".join),
    st.sampled_from([None, *Rank]),
)
@example(("", "", "a " * (LONGEST_LEAD - 1) + "国中后", ""), "国中后", Rank.LEAD)
@example(("", "", "a " * (LONGEST_LEAD - 2) + "国中后", ""), "国中后", Rank.LEAD)
@example(("", "", "。", "a " * (OPENING - 1) + "国中后"), "国中后", Rank.TEXT)
@example(("", "", "。", "a " * (OPENING - 2) + "国中后"), "国中后", Rank.LEAD)
def test_a_text_is_read_as_all_its_tokens_would_be(texts, question, rank):
    if asked(question).wanted and (sought := written(asked(question), rank)):
        everything = json.loads(sought)
        # What the index answers it is not asked: here it is, as if it were a phrase.
        everything[1] = [[t.tokens, t.is_prefix, t.runs] for t in asked(question).wanted]
        everything[2] = [[t.tokens, t.is_prefix, t.runs] for t in asked(question).unwanted]

        assert article_holds(json.dumps(everything), *texts) == described(question, rank, texts)


@pytest.fixture
def apart(db, settings, monkeypatch):
    """Twelve published articles that hold two words, and the first of them side by side."""
    settings.NEWSROOM_API_RATE = ""
    monkeypatch.setattr(confirming, "MOST_TEXTS", 5)
    for number in range(12):
        text = "the quay of the ferry" if number else "the ferry quay"
        one = make_published("Harbour", body=f"<p>{text}</p>", published_at=NOW - timedelta(number))
        index_articles([one])


DEAR = [
    "/api/v1/search/?q=%22ferry+quay+harbour%22",
    "/api/v1/search/?q=%22ferry+the+quay%22&ordering=-published_at",
    "/api/v1/articles/?search=%22ferry+the+quay%22",
    "/api/v1/articles/?search=%22ferry+the+quay%22&ordering=date",
    "/api/v1/articles/?search=%22ferry+the+quay%22&count=exact",
    "/search/?q=%22ferry+the+quay%22",
]


@pytest.mark.parametrize("path", DEAR)
def test_a_phrase_that_too_many_texts_must_be_read_for_is_refused_with_advice(client, apart, path):
    answer = client.get(path)

    if connection.vendor == "postgresql":  # which has the places of words
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert "Add a rarer word" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/api/v1/search/?q=ferry+the+quay").json()["results"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        pytest.param('"a b"', "of a b", 1, id="one-phrase"),
        pytest.param('a -"a b" -"b c"', "of a", 2, id="phrases-that-must-not-be-there"),
        pytest.param('"a b"', "of a b " * 1_000, 2, id="a-long-text"),
    ],
)
def test_what_a_text_is_asked_counts(monkeypatch, words, text, expected):
    monkeypatch.setattr(confirming, "MOST_TEXTS", expected - 1)
    with pytest.raises(confirming.TooManyTexts), confirming.reading_few_texts():
        article_holds(written(asked(words)), "", "", "", text)
    monkeypatch.setattr(confirming, "MOST_TEXTS", expected)
    with confirming.reading_few_texts():
        assert article_holds(written(asked(words)), "", "", "", text)


def needed(client, monkeypatch, path: str) -> int:
    """Return how many texts must be allowed for an answer."""
    for most in range(200):
        monkeypatch.setattr(confirming, "MOST_TEXTS", most)
        if client.get(path).status_code == 200:
            return most
    raise AssertionError(path)


def test_a_search_that_has_found_nothing_is_answered_without_suggestions(
    client, apart, monkeypatch
):
    path = "/api/v1/search/?q=%22ferry+the+quay%22"
    needed(client, monkeypatch, path)

    found = client.get(path).json()
    monkeypatch.setattr(confirming, "MOST_TEXTS", 1_000)
    assert found["results"] == client.get(path).json()["results"] == []
    assert client.get(path).json()["suggestions"]
    # PostgreSQL reads no texts, so that nothing is ever too many.
    assert bool(found["suggestions"]) == (connection.vendor == "postgresql")


@pytest.mark.parametrize("path", DEAR)
def test_no_text_of_a_draft_is_read(client, apart, monkeypatch, path):
    before = needed(client, monkeypatch, path)
    drafts = [make_article("Draft", body="<p>the quay of the ferry</p>") for _ in range(9)]
    index_articles(drafts)

    assert needed(client, monkeypatch, path) == before


def test_what_is_found_soon_needs_no_more_texts(client, apart):
    path = "/api/v1/search/?q=%22quay+of%22&page_size=2&ordering=-published_at"

    assert len(client.get(path).json()["results"]) == 2


def test_commands_and_the_desk_read_as_many_texts_as_they_want(apart):
    assert titles('"ferry the quay"') == []
