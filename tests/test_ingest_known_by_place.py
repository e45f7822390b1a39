"""Versions told by place where a text is too short; articles of one address or document."""

from __future__ import annotations

import pytest

from articles.ingest import pipeline
from articles.ingest.records import Reading
from articles.ingest.store import matching
from articles.models import (
    Article,
    Origin,
)
from tests.documents import apply, document, run, several, words, write

pytestmark = pytest.mark.django_db


def test_a_document_without_a_text_is_known_again_by_place_and_title(tmp_path):
    text = document("harbour").replace(words("harbour"), "Short.")
    write(tmp_path, "a.txt", text)
    run(tmp_path)
    write(tmp_path, "a.txt", text.replace("Short.", "Shorter still."))

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}
    assert Article.objects.count() == 1


def short(title, text="Short.", *pictures):
    """Return a document with too little text to be known by."""
    body = f"<p>{text}</p>" if text else ""
    shown = "".join(f'<p><img src="https://pictures.example/{name}"></p>' for name in pictures)
    return f"---\ntitle: '{title}'\nauthor: Harbour Post\n---\n\n{body}{shown}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(short("Titel"), short("Title"), id="another title, the same text"),
        pytest.param(short("A", "Soon."), short("B", "Not yet."), id="all that the place holds"),
        pytest.param(
            short("A bridge", "", "1.jpg"), short("A bridge", "", "2.jpg"), id="pictures, one title"
        ),
        pytest.param(
            short("Bridges", "", "1.jpg", "2.jpg"),
            short("Three bridges", "", "2.jpg", "3.jpg"),
            id="a picture in common",
        ),
    ],
)
@pytest.mark.parametrize("is_deleted", [False, True], ids=["there", "deleted"])
def test_too_little_text_to_tell_is_a_new_version_at_its_place(tmp_path, before, after, is_deleted):
    write(tmp_path, "a.txt", before)
    run(tmp_path)
    if is_deleted:
        Article.objects.all().delete()
    write(tmp_path, "a.txt", after)

    summary, _done = run(tmp_path)

    assert summary.articles == {"deleted" if is_deleted else "update": 1}
    assert Article.objects.count() == (0 if is_deleted else 1)


def test_other_pictures_under_another_title_are_another_article(tmp_path):
    write(tmp_path, "a.txt", short("Bridges", "", "1.jpg"))
    run(tmp_path)
    write(tmp_path, "a.txt", short("Towers", "", "2.jpg"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1}


def test_of_several_articles_at_a_place_short_texts_that_stayed_are_versions():
    def applied(*said):
        articles = (
            Reading(title=title, body_html=f"<p>{text}</p>" * bool(text), body_text=text)
            for title, text in said
        )
        return [step.action for step in apply(tuple(articles)).steps]

    assert applied(("One", "Soon."), ("Two", "")) == ["create", "create"]
    assert applied(("Uno", "Later."), ("Due", "Soon.")) == ["create", "update"]


# Addresses


def test_the_same_address_and_like_text_at_another_place_is_a_new_version(tmp_path):
    url = "https://harbour.example/story/7"
    write(tmp_path, "a.txt", url=url)
    run(tmp_path)
    write(tmp_path, "b.txt", url=url, ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1, "update": 1}
    assert "and again" in Article.objects.get().body_text


@pytest.mark.parametrize("batch", [1, 50])
@pytest.mark.parametrize("is_dry", [False, True])
def test_two_versions_at_one_address_in_one_run_are_one_article(
    tmp_path, monkeypatch, batch, is_dry
):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", batch)
    url = "https://harbour.example/story/7"
    write(tmp_path, "a.txt", url=url)
    write(tmp_path, "b.txt", url=url, ending=" and again")

    summary, _done = run(tmp_path, is_dry=is_dry)

    assert summary.articles == {"create": 1, "update": 1}
    assert is_dry or "and again" in Article.objects.get().body_text


def test_an_address_with_quite_another_text_is_a_new_article_and_a_warning(tmp_path):
    url = "https://harbour.example/story/7"
    write(tmp_path, "a.txt", subject="harbour", url=url)
    write(tmp_path, "b.txt", subject="orchard", url=url)

    summary, done = run(tmp_path)

    assert summary.articles == {"create": 2}
    assert [w.code for w in done[1].plan.reading.warnings] == ["same_url_other_text"]


@pytest.mark.parametrize("url", ["https://harbour.example/", "https://harbour.example/all"])
def test_an_address_that_a_site_gives_all_its_pages_identifies_none(tmp_path, url):
    for number in range(8):
        write(tmp_path, f"{number}.txt", subject=f"subject{number}", url=url)

    summary, _done = run(tmp_path)
    write(tmp_path, "9.txt", subject="subject1", url=url, ending=" and again")
    later, done = run(tmp_path)

    assert summary.articles == {"create": 8}
    assert later.articles == {"unchanged": 8, "create": 1}
    assert not done[-1].plan.reading.warnings


def titles():
    return sorted(Article.objects.values_list("title", flat=True))


def test_a_repeat_inside_a_document_is_one_article_with_two_origins(tmp_path):
    write(tmp_path, "a.txt", several("harbour", "orchard", "harbour"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 2, "duplicate": 1}
    first = Article.objects.earliest("pk")
    assert [origin.index for origin in first.origins.all()] == [0, 2]


def test_articles_that_moved_inside_their_document_are_recognised(tmp_path):
    write(tmp_path, "a.txt", several("harbour", "orchard"))
    run(tmp_path)
    write(tmp_path, "a.txt", several("library", "harbour", "orchard", ending=" and again"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1, "update": 2}
    assert titles() == ["harbour 的报告", "library 的报告", "orchard 的报告"]


def test_what_a_document_no_longer_holds_is_kept_and_no_longer_current(tmp_path):
    write(tmp_path, "a.txt", several("harbour", "orchard", "library"))
    run(tmp_path)
    write(tmp_path, "a.txt", several("harbour", "orchard"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 2}
    assert Article.objects.count() == 3
    assert Origin.objects.get(article__title__startswith="library").is_current is False


def test_comparing_texts_ends_where_a_document_has_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(matching, "MOST_COMPARED", 2)
    write(tmp_path, "a.txt", several("harbour", "orchard", "library"))
    run(tmp_path)
    write(tmp_path, "a.txt", several("library", "harbour", "orchard", ending=" and again"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 3}
