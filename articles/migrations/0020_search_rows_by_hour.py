"""Rows of SQLite's search index are filed under the hour of publication, no longer the day.

Ids cannot be changed where FTS5 keeps no content: `rebuild_search` files anew what is marked
here. Until then searches find these rows in no order, and sort them.
"""

from django.db import migrations

# Below stood what a full day had no room for; that stays.
FIRST_DAY = 400_000 * 2**10


def mark(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        apps.get_model("articles", "SearchRow").objects.filter(id__gte=FIRST_DAY).update(rules=0)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_stored_as_given")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
