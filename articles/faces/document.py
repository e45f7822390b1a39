"""An article as a document to read: Markdown, plain text, or HTML without a page around it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.translation import gettext as _

from articles.faces.described import Described
from articles.text.markdown import markdown_link, markdown_of, markdown_text

Lines = list[tuple[str, str]]


def markdown(article: Described) -> str:
    """Return an article as CommonMark with tables."""
    head = [f"# {markdown_text(article.title)}"]
    head += [f"**{markdown_text(text)}**" for text in _standfirst(article)]
    corrections = [f"> {markdown_text(text)}" for text in _corrections(article)]
    notes = [f"- {markdown_text(f'{label}: {said}')}" for label, said in _notes(article)]
    links = [
        f"- {markdown_text(label)}: {markdown_link(url, url)}" for label, url in _links(article)
    ]
    parts = [
        *head,
        markdown_text(_line(article)),
        markdown_of(article.body).rstrip("\n"),
        "\n>\n".join(corrections),
        "***",
        "\n".join([*notes, *links]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def plain(article: Described) -> str:
    """Return an article as plain text, an empty line between paragraphs."""
    parts = [
        article.title,
        *_standfirst(article),
        _line(article),
        article.text.replace("\n", "\n\n"),
        *_corrections(article),
        "\n".join(f"{label}: {said}" for label, said in [*_notes(article), *_links(article)]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def html(article: Described) -> str:
    """Return an article as a document of HTML without style, script or navigation."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    title = escape(article.title)
    parts = [
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>",
        f'<link rel="canonical" href="{escape(article.page)}">',
        f"</head>\n<body>\n<article>\n<h1>{title}</h1>",
        *(f"<p><strong>{escape(text)}</strong></p>" for text in _standfirst(article)),
        f"<p>{escape(_line(article))}</p>",
        article.body,
        *(f"<p>{escape(text)}</p>" for text in _corrections(article)),
        "</article>\n<ul>",
        *(f"<li>{escape(label)}: {escape(said)}</li>" for label, said in _notes(article)),
        *(
            f'<li>{escape(label)}: <a href="{escape(url)}">{escape(url)}</a></li>'
            for label, url in _links(article)
        ),
        "</ul>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _standfirst(article: Described) -> list[str]:
    return [text for text in (article.subtitle or article.summary,) if text]


def _line(article: Described) -> str:
    source = article.source.name if article.source else ""
    return " · ".join(filter(None, (article.byline, source, article.first_published)))


def _corrections(article: Described) -> Iterator[str]:
    for correction in article.corrections:
        yield _("Correction, %(day)s: %(text)s") % {
            "day": correction.day.isoformat(),
            "text": correction.text,
        }


def _notes(article: Described) -> Iterator[tuple[str, str]]:
    if article.is_truncated:
        yield _("Note"), _("The source had only part of this text.")
    if article.original_title:
        yield _("Original title"), article.original_title
    if article.publisher:
        yield _("First published by"), article.publisher
    yield from article.credit_lines
    pictures = list(dict.fromkeys(p.credit for p in article.pictures if p.credit))
    if pictures:
        yield _("Pictures"), article.joined(pictures)
    if article.rights:
        yield _("Rights"), article.rights


def _links(article: Described) -> Iterator[tuple[str, str]]:
    if article.origin:
        yield _("Original"), article.origin
    yield article.site_name, article.page
