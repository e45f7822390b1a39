"""Whatever changes what readers see, the desk or an import, their cards follow in the same step."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.cards.following import announce_due, follow, follow_pictures
from articles.choices import CreditRole, Status
from articles.models import (
    Article,
    Card,
    Category,
    Change,
    Counter,
    Credit,
    ImportRun,
    Listed,
    Source,
    SourceLabel,
)
from articles.text.headings import Kind, heading
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
)
from tests.builders import edit as edit_article
from tests.desk import act, edit
from tests.disputes import answer, make_conflict
from tests.documents import run, write
from tests.forms import form_on
from tests.mirror import Mirror, seen
from tests.pictures import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]


class Newsroom:
    """Two published articles, one of them out of a file, and all that they mention."""

    def __init__(self, desk: Client, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        write(folder, "a.txt", labels=("Local",), image="https://pictures.example/b.png")
        run(folder, publish=True)
        self.imported = Article.objects.get()
        self.root, self.other = make_category("Root"), make_category("Other")
        self.leaf = make_category("Leaf", self.root)
        self.source, self.image = make_source("Courier"), make_image(alt="A bridge")
        self.article = make_published(
            source=self.source, categories=(self.leaf, self.other), lead=self.image
        )
        Credit.objects.create(article=self.article, role=CreditRole.AUTHOR, name="Lin")
        follow([self.article.pk])
        self.draft = make_article("Draft")

    def change(self, row: Any, **values: Any) -> None:
        """Open a row's page in the admin, change some fields and save."""
        address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
        data = form_on(self.desk.get(address), f"{row._meta.model_name}_form")
        response = self.desk.post(address, data | values)
        assert response.status_code == 302, response.content

    def delete(self, row: Any) -> None:
        address = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
        assert self.desk.post(address, {"post": "yes"}).status_code == 302

    def choose_to_delete(self, row: Any) -> None:
        data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        address = reverse(f"admin:articles_{row._meta.model_name}_changelist")
        assert self.desk.post(address, data).status_code == 302

    def rewrite(self, **values: Any) -> None:
        write(self.folder, "a.txt", labels=("Local",), **values)
        run(self.folder)

    def map_label(self) -> None:
        label = SourceLabel.objects.get(name="Local")
        data = {"action": "map_to", "_selected_action": [label.pk], "category": self.leaf.pk}
        self.desk.post(reverse("admin:articles_sourcelabel_changelist"), data)

    def load_categories(self) -> None:
        source = Source.objects.get(labels__name="Local")
        (self.folder.parent / "tree.json").write_text(
            f'[{{"name": "City", "labels": [["{source.name}", "Local"]]}}]'
        )
        call_command("load_categories", self.folder.parent / "tree.json", stdout=StringIO())

    def give_picture(self) -> None:
        pictures = self.folder.parent / "pictures"
        pictures.mkdir()
        (pictures / "b.png").write_bytes(png())
        call_command(
            "import_articles", self.folder, pictures=str(pictures), stdout=StringIO(),
            stderr=StringIO(),
        )  # fmt: skip

    def undo(self) -> None:
        call_command(
            "undo_import", ImportRun.objects.latest("pk").pk, stdout=StringIO(), stderr=StringIO()
        )

    def accept(self) -> None:
        conflict = make_conflict(self.imported, present=self.imported.title)
        answer(self.desk, conflict, "accept")

    def upload(self) -> None:
        self.change(self.image, upload=SimpleUploadedFile("a.png", png(800, 600)))

    def withdraw_and_publish(self) -> None:
        act(self.desk, "withdraw", self.article, note="Wrong")
        act(self.desk, "publish", self.article)


