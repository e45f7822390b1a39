"""Changes get their numbers from the database, as their transactions are committed.

A number that is taken before the commit may be overtaken: whoever follows the changes has seen 8
when 7 comes. On PostgreSQL a trigger that waits for the commit takes the counter's row, so numbers
are given in the order of commits; nothing is locked behind that row, so nobody waits for another
while holding it. SQLite has one writer at a time. (A table that Django rebuilds on SQLite loses
its triggers: make this one again then.)
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER article_change_number AFTER INSERT ON articles_change BEGIN
  INSERT INTO articles_counter (name, number) VALUES ('changes', 1)
    ON CONFLICT (name) DO UPDATE SET number = number + 1;
  UPDATE articles_change
    SET number = (SELECT number FROM articles_counter WHERE name = 'changes') WHERE id = NEW.id;
END
"""
FUNCTION = """
CREATE FUNCTION article_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given bigint;
BEGIN
  INSERT INTO articles_counter AS counter (name, number) VALUES ('changes', 1)
    ON CONFLICT (name) DO UPDATE SET number = counter.number + 1
    RETURNING counter.number INTO given;
  UPDATE articles_change SET number = given WHERE id = NEW.id;
  RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE CONSTRAINT TRIGGER article_change_number AFTER INSERT ON articles_change
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION article_number_change()
"""
BYTEWISE = [("articles_card", "public_id"), ("articles_listed", "public_id")]
FORWARD = {
    "sqlite": [SQLITE],
    "postgresql": [
        FUNCTION,
        TRIGGER,
        *(
            f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar(12) COLLATE "C"'
            for table, column in BYTEWISE
        ),
    ],
}
BACKWARD = {
    "sqlite": ["DROP TRIGGER article_change_number"],
    "postgresql": [
        "DROP TRIGGER article_change_number ON articles_change",
        "DROP FUNCTION article_number_change()",
    ],
}


def run(statements: dict[str, list[str]]):
    def change(apps, schema_editor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.replace("%", "%%"))

    return change


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_cards")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
