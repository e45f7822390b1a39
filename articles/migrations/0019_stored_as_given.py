"""Columns that PostgreSQL need not try to compress, and room to note that a document was met.

Bytes that are compressed already, bits and search tokens do not get shorter. Whatever is imported
again has its document's row written anew: within its page, no index has to follow.
"""

from django.db import migrations

COLUMNS = {
    "articles_blob": "data",
    "articles_shinglefilter": "bits",
    "articles_searchrow": "vector",
}


def store(way: str, fill: int):
    def change(apps, schema_editor) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for table, column in COLUMNS.items():
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {way}")
        schema_editor.execute(f"ALTER TABLE articles_document SET (fillfactor = {fill})")

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_search_index_without_places")]
    operations = [migrations.RunPython(store("EXTERNAL", 70), store("EXTENDED", 100))]
