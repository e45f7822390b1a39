"""Until when an embargo held an article back, and what is scheduled told apart by its date."""

from django.db import migrations, models

HELD_UNTIL = """
UPDATE articles_listed SET held_until = (
    SELECT visible_from FROM articles_card WHERE article_id = card_id
)
WHERE card_id IN (SELECT article_id FROM articles_card WHERE visible_from > released_from)
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_places_of_changes")]
    operations = [
        migrations.AddField(
            model_name="listed",
            name="held_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(HELD_UNTIL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="listed",
            index=models.Index(
                fields=["heading", "-held_until", "-public_id"],
                condition=models.Q(held_until__isnull=False),
                name="article_listed_held",
            ),
        ),
        migrations.RemoveIndex(model_name="listed", name="article_listed_date"),
        migrations.AddIndex(
            model_name="listed",
            index=models.Index(
                fields=["heading", "-sort_at", "-public_id", "published_at"],
                name="article_listed_date",
            ),
        ),
    ]
