"""A WordPress export as a whole: what is no post, its texts, what is malformed, its story."""

from __future__ import annotations

import pytest

from articles.ingest import formats, reading
from articles.ingest.formats.wxr.body import with_paragraphs
from articles.ingest.formats.wxr.site import BETWEEN
from articles.ingest.known import Known
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refused
from articles.models import Article
from tests.documents import run, write
from tests.feeds import bodies
from tests.wordpress import HEAD, entry, post, raw


def test_the_site_s_name_may_stand_anywhere():
    text = f"{HEAD}{post()}</channel></rss>".replace("<title>Mill Lane</title>", "")
    text = text.replace("</channel>", "<title>Mill Lane</title></channel>")

    assert formats.read(text.encode(), Place("", "a")).source.value == "Mill Lane"


# What is no post


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("nav_menu_item", "navigation"),
        ("revision", "revision"),
        ("attachment", "attachment"),
        ("custom_css", "export_data"),
        ("wp_global_styles", "export_data"),
    ],
)
def test_what_is_no_post_is_left_out_with_its_reason(kind, reason):
    document = raw(post(post_type=kind))

    assert document.entries == ()
    assert reason in {one.reason for one in document.marked}


def test_a_post_type_of_the_site_s_own_is_read_with_a_warning():
    document = raw(post(post_type="recipe", post_id="1"), post(post_type="page", post_id="2"))

    assert len(document.entries) == 2
    assert [(w.code, w.params["names"]) for w in document.warnings] == [
        ("other_post_types", "recipe")
    ]


def test_a_post_without_a_text_is_no_article():
    document = raw(post("<!-- wp:x --> "), "<item><title>Bare</title></item>", post())

    assert [one.title.value for one in document.entries] == ["A post"]
    assert [(w.code, w.line, w.params["count"]) for w in document.warnings] == [
        ("entry_without_text", 5, 2)
    ]


def test_comments_are_left_out():
    comment = "<wp:comment><wp:comment_content>So true!</wp:comment_content></wp:comment>"

    document = raw(post(more=comment))

    left = [document.words(m.block) for m in document.marked if m.reason == "comments"]
    assert left == [comment]


# Texts


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("One.\n\nTwo\nlines.", "One.<p>\n\nTwo<br>\nlines.", id="classic"),
        pytest.param("One.\n \nTwo.", "One.<p>\n \nTwo.", id="blank-but-for-spaces"),
        pytest.param(
            "<blockquote>One.\n\nTwo.</blockquote>\nThree.",
            "<blockquote>One.<p>\n\nTwo.</blockquote>\nThree.",
            id="quotation",
        ),
        pytest.param("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>", id="preformatted"),
        pytest.param("<ul>\n<li>a\nb</li></ul>", "<ul>\n<li>a\nb</li></ul>", id="list"),
        pytest.param("<p>a\nb</p>\n\n<p>c</p>", "<p>a\nb</p>\n\n<p>c</p>", id="paragraphs"),
        pytest.param("<p/>a\nb", "<p/>a<br>\nb", id="an-empty-paragraph"),
        pytest.param("<!-- wp:p -->a\n\nb", "<!-- wp:p -->a\n\nb", id="block-editor"),
        pytest.param("a <b>b\nc</b> d", "a <b>b<br>\nc</b> d", id="inside-a-line"),
        pytest.param("one line", "one line", id="one-line"),
    ],
)
def test_blank_lines_part_paragraphs_as_wordpress_shows_them(html, shown):
    assert with_paragraphs(html) == shown


def test_short_codes_stay_and_are_reported():
    document = raw(post("[gallery ids='1']\n\nWords.\n\n[gallery]\n\n[1] a note"))

    assert bodies(document) == ["[gallery ids='1']", "Words.", "[gallery]", "[1] a note"]
    assert [(w.code, w.line, dict(w.params)) for w in document.warnings] == [
        ("short_code", 5, {"name": "gallery", "count": 2})
    ]


def test_relative_addresses_are_those_of_the_post():
    link = "<link>https://mill-lane.example/a/</link>"

    document = raw(post('Words <img src="b.jpg"> and <a href="../c">c</a>', more=link))

    assert [p.url for m in document.marked for p in m.block.pictures] == [
        "https://mill-lane.example/a/b.jpg"
    ]
    assert any('href="https://mill-lane.example/c"' in b.html for b in document.blocks)


# Malformed exports


def test_an_export_that_ends_early_keeps_what_came(samples):
    document = formats.read((samples / "wxr" / "wxr-cut-off.xml").read_bytes(), Place("", "a"))

    assert [one.truncated for one in document.entries] == [False, True]
    assert [one.status for one in document.entries] == ["", "unknown"]
    assert [warning.code for warning in document.warnings] == ["malformed_xml"]


