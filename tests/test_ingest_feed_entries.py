"""What an entry of a feed says beside its text: who, when, where from, under what."""

from __future__ import annotations

import pytest

from articles.ingest import formats, reading
from articles.ingest.describe import describe_document
from articles.ingest.formats.feed.dates import as_printed
from articles.ingest.known import Known
from articles.ingest.records import Found, Place
from tests.feeds import TEXT, atom, item, rss

# Who


@pytest.mark.parametrize(
    ("author", "found"),
    [
        pytest.param("<dc:creator>Ann Lee</dc:creator>", ["Ann Lee"], id="dublin-core"),
        pytest.param("<author>ann@kite.example (Ann Lee)</author>", ["Ann Lee"], id="with-a-mail"),
        pytest.param("<author>Ann Lee &lt;ann@k.news&gt;</author>", ["Ann Lee"], id="mail-behind"),
        pytest.param("<author>ann@kite.example</author>", [], id="only-a-mail"),
        pytest.param("<author>Kite Post</author>", [], id="the-feed-itself"),
        pytest.param(
            "<dc:creator>Ann Lee</dc:creator><dc:creator>杜鹃</dc:creator>"
            "<itunes:author>ann lee</itunes:author>",
            ["Ann Lee", "杜鹃"],
            id="several",
        ),
        pytest.param(
            "<author><name>Ann</name><email>a@k.example</email></author>", ["Ann"], id="n"
        ),
    ],
)
def test_authors_are_names_and_never_addresses(author, found):
    assert [said.value for said in item(author).authors] == found


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        pytest.param("<content>a</content>", ["Ann"], id="none"),
        pytest.param("<author><name>Bo</name></author><content>a</content>", ["Bo"], id="its-own"),
        pytest.param(
            "<source><title>Other</title></source><content>a</content>", [], id="from-elsewhere"
        ),
    ],
)
def test_in_atom_the_feed_s_author_is_that_of_entries_without_one(entry, found):
    head = "<title>Kite Post</title><author><name>Ann</name></author>"

    assert [said.value for said in atom(entry, head=head).entries[0].authors] == found


def test_a_feed_that_is_its_own_author_is_nobody():
    head = "<title>Kite Post</title><author><name>kite post</name></author>"

    assert atom("<content>a</content>", head=head).entries[0].authors == ()


def test_an_entry_may_name_its_source_and_publisher():
    one = item(
        '<source url="https://o.example/feed">Other Post</source>'
        "<dc:publisher>Wind Press</dc:publisher>"
    )

    assert (one.source.value, one.publisher.value) == ("Other Post", "Wind Press")


@pytest.mark.parametrize(
    ("others", "publisher"),
    [
        pytest.param(["Wind Press"], "Wind Press", id="the-same"),
        pytest.param([], "Wind Press", id="its-only-one"),
        pytest.param(["Rain Press"], None, id="another"),
        pytest.param([""], None, id="none"),
    ],
)
def test_a_document_is_published_by_whom_all_its_articles_name(others, publisher):
    items = (f"<dc:publisher>{name}</dc:publisher>{TEXT}" for name in ["Wind Press", *others])
    raw = rss(*items)

    described = describe_document(raw, raw.marked, Known())

    assert described.publisher == publisher
    assert ("publisher" in described.evidence) == (publisher is not None)


def test_a_publisher_with_only_an_address_is_none():
    assert item("<dc:publisher>a@kite.example</dc:publisher>").publisher is None


