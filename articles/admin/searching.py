"""What may be typed into the search box of a list."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.forms import CharField

from articles.search.query import LONGEST_SEARCH


class SearchForm(ChangeListSearchForm):
    """Django's own, with an end: no word list long enough to be a burden gets through."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[SEARCH_VAR] = CharField(required=False, max_length=LONGEST_SEARCH)


class PlainChangeList(ChangeList):
    """A list whose search has an end."""

    search_form_class = SearchForm
