"""What an export or a page says of an article counts before what its text says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.describe import describe_entry
from articles.ingest.describe.dates import choose
from articles.ingest.records import (
    Block,
    BlockKind,
    Entry,
    Evidence,
    Marked,
    PartKind,
    Picture,
    Place,
    RawDocument,
    Said,
)

BODY = "The ferry sails again from Monday, the harbour master said."


def said(value, rule="rss_title", line=3):
    return Said(value, Evidence(rule, line, value))


def dated(value, weight, rule="rss_date"):
    precision = "time" if isinstance(value, datetime) else "day"
    return DateCandidate(value and Dated(value, precision), rule, weight, 4, str(value))


def described(entry, *lines, pictures=()):
    """Return what an entry and the lines under it say; a line is (kind, words)."""
    lines = lines or ((PartKind.BODY, BODY),)
    text, marked = "", []
    for number, (kind, words) in enumerate(lines, 1):
        block = Block(
            BlockKind.PARAGRAPH, len(text), len(text) + len(words), number, pictures=pictures
        )
        marked.append(Marked(block, kind, 0))
        text += f"{words}\n"
    raw = RawDocument(Place("", "a.xml"), "feed", "utf-8", text, tuple(one.block for one in marked))
    return describe_entry(raw, entry, marked, body_text=BODY)


def test_an_entry_gives_its_values_with_their_evidence():
    reading = described(
        Entry(
            key="tag:post.example,2024:7",
            title=said("  The ferry\nis back "),
            subtitle=said("From Monday"),
            summary=said(" A short story. "),
            url=said("https://post.example/7"),
            publisher=said("Harbour Post"),
            labels=("City",),
            keywords=("ferry",),
            language="en-GB",
            status="draft",
            dates=(dated(datetime(2024, 5, 4, 8, tzinfo=UTC), 0.9),),
        )
    )

    assert reading.title == reading.original_title == "The ferry is back"
    assert (reading.subtitle, reading.summary) == ("From Monday", "A short story.")
    assert (reading.canonical_url, reading.key) == (
        "https://post.example/7",
        "tag:post.example,2024:7",
    )
    assert (reading.publisher, reading.language) == ("Harbour Post", "en-GB")
    assert (reading.labels, reading.keywords, reading.status) == (("City",), ("ferry",), "draft")
    assert str(reading.originally_published) == "2024-05-04T08:00:00Z"
    assert reading.evidence["title"].line == 3
    assert reading.evidence["canonical_url"].text == "https://post.example/7"
    assert reading.evidence["originally_published_at"] == Evidence(
        "rss_date", 4, "2024-05-04 08:00:00+00:00"
    )


def test_what_comes_to_nothing_has_no_evidence():
    reading = described(Entry(publisher=said("\u200b"), url=said("/7"), summary=said(" ")))

    assert (reading.publisher, reading.canonical_url) == ("", "")
    assert reading.evidence == {}


def test_an_empty_entry_makes_nothing_up():
    reading = described(Entry())

    assert (reading.title, reading.summary, reading.publisher) == ("", "", "")
    assert (reading.credits, reading.authors, reading.pictures) == ((), (), ())
    assert reading.originally_published is None
    assert reading.evidence == {}


def test_what_weighs_little_is_no_date():
    changed, footer = dated(date(2024, 5, 4), 0.4), dated(date(2020, 1, 1), 0.1)

    assert choose([changed, footer]) is None
    assert described(Entry(dates=(changed, footer))).originally_published is None


def test_a_day_that_is_still_to_come_is_no_date():
    tomorrow = datetime.now(UTC) + timedelta(days=2)

    reading = described(Entry(dates=(dated(tomorrow, 1.0), dated(date(2024, 5, 4), 0.6))))

    assert str(reading.originally_published) == "2024-05-04"
    assert [one.rule for one in reading.dates] == ["rss_date"]


def test_the_heaviest_candidate_is_the_date_and_a_clock_is_none():
    clock = dated(None, 1.0, "crawl_time")
    day = dated(date(2024, 5, 4), 0.6)
    moment = dated(datetime(2024, 5, 4, 8, tzinfo=UTC), 0.9)

    assert choose([clock, day, moment]) is moment
    assert (clock.precision, day.precision, moment.precision) == ("none", "day", "time")


def test_a_day_printed_beside_the_text_counts_where_the_entry_has_none():
    reading = described(
        Entry(), (PartKind.METADATA, "Published 5 March 2021"), (PartKind.BODY, BODY)
    )

    assert str(reading.originally_published) == "2021-03-05"
    assert reading.evidence["originally_published_at"].rule == "day_line"


def test_authors_of_an_entry_are_credits_and_are_named_once():
    reading = described(
        Entry(authors=(said("Ann Lee"), said("ann lee"), said("Bo Chen"), said("  "))),
        (PartKind.CREDIT, "Editor: Ann Lee"),
        (PartKind.BODY, BODY),
    )

    assert [(one.role, one.label, one.name) for one in reading.credits] == [
        ("author", "", "Bo Chen"),
        ("editor", "Editor", "Ann Lee"),
    ]
    assert set(reading.authors) == {"Ann Lee", "Bo Chen"}


def test_credits_of_the_text_have_their_own_evidence():
    reading = described(Entry(), (PartKind.CREDIT, "Editor: Ann Lee"), (PartKind.BODY, BODY))

    assert reading.evidence["credits"].rule == "credit_line"


@pytest.mark.parametrize(
    ("beside", "lead"),
    [
        ((), "https://pictures.example/in.jpg"),
        (
            (Picture("https://pictures.example/top.jpg", role="lead"),),
            "https://pictures.example/top.jpg",
        ),
        ((Picture("https://pictures.example/top.jpg"),), "https://pictures.example/in.jpg"),
        (
            (Picture("https://pictures.example/in.jpg?w=90", role="lead"),),
            "https://pictures.example/in.jpg",
        ),
    ],
    ids=["in the text", "named as lead", "named beside", "named and in the text"],
)
def test_one_picture_leads(beside, lead):
    shown = (Picture("https://pictures.example/in.jpg"),)

    reading = described(Entry(pictures=beside), pictures=shown)

    assert [one.url for one in reading.pictures if one.role == "lead"] == [lead]
    assert len({one.url for one in reading.pictures}) == len(reading.pictures)


@pytest.mark.parametrize(
    ("site", "author", "found"),
    [
        pytest.param("Harbour Gazette", "Harbour Gazette", (), id="the-site"),
        pytest.param("Harbour Gazette – Local", "harbour gazette", (), id="before-a-section"),
        pytest.param("Harbour Gazette", "Harbour", ("Harbour",), id="only-its-beginning"),
        pytest.param("Harbour Gazette Online", "The Harbour Gazette", (), id="another-form"),
        pytest.param("", "Ida Berg", ("Ida Berg",), id="no-site"),
        pytest.param("Tide", "本报记者 王一 李二", ("王一", "李二"), id="roles-in-chinese"),
        pytest.param("Tide", "编辑：王一", (), id="no-writer"),
    ],
)
def test_authors_are_people_and_never_the_site(site, author, found):
    entry = Entry(authors=(said(author),), source=said(site) if site else None)

    assert described(entry).authors == found


def test_a_label_in_an_author_s_place_is_kept_with_its_role():
    (credit,) = described(Entry(authors=(said("通讯员 李二"),))).credits

    assert (credit.role, credit.label, credit.name) == ("correspondent", "通讯员", "李二")


def test_the_name_of_the_source_is_no_label():
    entry = Entry(labels=("Walks", "Slow Radio"), source=said("Slow Radio"))

    assert described(entry).labels == ("Walks",)
