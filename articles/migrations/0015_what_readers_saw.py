"""Whether readers saw what was withdrawn; fewer indexes, and fewer merges of the search index.

Lists are served by cards. Each index of articles that an import enters in the middle costs it a
page to read and to write in a large database; so does each level that the search index has.
"""

from django.db import migrations, models

# The rule by which it was judged before, from dates that may be edited.
WAS_PUBLIC = """
UPDATE articles_article SET was_public = TRUE
WHERE status = 'withdrawn'
  AND (published_at IS NULL OR published_at <= withdrawn_at)
  AND (embargo_until IS NULL OR embargo_until <= withdrawn_at)
"""

# As many pieces of the search index lie beside each other before they become one. Beyond twice
# as many SQLite would merge them at once, while the import waits.
PIECES = {"automerge": (8, 16), "crisismerge": (16, 32)}


def merge(which: int):
    def change(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for option, numbers in PIECES.items():
                schema_editor.execute(
                    "INSERT INTO article_search (article_search, rank)"
                    f" VALUES ('{option}', {numbers[which]})"
                )

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_api_keys")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="was_public",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(WAS_PUBLIC, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="article", name="article_list_published"),
        migrations.RemoveIndex(model_name="article", name="article_list_title"),
        migrations.RemoveIndex(model_name="article", name="article_list_language"),
        migrations.RemoveIndex(model_name="article", name="article_list"),
        migrations.RemoveIndex(model_name="article", name="article_list_source"),
        migrations.RemoveIndex(model_name="article", name="article_source_fingerprint"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "id"], name="article_by_status"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["source", "status", "published_at"], name="article_by_source"
            ),
        ),
        migrations.RunPython(merge(1), merge(0)),
    ]
