"""The lines that return in a source's articles, as `--learn` prints them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _

from articles.ingest import store
from articles.management.lines import json_line, one_line


def proposal_lines(*, source: str | None, is_json: bool, is_dry: bool) -> Iterator[str]:
    """Yield a line for each proposal of the source, of all sources where none is named."""
    found = store.propose([source] if source else (), is_dry=is_dry)
    for one in found:
        if is_json:
            yield json_line({"proposal": asdict(one)})
        else:
            told = _("%(articles)d of %(of)d articles of %(source)s: %(line)s")
            yield one_line(told % asdict(one))
    if not found and not is_json:
        yield _("No line returns often enough to be proposed.")
