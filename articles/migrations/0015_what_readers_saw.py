"""Whether readers saw what was withdrawn; indexes of lists that cards serve now."""

from django.db import migrations, models

# The rule by which it was judged before, from dates that may be edited.
WAS_PUBLIC = """
UPDATE articles_article SET was_public = TRUE
WHERE status = 'withdrawn'
  AND (published_at IS NULL OR published_at <= withdrawn_at)
  AND (embargo_until IS NULL OR embargo_until <= withdrawn_at)
"""


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
    ]
