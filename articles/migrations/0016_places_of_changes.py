"""Where articles stand and stood, kept with what is told of them.

Nullable and without a default: SQLite adds such a column without making the table anew, which
would lose the trigger of migration 0010.
"""

from django.db import migrations, models

FAILURES = [
    ("url", "not an address that is asked"),
    ("forbidden", "not a public address"),
    ("unresolved", "the host has no address"),
    ("unreached", "no connection"),
    ("tls", "no trusted encryption"),
    ("timeout", "no answer in time"),
    ("too_large", "the answer has no end"),
    ("not_http", "an answer that is no HTTP"),
    ("redirect", "redirects are not followed"),
    ("status", "the answer is no success"),
    ("gone", "the address asks for nothing more"),
    ("unforeseen", "an error that nobody foresaw; the log has it"),
]


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_what_readers_saw")]
    operations = [
        migrations.AddField("card", "places", models.JSONField(null=True)),
        migrations.AddField("change", "places", models.JSONField(null=True)),
        migrations.AlterField(
            "delivery",
            "failure",
            models.CharField("failure", max_length=20, choices=FAILURES, blank=True, default=""),
        ),
    ]
