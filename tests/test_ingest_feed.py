from __future__ import annotations

import pytest
from feedparser import FeedParserDict
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import formats, reading
from articles.ingest.formats.exports.values import html_words, title_words, whole_address
from articles.ingest.formats.feed.dates import as_printed
from articles.ingest.formats.feed.outline import LONGEST_VALUE, MAX_ELEMENTS, MOST_CHILDREN
from articles.ingest.known import Known
from articles.ingest.records import Found, PartKind, Place
from articles.ingest.refusals import Refused

NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:app="http://www.w3.org/2007/app"'
)
TEXT = "<description>Words of an item.</description>"


def rss(*items, head="<title>Kite Post</title><link>https://kite.example/</link>"):
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    text = f'<rss version="2.0" {NAMES}>\n<channel>{head}\n{inside}</channel></rss>'
    return formats.read(text.encode(), Place("", "a"))


def atom(*entries, head="<title>Kite Post</title>", base=""):
    inside = "".join(f"<entry>{entry}</entry>\n" for entry in entries)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMES}{base}>\n{head}\n{inside}</feed>'
    return formats.read(text.encode(), Place("", "a"))


def item(inside, **options):
    """Return the entry of a feed with one item, which has a text."""
    return rss(inside + TEXT, **options).entries[0]


def bodies(document):
    return [document.words(m.block) for m in document.marked if m.kind is PartKind.BODY]


def kinds(document, words):
    return [(m.kind.value, m.reason) for m in document.marked if words in document.words(m.block)]


# What is a feed


@pytest.mark.parametrize(
    ("head", "likelihood"),
    [
        pytest.param("<rss>", 1.0, id="rss"),
        pytest.param(" \n<?xml version='1.0'?><!-- x --><RSS>", 1.0, id="after-a-comment"),
        pytest.param('<!DOCTYPE rss PUBLIC "x" "y"><rss>', 1.0, id="after-a-doctype"),
        pytest.param('<feed xmlns="http://www.w3.org/2005/Atom">', 1.0, id="atom"),
        pytest.param('<a:feed xmlns:a="http://www.w3.org/2005/Atom">', 1.0, id="with-a-prefix"),
        pytest.param('<entry xmlns="http://www.w3.org/2005/Atom">', 1.0, id="one-entry"),
        pytest.param("<CHANNEL>", 1.0, id="cdf"),
        pytest.param('<rdf:RDF xmlns="http://purl.org/rss/1.0/">', 1.0, id="rss-1.0"),
        pytest.param('<rdf:RDF xmlns="http://www.w3.org/2002/07/owl#">', 0.0, id="other-rdf"),
        pytest.param("<html><rss>", 0.0, id="a-page"),
        pytest.param("We read <rss> daily", 0.0, id="words"),
    ],
)
def test_a_feed_is_known_by_its_root(head, likelihood):
    assert formats.READERS["feed"].looks_like(head) == likelihood


def test_an_export_of_wordpress_is_no_mere_feed():
    text = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>'

    assert formats.read(text.encode(), Place("", "a")).format == "wxr"


def test_a_feed_names_its_source():
    document = rss()

    assert (document.source.value, document.source.evidence.line) == ("Kite Post", 2)
    assert document.domain == "kite.example"
    assert document.entries == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<item><description>words</description></item>", id="no-root"),
        pytest.param("words", id="no-xml"),
    ],
)
def test_what_is_no_feed_is_refused(text):
    with pytest.raises(Refused, match="bad_xml"):
        formats.read(text.encode(), Place("", "a"), "feed")


def test_a_feed_without_a_name_has_no_source():
    assert rss(head="").source is None


def test_a_declared_encoding_is_believed():
    text = f"<?xml version='1.0' encoding='koi8-r'?><rss><channel><title>Маяк</title>{'':9}"

    document = formats.read(f"{text}</channel></rss>".encode("koi8-r"), Place("", "a"))

    assert (document.encoding, document.source.value) == ("koi8-r", "Маяк")


# Titles


