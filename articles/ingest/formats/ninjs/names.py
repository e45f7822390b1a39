"""The names in an agency's byline and in its copyright notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.text.bylines import credit_line
from articles.text.characters import name_of
from articles.text.stated_people import stated_people

_BY = re.compile(r"(?:(?:by|von|av|af|por|par|di|door)\b|文|記者|记者)[\s:：/|]*", re.IGNORECASE)
_JOINT = re.compile(r"\s+(?:and|und|och|og|et)\s+|\s*[;；、&]\s*")
# Behind a name, a stroke leads in the agency: `Mara Ellwood/HP`.
_AGENCY = re.compile(r"\s*/.*")
_POST = re.compile(
    r"\b(?:reporter|editor|correspondent|staff|writer|photographer|columnist|desk)\b", re.IGNORECASE
)
_HOLDER = re.compile(
    r"(?:copyright|©|\(c\))[\s©:,]*(?:\(c\)[\s,]*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?[\s,]*)?(?:by\s+)?"
    r"(?P<name>[^\W\d][^,.(/;\n]{1,60})",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\s*\ball rights reserved.*", re.IGNORECASE)


def names_in(byline: str) -> Iterator[str]:
    """Yield the persons of a byline, without what leads in and what an agency adds.

    >>> list(names_in("By Mara Ellwood and Ivo Reyes, HP"))
    ['Mara Ellwood', 'Ivo Reyes']
    """
    line = name_of(byline)
    if (not line.isascii() and credit_line(line)) or stated_people(line) is not None:
        yield line  # roles and names, told apart where an article is described
        return
    lead = _BY.match(line)
    line = line[lead.end() :] if lead else line
    for part in _JOINT.split(line):
        for index, name in enumerate(part.split(",")):
            person = name_of(_AGENCY.sub("", name))
            if person and (not index or _is_person(person)):
                yield person


def _is_person(words: str) -> bool:
    """Whether words behind a comma are another person, not the first one's agency or post."""
    return len(words.split()) > 1 and _POST.search(words) is None


def holder_in(notice: str) -> str:
    """Return who holds the rights by a copyright notice, "" where it names nobody.

    >>> holder_in("Copyright 2024, Harbour Press (www.hp.example). All rights reserved.")
    'Harbour Press'
    """
    found = _HOLDER.match(notice.strip())
    return name_of(_RIGHTS.sub("", found["name"])) if found else ""
