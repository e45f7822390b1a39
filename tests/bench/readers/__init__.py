"""What readers' requests cost, with as many articles as are wanted, on either database.

shelf    fills a database with published articles, their cards made by `rebuild_cards`
floor    the same rows by SQL that says just that, and orjson
obvious  the same rows as a tutorial of Django REST framework writes them
urls     all of these beside the project's own addresses, behind the same middleware
served   starts the production server and asks it for pages
measure  the table
"""
