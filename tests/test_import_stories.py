"""Documents of several kinds from their first import to an editor's answer about a later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.choices import CreditRole
from articles.models import Article, Conflict
from tests.builders import edit
from tests.disputes import open_conflict, reworded, settle
from tests.documents import run, write
from tests.test_ingest_joints import BREAD, HERON

pytestmark = pytest.mark.django_db
POST = """+++
title = "{title}"
date = 2024-03-05T08:00:00+08:00
authors = ["林未", "何渡"]
tags = ["湿地", "观鸟"]
+++

## 栈道

{first}

> {second}

{{{{< figure "heron" >}}}}
"""


def credits_of(article: Article) -> list[tuple[str, str]]:
    return [(one.role, one.name) for one in article.credits.order_by("position")]


def deliver_post(folder: Path, first: str = HERON[0], second: str = HERON[1], **said: str) -> None:
    written = POST.format(title=said.get("title", "湿地来客"), first=first, second=second)
    write(folder, "content/heron.md", written)
    run(folder)


def test_a_generators_post_is_imported_edited_changed_by_its_author_and_answered(
    newsdesk, writer, tmp_path
):
    deliver_post(tmp_path)
    article = Article.objects.get()
    document = article.origins.get().document
    assert (article.title, document.labels) == ("湿地来客", ["湿地", "观鸟"])
    assert str(article.originally_published_at) == "2024-03-05 00:00:00+00:00"
    assert credits_of(article) == [(CreditRole.AUTHOR, "林未"), (CreditRole.AUTHOR, "何渡")]
    assert f"<h2>栈道</h2><p>{HERON[0]}</p><blockquote><p>{HERON[1]}</p>" in article.body
    assert [one["code"] for one in document.warnings] == ["short_code"]

    # An editor changes a title and a paragraph; the author another paragraph, and the title.
    edit(article, writer, title="白鹭来了", body=reworded(article, "刚刚抽穗", "刚抽穗"))
    deliver_post(tmp_path, second=HERON[2], title="湿地的客人")

    article.refresh_from_db()
    assert article.title == "白鹭来了"
    assert "刚抽穗" in article.body
    assert HERON[2] in article.body
    conflict = open_conflict()
    assert (conflict.base, conflict.present, conflict.incoming) == (
        *("湿地来客", "白鹭来了", "湿地的客人"),
    )

    settle(newsdesk, conflict, "accept")
    article.refresh_from_db()
    assert article.title == "湿地的客人"
    assert "刚抽穗" in article.body


def joined(*bread: str, by: str = "记者 江小雨 通讯员 何渡") -> str:
    first = ["湿地来客", by, "2024年3月5日 渡口日报", *HERON]
    second = ["", "", "面包房的果木", "文/图 林未", "2024年3月6日 渡口日报", *bread]
    return "\n".join([*first, *second]) + "\n"


def test_two_texts_of_one_document_are_parted_credited_and_each_follows_its_own(
    newsdesk, writer, tmp_path
):
    write(tmp_path, "two.txt", joined(*BREAD))
    run(tmp_path)
    heron, bread = Article.objects.order_by("pk")
    assert (heron.title, bread.title) == ("湿地来客", "面包房的果木")
    assert credits_of(heron) == [
        (CreditRole.REPORTER, "江小雨"),
        (CreditRole.CORRESPONDENT, "何渡"),
    ]
    assert credits_of(bread) == [(CreditRole.AUTHOR, "林未"), (CreditRole.PHOTOGRAPHER, "林未")]
    assert [str(one.originally_published_at)[:10] for one in (heron, bread)] == [
        *("2024-03-05", "2024-03-06"),
    ]

    # An editor's paragraph in one of them, and its source's other words for it.
    edit(bread, writer, body=reworded(bread, "凌晨三点", "凌晨四点"))
    later = BREAD[0].replace("凌晨三点", "凌晨两点")
    write(tmp_path, "two.txt", joined(later, *BREAD[1:]))
    run(tmp_path)

    assert set(Article.objects.all()) == {heron, bread}
    conflict = open_conflict()
    assert (conflict.article, conflict.field) == (bread, "body")
    bread.refresh_from_db()
    assert "凌晨四点" in bread.body

    settle(newsdesk, conflict, "accept")
    bread.refresh_from_db()
    assert "凌晨两点" in bread.body
    assert not Conflict.objects.filter(article=heron).exists()
