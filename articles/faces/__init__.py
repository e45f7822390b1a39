"""One article in many forms, all made of one description of it; reading only.

described    what readers get of an article, out of what `for_reading` loaded
then         an article as readers saw it at a moment, and its versions
ninjs        IPTC ninjs 3
schema_org   schema.org's NewsArticle
document     Markdown, plain text and HTML
kinds        the forms by name, with their media types
"""