@pytest.mark.parametrize(
    ("title", "found"),
    [
        pytest.param("Salt &amp;amp; bread", "Salt & bread", id="escaped-twice"),
        pytest.param("A &lt;b&gt;bold&lt;/b&gt; kite", "A bold kite", id="markup"),
        pytest.param("1 &lt; 2", "1 < 2", id="a-sign"),
        pytest.param("The &lt;Kite&gt;", "The <Kite>", id="no-tag"),
        pytest.param("<![CDATA[风筝]]>", "风筝", id="section"),
    ],
)
def test_a_title_is_said_without_markup(title, found):
    assert item(f"<title>{title}</title>").title.value == found


def test_atom_says_whether_a_title_has_markup():
    document = atom(
        '<title type="text">The &lt;b&gt; tag</title><content>a</content>',
        '<title type="html">A &lt;b&gt;kite&lt;/b&gt;</title><content>b</content>',
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Two <em>kites</em></div>'
        "</title><content>c</content>",
    )

    assert [one.title.value for one in document.entries] == ["The <b> tag", "A kite", "Two kites"]


# Texts


def test_the_whole_text_counts_and_the_rest_is_its_summary():
    document = rss(
        "<description>In short.</description>"
        "<content:encoded><![CDATA[<p>All of it.</p><p>And more.</p>]]></content:encoded>"
    )

    assert bodies(document) == ["All of it.", "And more."]
    assert document.entries[0].summary.value == "In short."
    assert not document.entries[0].truncated


@pytest.mark.parametrize(
    "description",
    [
        pytest.param("All of it.", id="the-same"),
        pytest.param("&lt;p&gt; &lt;/p&gt;", id="nothing"),
    ],
)
def test_a_summary_that_says_no_other_thing_is_none(description):
    one = rss(
        f"<description>{description}</description>"
        "<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>"
    ).entries[0]

    assert one.summary is None


@pytest.mark.parametrize(
    ("words", "is_cut"),
    [
        ("The kite rose [&amp;#8230;]", True),
        ("The kite rose [...]", True),
        ("The kite rose. Read more »", True),
        ("风筝升起来了……阅读全文", True),
        ("The kite rose and fell.", False),
    ],
)
def test_a_teaser_is_a_text_cut_off(words, is_cut):
    assert rss(f"<description>{words}</description>").entries[0].truncated is is_cut


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param('<content type="html">&lt;p&gt;a&lt;/p&gt;b</content>', ["a", "b"], id="html"),
        pytest.param(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div>'
            "</content>",
            ["a", "b"],
            id="xhtml",
        ),
        pytest.param("<content>a &lt;x&gt;\nb</content>", ["a <x>", "b"], id="text"),
        pytest.param(
            '<content type="text">&lt;p&gt;a&lt;/p&gt;</content>', ["a"], id="markup-called-text"
        ),
        pytest.param(
            '<content type="application/xhtml+xml"><p>a</p></content>', ["a"], id="atom-0.3"
        ),
        pytest.param(
            '<content type="image/png">iVBORw0K</content><summary>b</summary>', ["b"], id="picture"
        ),
        pytest.param(
            '<content src="https://k.example/a"/><summary>b</summary>', ["b"], id="elsewhere"
        ),
        pytest.param("<summary>a</summary>", ["a"], id="summary-alone"),
        pytest.param(
            "<media:group><media:description>a</media:description></media:group>", ["a"], id="media"
        ),
    ],
)
def test_atom_texts_are_read_as_what_they_say_they_are(content, found):
    assert bodies(atom(content)) == found


def test_tags_that_were_never_escaped_are_read_as_html():
    document = rss("<description>a <b>bold</b> kite</description>")

    assert bodies(document) == ["a bold kite"]
    assert any("<b>bold</b>" in block.html for block in document.blocks)


def test_relative_addresses_are_resolved():
    document = rss(
        "<link>https://kite.example/a/b</link>"
        '<description>x &lt;img src="c.png"&gt; &lt;a href="#d"&gt;y&lt;/a&gt;</description>'
    )

    assert [p.url for b in document.blocks for p in b.pictures] == ["https://kite.example/a/c.png"]


