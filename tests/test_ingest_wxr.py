from __future__ import annotations

import pytest

from articles.ingest import formats, reading
from articles.ingest.formats.wxr.body import with_paragraphs
from articles.ingest.formats.wxr.site import BETWEEN
from articles.ingest.known import Known
from articles.ingest.records import Found, PartKind, Place
from articles.ingest.refusals import Refused
from articles.models import Article
from tests.documents import run, write

HEAD = (
    '<?xml version="1.0"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
    "<title>Mill Lane</title><link>https://mill-lane.example/</link>\n"
)


def category(key, name, parent=""):
    return (
        f"<wp:category><wp:category_nicename>{key}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{name}</wp:cat_name></wp:category>"
    )


def post(body="Words of a post.", **fields):
    """Return an item; a field is `name=value`, `_` standing for the prefix `wp:`."""
    values = {"post_id": "1", "post_type": "post", "status": "publish", **fields}
    more = values.pop("more", "")
    title = values.pop("title", "A post")
    written = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    content = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
    return f"<item><title>{title}</title>{content}{written}{more}</item>\n"


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def picture(key, url, *, parent="", caption="", alt=""):
    more = f"<wp:attachment_url>{url}</wp:attachment_url>"
    more += f"<excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded>" if caption else ""
    more += meta("_wp_attachment_image_alt", alt) if alt else ""
    return post("", post_id=key, post_type="attachment", post_parent=parent, more=more)


def raw(*items):
    text = f"{HEAD}{''.join(items)}</channel></rss>"
    return formats.read(text.encode(), Place("", "a"))


def entry(*items):
    """Return the first entry of an export with these items."""
    return raw(*items).entries[0]


def bodies(document):
    return [document.words(one.block) for one in document.marked if one.kind is PartKind.BODY]


def test_the_site_s_name_may_stand_anywhere():
    text = f"{HEAD}{post()}</channel></rss>".replace("<title>Mill Lane</title>", "")
    text = text.replace("</channel>", "<title>Mill Lane</title></channel>")

    assert formats.read(text.encode(), Place("", "a")).source.value == "Mill Lane"


# What a post says


def test_a_post_has_its_values_with_their_lines():
    one = entry(
        post(
            title="Salt &amp;amp; <![CDATA[<em>bread</em>]]>",
            more="<link>https://mill-lane.example/1</link><dc:creator>ann</dc:creator>"
            "<excerpt:encoded><![CDATA[<p>In short.</p>]]></excerpt:encoded>",
        )
    )

    assert (one.key, one.title.value, one.status) == ("1", "Salt & bread", "")
    assert (one.url.value, one.summary.value) == ("https://mill-lane.example/1", "In short.")
    assert [said.value for said in one.authors] == ["ann"]
    assert one.title.evidence.line == one.authors[0].evidence.line == 5


def test_the_site_is_the_source():
    document = raw(post())

    assert (document.source.value, document.domain) == ("Mill Lane", "mill-lane.example")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        pytest.param("<wp:author_display_name>Ann Lee</wp:author_display_name>", "Ann Lee", id="a"),
        pytest.param(
            "<wp:author_first_name>Ann</wp:author_first_name>"
            "<wp:author_last_name>Lee</wp:author_last_name>",
            "Ann Lee",
            id="first-and-last",
        ),
        pytest.param("", "ann", id="only-a-login"),
        pytest.param(
            "<wp:author_display_name>ann@mill.example</wp:author_display_name>", "ann", id="mail"
        ),
    ],
)
def test_an_author_has_the_name_that_readers_see(table, name):
    author = f"<wp:author><wp:author_login>ann</wp:author_login>{table}</wp:author>"

    one = entry(author, post(more="<dc:creator>ann</dc:creator>"))

    assert [said.value for said in one.authors] == [name]


