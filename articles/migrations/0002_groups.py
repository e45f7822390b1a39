"""Writers, Reviewers and Publishers, each with what the one before may do."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDITED = ["article", "articleimage", "credit", "image"]
SEEN = ["source", "sourcelabel", "category", "document", "origin", "importrun", "rundocument",
        "revision", "review", "family"]
WRITE = [f"{verb}_{model}" for model in EDITED for verb in ("add", "change", "view")] + [
    "delete_articleimage", "delete_credit", "submit_article",
] + [f"view_{model}" for model in SEEN]
REVIEW = [*WRITE, "review_article", "change_sourcelabel"]
PUBLISH = [*REVIEW, "publish_article", "delete_article", "delete_image"] + [
    f"{verb}_{model}" for model in ("source", "category") for verb in ("add", "change", "delete")
] + ["add_sourcelabel", "delete_sourcelabel"]
GROUPS = {"Writers": WRITE, "Reviewers": REVIEW, "Publishers": PUBLISH}
OWN = {
    "submit_article": "Can submit an article for review",
    "review_article": "Can approve or return an article",
    "publish_article": "Can publish and withdraw an article",
}


def permission(apps: Apps, codename: str):
    """Find a permission, or make it: Django itself does so only after all migrations."""
    verb, _, model = codename.partition("_")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model=model
    )
    name = OWN.get(codename) or f"Can {verb} {apps.get_model('articles', model)._meta.verbose_name}"
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return found


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, codenames in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*[permission(apps, codename) for codename in codenames])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
