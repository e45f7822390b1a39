"""The newest articles for feed readers: of everything, a source, a section, a name.

views      addresses to answers
subjects   what a feed is about, and where each feed is found
entries    the newest articles of a subject, as every format tells them
bodies     a certified text as it can be read away from this host
gone       articles that readers should forget
atom, rss, json_feed   one format each: a subject and its entries to bytes
"""