def test_a_mail_address_is_nobody_s_name():
    assert entry(post(more="<dc:creator>ann@mill-lane.example</dc:creator>")).authors == ()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({"status": "publish"}, "", id="public"),
        pytest.param({"status": "draft"}, "draft", id="draft"),
        pytest.param({"status": "private"}, "private", id="private"),
        pytest.param({"status": "future"}, "scheduled", id="scheduled"),
        pytest.param({"status": "trash"}, "trash", id="trash"),
        pytest.param({"post_password": "x"}, "protected", id="with-a-password"),
        pytest.param({"status": "draft", "post_password": "x"}, "draft", id="draft-with-one"),
        pytest.param({"status": ""}, "unknown", id="not-said"),
    ],
)
def test_only_what_says_that_it_is_public_is(fields, status):
    assert entry(post(**fields)).status == status


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param({"post_date_gmt": "2020-01-02 03:04:05"}, ["2020-01-02T03:04:05Z"], id="gmt"),
        pytest.param({"post_date": "2020-01-02 03:04:05"}, ["2020-01-02"], id="a-clock-s-day"),
        pytest.param({"post_date_gmt": "0000-00-00 00:00:00"}, [], id="zeros"),
        pytest.param({"post_date_gmt": "2020-02-31 00:00:00"}, [], id="no-such-day"),
        pytest.param({"post_date": "yesterday"}, [], id="words"),
        pytest.param({}, [], id="none"),
    ],
)
def test_a_date_is_an_instant_only_in_gmt(fields, found):
    assert [str(one.dated) for one in entry(post(**fields)).dates] == found


def test_a_draft_s_date_is_no_publication():
    one = entry(post(status="draft", post_date="2020-01-02 03:04:05"))

    assert [date.weight < 0.5 for date in one.dates] == [True]


def test_a_key_counts_once():
    document = raw(post(), post(title="Again"), post(title="Without", post_id=""))

    assert [one.key for one in document.entries] == ["1", "", ""]


# Labels and keywords


def test_a_category_is_labelled_with_its_parents():
    one = entry(
        category("a", "Town"),
        category("b", "Mills", "a"),
        post(
            more='<category domain="category" nicename="b">Mills</category>'
            '<category domain="category" nicename="x">Elsewhere</category>'
            '<category domain="post_tag" nicename="f">flour</category>'
            '<category domain="post_format" nicename="y">Aside</category>'
            "<category>flour</category><category></category>"
        ),
    )

    assert one.labels == (f"Town{BETWEEN}Mills", "Elsewhere")
    assert one.keywords == ("flour",)


def test_categories_that_are_each_other_s_parents_end():
    one = entry(
        category("a", "Hen", "b"),
        category("b", "Egg", "a"),
        post(more='<category domain="category" nicename="a">Hen</category>'),
    )

    assert one.labels == (f"Egg{BETWEEN}Hen",)


def test_a_long_line_of_parents_is_cut_short():
    line = [category(f"c{n}", f"C{n}", f"c{n + 1}") for n in range(12)]

    one = entry(*line, post(more='<category domain="category" nicename="c0">C0</category>'))

    assert len(one.labels[0].split(BETWEEN)) == 8


def test_terms_of_other_taxonomies_are_no_categories():
    term = (
        "<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>a</wp:term_slug>"
        "<wp:term_name>Menu</wp:term_name></wp:term>"
    )

    one = entry(term, post(more='<category domain="category" nicename="a">Own</category>'))

    assert one.labels == ("Own",)


# Pictures


def test_a_post_s_lead_is_the_picture_it_names():
    one = entry(
        post(more=meta("_thumbnail_id", "7")),
        picture("7", "https://p.example/a.jpg", caption="<b>A mill</b>", alt="The mill at noon"),
    )

    assert [(p.url, p.role, p.caption, p.alt) for p in one.pictures] == [
        ("https://p.example/a.jpg", "lead", "A mill", "The mill at noon")
    ]


def test_a_lead_that_the_text_shows_in_another_size_is_that_picture():
    one = entry(
        post('<img src="http://p.example/a-300x200.jpg">', more=meta("_thumbnail_id", "7")),
        picture("7", "https://p.example/a.jpg"),
    )

    assert [p.url for p in one.pictures] == ["http://p.example/a-300x200.jpg"]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("Words alone.", 1, id="shows-none"),
        pytest.param('Words <img src="https://p.example/b.jpg">', 0, id="shows-one"),
    ],
)
def test_what_was_uploaded_to_a_post_counts_where_it_shows_nothing(body, count):
    one = entry(post(body), picture("7", "https://p.example/a.jpg", parent="1"))

    assert len(one.pictures) == count


def test_attachments_that_are_no_pictures_are_left_out():
    document = raw(
        post(),
        picture("7", "https://p.example/a.pdf", parent="1"),
        picture("8", "", parent="1"),
        picture("", "https://p.example/a.jpg", parent="1"),
    )

    assert [one.pictures for one in document.entries] == [()]
    assert {one.reason for one in document.marked} >= {"attachment"}


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
