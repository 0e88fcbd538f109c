from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release

TABLE = "governance_auditevent"


def forwards(apps, schema_editor):
    protect(schema_editor.connection, TABLE)


def backwards(apps, schema_editor):
    release(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
