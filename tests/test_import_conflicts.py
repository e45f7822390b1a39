"""What becomes of values that an editor and a source both changed, from import to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import revisions
from articles.choices import Action, ImageRole, Resolution, Status
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
    ImportRun,
    Revision,
    SearchRow,
    SourceLabel,
)
from articles.search.query import search
from tests.builders import make_category
from tests.documents import document, run, words, write
from tests.forms import form_on

MORNING = "The ferry leaves at seven in the morning."
EVENING = "The last feryr comes home at nine."
MENDED = "The last ferry comes home at nine."


def text(*paragraphs: str) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def deliver(folder: Path, *paragraphs: str, **values: Any) -> ImportRun:
    """Put the document into the folder, as its source has it now, and import it."""
    write(folder, "a.txt", more=text(*(paragraphs or (MORNING, EVENING))), **values)
    run(folder)
    return ImportRun.objects.latest("pk")


def edit(article: Article, by: User, **values: Any) -> None:
    """Change an article as the desk does."""
    article = revisions.lock(article.pk, seen=Article.objects.get(pk=article.pk).version)
    for name, value in values.items():
        setattr(article, name, value)
    article.version += 1
    article.save()
    revisions.keep(article, by=by)


def reworded(article: Article, former: str, latter: str) -> str:
    body: str = Article.objects.get(pk=article.pk).body
    assert former in body
    return body.replace(former, latter)


def settle(client: Client, conflict: Conflict, how: str) -> str:
    """Press a button on the conflict's page; return what the next page says."""
    here = reverse("admin:articles_conflict_change", args=[conflict.pk])
    data = form_on(client.get(here), "settle_form") | {"_settle": how}
    address = reverse("admin:articles_conflict_settle", args=[conflict.pk])
    return client.post(address, data, follow=True).content.decode()


@pytest.fixture
def article(db, tmp_path) -> Article:
    deliver(tmp_path)
    return Article.objects.get()


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def open_conflict() -> Conflict:
    return Conflict.objects.get(resolution=Resolution.OPEN)


def test_a_text_is_edited_corrected_by_its_source_compared_and_accepted(
    desk, publisher, writer, tmp_path
):
    # A night's import, and an editor who knows better.
    deliver(tmp_path)
    article = Article.objects.get()
    edit(article, writer, body=reworded(article, "at seven", "at half past seven"))

    # The source mends a typo elsewhere: it arrives, and the editor's paragraph stays.
    deliver(tmp_path, MORNING, MENDED)
    article.refresh_from_db()
    assert "at half past seven" in article.body
    assert MENDED in article.body
    assert not Conflict.objects.exists()

    # Then it changes the editor's paragraph too, and mends the title.
    latest = deliver(tmp_path, MORNING.replace("seven", "eight"), MENDED, title="Ferry times")
    article.refresh_from_db()
    conflict = open_conflict()
    assert article.title == "Ferry times"
    assert "at half past seven" in article.body
    assert (conflict.field, conflict.run, conflict.edited_by) == ("body", latest, writer)
    assert conflict.edited_at == article.revisions.get(version=2).created_at

    # The same again, in other bytes, changes nothing and asks nothing new.
    before = [Article.objects.values().get(), *Conflict.objects.values()]
    latest_text = document(
        more=text(MORNING.replace("seven", "eight"), MENDED), title="Ferry times"
    )
    write(tmp_path, "a.txt", f"{latest_text}\n")
    _summary, done = run(tmp_path)
    assert [step.action for one in done if one.plan for step in one.plan.steps] == ["conflict"]
    assert [Article.objects.values().get(), *Conflict.objects.values()] == before

    # Somebody accepts.
    assert "has the source" in settle(desk, conflict, "accept")
    article.refresh_from_db()
    assert "at eight" in article.body
    assert "half past" not in article.body
    kept = article.revisions.get(version=article.version)
    assert (kept.by, kept.note) == (publisher, "Accepted from the source: text")
    assert list(search(Article.objects.all(), "eight")) == [article]
    conflict.refresh_from_db()
    assert (conflict.resolution, conflict.resolved_by) == (Resolution.ACCEPTED, publisher)

    # From here on the article follows its source again.
    deliver(tmp_path, MORNING.replace("seven", "ten"), MENDED, title="Ferry times")
    article.refresh_from_db()
    assert "at ten" in article.body
    assert not Conflict.objects.filter(resolution=Resolution.OPEN).exists()


