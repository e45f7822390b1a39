from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="correction",
            field=models.CharField(
                blank=True, default="", max_length=500, verbose_name="correction note for readers"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("correction", ""), _negated=True),
                fields=["-visible_from"],
                name="article_revision_told",
            ),
        ),
    ]