def test_a_tag_closed_twice_is_no_part_of_a_name():
    one = entry(post(more="<dc:creator>>ann</dc:creator>"))

    assert [said.value for said in one.authors] == ["ann"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<rss><wp:wxr_version>1.2</wp:wxr_version></rss>", id="without-a-channel"),
        pytest.param("<rss><wp:post_type/></rss>", id="without-anything"),
        pytest.param("<rss><title/><wp:post_type/><item/></rss>", id="without-a-name"),
        pytest.param("<rss><title>a<item>b</item></title><wp:post_type/></rss>", id="tangled"),
        pytest.param("<item><title>a</title></item><rss><wp:post_type/></rss>", id="turned-about"),
    ],
)
def test_an_export_with_hardly_anything_in_it_has_no_article(text):
    assert formats.read(text.encode(), Place("", "a")).entries == ()


def test_what_is_no_export_at_all_is_refused():
    with pytest.raises(Refused, match="bad_xml"):
        formats.read(b"<a>words</a>", Place("", "a"), "wxr")


@pytest.mark.parametrize(
    ("head", "likelihood"),
    [
        ('<rss xmlns:wp="http://wordpress.org/export/1.1/">', 1.0),
        ("<rss><channel><wp:wxr_version>", 1.0),
        ("<rss><channel><item>", 0.0),
        ("We moved from wordpress.org/export/1.1 today", 0.0),
    ],
)
def test_an_export_is_known_by_its_own_elements(head, likelihood):
    assert formats.READERS["wxr"].looks_like(head) == likelihood


# The story


def test_a_site_that_moved_arrives_whole(samples):
    data = (samples / "wxr" / "wxr-lantern-street.xml").read_bytes()

    document = reading.read(Found(Place("", "a"), data, len(data), "0"), Known())

    assert [(one.title, one.status) for one in document.articles] == [
        ("The umbrella mender", ""),
        ("灯笼街的早晨", ""),
        ("A walk not taken yet", "draft"),
        ("For members", "protected"),
        ("Spring fair", ""),
    ]
    mender, morning = document.articles[:2]
    assert mender.authors == ("Wren Alcott",)
    assert mender.labels == (f"The Street{BETWEEN}Shops",)
    assert [(p.url[-11:], p.role) for p in mender.pictures] == [("handles.jpg", "lead")]
    assert mender.body_text.splitlines()[:3] == [
        "The shop is two steps down and smells of wax.",
        "Nobody has ever seen it open before ten.",
        "An umbrella is a roof that trusts you.",
    ]
    assert str(morning.originally_published) == "2024-02-01T22:00:00Z"
    assert document.source == "Lantern Street"


@pytest.mark.corpora
def test_every_real_export_is_read(corpora):
    for path in sorted((corpora / "corpora" / "exports" / "wxr").glob("*.xml")):
        data = path.read_bytes()
        document = reading.read(Found(Place("", path.name), data, len(data), "0"), Known())
        assert document.format == "wxr"
        parts = "".join(document.text[part.start : part.end] for part in document.parts)
        assert "".join(parts.split()) == "".join(document.text.split())


@pytest.mark.django_db
def test_a_site_s_export_is_imported_edited_and_imported_again(tmp_path, samples):
    exported = (samples / "wxr" / "wxr-lantern-street.xml").read_text("utf-8")
    path = write(tmp_path, "export.xml", exported)

    summary, _ = run(path, publish=True)

    assert (summary.articles["create"], summary.published) == (5, 3)
    published = Article.objects.filter(status="published").values_list("title", flat=True)
    assert set(published) == {"The umbrella mender", "灯笼街的早晨", "Spring fair"}
    assert Article.objects.exclude(status="published").count() == 2

    fair = Article.objects.get(title="Spring fair")
    fair.title = "The spring fair"
    fair.save()
    write(tmp_path, "export.xml", exported.replace("ends at the bakery", "ends at the baths"))
    run(path)

    fair.refresh_from_db()
    assert (fair.title, Article.objects.count()) == ("The spring fair", 5)
    assert "ends at the baths" in fair.body_text


def test_what_the_site_says_of_itself_is_kept_as_metadata():
    text = f"{HEAD}<description>All about kites</description>{post()}</channel></rss>"
    document = formats.read(text.encode(), Place("", "a"))
    marked = [m.kind for m in document.marked if document.words(m.block) == "All about kites"]

    assert marked == ["metadata"]
