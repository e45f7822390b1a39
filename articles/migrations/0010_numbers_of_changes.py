"""Changes get their numbers from the database, as their transactions are committed.

A number that is taken before the commit may be overtaken: whoever follows the changes has seen 8
when 7 comes. On PostgreSQL a trigger that waits for the commit takes the counter's row, so numbers
are given in the order of commits. It does so in a second round, when everything else that waits
for the commit has run: checks of foreign keys lock rows, and whoever holds the counter must not
wait for anybody. SQLite has one writer at a time. (A table that Django rebuilds on SQLite loses
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
LATER = """
CREATE FUNCTION article_number_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE articles_change SET number = NULL WHERE id = NEW.id;
  RETURN NULL;
END
$$
"""
NUMBER = """
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
FIRST_ROUND = """
CREATE CONSTRAINT TRIGGER article_change_later AFTER INSERT ON articles_change
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION article_number_later()
"""
SECOND_ROUND = """
CREATE CONSTRAINT TRIGGER article_change_number AFTER UPDATE ON articles_change
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number IS NULL)
  EXECUTE FUNCTION article_number_change()
"""
BYTEWISE = [("articles_card", "public_id"), ("articles_listed", "public_id")]
FORWARD = {
    "sqlite": [SQLITE],
    "postgresql": [
        *(LATER, NUMBER, FIRST_ROUND, SECOND_ROUND),
        *(
            f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar(12) COLLATE "C"'
            for table, column in BYTEWISE
        ),
    ],
}
BACKWARD = {
    "sqlite": ["DROP TRIGGER article_change_number"],
    "postgresql": [
        "DROP TRIGGER article_change_later ON articles_change",
        "DROP TRIGGER article_change_number ON articles_change",
        "DROP FUNCTION article_number_later()",
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