def test_a_base_counts_before_the_link():
    document = atom(
        '<link href="one"/><content type="html" xml:base="pictures/">&lt;p&gt;x&lt;/p&gt;'
        "&lt;img src='a.png'&gt;</content>",
        base=' xml:base="https://base.example/blog/"',
    )

    assert document.entries[0].url.value == "https://base.example/blog/one"
    assert [p.url for b in document.blocks for p in b.pictures] == [
        "https://base.example/blog/pictures/a.png"
    ]


def test_an_entry_without_a_text_is_no_article():
    document = rss("<title>Only a title</title>", "<description><![CDATA[<b></b>]]></description>")

    assert document.entries == ()
    assert kinds(document, "Only a title") == [("left_out", "no_article")]
    assert [(w.code, w.line, w.params["count"]) for w in document.warnings] == [
        ("entry_without_text", 3, 2)
    ]


def test_what_nobody_reads_is_left_out():
    document = rss(TEXT + "<comments>https://kite.example/#c</comments><x:y>7</x:y>")

    assert kinds(document, "#c") == [("left_out", "export_data")]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("comment", "comments"), ("settings", "export_data"), ("template", "export_data")],
)
def test_exports_of_blogger_hold_more_than_posts(kind, reason):
    scheme = "http://schemas.google.com/g/2005#kind"
    post = f'<category scheme="{scheme}" term="http://schemas.google.com/blogger/2008/kind#post"/>'
    document = atom(
        f"{post}<content>A post.</content>",
        f"{post.replace('#post', f'#{kind}')}<content>Something else.</content>",
    )

    assert bodies(document) == ["A post."]
    assert document.entries[0].labels == ()
    assert kinds(document, "Something else") == [("left_out", reason)]


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


@pytest.mark.parametrize("printed", ["soon", "Wed, 31 Feb 2021 08:05:00"])
def test_a_date_that_cannot_be_read_is_none(printed):
    assert item(f"<pubDate>{printed}</pubDate>").dates == ()


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


# What the parser of values is given


def test_values_too_long_for_any_field_are_passed_over():
    one = item(f"<title>{'a' * (LONGEST_VALUE + 1)}</title><guid>k</guid>")

    assert (one.title, one.key) == (None, "k")


def test_a_flood_of_labels_is_cut_short():
    one = item("".join(f"<category>{n}</category>" for n in range(MOST_CHILDREN + 10)))

    assert len(one.labels) == MOST_CHILDREN


def test_a_feed_with_too_many_values_is_refused():
    with pytest.raises(Refused, match="too_many_entries"):
        rss(*[f"{TEXT}<guid>a</guid><category>b</category><link/>"] * (MAX_ELEMENTS // 4 + 1))


def test_values_that_went_astray_are_not_believed(monkeypatch):
    monkeypatch.setattr("feedparser.parse", lambda *_, **__: FeedParserDict(feed={}, entries=[]))

    with pytest.raises(Refused, match="bad_xml"):
        rss(TEXT)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(f"<entry>{TEXT}</entry>", id="an-entry-in-an-item"),
        pytest.param(f"<title>a<entry>{TEXT}</entry></title>{TEXT}", id="an-entry-in-a-title"),
    ],
)
def test_entries_in_entries_are_theirs(inside):
    assert len(rss(inside + TEXT).entries) == 1


def test_a_feed_s_name_with_an_entry_in_it_is_a_name():
    assert rss(head=f"<title>Kite<item>{TEXT}</item></title>").source.value == "Kite"


def test_nesting_without_end_is_not_followed():
    assert item("<title>" + "<title>" * 20 + "a" + "</title>" * 21).title is None


def test_characters_that_xml_cannot_hold_do_no_harm():
    one = item("<title>a\x0bb</title><guid x\x01y='&#1;'>k</guid>")

    assert (one.title.value, one.key) == ("ab", "k")


@given(st.text(alphabet="<>/&;\"'= \n\x0b:[]!-?abitemrs中", max_size=80))
def test_any_words_in_any_value_are_read_or_refused(words):
    fields = "title link guid pubDate author category dc:creator media:keywords".split()
    inside = "".join(f"<{name}>{words}</{name}>" for name in fields)
    try:
        document = rss(f"{inside}{TEXT}", f"<enclosure url='{words}'/><title>{words}</title>{TEXT}")
    except Refused:
        return
    assert "".join("".join(map(document.words, document.blocks)).split()) == "".join(
        document.text.split()
    )


