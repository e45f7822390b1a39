"""Pages for readers: the same for everybody, made of what is published and of nothing else.

urls         addresses
public       what every page keeps: no cookie, one cache lifetime, an ETag
views        lists, an article, a search, people, dates, corrections
listing      a page of a list, from a place in it
cards        articles as a list shows them, sections and people as links
front        the front page
archive      years, months and days, and which of them have articles
corrections  notes to readers, newest first
results      what a search found, with the words marked
page         what an article's page shows
related      other articles beside the one that is read
structured   what lists say of themselves to search engines
pictures     pictures as a page shows them, those of a body included
trusted      text that goes into a page as markup; the only module that says so
dates        dates as precisely as they are known
media        the files of pictures
feeds        the newest articles for feed readers, in three formats
sitemaps     every public address for crawlers; sitemaps_parts which parts there are
robots, opensearch   what crawlers and browsers ask for
xml          XML for programs, whatever words stand in it
context      what every template may use
"""
