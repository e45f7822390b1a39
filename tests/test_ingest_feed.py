"""What is a feed, whose it is, and what of its titles and texts becomes an article."""

from __future__ import annotations

import pytest

from articles.ingest import formats, reading
from articles.ingest.known import Known
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refused
from tests.feeds import TEXT, atom, bodies, item, kinds, rss

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


def test_what_a_feed_says_of_itself_is_kept_as_metadata():
    document = rss(TEXT, head="<title>Kite Post</title><description>All about kites</description>")

    assert kinds(document, "All about kites") == [("metadata", None)]


def test_who_imports_a_feed_may_say_whose_it_is(samples):
    data = (samples / "feeds" / "rss-harbour-gazette.xml").read_bytes()
    found = Found(Place("", "a.xml"), data, len(data), "")

    said = reading.read(found, Known(), source="Evening Bell")

    assert said.source == "Evening Bell"
    assert said.evidence["source"].rule == "given"
