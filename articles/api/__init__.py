"""The API for readers: published articles and what they use, read only.

    urls         which address is which view
    parameters   what a query string may hold; anything else is refused
    filters      parameters to rows
    ordering     the orders a list may have, and places in them
    pagination   pages by key, forwards and backwards
    serializers  rows to fields; short forms in lists, long forms alone
    pictures     addresses of pictures
    caching      what shared caches may keep
    errors       every refusal as a problem document (RFC 9457)
    schema       what the OpenAPI description says beyond the code
    docs         the page that shows that description
    health       whether this process can serve

Only public ids, only what `Article.objects.published()` holds, nobody of the staff.
"""
