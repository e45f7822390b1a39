"""An article is one row of the search index, which lies in the order of publication.

Tokens are made of texts, which a migration does not read: run `rebuild_search` afterwards.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = {
    "sqlite": [
        "DROP TABLE article_search",
        # With each place FTS5 writes the column too, unless it is the first: the longest text's.
        # Tokens come ready made, so they are cut at spaces and nothing else is done to them.
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "body, lead, title, content='', prefix='1', tokenize=ascii)",
        # Migration 0008 says why.
        "INSERT INTO article_search (article_search, rank) VALUES ('automerge', 8)",
        f"INSERT INTO article_search (article_search, rank) VALUES ('hashsize', {8 * 2**20})",
    ],
    "postgresql": [
        "CREATE SEQUENCE article_search_row",
        "ALTER TABLE articles_searchrow ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
        "ALTER TABLE articles_searchrow ALTER COLUMN vector SET STATISTICS 1000",
        "CREATE INDEX article_search_vector ON articles_searchrow USING gin (vector)",
        'ALTER TABLE articles_searchword ALTER COLUMN word TYPE varchar(24) COLLATE "C"',
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TABLE article_search",
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "title, body, content='', prefix='1', tokenize='unicode61 remove_diacritics 0')",
    ],
    "postgresql": ["DROP SEQUENCE article_search_row"],
}
# The former table's tokens, which the model does not show.
FORMER = "ALTER TABLE articles_searchrow ADD COLUMN vector tsvector NOT NULL DEFAULT ''"
FORMER_INDEX = "CREATE INDEX article_search_vector ON articles_searchrow USING gin (vector)"


def run(statements: dict[str, list[str]]):
    def change(apps, schema_editor) -> None:
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_numbers_of_changes")]

    operations = [
        migrations.RunPython(run({}), run({"postgresql": [FORMER, FORMER_INDEX]})),
        migrations.DeleteModel("SearchRow"),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("part", models.PositiveIntegerField(default=0, verbose_name="part")),
                ("parts", models.PositiveIntegerField(default=1, verbose_name="parts")),
                (
                    "rules",
                    models.PositiveSmallIntegerField(verbose_name="version of the token rules"),
                ),
                ("digest", models.BigIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_rows",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "search row",
                "verbose_name_plural": "search rows",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "part"), name="article_search_part_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(max_length=24, primary_key=True, serialize=False),
                )
            ],
            options={"verbose_name": "search word", "verbose_name_plural": "search words"},
        ),
        migrations.RunPython(run(FORWARD), run(BACKWARD)),
    ]
