"""One document to its articles, by what the document itself shows.

heads      the words before 篇N, learned from the document, and what stands behind the number
bulletin   a lead-in that opens most stories; headlines whose words their own story repeats
bracketed  titles in brackets at the beginning of reports that say them again
repeats    stretches that stand twice: both their ends are ends of articles
sections   dividers, numbers and blank lines between all parts, whose words change with them
headed     headlines over a writer or a day, or under the end of a text, as articles have them
joints     one place where the words change: cut where a sign stands there, told of where none does
"""

from articles.ingest.split.splitting import Split, split

__all__ = ["Split", "split"]