# What values say


@pytest.mark.parametrize(
    ("html", "words"),
    [("<p>a</p><p>b <i>c</i></p>", "a\nb c"), ("<hr>", ""), ("a &amp; b", "a & b")],
)
def test_the_words_of_some_html_are_a_line_a_paragraph(html, words):
    assert html_words(html) == words


def test_a_title_keeps_what_is_no_tag():
    assert title_words("<Foreign> &lt;words&gt;<br>") == "<Foreign> <words>"


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("b", "https://k.example/a/", "https://k.example/a/b"),
        ("", "https://k.example/", ""),
        ("//k.example/b", "", "https://k.example/b"),
        ("http://[x", "https://k.example/", ""),
    ],
)
def test_an_address_is_made_whole_or_dropped(address, base, whole):
    assert whole_address(address, base) == whole


# The story


def test_a_feed_arrives_whole(samples):
    data = (samples / "feeds" / "rss-harbour-gazette.xml").read_bytes()

    document = reading.read(Found(Place("", "a"), data, len(data), "0"), Known())

    pilot, tide, bell = document.articles
    assert (pilot.title, pilot.authors) == ("The pilot boat & its last captain", ("Nell Hartigan",))
    assert [p.url for p in pilot.pictures] == ["https://gazette.saltwick.example/uploads/pilot.jpg"]
    assert pilot.labels == ("Harbour", "People")
    assert str(pilot.originally_published) == "2024-06-06T06:15:00Z"
    assert (tide.authors, tide.truncated) == (("Piers Oland",), True)
    assert (bell.authors, str(bell.originally_published)) == ((), "2024-06-04")
    assert (document.source, document.domain) == ("Saltwick Gazette", "gazette.saltwick.example")


@pytest.mark.corpora
def test_every_real_feed_is_read_or_refused(corpora):
    refused = {}
    for path in sorted((corpora / "corpora" / "exports" / "feeds").rglob("*.xml")):
        data = path.read_bytes()
        try:
            document = reading.read(Found(Place("", path.name), data, len(data), "0"), Known())
        except Refused as why:
            refused[path.name] = why.reason.value
            continue
        assert document.format == "feed"
        parts = "".join(document.text[part.start : part.end] for part in document.parts)
        assert "".join(parts.split()) == "".join(document.text.split())
    # Cyrillic in an encoding that is nowhere declared.
    assert set(refused.values()) <= {"unknown_encoding"}


def test_the_evidence_of_an_address_is_the_link_that_leads_there():
    entry = '<id>urn:1</id><link rel="alternate" href="2023/birds"/><content>Words.</content>'
    (found,) = atom(entry, base=' xml:base="https://kite.example/blog/"').entries

    assert found.url is not None
    assert found.url.value == "https://kite.example/blog/2023/birds"
    assert found.url.evidence.text == '<link rel="alternate" href="2023/birds"/>'


def test_what_a_feed_says_of_itself_is_kept_as_metadata():
    document = rss(TEXT, head="<title>Kite Post</title><description>All about kites</description>")

    assert kinds(document, "All about kites") == [("metadata", None)]


def test_labels_and_other_dates_beside_a_text_are_no_bylines_and_no_publication():
    entry = "<id>urn:1</id><updated>2023-01-03T00:00:00Z</updated><content>Words.</content>"
    data = atom(f"{entry}<category term='x'>黄鱼</category>").text.encode()
    (article,) = reading.read(Found(Place("", "a"), data, len(data), ""), Known()).articles

    assert (article.authors, article.originally_published) == ((), None)


def test_who_imports_a_feed_may_say_whose_it_is(samples):
    data = (samples / "feeds" / "rss-harbour-gazette.xml").read_bytes()
    found = Found(Place("", "a.xml"), data, len(data), "")

    said = reading.read(found, Known(), source="Evening Bell")

    assert said.source == "Evening Bell"
    assert said.evidence["source"].rule == "given"
