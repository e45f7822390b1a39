"""Pages for readers: the same for everybody, made of what is published and of nothing else.

urls         addresses
public       what every page keeps: no cookie, one cache lifetime, an ETag
views        lists, an article, a search
listing      a page of a list, from a place in it
page         what an article's page shows
pictures     pictures as a page shows them, those of a body included
trusted      text that goes into a page as markup; the only module that says so
dates        dates as precisely as they are known
media        the files of pictures
feeds        one Atom feed of everything
context      what every template may use
"""
