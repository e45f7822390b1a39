"""The search index of SQLite knows which words an article holds, and no places of them.

Places were more than half of it. Tokens are made of texts, which a migration does not read: run
`rebuild_search` afterwards; until then readers find what it has come to.
"""

from django.db import migrations

WITH_PLACES = "body, lead, title, content='', prefix='1', tokenize=ascii"
WITHOUT_PLACES = "words, content='', detail=none, tokenize=ascii"
# Migrations 0008 and 0015 say why.
OPTIONS = {"automerge": 16, "crisismerge": 32, "hashsize": 8 * 2**20}
# Bytes of a page, which is gone through to find one row: without places it holds many more.
PAGE = {"pgsz": 1000}


def make(columns: str, options: dict[str, int]):
    def change(apps, schema_editor) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        schema_editor.execute("DROP TABLE article_search")
        schema_editor.execute(f"CREATE VIRTUAL TABLE article_search USING fts5({columns})")
        for option, value in options.items():
            schema_editor.execute(
                f"INSERT INTO article_search (article_search, rank) VALUES ('{option}', {value})"
            )
        # Their ids are given anew, and a row without its tokens would find nothing.
        schema_editor.execute("DELETE FROM articles_searchrow")

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_entries_held_back")]
    operations = [
        migrations.RunPython(make(WITHOUT_PLACES, OPTIONS | PAGE), make(WITH_PLACES, OPTIONS))
    ]
