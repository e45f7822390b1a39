"""What an import writes, recognises and leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.choices import Action, Outcome, Precision, Resolution, Status
from articles.ingest import pipeline, store
from articles.ingest.known import Known
from articles.ingest.records import Credit, Dated, DocumentReading, Picture, Place, Reading
from articles.ingest.store import matching
from articles.ingest.store.values import values_of
from articles.models import (
    Article,
    Conflict,
    Document,
    Family,
    Image,
    ImportedValues,
    ImportRun,
    Origin,
    Source,
    SourceLabel,
)
from tests.builders import make_article, make_category, make_source
from tests.documents import SUBJECTS, document, rows, run, words, write

pytestmark = pytest.mark.django_db


def actions(done):
    return [step.action for one in done if one.plan for step in one.plan.steps]


def apply(articles, **said):
    """Write what the reading of one document said."""
    sha256 = str(Document.objects.count())
    reading = DocumentReading(Place("/", "a.txt"), sha256, 1, articles=articles, **said)
    plans, facts = store.plan([reading])
    journal = store.start({})
    store.apply(plans, facts, store.Batch({}, {}, {}, {}), run=journal, publish=False)
    return plans[0]


# What is written


def test_a_document_becomes_an_article_with_its_source_date_and_text(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")

    summary, _done = run(tmp_path)

    article = Article.objects.get()
    assert article.title == "What the harbour needs"
    assert str(article.source) == "Harbour Post"
    assert article.originally_published_at.isoformat() == "2021-04-12T00:05:00+00:00"
    assert article.original_precision == Precision.TIME
    assert article.sort_at == article.originally_published_at
    assert words("harbour") in article.body_text
    assert article.status == Status.DRAFT
    assert summary.articles == {"create": 1}


def test_what_is_imported_is_found_by_search_and_stays_as_it_is_when_saved(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    before = (article.body, article.body_text, article.fingerprint, article.sort_at)

    article.save()

    assert (article.body, article.body_text, article.fingerprint, article.sort_at) == before
    assert article.fingerprint
    assert article.search_rows.count() == 1


def test_credits_and_pictures_keep_their_order_and_one_picture_leads(tmp_path):
    more = (
        "<p>记者 张三</p><p>编辑 李四</p>"
        '<p><img src="https://pictures.example/one.jpg?w=9"></p>'
        '<p><img src="https://pictures.example/two.jpg" alt="A crane"></p>'
    )
    write(tmp_path, "a.txt", more=more, image="https://pictures.example/two.jpg?w=1")

    run(tmp_path)

    article = Article.objects.get()
    assert [c.name for c in article.credits.all()] == ["张三", "李四"]
    assert [(use.image.url, use.role, use.alt) for use in article.article_images.all()] == [
        ("https://pictures.example/one.jpg", "inline", ""),
        ("https://pictures.example/two.jpg", "lead", "A crane"),
    ]


def test_two_articles_with_one_picture_share_it(tmp_path):
    picture = '<p><img src="https://pictures.example/one.jpg?w=%d"></p>'
    write(tmp_path, "a.txt", subject="harbour", more=picture % 1)
    write(tmp_path, "b.txt", subject="orchard", more=picture % 2)

    run(tmp_path)

    assert Image.objects.get().article_images.count() == 2


def test_the_bytes_and_the_parts_of_a_document_are_kept(tmp_path):
    path = write(tmp_path, "a.txt")

    run(tmp_path)

    kept = Document.objects.get()
    assert (kept.root, kept.path) == (str(tmp_path), "a.txt")
    assert kept.blob is not None
    assert kept.blob.content == path.read_bytes()
    assert [part[0] for part in kept.parts][:2] == ["metadata", "title"]


def test_the_journal_has_each_document_with_its_plan_but_not_its_texts(tmp_path):
    write(tmp_path, "a.txt")

    run(tmp_path)

    journal = ImportRun.objects.get()
    planned = journal.documents.get()
    assert (journal.status, planned.outcome) == ("finished", Outcome.PLANNED)
    assert planned.plan["articles"][0]["action"] == "create"
    assert "body_text" not in planned.plan["articles"][0]
    assert journal.counts["documents"] == {"planned": 1}


def test_a_refused_document_is_kept_with_its_reason_and_tried_again(tmp_path):
    write(tmp_path, "a.txt", b"\x00\x01\x02\x03" * 100)

    first, _done = run(tmp_path)
    second, _done = run(tmp_path)

    assert first.documents == second.documents == {"refused": 1}
    kept = Document.objects.get()
    assert kept.refusal
    assert kept.blob is not None


def test_a_document_that_cannot_be_read_any_more_keeps_its_bytes_and_its_article(tmp_path):
    path = write(tmp_path, "a.txt")
    run(tmp_path)
    path.unlink()
    path.symlink_to("/nowhere")

    summary, _done = run(tmp_path)

    kept = Document.objects.get()
    assert summary.documents == {"refused": 1}
    assert kept.blob is not None
    assert Origin.objects.get().is_current


# Sources and categories


def test_a_source_is_found_by_its_alias_whatever_the_width_and_case(tmp_path):
    source = make_source("The Harbour Post", aliases=["ＨＡＲＢＯＵＲ Post"])
    write(tmp_path, "a.txt", source="Harbour Post")

    run(tmp_path)

    assert Article.objects.get().source == source
    assert Source.objects.count() == 1


def test_of_two_widths_of_a_new_source_in_one_batch_the_first_names_it(tmp_path):
    write(tmp_path, "a.txt", subject="harbour", source="ABC News")
    write(tmp_path, "b.txt", subject="orchard", source="ＡＢＣ News")

    run(tmp_path)

    assert Source.objects.get().name == "ABC News"
    said = ImportedValues.objects.values_list("values", flat=True)
    assert {values["source"] for values in said} == {"ABC News"}


@pytest.mark.parametrize("name", ["\u0301", "\u200b\u2060", "\xa8"])
def test_a_source_whose_name_shows_nothing_is_none(name):
    Source.objects.create(name="\u0301")

    apply((Reading(title="A title"),), source=name)

    assert Article.objects.get().source is None
    assert Source.objects.count() == 1


def test_a_source_given_by_the_operator_overrides_what_documents_say(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post")

    run(tmp_path, source="Evening Bell")

    assert str(Article.objects.get().source) == "Evening Bell"


def test_another_source_given_later_is_a_change_of_the_article(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post")
    run(tmp_path)

    summary, _done = run(tmp_path, source="Evening Bell")

    assert summary.articles == {"update": 1}
    assert str(Article.objects.get().source) == "Evening Bell"


def test_a_label_is_kept_and_gives_no_category_until_an_editor_maps_it(tmp_path):
    write(tmp_path, "a.txt", subject="harbour", labels=("City",))
    run(tmp_path)
    label = SourceLabel.objects.get()
    assert label.category is None
    assert not Article.objects.get().categories.exists()

    label.category = make_category("Town")
    label.save()
    write(tmp_path, "b.txt", subject="orchard", labels=("City",))
    _summary, done = run(tmp_path)

    assert [str(c) for c in Article.objects.latest("pk").categories.all()] == ["Town"]
    assert done[1].plan.steps[0].categories == ("Town",)


def test_reading_is_told_of_sources_that_an_editor_described_and_of_no_others():
    make_source("Bare")
    make_source("Known", aliases=["K"], domains=["known.example"])

    known = store.known()

    assert isinstance(known, Known)
    assert [(s.name, s.aliases, s.domains) for s in known.sources] == [
        ("Known", frozenset({"K"}), frozenset({"known.example"}))
    ]


# A second run


def test_a_second_run_changes_nothing_and_says_so(tmp_path):
    for number, subject in enumerate(SUBJECTS):
        write(tmp_path, f"{number}.txt", subject=subject, labels=("City",))
    run(tmp_path)
    before = rows()

    summary, _done = run(tmp_path)

    assert rows() == before
    assert summary.documents == {"unchanged": 8}
    assert summary.articles == {"unchanged": 8}


def test_a_dry_run_writes_nothing_and_shows_what_a_run_would_do(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="harbour", title="Another title")

    summary, _done = run(tmp_path, is_dry=True)

    assert summary.articles == {"create": 1, "duplicate": 1}
    assert not any(rows().values())
    assert not ImportRun.objects.exists()


def test_a_dry_run_over_stored_documents_says_unchanged_with_their_values(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)

    summary, done = run(tmp_path, is_dry=True)

    assert summary.documents == {"unchanged": 1}
    assert done[0].plan.steps[0].same_as == Article.objects.get().public_id
    assert done[0].plan.reading.articles[0].title == "What the harbour needs"


def test_a_new_placeholder_picture_is_no_update(tmp_path):
    write(tmp_path, "a.txt", image="https://placeholders.example/600?random=1")
    run(tmp_path)
    before = Article.objects.get()
    write(tmp_path, "a.txt", image="https://placeholders.example/600?random=2")

    summary, _done = run(tmp_path)

    assert summary.documents == {"planned": 1}
    assert summary.articles == {"unchanged": 1}
    assert Article.objects.get().version == before.version


# Moved, copied, changed, deleted


def test_a_moved_file_is_recognised_even_without_a_text(tmp_path):
    text = document("harbour").replace(words("harbour"), "Short.")
    path = write(tmp_path, "a.txt", text)
    run(tmp_path)
    path.rename(tmp_path / "moved.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.get().origins.count() == 2


def test_an_article_follows_a_file_that_was_moved(tmp_path):
    path = write(tmp_path, "a.txt")
    run(tmp_path)
    path.rename(tmp_path / "moved.txt")
    run(tmp_path)
    write(tmp_path, "moved.txt", title="A better title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}
    assert Article.objects.get().title == "A better title"
    assert Origin.objects.get(document__path="moved.txt").action == Action.UPDATE


def test_an_article_does_not_follow_a_copy_beside_its_original(tmp_path):
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    run(tmp_path)
    write(tmp_path, "b.txt", title="The copy's title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1, "duplicate": 1}
    assert Article.objects.get().title == "What the harbour needs"


def test_copies_without_a_text_are_known_by_their_bytes_within_a_run(tmp_path):
    text = document("harbour").replace(words("harbour"), "Short.")
    write(tmp_path, "a.txt", text)
    write(tmp_path, "b.txt", text)

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1, "duplicate": 1}
    assert Article.objects.get().origins.count() == 2


def test_the_same_text_of_another_source_is_its_own_article_of_the_same_family(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post", date="Tue, 13 Apr 2021 08:05:00 +0800")
    run(tmp_path)
    write(tmp_path, "b.txt", source="Evening Bell", date="Mon, 12 Apr 2021 08:05:00 +0800")
    write(tmp_path, "c.txt", source="Morning Star", date="Wed, 14 Apr 2021 08:05:00 +0800")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1, "create": 2}
    family = Family.objects.get()
    assert family.articles.count() == 3
    assert str(family.canonical.source) == "Evening Bell"


def test_a_later_source_joins_the_family_that_is_there(tmp_path):
    for number, source in enumerate(("Harbour Post", "Evening Bell", "Morning Star")):
        write(tmp_path, f"{number}.txt", source=source)
        run(tmp_path)

    assert Family.objects.get().articles.count() == 3


def test_a_changed_document_is_a_new_version_of_its_article(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    more = '<p>记者 张三</p><p><img src="https://pictures.example/one.jpg"></p>'
    later = "Mon, 12 Apr 2021 09:05:00 +0800"
    write(tmp_path, "a.txt", title="Corrected", ending=" and again", more=more, date=later)

    summary, _done = run(tmp_path)

    article = Article.objects.get()
    assert summary.articles == {"update": 1}
    assert article.title == "Corrected"
    assert "and again" in article.body_text
    assert article.originally_published_at.hour == 1
    assert [c.name for c in article.credits.all()] == ["张三"]
    assert article.article_images.count() == 1
    assert article.version == 2
    assert list(article.revisions.values_list("version", flat=True)) == [2, 1]


def test_a_mapped_label_follows_its_source_until_an_editor_chooses(tmp_path):
    source = make_source("Harbour Post")
    for name in ("City", "Port"):
        SourceLabel.objects.create(source=source, name=name, category=make_category(name))
    write(tmp_path, "a.txt", labels=("City",))
    run(tmp_path)
    write(tmp_path, "a.txt", labels=("Port",))

    run(tmp_path)

    assert [str(c) for c in Article.objects.get().categories.all()] == ["Port"]


def test_a_path_with_quite_another_text_has_another_article(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    write(tmp_path, "a.txt", subject="orchard")

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1}
    assert Article.objects.count() == 2
    assert list(Origin.objects.values_list("is_current", flat=True)) == [False, True]


def test_a_path_that_goes_back_to_an_earlier_text_goes_back_to_its_article(tmp_path):
    for subject in ("harbour", "orchard"):
        write(tmp_path, "a.txt", subject=subject)
        run(tmp_path)
    write(tmp_path, "a.txt", subject="harbour")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.count() == 2


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

    assert summary.articles == {"unchanged" if is_deleted else "update": 1}
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


def test_a_new_version_is_indexed_once(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    write(tmp_path, "a.txt", title="Corrected")

    with CaptureQueriesContext(connection) as captured:
        run(tmp_path)

    told = [q["sql"] for q in captured if q["sql"].startswith('DELETE FROM "articles_searchrow"')]
    assert len(told) == 1
    assert Article.objects.get().search_rows.count() == 1


def test_a_deleted_article_stays_deleted(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.get().delete()
    write(tmp_path, "copy.txt", title="A copy elsewhere")
    run(tmp_path)
    write(tmp_path, "a.txt", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 2}
    assert not Article.objects.exists()


def test_a_path_whose_article_was_deleted_may_hold_another_one(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    Article.objects.get().delete()
    write(tmp_path, "a.txt", subject="orchard")

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1}


def test_a_dry_run_says_that_a_deleted_article_stays_deleted(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.get().delete()

    summary, done = run(tmp_path, is_dry=True)

    assert summary.articles == {"unchanged": 1}
    assert done[0].plan.steps[0].same_as is None


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


# Several articles in a document


def several(*subjects, ending=""):
    """Return a page with several articles."""
    pieces = [
        f"篇{number}：{subject} 的报告\n\n{words(subject, ending=ending)}\n\n"
        f"{words(subject + 's')}\n\n"
        for number, subject in zip("一二三四五", subjects, strict=False)
    ]
    return "会议材料汇编\n\n" + "".join(pieces)


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


# Values


def values(**said):
    reading = Reading(body_html="", **said)
    return values_of(reading, DocumentReading(Place("/", "a"), "", 0), source=None, categories=[])


@pytest.mark.parametrize(
    ("value", "precision", "stored"),
    [
        (date(2022, 4, 2), "day", "2022-04-02T00:00:00+00:00"),
        (date(2022, 4, 1), "month", "2022-04-01T00:00:00+00:00"),
        (datetime(2022, 4, 2, 9, 15, tzinfo=UTC), "time", "2022-04-02T09:15:00+00:00"),
    ],
)
def test_a_date_is_stored_as_an_instant_with_its_precision(value, precision, stored):
    said = values(originally_published=Dated(value, precision))

    assert said["originally_published"] == [stored, precision]


def test_what_is_longer_than_its_column_is_cut():
    said = values(title="x" * 999, credits=(Credit("singer", "y" * 99, "z" * 999),))

    assert len(said["title"]) == 500
    assert [len(text) for text in said["credits"][0][1:]] == [60, 200]
    assert said["credits"][0][0] == "other"


def test_a_picture_counts_once_and_only_where_it_has_an_address():
    urls = ["data:image/png;base64,AAAA", "https://a.example/1.png?w=1", "//a.example/1.png"]
    urls += [
        "https://a.example/show?id=1",
        "https://a.example/show?id=2#top",
        "https://a/" + "x" * 3000,
    ]

    said = values(pictures=tuple(Picture(url, role="lead") for url in urls))

    assert [row[:2] for row in said["pictures"]] == [
        ["https://a.example/1.png", "lead"],
        ["https://a.example/show?id=1", "inline"],
        ["https://a.example/show?id=2", "inline"],
    ]


# Editors win


def test_a_title_that_an_editor_changed_survives_a_new_version(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    article.title = "An editor's title"
    article.save()
    write(tmp_path, "a.txt", title="A new title", ending=" and again")

    summary, _done = run(tmp_path)

    article.refresh_from_db()
    assert summary.articles == {"conflict": 1}
    assert article.title == "An editor's title"
    assert "and again" in article.body_text
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.base, conflict.present, conflict.incoming) == (
        *("title", "What the harbour needs", "An editor's title", "A new title"),
    )
    assert conflict.run == ImportRun.objects.latest("pk")
    assert ImportedValues.objects.get().values["title"] == "What the harbour needs"


def test_a_version_of_which_nothing_is_taken_makes_no_version_of_the_article(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    article.body = "<p>An editor's text</p>"
    article.save()
    write(tmp_path, "a.txt", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"conflict": 1}
    assert Article.objects.get().version == article.version
    assert "and again" in Conflict.objects.get().incoming


def test_a_conflict_ends_when_the_source_goes_back_to_what_it_said(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="An editor's title")
    write(tmp_path, "a.txt", title="A new title")
    run(tmp_path)
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}  # of the title as the source has it
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert Article.objects.get().title == "An editor's title"


def test_a_source_that_says_at_last_what_the_editor_wrote_is_no_conflict(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="The right title")
    write(tmp_path, "a.txt", title="The right title")

    summary, _done = run(tmp_path)

    assert summary.articles["conflict"] == 0
    assert ImportedValues.objects.get().values["title"] == "The right title"


def test_a_body_that_an_editor_opened_and_saved_is_not_edited(tmp_path):
    write(tmp_path, "a.txt", more="<p>Fish &amp; chips</p>")
    run(tmp_path)
    kept = ImportedValues.objects.get()
    kept.values["body"] = f"<div>{kept.values['body']}</div>"
    kept.save()
    write(tmp_path, "a.txt", more="<p>Fish &amp; chips</p>", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}


def test_a_published_article_keeps_its_title_when_the_source_loses_it(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path, publish=True)
    write(tmp_path, "a.txt", title="", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"conflict": 1}
    assert Article.objects.get().title == "What the harbour needs"


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_shows_a_conflict_without_locking_anything(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="An editor's title")
    write(tmp_path, "a.txt", title="A new title")

    summary, _done = run(tmp_path, is_dry=True)

    assert summary.articles == {"conflict": 1}
    assert not Conflict.objects.exists()


def test_a_version_of_an_article_without_imported_values_changes_nothing(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    ImportedValues.objects.all().delete()
    write(tmp_path, "a.txt", title="A new title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1}
    assert Article.objects.get().title == "What the harbour needs"


def test_an_article_written_here_with_the_text_of_its_own_source_is_not_overwritten(tmp_path):
    make_article(
        "Ours",
        source=make_source("Harbour Post"),
        body=f"<p>{words('harbour')}</p><p>A second paragraph about the harbour follows here.</p>",
    )
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.get().title == "Ours"


# Publishing


def test_new_articles_are_published_at_their_original_date(tmp_path):
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path, publish=True)

    article = Article.objects.published().get()
    assert article.published_at == article.originally_published_at
    assert summary.published == 1


def test_an_untitled_article_stays_a_draft_and_is_counted(tmp_path):
    write(tmp_path, "a.txt", title="")

    summary, _done = run(tmp_path, publish=True)

    assert Article.objects.get().status == Status.DRAFT
    assert summary.published == 0
    assert summary.not_published.total() == 1


def test_a_withdrawn_article_is_not_published_by_a_later_run(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path, publish=True)
    ids = list(Article.objects.values_list("pk", flat=True))
    workflow.move_all(ids, Status.WITHDRAWN, note="Wrong")

    run(tmp_path, publish=True)

    assert not Article.objects.published().exists()


# Cost and journal


def queries(folder):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run(folder)
    return len(captured)


def test_a_batch_costs_the_same_queries_for_two_documents_and_for_sixteen(tmp_path):
    more = '<p>记者 张三</p><p><img src="https://pictures.example/%d.jpg"></p>'
    for number in range(2):
        write(tmp_path / "few", f"{number}.txt", subject=f"few{number}", more=more % number)
    for number in range(16):
        write(tmp_path / "many", f"{number}.txt", subject=f"many{number}", more=more % (number + 9))
    run(write(tmp_path, "first.txt", more=more % 99))

    assert queries(tmp_path / "few") == queries(tmp_path / "many")


def test_a_second_run_costs_the_same_queries_for_two_documents_and_for_sixteen(tmp_path):
    for folder, count in (("few", 2), ("many", 16)):
        for number in range(count):
            write(tmp_path / folder, f"{number}.txt", subject=f"{folder}{number}")
        run(tmp_path / folder)

    assert queries(tmp_path / "few") == queries(tmp_path / "many")


def test_a_run_whose_process_is_gone_is_closed_by_the_next_one(tmp_path):
    ours = store.start({"paths": []})
    gone = store.start({"paths": []})
    gone.arguments["process"] = 2**22 + 1
    gone.save()
    elsewhere = store.start({"paths": []})
    elsewhere.arguments["host"] = "elsewhere"
    elsewhere.save()

    store.start({"paths": []})

    statuses = [ImportRun.objects.get(pk=one.pk).status for one in (ours, gone, elsewhere)]
    assert statuses == ["running", "stopped", "running"]
