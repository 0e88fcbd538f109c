"""What the database holds by itself: editions, answers and plans are written once."""

from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release

FROZEN = (
    "programmes_vocabularyedition",
    "programmes_descriptionedition",
    "programmes_answer",
    "programmes_plan",
)


def guard(apps, schema_editor):
    for table in FROZEN:
        protect(schema_editor.connection, table)


def unguard(apps, schema_editor):
    for table in FROZEN:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_descriptions"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(guard, unguard)]
