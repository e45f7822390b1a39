"""What the codes of an import say to people, translated where they are shown.

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
    "licence": _("licence"),
    "related_links": _("links to other pages"),
    "comments": _("readers' comments"),
    "page_marker": _("page marker"),
    "placeholder_image": _("placeholder picture"),
    "lead_in": _("lead-in of the page"),
    "end_mark": _("end mark"),
    "original_title": _("original title, printed again"),
    "notice": _("notice of the site"),
    "no_article": _("no article"),
    "syntax": _("sign of the format"),
    "document_title": _("title of the whole document"),
    "window_title": _("title of the browser's window"),
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
    "unsafe_body": _("its text cannot be made safe to show"),
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
    "date_unread": _("A date could not be understood."),
    "encoding_guessed": _("The encoding was guessed."),
    "same_url_other_text": _("Another article with another text has the same address."),
}
RULES: Words = {
    "given": _("given by whoever imported it"),
    "header": _("header"),
    "header_author": _("author in the header"),
    "header_iso": _("date in the header"),
    "header_rfc1123": _("date in the header"),
    "title_repaired": _("title of the header, completed from the text"),
    "title_line": _("title line"),
    "original_title_line": _("line with the original title"),
    "day_line": _("line with a day"),
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
}
# Values of a reading that no column of an article has.
VALUES: Words = {
    "credits": _("credits"),
    "pictures": _("pictures"),
    "originally_published": _("originally published"),
    "domain": _("domain"),
}
# What a run was told, and what it counted.
RUN: Words = {
    "paths": _("paths"),
    "publish": _("publish"),
    "source": _("source"),
    "format": _("format"),
    "process": _("process"),
    "host": _("host"),
    "read": _("documents read"),
    "planned": _("articles planned"),
    "documents": _("documents"),
    "articles": _("articles"),
    "published": _("articles published"),
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
    return gettext("its source has it as %(status)s") % {"status": status}


def warning(code: str) -> str:
    """Return what an editor should know of a document, as a sentence."""
    return said(WARNINGS, code)


def rule(code: str) -> str:
    """Return which rule found a value."""
    return said(RULES, code)


def value(key: str) -> str:
    """Return what a value of a reading is called that is no column of an article."""
    return said(VALUES, key)


def run(key: str) -> str:
    """Return what a run was told or counted under a key."""
    return said(RUN, key)


def at_line(line: int | None) -> str:
    """Return the place in a document, to stand behind other words; "" where it is not known."""
    return gettext(" (line %(line)s)") % {"line": line} if line else ""


def because(what: str, why: str) -> str:
    """Return an outcome with its reason behind it."""
    return gettext("%(what)s: %(why)s") % {"what": what, "why": why}
