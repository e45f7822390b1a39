"""What the codes of a reading say to people, translated where they are shown.

Stages emit codes; pages, commands and forms ask here for the words. A test holds these tables and
what the stages can emit together.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KINDS: Words = {
    "title": _("title"),
    "credit": _("credit"),
    "metadata": _("metadata"),
    "body": _("text"),
    "left_out": _("left out"),
}
REASONS: Words = {
    "navigation": _("navigation"),
    "footer": _("footer"),
    "share_line": _("share line"),
    "side_bar": _("side bar"),
    "consent": _("consent notice"),
    "interruption": _("insertion between paragraphs"),
    "licence": _("licence"),
    "related_links": _("links to other pages"),
    "comments": _("readers' comments"),
    "page_marker": _("page marker"),
    "placeholder_image": _("placeholder picture"),
    "lead_in": _("lead-in of the page"),
    "end_mark": _("end mark"),
    "original_title": _("original title, printed again"),
    "notice": _("notice of the site"),
    "learned_line": _("line that this source adds, approved by an editor"),
    "no_article": _("no article"),
    "syntax": _("sign of the format"),
    "export_data": _("data of the export for programs"),
    "attachment": _("picture or file of an article"),
    "revision": _("earlier version of an article"),
    "other_form": _("the same text in another form"),
    "unread_card": _("card that could not be read"),
    "unsafe_body": _("text that cannot be made safe to show"),
    "too_deep": _("text that is nested too deeply"),
    "too_many_blocks": _("text of more paragraphs than anybody writes"),
    "document_title": _("title of the whole document"),
    "window_title": _("title of the browser's window"),
    "caption": _("words under a picture"),
    "subtitle": _("subtitle"),
}
REFUSALS: Words = {
    "too_large": _("larger than this newsroom keeps"),
    "unreadable_file": _("the file could not be opened"),
    "not_a_file": _("no ordinary file"),
    "empty": _("empty"),
    "binary": _("no text"),
    "unknown_encoding": _("its characters could not be decoded"),
    "unknown_format": _("of no known format"),
    "bad_header": _("its header cannot be read"),
    "header_too_large": _("its header is too large"),
    "unsafe_header": _("its header holds what a plain header never does"),
    "too_deep": _("nested too deeply"),
    "too_many_blocks": _("more paragraphs than anybody writes"),
    "quarantined": _("held back: its source's documents suddenly read much worse"),
    "undone": _("some of its articles are to be made anew; the next import reads it again"),
    "unsafe_body": _("its text cannot be made safe to show"),
    "changed_while_read": _("it changed while it was read"),
    "bad_archive": _("the archive is damaged or ends early"),
    "archive_bomb": _("it would unpack to more than an archive of documents ever holds"),
    "nested_archive": _("an archive inside an archive"),
    "encrypted": _("locked with a password"),
    "unknown_compression": _("compressed in a way that is not known here"),
    "missing_extra": _("the package that reads it is not installed"),
    "bad_json": _("its JSON is malformed or cut off"),
    "unsafe_xml": _("its XML declares entities, which no feed or export does"),
    "bad_xml": _("nothing of a feed or export is left in its XML"),
    "too_many_entries": _("more articles or tags than one file may hold; export it in parts"),
}
MARKUP: Words = {
    "too_large": _("too large"),
    "too_deep": _("nested too deeply"),
    "too_many_attributes": _("too many attributes"),
    "unproven": _("what a browser would make of it is not certain"),
}
WARNINGS: Words = {
    "bidi_controls": _(
        "Characters that turn the direction of writing stand in the text; titles lose them."
    ),
    "characters_dropped": _("Characters that no text holds were removed."),
    "crawl_time": _("A date looks like the time of a crawl, not of publication."),
    "article_without_text": _("The page says that it is an article, and shows too little of one."),
    "ambiguous_day": _("A day in numbers may be one of two, and nothing tells which."),
    "cut_character": _("The file ends inside a character: it was cut off."),
    "date_unread": _("A date could not be understood."),
    "encoding_guessed": _("The encoding was guessed."),
    "header_unread": _(
        "A value of its header has keys of its own, none of them known; it is left out."
    ),
    "json_ld_unread": _("The page's own data for programs (JSON-LD) is broken."),
    "card_unread": _("A card of the text could not be read; its words are left out."),
    "entry_refused": _("One of its articles is too long or nested too deeply; it is left out."),
    "unsafe_entry": _("The text of an article cannot be made safe to show; it is left out."),
    "entry_without_text": _("An entry has no text of its own and became no article."),
    "markdown_unread": _(
        "The text is too long or dense to be read as Markdown; it stands as it is written."
    ),
    "picture_without_address": _("Pictures have no whole address, so they are left out."),
    "malformed_xml": _("Its XML is malformed or cut off; what could be read was read."),
    "other_post_types": _("Posts of a type of the site's own were read as articles."),
    "short_code": _("The text holds a short-code that its site would replace by something else."),
    "same_url_other_text": _("Another article with another text has the same address."),
}
RULES: Words = {
    "under_title": _("line under the title"),
    "byline": _("byline"),
    "footer_year": _("year in the footer"),
    "address": _("date in the page's address"),
    "date_line": _("date by the title"),
    "time_element": _("time that the page shows"),
    "heading": _("heading of the page"),
    "title_element": _("title of the browser's window"),
    "html_tag": _("tag in the page's head"),
    "saved_from": _("note of the browser that saved the page"),
    "meta_tag": _("tag in the page's head"),
    "open_graph": _("tag of the page for social networks"),
    "json_ld": _("the page's own data for programs (JSON-LD)"),
    "export_field": _("field of the export"),
    "export_published": _("first published, according to the export"),
    "export_version": _("time of this version, according to the export"),
    "export_created": _("created, according to the export"),
    "export_changed": _("last changed, according to the export"),
    "given": _("given by whoever imported it"),
    "header": _("header"),
    "header_author": _("author in the header"),
    "header_iso": _("date in the header"),
    "header_rfc1123": _("date in the header"),
    "header_date": _("date in the header"),
    "numbered_day": _("day in numbers, in the order that the document shows"),
    "ambiguous_day": _("day in numbers that may be one of two"),
    "title_repaired": _("title of the header, completed from the text"),
    "title_line": _("title line"),
    "original_title_line": _("line with the original title"),
    "day_line": _("line with a day"),
    "url_day": _("day in the address"),
    "drawn_up": _("day on which the paper was drawn up"),
    "day_above_title": _("day above the title"),
    "month_line": _("line with a month"),
    "dateline": _("day that the text begins with"),
    "dateline_without_year": _("day without a year that the text begins with"),
    "updated_line": _("day of a change"),
    "source_window": _("site named behind the browser's title"),
    "source_under": _("name under the title"),
    "credit_line": _("line of credits"),
    "inline": _("byline in the text"),
    "source_label": _("line that names the source"),
    "source_share": _("share line of the site"),
    "source_day": _("name behind the day"),
    "source_outlet": _("name of an outlet under the title"),
    "source_account": _("name of the account"),
    "source_home": _("link to the site's home page"),
    "source_holder": _("holder of the copyright"),
    "source_domain": _("domain of the site"),
}
BOUNDARIES: Words = {
    "unlike_its_neighbours": _("a paragraph unlike its neighbours"),
    "divider": _("a divider, and other words behind it"),
    "number": _("a number, and other words behind it"),
    "headline": _("a headline, and other words below it"),
    "blank_lines": _("a line between blank ones, and other words below it"),
    "dateline": _("the beginning of a report, and other words in it"),
    "gap": _("more blank lines than elsewhere, and other words below them"),
    "byline": _("a headline with a byline under it"),
    "day": _("a headline with a day under it"),
    "credits": _("a headline under the end of a text"),
}
# Values of a reading that no column of an article has.
VALUES: Words = {
    "credits": _("credits"),
    "pictures": _("pictures"),
    "originally_published": _("originally published"),
    "domain": _("domain"),
}
# What its source calls an article that is not public; exports may know more.
STATUSES: Words = {
    "draft": _("draft"),
    "auto-draft": _("draft"),
    "pending": _("pending"),
    "scheduled": _("scheduled"),
    "embargoed": _("embargoed"),
    "private": _("private"),
    "protected": _("protected by a password"),
    "members": _("for members"),
    "paid": _("for paying readers"),
    "unlisted": _("unlisted"),
    "hidden": _("hidden"),
    "archived": _("archived"),
    "trash": _("deleted"),
    "withheld": _("withheld"),
    "canceled": _("cancelled"),
    "cancelled": _("cancelled"),
    "unknown": _("unknown"),
}


def said(words: Words, code: str | None) -> str:
    """Return the words for a code; one that has none yet is shown as it is.

    >>> said({}, "new_code")
    'new code'
    """
    return str(words.get(code or "") or (code or "").replace("_", " "))


def kind(code: str) -> str:
    """Return what a part of a document became."""
    return said(KINDS, code)


def reason(code: str | None) -> str:
    """Return why a part was left out or counts as metadata; "" where there is no more to say."""
    return said(REASONS, code)


def refusal(code: str) -> str:
    """Return why a document could not be read."""
    return said(REFUSALS, code)


def markup(code: str) -> str:
    """Return why markup cannot become a body."""
    return said(MARKUP, code)


def not_public(status: str) -> str:
    """Return why an article is not published that its source has as `status`."""
    return gettext("its source has it as: %(status)s") % {"status": said(STATUSES, status)}


def warning(code: str) -> str:
    """Return what an editor should know of a document, as a sentence."""
    return said(WARNINGS, code)


def boundary(code: str) -> str:
    return said(BOUNDARIES, code)


def rule(code: str) -> str:
    """Return which rule found a value."""
    return said(RULES, code)


def value(key: str) -> str:
    """Return what a value of a reading is called that is no column of an article."""
    return said(VALUES, key)


def at_line(line: int | None) -> str:
    """Return the place in a document, to stand behind other words; "" where it is not known."""
    return gettext(" (line %(line)s)") % {"line": line} if line else ""


def because(what: str, why: str) -> str:
    """Return an outcome with its reason behind it."""
    return gettext("%(what)s: %(why)s") % {"what": what, "why": why}