WAYS: dict[str, Callable[[Newsroom], Any]] = {
    "edit-text": lambda n: edit(n.desk, n.article, body="<p>Another text</p>"),
    "edit-credit": lambda n: edit(n.desk, n.article, **{"credits-0-name": "Wang"}),
    "edit-caption": lambda n: edit(n.desk, n.article, **{"article_images-0-caption": "Over"}),
    "edit-embargo": lambda n: edit(
        n.desk, n.article, embargo_until_0="2099-01-01", embargo_until_1="08:00"
    ),
    "publish": lambda n: act(n.desk, "publish", n.draft),
    "withdraw": lambda n: act(n.desk, "withdraw", n.article, note="Wrong"),
    "publish-again": Newsroom.withdraw_and_publish,
    "delete": lambda n: n.choose_to_delete(n.article),
    "picture-described": lambda n: n.change(n.image, alt="A ferry"),
    "picture-replaced": Newsroom.upload,
    "picture-given": Newsroom.give_picture,
    "category-renamed": lambda n: n.change(n.leaf, name="Twig"),
    "category-put-first": lambda n: n.change(n.leaf, position="7"),
    "category-deleted": lambda n: n.delete(n.leaf),
    "categories-deleted": lambda n: n.choose_to_delete(n.leaf),
    "source-renamed": lambda n: n.change(n.source, name="Valley Courier"),
    "label-mapped": Newsroom.map_label,
    "categories-loaded": Newsroom.load_categories,
    "import": lambda n: n.rewrite(ending=", all of it"),
    "import-new-source": lambda n: n.rewrite(source="Orchard Post"),
    "conflict-accepted": Newsroom.accept,
    "undo": Newsroom.undo,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_mirror_notices_whatever_changes_for_readers(desk, tmp_path, way):
    newsroom = Newsroom(desk, tmp_path / "documents")
    connection.check_constraints()
    mirror = Mirror().follow()
    before = deepcopy(mirror.held)

    way(newsroom)

    connection.check_constraints()
    assert mirror.follow().held == seen() != before


def test_a_category_that_is_moved_takes_its_articles_along(desk, tmp_path):
    newsroom = Newsroom(desk, tmp_path / "documents")

    newsroom.change(newsroom.leaf, parent=newsroom.other.pk)

    assert listed_under(newsroom.root) == set()
    assert listed_under(newsroom.other) == {newsroom.article.pk}
    newsroom.change(newsroom.other, parent=newsroom.root.pk)
    assert listed_under(newsroom.root) == {newsroom.article.pk}


def listed_under(category: Category) -> set[int]:
    rows = Listed.objects.filter(heading=heading(Kind.CATEGORY, category.public_id))
    return set(rows.values_list("card", flat=True))


def test_an_import_of_drafts_has_nothing_to_do_with_cards(tmp_path):
    for number in range(3):
        write(tmp_path, f"{number}.txt", subject=("harbour", "river", "market")[number])

    with CaptureQueriesContext(connection) as captured:
        run(tmp_path)

    tables = ("articles_card", "articles_listed", "articles_change", "articles_counter")
    assert [q["sql"] for q in captured if any(table in q["sql"] for table in tables)] == []


def test_cards_of_many_articles_cost_as_many_statements_as_those_of_one():
    """As long as their rows fit into one statement, whose values SQLite counts."""
    source, leaf = make_source(), make_category("Leaf", make_category("Root"))
    image = make_image()
    pks = [make_published(source=source, categories=(leaf,), lead=image).pk for _ in range(20)]
    Card.objects.all().delete()
    counts = []
    for some in (pks[:1], pks[1:]):
        with CaptureQueriesContext(connection) as captured:
            follow(some)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 16


def test_entries_of_lists_that_are_right_stay_as_they_are():
    article = make_published(categories=(make_category(),))
    before = set(Listed.objects.values_list("pk", flat=True))
    Article.objects.filter(pk=article.pk).update(title="Another", language="zh")

    follow([article.pk])

    left = set(Listed.objects.values_list("pk", flat=True))
    assert (len(before - left), len(left - before)) == (1, 1)


def test_a_picture_that_only_drafts_use_is_no_news():
    image = make_image()
    make_article(lead=image)

    follow_pictures([image.pk])

    assert not Counter.objects.filter(name=Counter.NAMES).exists()
    assert not Change.objects.exists()


def test_a_picture_of_a_published_article_reads_otherwise_in_lists_of_pictures_too():
    image = make_image()
    make_published(lead=image)

    follow_pictures([image.pk])

    assert Counter.objects.get(name=Counter.NAMES).number == 1


def test_an_article_that_is_drafted_again_by_hand_has_no_card():
    article = make_published()
    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)

    follow([article.pk])

    assert not Card.objects.exists()
    assert not Listed.objects.exists()
    assert Change.objects.order_by("pk").last().kind == "deleted"


def test_what_has_expired_is_in_no_list_and_returns_where_its_end_is_moved():
    article = make_published(expires_at=timezone.now() + timedelta(hours=1))
    listed = set(Listed.objects.values_list("heading", flat=True))
    ended = timezone.now() + timedelta(hours=2)

    announce_due(ended)
    left = Listed.objects.count()
    edit_article(article, expires_at=ended + timedelta(days=1))

    assert left == 0
    assert set(Listed.objects.values_list("heading", flat=True)) == listed


def test_an_article_that_is_published_after_its_end_is_in_no_list():
    make_published(expires_at=LONG_AGO)

    assert Card.objects.exists()
    assert not Listed.objects.exists()
