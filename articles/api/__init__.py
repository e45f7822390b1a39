"""The API for readers: published articles and what they use, read only.

    urls         which address is which view
    views        which rows, in which orders and forms
    access       the gate before all of it: keys, rates, and what a partner sees besides
    throttling   how many requests somebody may make
    usage        how often keys are used
    parameters   what a query string may hold; anything else is refused
    filters      parameters to rows
    ordering     the orders a list may have, and places in them
    pagination   pages by key, forwards and backwards
    faces        one article in the form that is asked for, now or as it was; its versions
    fields       what every serializer says alike
    serializers  rows to fields; short forms in lists, long forms alone
    shapes       which members an article has in an answer, and where each is read
    counting     how many articles a list has, as far as that is cheap
    search       articles that hold a reader's words
    changes      what happened to articles, for mirrors
    caching      what shared caches may keep
    errors       every refusal as a problem document (RFC 9457)
    renderers    answers to bytes
    deprecations addresses that will go, and when
    schema       what the OpenAPI description says beyond the code
    docs         the page that shows that description
    health       whether this process can serve

Only public ids, only what `Article.objects.published()` holds, nobody of the staff.
"""
