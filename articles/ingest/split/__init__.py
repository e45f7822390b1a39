"""One document to its articles, by what the document itself shows.

heads      the words before 篇N, learned from the document, and what stands behind the number
bulletin   a lead-in that opens most stories; headlines whose words their own story repeats
repeats    stretches that stand twice: both their ends are ends of articles
"""

from articles.ingest.split.splitting import Split, split

__all__ = ["Split", "split"]
