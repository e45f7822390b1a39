"""Whether a name is that of a site, a publisher or another organisation, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from articles.text.folding import runs
from articles.text.lexicon.names import (
    ORGANISATION_ENDS,
    ORGANISATIONS,
    OUTLET_PARTS,
    OUTLET_WORDS,
    OUTLETS,
    PAPER_WORDS,
)
from articles.text.names import is_han_name

_ARTICLE = "the"
_OF_OUTLETS = OUTLET_WORDS | PAPER_WORDS | ORGANISATIONS
_LEAST_HAN = 4  # of an organisation's name; shorter ones are people's
# What follows an outlet's own name where it is said in full: 渡口 and 渡口晚报.
_REST = re.compile(rf"[\u3400-\u9fff]{{0,4}}(?:{'|'.join((*OUTLETS, *OUTLET_PARTS))})")


def is_site(name: str, sites: Iterable[str], host: str = "") -> bool:
    """Whether `name` is one of `sites` but for what outlets add, or the site at `host`.

    >>> is_site("The Herald", ["Herald Online"]), is_site("Ann Reed", ["Ann Reed Pottery"])
    (True, False)
    """
    words = runs(name)
    return any(_same(words, runs(site)) for site in sites) or _is_at(words, host)


def is_organisation(name: str) -> bool:
    """Whether a name says by its own words that it is nobody's.

    >>> [is_organisation(name) for name in ("Ministry of Fog", "渡口教育局", "Ann Fog")]
    [True, True, False]
    """
    if name.endswith(ORGANISATION_ENDS):
        return len(name) >= _LEAST_HAN and not is_han_name(name)
    first, *others = runs(name) or [""]
    is_body = first in ORGANISATIONS and others[:1] == ["of"]
    return is_body or (bool(others) and others[-1] in ORGANISATIONS)


def _same(words: Sequence[str], others: Sequence[str]) -> bool:
    if _bare(words) == _bare(others):
        return bool(words)
    core = _core(words)
    is_core = bool(core) and core == _core(others)
    return is_core or _begins("".join(words), "".join(others))


def _begins(name: str, other: str) -> bool:
    """Whether one name begins with the other, and goes on as outlets' names in Han do."""
    short, long = sorted((name, other), key=len)
    is_begun = len(short) > 1 and long.startswith(short) and not is_han_name(short)
    return is_begun and _REST.fullmatch(long, len(short)) is not None


def _is_at(words: Sequence[str], host: str) -> bool:
    """Whether a name is that of a host; people have hosts that are called as they are."""
    joined = "".join(_bare(words))
    is_person = len(words) > 1 and _OF_OUTLETS.isdisjoint(words)
    if not joined or is_person:
        return False
    labels = (label.replace("-", "").removeprefix(_ARTICLE) for label in host.split(".")[:-1])
    return any(
        one.startswith(joined) and (one == joined or one[len(joined) :] in OUTLET_WORDS)
        for one in labels
    )


def _bare(words: Sequence[str]) -> list[str]:
    return [one for one in words if one != _ARTICLE]


def _core(words: Sequence[str]) -> str:
    return "".join(one for one in words if one not in OUTLET_WORDS)
