"""What readers get of an article, kept ready by the processes that change it.

    pictures   where a picture can be fetched, and how large it is there
    text       an article to the JSON of its card; the serializers of the API describe its shape,
               and a test holds the two together
    filled     cards to answers: with the names of sources and categories, and this host's address
    lists      which articles a list shows, along which index
    estimates  about how many these are
    around     what else there is about articles: related ones, and where a text was found
    headings   the headings that an article is listed under
    following  cards, list entries and changes follow what has been written; readers' code may
               not import it

A card holds no name of a source or category: those change for a hundred thousand articles at a
time.
"""
