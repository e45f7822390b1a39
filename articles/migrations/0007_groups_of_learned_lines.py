"""Who sees learned lines, and who decides on them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WRITE = ["view_learnedline"]
REVIEW = [*WRITE, "change_learnedline"]
GROUPS = {"Writers": WRITE, "Reviewers": REVIEW, "Publishers": [*REVIEW, "delete_learnedline"]}


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
    for name, codenames in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*[permission(apps, codename) for codename in codenames])


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_shingle_index"), ("articles", "0002_groups")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
