"""Copies and near-copies of one text: who belongs together, and who stands for the others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import revisions
from articles.choices import SourceKind
from articles.copies import families, following
from articles.copies.following import follow, leave
from articles.models import Article, Copy, Family, Sample, Source
from tests.builders import make_article, make_source
from tests.documents import document, forget, rows, run, words, write

pytestmark = pytest.mark.django_db

SENTENCES = [
    "老桥头的渡船停了三年以后，镇上的人又开始商量修一座新桥。",
    "木匠把图样摊在祠堂的长桌上，从东岸的集市一直画到西岸的学校。",
    "会计说账上的钱只够打两个桥墩，剩下的要等秋天卖了稻子再想办法。",
    "几个年轻人提议先修一条浮桥，等水位退下去再把它拆掉。",
    "老校长坐在门槛上听了一整个下午，最后只问了一句什么时候动工。",
    "孩子们每天绕两里路去上课，遇到下雨就把鞋子挂在脖子上。",
]
TEXT = "".join(SENTENCES)


def stored(text: str, source: str = "", **values: Any) -> Article:
    """Return an article as an import would leave it, entered into the index."""
    article = make_article(
        body=f"<p>{text}</p>", source=make_source(source) if source else None, **values
    )
    follow([article])
    article.refresh_from_db()
    return article


def change(article: Article, text: str) -> None:
    """Change a text as an editor does."""
    locked = revisions.lock(article.pk, seen=article.version)
    locked.body, locked.version = f"<p>{text}</p>", locked.version + 1
    locked.save()
    revisions.keep(locked)
    article.refresh_from_db()


def grouped() -> list[set[str]]:
    return [
        {str(article.source) for article in family.articles.select_related("source")}
        for family in Family.objects.order_by("pk")
    ]


EDITS = {
    "the same": TEXT,
    "other width": TEXT.replace("，", ",").replace("。", ". "),
    "a third of the sentences gone": "".join(SENTENCES[1:5]),
    "half": TEXT[: len(TEXT) // 2],
    "a word in each sentence changed": TEXT.replace("桥", "塔"),
    "words before and after": f"本报讯，记者昨天去了一趟镇上。{TEXT}更多内容请看下一期的周刊。",
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS)
def test_a_copy_that_was_edited_joins_the_family(text):
    first, copy = stored(TEXT, "Harbour Post"), stored(text, "Evening Bell")

    assert grouped() == [{"Harbour Post", "Evening Bell"}]
    assert copy.family is not None
    assert first.pk != copy.pk


@pytest.mark.parametrize(
    "text",
    [SENTENCES[0] + words("orchard"), words("tramway"), ""],
    ids=["a quotation", "another subject", "nothing"],
)
def test_what_only_quotes_or_shares_nothing_stays_alone(text):
    stored(TEXT, "Harbour Post")

    assert stored(text, "Evening Bell").family is None


def test_near_copies_of_one_source_are_no_family():
    source = make_source("Harbour Post")
    for text in (TEXT, TEXT[: len(TEXT) // 2]):
        follow([make_article(body=f"<p>{text}</p>", source=source)])

    assert not Family.objects.exists()


def test_a_family_falls_apart_without_the_article_that_held_it_together():
    left, right = "".join(SENTENCES[:3]), "".join(SENTENCES[3:])
    stored(left, "Harbour Post")
    middle = stored(TEXT, "Evening Bell")
    stored(right, "River Times")
    assert grouped() == [{"Harbour Post", "Evening Bell", "River Times"}]

    change(middle, words("museum"))

    assert grouped() == []
    assert not Article.objects.filter(family__isnull=False).exists()


def test_a_family_goes_on_without_a_deleted_article():
    first = stored(TEXT, "Evening Bell")
    second, third = stored(TEXT, "Harbour Post"), stored(TEXT, "River Times")
    assert second.family.canonical == first

    leave([first.pk], first.delete)
    second.refresh_from_db()

    assert grouped() == [{"Harbour Post", "River Times"}]
    assert second.family.canonical == second
    leave([third.pk], third.delete)
    assert grouped() == []


def test_two_families_that_meet_become_one_and_part_again():
    texts = [f"{TEXT}{words('market')}", f"{words('bridge')}{words('river')}"]
    for number, text in enumerate(texts * 2):
        stored(text, f"Source {number}")
    assert len(grouped()) == 2

    between = stored("".join(texts), "Between")
    assert len(grouped()) == 1
    change(between, words("library"))

    assert sorted(map(sorted, grouped())) == [["Source 0", "Source 2"], ["Source 1", "Source 3"]]


STANDING: dict[str, list[dict[str, Any]]] = {
    "the whole text": [{"truncated": True}, {}],
    "who published it first": [{}, {"publisher": "Source 1"}],
    "not who says that somebody else did": [{"publisher": "Elsewhere"}, {}],
    "not who only collects": [{"kind": SourceKind.AGGREGATOR}, {}],
    "the earliest": [
        {"originally_published_at": datetime(2024, 5, 2, tzinfo=UTC)},
        {"originally_published_at": datetime(2024, 5, 1, tzinfo=UTC)},
    ],
    "the one with a date": [{}, {"originally_published_at": datetime(2024, 5, 1, tzinfo=UTC)}],
}


@pytest.mark.parametrize("rule", STANDING)
def test_one_article_stands_for_its_family(rule):
    for number, values in enumerate(map(dict, STANDING[rule])):
        source = make_source(f"Source {number}", kind=values.pop("kind", SourceKind.OUTLET))
        follow([make_article(body=f"<p>{TEXT}</p>", source=source, **values)])

    assert str(Family.objects.get().canonical.source) == "Source 1"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["as they are", "the other way"])
@pytest.mark.parametrize(
    "alike",
    [
        [("River Times", "Bridge"), ("ＢＡＹ Post", "Bridge")],
        [("Bay Post", "The bridge"), ("Bay Post", "A bridge")],
    ],
    ids=["two sources", "one source"],
)
def test_of_equals_the_same_one_stands_for_the_others_in_whatever_order_they_came(alike, order):
    stored(TEXT, "A collector")
    Source.objects.update(kind=SourceKind.AGGREGATOR)
    for place in order:
        name, title = alike[place]
        source = Source.objects.filter(name=name).first() or make_source(name)
        follow([make_article(title, body=f"<p>{TEXT}</p>", source=source)])

    canonical = Family.objects.get().canonical

    assert (canonical.source.name, canonical.title) == alike[1]


def test_an_alias_names_the_publisher_too():
    stored(TEXT, "Evening Bell")
    source = make_source("Harbour Post", aliases=["The Post"])
    follow([make_article(body=f"<p>{TEXT}</p>", source=source, publisher="ＴＨＥ Post")])

    assert Family.objects.get().canonical.source == source


def test_a_changed_publisher_changes_who_stands_for_the_family():
    first, second = stored(TEXT, "Evening Bell"), stored(TEXT, "Harbour Post")
    sample = Sample.objects.get(article=second)

    locked = revisions.lock(second.pk, seen=second.version)
    locked.publisher, locked.version = "Harbour Post", locked.version + 1
    locked.save()
    revisions.keep(locked)

    first.refresh_from_db()
    assert first.family.canonical == second
    assert Sample.objects.get(article=second) == sample  # the text was not entered again


def test_more_copies_than_make_boilerplate_are_one_family():
    for number in range(20):
        stored(TEXT, f"Source {number}")

    assert Family.objects.get().articles.count() == 20


def test_batches_of_any_size_make_the_same_families():
    texts = [TEXT, TEXT[:80], words("market"), "".join(SENTENCES[2:]), words("market"), TEXT[60:]]
    made = [
        make_article(body=f"<p>{text}</p>", source=make_source(f"Source {number}"))
        for number, text in enumerate(texts)
    ]
    follow(made, are_new=True)
    whole, pairs = grouped(), set(Copy.objects.values_list("article", "other"))
    following.clear()

    for article in made:
        follow([article])

    assert grouped() == whole
    assert set(Copy.objects.values_list("article", "other")) == pairs


def test_a_batch_costs_as_many_queries_as_an_article():
    stored(TEXT, "Harbour Post")

    def cost(count: int) -> int:
        made = [make_article(body=f"<p>{TEXT}</p>", source=make_source()) for _ in range(count)]
        with CaptureQueriesContext(connection) as asked:
            follow(made, are_new=True)
        return len(asked)

    cost(2)

    assert cost(10) <= cost(2)


def test_nobody_joins_where_nothing_changed():
    article = stored(TEXT)

    with CaptureQueriesContext(connection) as asked:
        follow([article])
        families.regroup([article.pk])

    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)


def test_a_story_of_two_sources(tmp_path):
    """Import a text twice, change one copy, change it back, and delete the first."""
    write(tmp_path, "a.txt", subject="harbour", source="Harbour Post")
    write(tmp_path, "b.txt", subject="harbour", source="Evening Bell", ending=" and went home")
    run(tmp_path)
    assert grouped() == [{"Harbour Post", "Evening Bell"}]
    once = rows()

    write(tmp_path, "b.txt", document(subject="orchard", source="Evening Bell"))
    run(tmp_path)
    assert {str(a.source) for a in Article.objects.filter(family=None)} >= {"Evening Bell"}

    forget()
    write(tmp_path, "b.txt", subject="harbour", source="Evening Bell", ending=" and went home")
    run(tmp_path)
    assert rows()["families"] == once["families"]

    first = Article.objects.get(source__name="Harbour Post")
    leave([first.pk], first.delete)
    assert grouped() == []
