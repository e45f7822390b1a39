"""How an import merges texts and lists that an editor and a source both changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from articles.choices import ImageRole, Status
from articles.ingest import store
from articles.ingest.store import merging
from articles.models import (
    Article,
    ArticleImage,
    Category,
    Conflict,
    Credit,
    Image,
    ImportedValues,
    SourceLabel,
)
from tests.builders import edit, make_category
from tests.disputes import MENDED, MORNING, deliver, open_conflict, reworded, settle, text
from tests.documents import document, run, write


@pytest.fixture
def article(db, tmp_path) -> Article:
    deliver(tmp_path)
    return Article.objects.get()


# Bodies


def test_paragraphs_next_to_each_other_do_not_disagree(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    deliver(tmp_path, MORNING, MENDED)

    article.refresh_from_db()
    assert text("It leaves at dawn.", MENDED) in article.body
    assert ImportedValues.objects.get().values["body"].startswith(text(MORNING, MENDED))


def test_of_a_body_in_dispute_the_rest_is_taken_at_once(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    deliver(tmp_path, "It leaves at noon.", MENDED)

    article.refresh_from_db()
    conflict = open_conflict()
    assert text("It leaves at dawn.", MENDED) in article.body
    assert conflict.present == article.body
    assert conflict.base.startswith(text(MORNING, MENDED))
    assert conflict.incoming.startswith(text("It leaves at noon.", MENDED))


def test_accepting_a_paragraph_keeps_what_the_editor_changed_elsewhere(
    newsdesk, publisher, article, tmp_path
):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    edit(article, publisher, body=reworded(article, "A second paragraph", "Another paragraph"))
    deliver(tmp_path, "It leaves at noon.", MENDED)

    settle(newsdesk, open_conflict(), "accept")

    article.refresh_from_db()
    assert text("It leaves at noon.", MENDED) in article.body
    assert "Another paragraph" in article.body


def test_a_body_that_can_no_longer_be_made_safe_waits_as_a_whole(publisher, article, tmp_path):
    kept = ImportedValues.objects.get()
    kept.values["body"] += "<blockquote>" * 1000
    kept.save()
    edit(article, publisher, body="<p>Ours</p>")
    deliver(tmp_path, MORNING, MENDED)

    article.refresh_from_db()
    assert article.body == "<p>Ours</p>"
    accepted = store.accept(open_conflict(), by=publisher, seen=article.version)
    article.refresh_from_db()
    assert accepted.incoming == article.body


def test_a_published_text_that_its_source_empties_stays(publisher, tmp_path):
    deliver(tmp_path)
    run(tmp_path, publish=True)
    article = Article.objects.get()
    Article.objects.update(status=Status.PUBLISHED, published_at=article.created_at)
    (conflict,) = [Conflict(article=article, field="body", incoming="", present=article.body)]
    conflict.save()

    with pytest.raises(store.NotAcceptable):
        store.accept(conflict, by=publisher, seen=article.version)


# Lists


def pictures_of(article: Article) -> list[tuple[str, str, str]]:
    uses = ArticleImage.objects.filter(article=article).order_by("position")
    return [(u.image.url or "ours", u.role, u.caption) for u in uses.select_related("image")]


def picture(name: str) -> str:
    return f'<img src="https://pictures.example/{name}.jpg">'


def test_a_picture_removed_here_and_one_added_there_both_hold(publisher, tmp_path):
    write(tmp_path, "a.txt", more=picture("a") + picture("b"))
    run(tmp_path)
    article = Article.objects.get()
    own = Image.objects.create(file="originals/own.jpg")
    ArticleImage.objects.filter(image__url__endswith="a.jpg").delete()
    ArticleImage.objects.create(article=article, image=own, position=9, caption="Ours")
    write(tmp_path, "a.txt", more=picture("a") + picture("b") + picture("c"))

    _summary, done = run(tmp_path)

    assert [p[0].rpartition("/")[2] for p in pictures_of(article)] == ["b.jpg", "ours", "c.jpg"]
    assert pictures_of(article)[1][2] == "Ours"
    assert not Conflict.objects.filter(field="pictures").exists()
    assert done[0].plan is not None


def test_two_leads_are_a_conflict(publisher, tmp_path):
    write(tmp_path, "a.txt", more=picture("a"))
    run(tmp_path)
    article = Article.objects.get()
    own = Image.objects.create(file="originals/own.jpg")
    ArticleImage.objects.update(role=ImageRole.INLINE)
    ArticleImage.objects.create(article=article, image=own, role=ImageRole.LEAD)
    write(tmp_path, "a.txt", more=picture("b") + picture("a"))

    run(tmp_path)

    conflict = Conflict.objects.get(field="pictures")
    store.accept(conflict, by=publisher, seen=Article.objects.get().version)
    assert [role for _url, role, _caption in pictures_of(article)].count("lead") == 1


def credited(folder: Path, line: str) -> None:
    write(folder, "a.txt", document().replace("</div>", f"<p>{line}</p></div>"))
    run(folder)


def credits_of(article: Article) -> list[tuple[str, str]]:
    return list(article.credits.order_by("position").values_list("role", "name"))


def test_credits_of_different_roles_are_merged(publisher, tmp_path):
    credited(tmp_path, "责任编辑：张三")
    article = Article.objects.get()
    Credit.objects.create(article=article, role="photographer", name="Ann", position=9)

    credited(tmp_path, "责任编辑：张三 校对：李四")

    assert ("photographer", "Ann") in credits_of(article)
    assert ("proofreader", "李四") in credits_of(article)
    assert not Conflict.objects.filter(field="credits").exists()


def test_credits_of_one_role_changed_on_both_sides_are_a_conflict(newsdesk, publisher, tmp_path):
    credited(tmp_path, "责任编辑：张三")
    article = Article.objects.get()
    Credit.objects.update(name="Ann")

    credited(tmp_path, "责任编辑：王五")

    assert [name for _role, name in credits_of(article)] == ["Ann"]
    settle(newsdesk, open_conflict(), "accept")
    assert [name for _role, name in credits_of(article)] == ["王五"]


@pytest.fixture
def mapped(article) -> dict[str, Category]:
    """Categories that the labels of the article's source are mapped to."""
    found = {name: make_category(name) for name in ("City", "Harbour")}
    for name, category in found.items():
        SourceLabel.objects.create(source=article.source, name=name, category=category)
    return found