# When


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        pytest.param("Mon, 12 Apr 2021 08:05:00 +0800", "2021-04-12T00:05:00Z", id="with-a-zone"),
        pytest.param("Mon, 12 Apr 2021 08:05:00 GMT", "2021-04-12T08:05:00Z", id="gmt"),
        pytest.param("Mon, 12 Apr 2021 08:05:00 EST", "2021-04-12T13:05:00Z", id="est"),
        pytest.param("2021-04-12T08:05:00Z", "2021-04-12T08:05:00Z", id="iso"),
        pytest.param("2021-04-12 08:05:00", "2021-04-12", id="no-zone-gives-the-day"),
        pytest.param("Mon, 12 Apr 2021 08:05:00", "2021-04-12", id="no-zone-either"),
        pytest.param("2021-04-12", "2021-04-12", id="day"),
        pytest.param("1617408000", "2021-04-03T00:00:00Z", id="seconds"),
    ],
)
def test_a_date_is_as_exact_as_it_is_printed(printed, found):
    one = item(f"<pubDate>{printed}</pubDate>").dates[0]

    assert (str(one.dated), one.weight, one.rule) == (found, 1.0, "export_published")
    assert one.line == 3


@pytest.mark.parametrize(
    ("printed", "precision", "weight"), [("2021-04", "month", 1.0), ("2021", "year", 0.3)]
)
def test_months_and_years_are_no_days(printed, precision, weight):
    one = atom(f"<published>{printed}</published><content>a</content>").entries[0].dates[0]

    assert (one.precision, one.weight) == (precision, weight)


@pytest.mark.parametrize(
    ("element", "rule", "weight"),
    [
        ("atom:updated", "export_changed", 0.4),
        ("dcterms:created", "export_created", 0.6),
        ("dcterms:issued", "export_published", 1.0),
        ("dc:date", "export_published", 0.8),
    ],
)
def test_a_change_is_no_publication(element, rule, weight):
    one = item(
        f'<{element} xmlns:atom="http://www.w3.org/2005/Atom">2021-04-12T08:05:00Z</{element}>'
    ).dates[0]

    assert (one.rule, one.weight) == (rule, weight)


def test_the_day_of_a_cdf_item_is_in_its_tag():
    text = '<CHANNEL><ITEM LASTMOD="1998-04-12"><ABSTRACT>Words.</ABSTRACT></ITEM></CHANNEL>'

    one = formats.read(text.encode(), Place("", "a")).entries[0].dates[0]

    assert (str(one.dated), one.line, one.text) == ("1998-04-12", None, "1998-04-12")


@pytest.mark.parametrize("parsed", [None, (0, 0, 0, 0, 0, 0), (2021, 1, 1)])
def test_what_is_no_moment_is_no_date(parsed):
    assert as_printed("2021", parsed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "soon",
        "Wed, 31 Feb 2021 08:05:00",
        "Wed, 31 Feb 2021 08:05:00 GMT",
        "2021-02-31",
        "2021-02-31T08:05:00Z",
        "Wed, 31 Feb 21 08:05:00",
        "05/04/2021",
        "16174080001",
    ],
)
def test_a_date_that_cannot_be_read_is_kept_as_it_is_printed(printed):
    (date,) = item(f"<pubDate>{printed}</pubDate>").dates

    assert (date.dated, date.rule) == (None, "date_unread")
    assert date.line is not None
    assert date.text == printed


def test_an_empty_date_is_none():
    assert item("<pubDate> </pubDate>").dates == ()


# Where from, under what


def test_an_item_has_its_address_and_key():
    one = item("<link> https://kite.example/1 </link><guid>k-1</guid>")

    assert (one.url.value, one.key) == ("https://kite.example/1", "k-1")
    assert one.url.evidence.text == "<link> https://kite.example/1 </link>"


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        pytest.param("<guid>https://kite.example/2</guid>", "https://kite.example/2", id="guid"),
        pytest.param(
            "<link>https://proxy.example/x</link>"
            "<feedburner:origLink>https://kite.example/3</feedburner:origLink>",
            "https://kite.example/3",
            id="behind-a-counter",
        ),
        pytest.param("<link>/4</link>", "https://kite.example/4", id="relative"),
        pytest.param("<link>javascript:x()</link>", None, id="no-address"),
        pytest.param("<link>http://[x</link>", None, id="broken-address"),
        pytest.param("", None, id="none"),
    ],
)
def test_an_address_is_one_of_the_web(inside, url):
    found = item(inside).url

    assert (found.value if found else None) == url


