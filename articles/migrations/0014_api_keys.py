"""API keys and their use; Operators, who make them; cards know what an embargo alone holds back."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OPERATE = [f"{verb}_apikey" for verb in ("add", "change", "view")]
# Until the next statement; an article without a card has none here either.
NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.timezone.utc)
RELEASED = """
UPDATE articles_card SET released_from =
  (SELECT published_at FROM articles_article WHERE id = articles_card.article_id)
"""


def permission(apps: Apps, codename: str):
    """Find a permission, or make it: Django itself does so only after all migrations."""
    verb, _, model = codename.partition("_")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model=model
    )
    name = f"Can {verb} {apps.get_model('articles', model)._meta.verbose_name}"
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return found


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Operators")
    group.permissions.add(*[permission(apps, codename) for codename in OPERATE])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_search_by_date"),
        ("articles", "0013_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="card",
            name="released_from",
            field=models.DateTimeField(default=NEVER),
            preserve_default=False,
        ),
        migrations.RunSQL(RELEASED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Who uses it, and for what.", max_length=100, unique=True, verbose_name="name")),
                ("prefix", models.CharField(editable=False, max_length=9, verbose_name="begins with")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list, verbose_name="scopes")),
                ("rate", models.CharField(default="600/min", help_text="Requests in a second, minute, hour or day, such as 600/min; off for no end.", max_length=20, validators=[django.core.validators.RegexValidator("^(?:[1-9][0-9]{0,8}/(?:sec|min|hour|day)|off)$", "Give a rate such as 600/min, or off.")], verbose_name="rate")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("created_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="created by")),
            ],
            options={"verbose_name": "API key", "verbose_name_plural": "API keys", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="KeyUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("requests", models.PositiveBigIntegerField(default=0, verbose_name="requests")),
                ("not_modified", models.PositiveBigIntegerField(default=0, verbose_name="not modified")),
                ("throttled", models.PositiveBigIntegerField(default=0, verbose_name="throttled")),
                ("last_at", models.DateTimeField(verbose_name="last used")),
                ("key", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="articles.apikey", verbose_name="API key")),
            ],
            options={"verbose_name": "use of a key", "verbose_name_plural": "uses of keys"},
        ),
        migrations.AddConstraint(
            model_name="keyuse",
            constraint=models.UniqueConstraint(fields=["key", "day"], name="article_keyuse_once_a_day"),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
