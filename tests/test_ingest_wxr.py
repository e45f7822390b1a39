"""What a post of a WordPress export says of itself, with its labels and pictures."""

from __future__ import annotations

import pytest

from articles.ingest.formats.wxr.site import BETWEEN
from tests.wordpress import category, entry, meta, picture, post, raw

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
        pytest.param({"post_date_gmt": "2020-02-31 00:00:00"}, ["None"], id="no-such-day"),
        pytest.param({"post_date": "yesterday"}, ["None"], id="words"),
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
