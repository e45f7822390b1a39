"""What may happen to a newsroom in a few days, drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import mapping, revisions, workflow
from articles.cards.following import (
    announce_due,
    follow_category,
    follow_names,
    follow_pictures,
    follow_source,
)
from articles.cards.rebuilding import rebuild
from articles.choices import CreditRole, ImageRole, RunStatus, Status
from articles.ingest.store import reversing
from articles.models import (
    Article,
    ArticleImage,
    Category,
    Credit,
    Image,
    ImportRun,
    Source,
    SourceLabel,
)
from articles.removal import remove
from articles.search.index import index_articles
from tests.builders import make_article, make_category, make_image, make_source
from tests.documents import SUBJECTS, run, write

HOURS = (-30, -2, -1, 1, 2, 30)


def begin() -> None:
    """Make what every history begins with."""
    make_category("Leaf", parent=make_category("Root"))
    make_category("Other")
    make_source("Courier")
    make_image(alt="A bridge")


class History:
    """A newsroom and somebody who may do everything in it."""

    def __init__(self, seed: int, chief: User, folder: Path) -> None:
        self.random, self.chief, self.folder = Random(seed), chief, folder  # noqa: S311
        self.steps: list[str] = []
        self.source, self.image = Source.objects.get(), Image.objects.get()
        self.write()

    def step(self, pass_time: Callable[[timedelta], Any]) -> None:
        """Let something happen, or some time pass."""
        act = self.random.choices(*zip(*ACTS.items(), strict=True))[0]
        self.steps.append(act.__name__)
        act(self)
        if self.random.random() < 0.4:
            hours = self.random.choice((1, 2, 3))
            self.steps.append(f"{hours} h")
            pass_time(timedelta(hours=hours))

    def moment(self) -> datetime:
        """Return a moment near now, or a bound of some article."""
        at = timezone.now() + timedelta(hours=self.random.choice(HOURS))
        bounds = Article.objects.values_list("published_at", "embargo_until", "expires_at")
        return self.random.choice([at, *(one for row in bounds for one in row if one)])

    def write(self) -> None:
        article = make_article(
            f"Article {len(self.steps)}",
            source=self.random.choice((self.source, None)),
            categories=tuple(self.some(Category.objects.order_by("pk"))),
            lead=self.random.choice((self.image, None)),
            published_at=self.random.choice((None, self.moment())),
        )
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
        index_articles([article])
        if self.random.random() < 0.7:
            self._move(article, Status.PUBLISHED)

    def edit(self) -> None:
        for article in self.some(Article.objects.exclude(status=Status.WITHDRAWN), 1):
            locked = revisions.lock(article.pk, seen=article.version)
            name, value = self.random.choice(
                [
                    ("title", f"Edited {len(self.steps)}"),
                    ("body", f"<p>Edited {len(self.steps)}</p>"),
                    ("embargo_until", self.random.choice((None, self.moment()))),
                    ("expires_at", self.random.choice((None, self.moment()))),
                    ("source", self.random.choice((None, self.source))),
                ]
            )
            setattr(locked, name, value)
            locked.version += 1
            locked.save()
            self._edit_rows(locked)
            revisions.keep(locked, by=self.chief)

    def _edit_rows(self, article: Article) -> None:
        if self.random.random() < 0.3:
            article.categories.set(self.some(Category.objects.order_by("pk")))
        if self.random.random() < 0.2:
            article.article_images.all().delete()
            ArticleImage.objects.create(article=article, image=self.image, role=ImageRole.LEAD)
        if self.random.random() < 0.2:
            article.credits.all().delete()

    def move(self) -> None:
        for article in self.some(Article.objects.order_by("pk"), 1):
            moves = [to for to, _label in workflow.moves_for(article, self.chief)]
            self._move(article, self.random.choice(moves))

    def _move(self, article: Article, to: Status) -> None:
        if not workflow.objection(article, to, by=self.chief, note="Why"):
            workflow.move(article, to, by=self.chief, note="Why")

    def move_all(self) -> None:
        pks = [article.pk for article in self.some(Article.objects.order_by("pk"))]
        workflow.move_all(pks, self.random.choice((Status.PUBLISHED, Status.WITHDRAWN)), note="Why")

    def delete(self) -> None:
        found = self.some(Article.objects.order_by("pk"), 1)
        pks = [article.pk for article in found]
        remove(pks, Article.objects.filter(pk__in=pks).delete)

    def category(self) -> None:
        category = Category.objects.filter(children__isnull=True).order_by("-pk").first()
        if category is None or self.random.random() < 0.3:
            make_category(f"New {len(self.steps)}", parent=category)
            follow_names()
        elif self.random.random() < 0.3:
            follow_category(category, category.delete)
        else:
            category.parent = self.random.choice((None, *Category.objects.exclude(pk=category.pk)))
            category.name = f"Moved {len(self.steps)}"
            category.save()
            follow_category(category)

    def name(self) -> None:
        self.source.name = f"Courier {len(self.steps)}"
        self.source.save()
        follow_source(self.source)

    def picture(self) -> None:
        Image.objects.filter(pk=self.image.pk).update(alt=f"Alt {len(self.steps)}")
        follow_pictures([self.image.pk])

    def announce(self) -> None:
        announce_due()

    def rebuild(self) -> None:
        rebuild(anew=self.random.random() < 0.5)

    def imported(self) -> None:
        subject = self.random.choice(SUBJECTS)
        ending = self.random.choice(("", " then", " and there"))
        write(self.folder, f"{subject}.txt", subject=subject, ending=ending, labels=("City",))
        run(self.folder, publish=self.random.random() < 0.8)

    def undone(self) -> None:
        last = ImportRun.objects.exclude(status=RunStatus.UNDONE).order_by("-pk").first()
        if last is not None:
            reversing.undo(last)

    def mapped(self) -> None:
        label = SourceLabel.objects.order_by("pk").first()
        if label is not None:
            category = self.random.choice((None, *Category.objects.order_by("pk")))
            SourceLabel.objects.filter(pk=label.pk).update(category=category)
            mapping.apply([(label.source_id, label.name)])

    def some(self, rows: Any, most: int = 3) -> list[Any]:
        found = list(rows)
        return self.random.sample(found, min(len(found), self.random.randint(1, most)))


# How often each happens beside the others.
ACTS: dict[Callable[[History], None], int] = {
    History.write: 3,
    History.edit: 6,
    History.move: 4,
    History.move_all: 1,
    History.delete: 1,
    History.category: 2,
    History.name: 1,
    History.picture: 1,
    History.announce: 1,
    History.rebuild: 1,
    History.imported: 1,
    History.undone: 1,
    History.mapped: 1,
}