def test_a_value_that_was_dismissed_is_not_asked_about_again_and_a_new_one_is(
    desk, publisher, article, tmp_path
):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")

    settle(desk, open_conflict(), "dismiss")
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    article.refresh_from_db()
    assert article.title == "Ours"
    assert MENDED in article.body
    assert Conflict.objects.get().resolution == Resolution.DISMISSED

    deliver(tmp_path, title="Theirs, again")

    conflict = open_conflict()
    assert (conflict.base, conflict.present, conflict.incoming) == (
        *("Theirs", "Ours", "Theirs, again"),
    )


# What ends a conflict by itself


def test_a_newer_value_takes_the_place_of_one_that_waits(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    deliver(tmp_path, title="Theirs, mended")

    former, latter = Conflict.objects.order_by("pk")
    assert former.resolution == Resolution.SUPERSEDED
    assert former.resolved_at is not None
    assert former.resolved_by is None
    assert (latter.resolution, latter.incoming) == (Resolution.OPEN, "Theirs, mended")


def test_a_source_that_goes_back_ends_its_conflict(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, "at seven", "at half past seven"))
    deliver(tmp_path, MORNING.replace("seven", "eight"), MENDED)
    deliver(tmp_path)

    article.refresh_from_db()
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert "at half past seven" in article.body
    assert EVENING in article.body


