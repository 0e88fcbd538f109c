"""What the database itself holds about seats; editions of kinds are only added."""

from django.db import migrations

from kosetsu.common.db import guards
from kosetsu.foundation.calls.models.guards import GUARDS
from kosetsu.foundation.governance.append_only import protect, release


def begin(apps, schema_editor):
    guards.begin(schema_editor.connection, GUARDS)
    protect(schema_editor.connection, "calls_kindedition")


def end(apps, schema_editor):
    release(schema_editor.connection, "calls_kindedition")
    guards.end(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(begin, end)]
