"""PostgreSQL sorts text by the collation of the cluster; SQLite by bytes. Bytes on both."""

from django.db import migrations

COLUMNS = [
    ("articles_article", "title", 500),
    ("articles_article", "public_id", 12),
    ("articles_source", "name", 200),
    ("articles_source", "public_id", 12),
    ("articles_category", "public_id", 12),
    ("articles_image", "public_id", 12),
]


def alter(collation: str):
    def change(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table, column, length in COLUMNS:
                schema_editor.execute(
                    f'ALTER TABLE "{table}" ALTER COLUMN "{column}" '
                    f'TYPE varchar({length}) COLLATE "{collation}"'
                )

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]
    operations = [migrations.RunPython(alter("C"), alter("default"))]
