"""Words that stand in two articles which are no copies of each other."""

from __future__ import annotations

import json
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.copies import following
from articles.copies.following import follow, leave
from articles.copies.index import MOST_OF_ONE
from articles.models import Article, Copy, Passage, Sample, ShingleFilter
from articles.text.shingles import LENGTH, shingles
from tests.builders import make_article, make_published, make_source
from tests.documents import run, write
from tests.limits import at_most

pytestmark = pytest.mark.django_db

QUOTED = "渡船停了三年以后镇上的人又开始商量修一座新桥从东岸的集市一直通到西岸的学校"
SUBJECTS = ["果园", "图书馆", "电车", "集市", "博物馆", "河堤"]


def text(subject: str, quoted: str = QUOTED) -> str:
    """Return a text of its own for each subject, which quotes in its second paragraph."""
    chance = random.Random(subject)  # noqa: S311  (a pattern, not a secret)
    told = "".join(chance.choices([chr(0x4E00 + n) for n in range(900)], k=150))
    return f"<p>{told}</p><p>{quoted}。{subject}</p>"


def stored(subject: str, quoted: str = QUOTED, **values: Any) -> Article:
    article = make_article(subject, body=text(subject, quoted), **values)
    follow([article])
    return article


def shown() -> list[tuple[str, str, str, str]]:
    """Return all passages: two titles, and the words as each article has them."""
    return [
        (
            p.article.title,
            p.other.title,
            p.article.body_text[p.start : p.end],
            p.other.body_text[p.other_start : p.other_end],
        )
        for p in Passage.objects.select_related("article", "other")
    ]


def test_words_that_two_articles_share_are_kept_on_both_sides():
    stored("果园")
    stored("图书馆", QUOTED.replace("镇上", "，镇上"))

    assert [(one, other, a) for one, other, a, _b in shown()] == [("果园", "图书馆", QUOTED)]
    assert shown()[0][3] == QUOTED.replace("镇上", "，镇上")


def test_an_edit_takes_passages_away_and_brings_them_back():
    first, second = stored("果园"), stored("图书馆")
    for quoted, count in ((("别的话说了三遍", 0)), (QUOTED, 1)):
        first.body = text("果园", quoted)
        first.save()
        follow([first])

        assert Passage.objects.count() == count

    leave([second.pk], second.delete)
    assert not Passage.objects.exists()


def test_a_shift_of_the_text_shifts_the_passage():
    first = stored("果园")
    stored("图书馆")

    first.body = first.body.replace("<p>", "<p>“早上”。", 1)
    first.save()
    follow([first])

    assert [row[2:] for row in shown()] == [(QUOTED, QUOTED)]


def test_copies_share_no_passages():
    for source in ("Harbour Post", "Evening Bell"):
        stored("果园", source=make_source(source))

    assert not Passage.objects.exists()


def test_what_more_than_a_dozen_have_is_boilerplate():
    *_others, last = [stored(f"{number}") for number in range(MOST_OF_ONE * 2)]

    assert Passage.objects.exists()
    assert not Passage.objects.of(last.pk).exists()


def test_batches_of_any_size_find_the_same_passages():
    made = [make_article(subject, body=text(subject)) for subject in SUBJECTS]
    follow(made, are_new=True)
    at_once = sorted(shown())
    following.clear()
    for article in made:
        follow([article])

    assert sorted(shown()) == at_once
    assert len(at_once) == 15


def han(count: int) -> str:
    chance = random.Random(count)  # noqa: S311  (a pattern, not a secret)
    return "".join(chance.choices([chr(0x4E00 + n) for n in range(9_000)], k=count))


def repeating(count: int) -> str:
    """Return a text that says one thing over and over, the one that is always chosen."""
    other = han(count)
    runs = (other[start : start + LENGTH] for start in range(count - LENGTH))
    least = min(runs, key=lambda run: shingles(run).hashes)
    return "".join(least + other[start : start + 13] for start in range(0, count, 21))


@pytest.mark.limits
@pytest.mark.parametrize("of", [han, repeating], ids=["copied", "repeating itself"])
def test_long_texts_with_much_in_common_meet_within_two_seconds(of):
    body = f"<p>{of(200_000)}</p>"
    articles = [make_article(name, body=body, source=make_source(name)) for name in "ab"]

    with at_most(2):
        follow(articles)
    assert Copy.objects.count() == 1