def test_a_key_counts_once():
    document = rss(f"<guid>a</guid>{TEXT}", f"<guid>a</guid>{TEXT}", TEXT)

    assert [one.key for one in document.entries] == ["a", "", ""]


def test_labels_and_keywords_are_told_apart():
    one = item(
        "<category>Wind</category><category> wind </category><dc:subject>天空</dc:subject>"
        "<category>Kite Post</category><media:keywords>string, tail</media:keywords>"
    )

    assert one.labels == ("Wind", "天空")
    assert one.keywords == ("string", "tail")


def test_atom_labels_are_for_people():
    one = atom('<category term="w" label="Wind"/><category term="air"/><content>a</content>')

    assert one.entries[0].labels == ("Wind", "air")


def test_a_draft_is_no_public_entry():
    draft = "<app:control><app:draft>{}</app:draft></app:control><content>a</content>"

    document = atom(draft.format("yes"), draft.format("no"), "<app:control/><content>a</content>")

    assert [one.status for one in document.entries] == ["draft", "", ""]


# Pictures


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        pytest.param(
            '<enclosure url="https://p.example/a" type="image/png" length="1"/>',
            [("https://p.example/a", "lead")],
            id="enclosure",
        ),
        pytest.param(
            '<enclosure url="https://p.example/a.mp3" type="audio/mpeg" length="1"/>',
            [],
            id="sound",
        ),
        pytest.param(
            '<enclosure url="https://p.example/a.JPG?x"/>',
            [("https://p.example/a.JPG?x", "lead")],
            id="by-its-ending",
        ),
        pytest.param(
            '<media:content url="https://p.example/a" medium="image"/>'
            '<media:content url="https://p.example/b.png"/>'
            '<media:content url="https://p.example/a" type="image/png"/>'
            '<media:thumbnail url="https://p.example/small"/>',
            [("https://p.example/a", "lead"), ("https://p.example/b.png", "inline")],
            id="media",
        ),
        pytest.param(
            '<media:thumbnail url="https://p.example/small"/>',
            [("https://p.example/small", "lead")],
            id="only-a-small-one",
        ),
        pytest.param(
            '<itunes:image href="https://p.example/cover"/>',
            [("https://p.example/cover", "lead")],
            id="cover",
        ),
        pytest.param('<media:content medium="image"/>', [], id="without-an-address"),
    ],
)
def test_pictures_beside_a_text_are_the_entry_s(inside, found):
    assert [(p.url, p.role) for p in item(inside).pictures] == found


def test_a_small_picture_gives_way_to_those_of_the_text():
    document = rss(
        '<media:thumbnail url="https://p.example/small"/>'
        '<description>x &lt;img src="https://p.example/a.png"&gt;</description>'
    )

    assert document.entries[0].pictures == ()


def test_a_picture_s_credit_is_kept():
    one = item(
        '<media:content url="https://p.example/a" medium="image">'
        "<media:credit>Bo Ek</media:credit></media:content>"
    )

    assert [p.credit for p in one.pictures] == ["Bo Ek"]


def test_the_evidence_of_an_address_is_the_link_that_leads_there():
    entry = '<id>urn:1</id><link rel="alternate" href="2023/birds"/><content>Words.</content>'
    (found,) = atom(entry, base=' xml:base="https://kite.example/blog/"').entries

    assert found.url is not None
    assert found.url.value == "https://kite.example/blog/2023/birds"
    assert found.url.evidence.text == '<link rel="alternate" href="2023/birds"/>'


def test_labels_and_other_dates_beside_a_text_are_no_bylines_and_no_publication():
    entry = "<id>urn:1</id><updated>2023-01-03T00:00:00Z</updated><content>Words.</content>"
    data = atom(f"{entry}<category term='x'>黄鱼</category>").text.encode()
    (article,) = reading.read(Found(Place("", "a"), data, len(data), ""), Known()).articles

    assert (article.authors, article.originally_published) == ((), None)
