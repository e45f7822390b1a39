from __future__ import annotations

from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.web.public import public
from articles.web.xml import add, document

TYPE = "application/opensearchdescription+xml"
# What OpenSearch 1.1 allows, in characters.
SHORT_NAME, LONG_NAME = 16, 48


@public
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches here, for its own search box."""
    at, name = request.build_absolute_uri, str(settings.NEWSROOM_SITE_NAME)
    root = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    add(root, "ShortName", name[:SHORT_NAME])
    add(root, "LongName", name[:LONG_NAME])
    add(root, "Description", _("Search the published articles."))
    found = at(reverse("web:search"))
    add(root, "Url", type="text/html", template=f"{found}?q={{searchTerms}}")
    add(root, "Url", type=TYPE, rel="self", template=at(reverse("web:opensearch")))
    add(root, "Image", at(static("web/icon.svg")), type="image/svg+xml")
    add(root, "InputEncoding", "UTF-8")
    return HttpResponse(document(root), content_type=f"{TYPE}; charset=utf-8")
