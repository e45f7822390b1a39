"""Reading, told as a story: a page and a compilation arrive, are read, mended and read again."""

from __future__ import annotations

import shutil

import pytest

from articles.models import Article
from tests.documents import run

pytestmark = pytest.mark.django_db

PAGE, LETTERS = "page-kite-mender.txt", "compilation-three-letters.txt"


def test_pages_nobody_tuned_for_are_read_mended_and_read_again(samples, tmp_path):
    shutil.copy(samples / "page_text" / PAGE, tmp_path)
    run(tmp_path)

    kite = Article.objects.get()
    assert kite.title == "The kite mender of Saltmarsh Lane keeps one string for every wind"
    assert [(one.role, one.name) for one in kite.credits.order_by("position")] == [
        ("author", "Nell Ashby"),
        ("author", "Tom Rusk"),
        ("photographer", "Ida Crane"),
    ]
    assert (str(kite.originally_published_at.date()), kite.source.name) == (
        "2024-03-03",
        "The Larkfield Courier",
    )
    assert "cookies" not in kite.body
    assert "Swans" not in kite.body

    # The site says when it first published the page; only a change and a footer's year are left.
    page = (tmp_path / PAGE).read_text("utf-8")
    (tmp_path / PAGE).write_text(
        page.replace("Published March 3, 2024 at 7:15 a.m. | ", ""), "utf-8"
    )
    run(tmp_path)

    kite.refresh_from_db()
    assert (Article.objects.count(), kite.originally_published_at) == (1, None)

    # Three texts in one file, with nothing between them but numbers and a change of words.
    shutil.copy(samples / "compilations" / LETTERS, tmp_path)
    run(tmp_path)

    letters = Article.objects.exclude(pk=kite.pk).order_by("pk")
    assert [one.title for one in letters] == ["灯塔下的邮局", "会打盹的渡船", "橘子林的会计"]