def names_of(article: Article) -> list[str]:
    return sorted(article.categories.values_list("name", flat=True))


def test_a_category_added_here_stays_when_the_source_drops_its_own(mapped, article, tmp_path):
    deliver(tmp_path, MORNING, MENDED, labels=("City",))
    article.categories.add(make_category("Culture"))
    deliver(tmp_path)

    assert names_of(article) == ["Culture"]
    assert not Conflict.objects.exists()


def test_categories_chosen_on_both_sides_wait(newsdesk, publisher, mapped, article, tmp_path):
    article.categories.add(make_category("Culture"))
    deliver(tmp_path, MORNING, MENDED, labels=("Harbour",))

    assert names_of(article) == ["Culture"]
    settle(newsdesk, open_conflict(), "accept")
    assert names_of(article) == ["Harbour"]


def test_a_category_that_was_deleted_is_no_editors_change(mapped, article, tmp_path):
    deliver(tmp_path, MORNING, MENDED, labels=("City",))
    mapped["City"].delete()
    deliver(tmp_path, labels=("Harbour",))

    assert names_of(article) == ["Harbour"]
    assert not Conflict.objects.exists()


def merged(article: Article, **values: Any) -> merging.Merge:
    """Merge what the article's source said before with other values."""
    (stored,) = merging.load([article.pk]).values()
    return merging.merge(stored, stored.base | values)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "taken"),
    [
        pytest.param([], ["a"], ["b"], {"a", "b"}, id="added-on-both-sides"),
        pytest.param(["a", "b"], ["a"], ["b", "a"], None, id="reordered-there"),
        pytest.param(["a", "b"], ["b", "c"], ["a", "b", "d"], {"b", "c", "d"}, id="several"),
    ],
)
def test_keywords_that_go_together_are_all_there(article, base, ours, theirs, taken):
    ImportedValues.objects.update(values=article.imported.values | {"keywords": base})
    Article.objects.update(keywords=ours)

    found = merged(article, keywords=theirs)

    assert not found.refused
    assert (set(found.taken["keywords"]) if taken else found.taken) == (taken or {})
    assert found.stored.base["keywords"] == theirs


def test_a_keyword_replaced_on_both_sides_waits(article):
    ImportedValues.objects.update(values=article.imported.values | {"keywords": ["feryr"]})
    Article.objects.update(keywords=["ferry"])

    assert merged(article, keywords=["ferries"]).refused == {"keywords": ["ferries"]}


def test_a_text_that_both_wrote_alike_is_no_conflict(article):
    article.body = "<p>A <strong>new</strong> quay.</p>"
    article.save()

    found = merged(article, body="<p>A <b>new</b> quay.</p>")

    assert (found.taken, found.refused) == ({}, {})
    assert found.stored.base["body"] == "<p>A <b>new</b> quay.</p>"
