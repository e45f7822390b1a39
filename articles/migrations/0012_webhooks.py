"""Webhooks, and that Publishers may register them."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PUBLISH = [f"{verb}_webhook" for verb in ("add", "change", "delete", "view")]


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
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Publishers")
    group.permissions.add(*[permission(apps, codename) for codename in PUBLISH])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_search_by_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "url",
                    models.CharField(
                        help_text="Where changes are sent: https://…",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="changes wanted")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("seed", models.CharField(editable=False, max_length=32)),
                ("former_seed", models.CharField(blank=True, editable=False, max_length=32)),
                ("former_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "delivered",
                    models.BigIntegerField(default=0, editable=False, verbose_name="last number"),
                ),
                ("attempts", models.PositiveIntegerField(default=0, editable=False)),
                ("failing_since", models.DateTimeField(blank=True, editable=False, null=True)),
                ("gave_up_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "next_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("claim", models.CharField(blank=True, editable=False, max_length=32)),
                ("claimed_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only articles in this category or under it; empty for all.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to="articles.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only articles of this source; empty for all.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to="articles.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(null=True, verbose_name="number")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
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
                        ],
                        default="",
                        max_length=20,
                        verbose_name="failure",
                    ),
                ),
                ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="articles.webhook",
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(
                condition=models.Q(("is_active", True)),
                fields=["next_at"],
                name="article_webhook_due",
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