def test_a_story_of_two_sources(tmp_path):
    """Import two texts with a quotation, look at it, change one, import again."""
    for name, subject in (("a.txt", "果园"), ("b.txt", "图书馆")):
        write(tmp_path, name, page(subject))
    run(tmp_path)
    assert [row[2:] for row in shown()] == [(QUOTED, QUOTED)]
    run(tmp_path)
    assert Passage.objects.count() == 1

    write(tmp_path, "b.txt", page("图书馆", "今天没有人念书给大家听"))
    run(tmp_path)

    assert not Passage.objects.exists()
    assert Sample.objects.count() == Article.objects.count() == 2


def page(subject: str, quoted: str = QUOTED) -> str:
    return (
        f"\n---\ntitle: '{subject}'\ncategories: \n    - Post {subject}\nheadimg: ''\n"
        f"author: Post {subject}\ndate: Mon, 12 Apr 2021 08:05:00 +0800\n---\n\n"
        f"<div>{text(subject, quoted)}</div>"
    )


# The command


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_copies", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_compares_what_has_not_been_compared():
    stored("果园")
    make_article("图书馆", body=text("图书馆"))
    with pytest.raises(SystemExit, match="1"):
        told("--check")

    assert told() == "1 article has been compared.\n"
    assert Passage.objects.count() == 1
    with pytest.raises(SystemExit, match="0"):
        told("--check")


def test_the_command_compares_all_anew_where_the_rules_have_changed():
    stored("果园")
    stored("图书馆")
    Sample.objects.update(rules=0)

    assert told() == "2 articles have been compared.\n"
    assert told("--anew") == "2 articles have been compared.\n"
    assert Passage.objects.count() == 1


def test_rows_say_in_short_what_they_are():
    first, second = stored("果园"), stored("图书馆")
    passage = Passage.objects.get()

    assert str(passage).startswith(f"{first.pk}:{passage.start}-")
    assert str(Sample.objects.get(article=first)) == str(first.pk)
    assert str(ShingleFilter(piece=3, upto=7)) == "3: 7"
    assert str(Copy(article=first, other=second)) == f"{first.pk} = {second.pk}"


# In the admin


def test_an_article_shows_its_copies_and_what_it_shares(client, chief):
    first = stored("果园", source=make_source("Harbour Post"))
    second = stored("果园", source=make_source("Evening Bell"))
    third = stored("图书馆")
    client.force_login(chief)

    seen = client.get(reverse("admin:articles_article_change", args=[second.pk])).content.decode()

    assert reverse("admin:articles_article_change", args=[first.pk]) in seen
    assert "stands for the others" in seen
    assert QUOTED in seen
    assert "paragraph 2 here, 2 there" in seen
    other = client.get(reverse("admin:articles_article_change", args=[third.pk])).content.decode()
    assert QUOTED in other
    assert "stands for the others" not in other
    listed = client.get(reverse("admin:articles_article_changelist"), {"flag": "passages"})
    assert third in listed.context["cl"].result_list


def test_deleting_in_the_admin_regroups_the_family(client, chief):
    first = stored("果园", source=make_source("Harbour Post"))
    second = stored("果园", source=make_source("Evening Bell"))
    client.force_login(chief)

    client.post(reverse("admin:articles_article_delete", args=[first.pk]), {"post": "yes"})
    second.refresh_from_db()
    assert second.family is None

    third = stored("果园", source=make_source("River Times"))
    data = {"action": "delete_selected", "_selected_action": [third.pk], "post": "yes"}
    client.post(reverse("admin:articles_article_changelist"), data)
    second.refresh_from_db()
    assert second.family is None
    assert Article.objects.count() == 1


def test_readers_learn_nothing_of_drafts_that_share_words(client):
    published = make_published("果园", body=text("果园"))
    follow([published])
    before = client.get(f"/api/articles/{published.public_id}/").content
    stored("图书馆")

    assert client.get(f"/api/articles/{published.public_id}/").content == before
    assert b"passage" not in before
    assert json.loads(before)


@pytest.mark.corpora
def test_two_seeds_share_two_passages(corpora):
    run(*sorted((corpora / "seeds").glob("00[01]_*")))

    assert Article.objects.count() == 2
    assert Passage.objects.count() == 2
    assert all(one == other for _a, _b, one, other in shown())
