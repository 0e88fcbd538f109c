from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release

TABLES = ("devices_calibration", "devices_impactdecision")


def forwards(apps, schema_editor):
    for table in TABLES:
        protect(schema_editor.connection, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(forwards, backwards)]
