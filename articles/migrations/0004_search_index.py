"""The tokens of the search index: an FTS5 table on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations

FORWARD = {
    "sqlite": [
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "title, body, content='', prefix='1', tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "ALTER TABLE articles_searchrow ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
        "CREATE INDEX article_search_vector ON articles_searchrow USING gin (vector)",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TABLE article_search"],
    "postgresql": ["ALTER TABLE articles_searchrow DROP COLUMN vector"],
}


def run(statements: dict[str, list[str]]):
    def change(apps, schema_editor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_text_order_is_binary")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