def test_an_editor_who_writes_what_the_source_says_ends_the_conflict(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    edit(article, publisher, title="Theirs")
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert ImportedValues.objects.get().values["title"] == "Theirs"


def test_an_editor_who_goes_back_lets_the_article_follow_its_source(publisher, article, tmp_path):
    former = article.title
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    edit(article, publisher, title=former)
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    article.refresh_from_db()
    assert article.title == "Theirs"
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED


def test_an_article_that_was_deleted_stays_deleted(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    article.delete()
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    assert not Article.objects.exists()
    assert not Conflict.objects.exists()


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
    desk, publisher, article, tmp_path
):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    edit(article, publisher, body=reworded(article, "A second paragraph", "Another paragraph"))
    deliver(tmp_path, "It leaves at noon.", MENDED)

    settle(desk, open_conflict(), "accept")

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


def test_credits_of_one_role_changed_on_both_sides_are_a_conflict(desk, publisher, tmp_path):
    credited(tmp_path, "责任编辑：张三")
    article = Article.objects.get()
    Credit.objects.update(name="Ann")

    credited(tmp_path, "责任编辑：王五")

    assert [name for _role, name in credits_of(article)] == ["Ann"]
    settle(desk, open_conflict(), "accept")
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


def test_categories_chosen_on_both_sides_wait(desk, publisher, mapped, article, tmp_path):
    article.categories.add(make_category("Culture"))
    deliver(tmp_path, MORNING, MENDED, labels=("Harbour",))

    assert names_of(article) == ["Culture"]
    settle(desk, open_conflict(), "accept")
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


# Sources and dates


def test_a_source_that_goes_by_another_name_by_now_is_accepted(desk, publisher, article, tmp_path):
    edit(article, publisher, source=None)
    deliver(tmp_path, source="Valley News")
    conflict = open_conflict()
    source = conflict.article.origins.get().document.source
    source.name, source.aliases = "Valley Daily", ["Valley News"]
    source.save()

    settle(desk, conflict, "accept")

    article.refresh_from_db()
    assert article.source == source


def test_a_source_that_is_gone_cannot_be_accepted(desk, publisher, article, tmp_path):
    edit(article, publisher, source=None)
    deliver(tmp_path, source="Valley News")
    Conflict.objects.update(incoming="Nobody's")

    page = settle(desk, open_conflict(), "accept")

    assert "cannot have this value" in page
    assert open_conflict().field == "source"


def test_a_date_changed_on_both_sides_waits_with_whoever_changed_it(publisher, article, tmp_path):
    edit(article, publisher, originally_published_at=None, original_precision="")
    deliver(tmp_path, date="Tue, 13 Apr 2021 08:05:00 +0800")

    conflict = open_conflict()
    assert (conflict.field, conflict.edited_by) == ("originally_published", publisher)
    store.accept(conflict, by=publisher, seen=Article.objects.get().version)
    dated = Article.objects.get().originally_published_at
    assert dated is not None
    assert dated.day == 13


# Several at once


def test_who_edited_is_the_last_person_who_changed_that_field(publisher, writer, article, tmp_path):
    edit(article, writer, title="Ours")
    edit(article, publisher, summary="Something else.")
    deliver(tmp_path, title="Theirs")

    assert open_conflict().edited_by == writer


def test_a_change_that_nobody_signed_is_still_kept(article, tmp_path):
    Article.objects.update(title="Ours")
    deliver(tmp_path, title="Theirs")

    conflict = open_conflict()
    assert (conflict.edited_by, conflict.edited_at) == (None, None)


def test_two_documents_with_one_article_in_one_run_make_one_version(publisher, tmp_path):
    url = "https://post.example/ferry"
    write(tmp_path, "a.txt", url=url, more=text(MORNING, EVENING))
    write(tmp_path, "b.txt", url=url, more=text(MORNING, EVENING, "Soon."))
    run(tmp_path)
    article = Article.objects.get()
    edit(article, publisher, title="Ours")
    write(tmp_path, "a.txt", url=url, title="Theirs", more=text(MORNING, MENDED))
    write(tmp_path, "b.txt", url=url, title="Theirs too", more=text(MORNING, MENDED, "Soon."))

    _summary, done = run(tmp_path)

    article.refresh_from_db()
    actions = [step.action for one in done if one.plan for step in one.plan.steps]
    assert actions == [Action.CONFLICT, Action.CONFLICT]
    assert (article.version, open_conflict().incoming) == (3, "Theirs too")
    assert MENDED in article.body


def test_a_batch_of_conflicts_costs_the_same_queries_however_many(publisher, tmp_path):
    def conflicts(number: int) -> int:
        folder = tmp_path / str(number)
        for n in range(number):
            write(folder, f"{n}.txt", document(f"ferry{number}x{n}"))
        run(folder)
        for article in Article.objects.filter(title__contains=f"ferry{number}x"):
            edit(article, publisher, title="Ours")
        for n in range(number):
            write(folder, f"{n}.txt", document(f"ferry{number}x{n}", title="Theirs"))
        with CaptureQueriesContext(connection) as asked:
            run(folder)
        return len(asked)

    assert conflicts(2) == conflicts(9)
    assert Conflict.objects.count() == 11


def test_the_index_and_the_revisions_follow_what_a_run_took(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    latest = deliver(tmp_path, MORNING, MENDED)

    assert Revision.objects.get(article=article, version=3).run == latest
    assert SearchRow.objects.filter(article=article).count() == 1
    assert list(search(Article.objects.all(), "last ferry")) == [article]
    assert words("harbour") in Article.objects.get().body_text


def test_a_text_that_both_wrote_alike_is_no_conflict(article):
    article.body = "<p>A <strong>new</strong> quay.</p>"
    article.save()

    found = merged(article, body="<p>A <b>new</b> quay.</p>")

    assert (found.taken, found.refused) == ({}, {})
    assert found.stored.base["body"] == "<p>A <b>new</b> quay.</p>"
