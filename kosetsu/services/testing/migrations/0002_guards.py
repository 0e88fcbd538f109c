"""What the database itself holds about custody and results."""

from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release
from kosetsu.services.testing.models.guards import guard, unguard

TABLES = (
    "testing_custody", "testing_verification", "testing_testrecord", "testing_reading", "testing_calculation",
)  # fmt: skip


def begin(apps, schema_editor):
    protect(schema_editor.connection, "testing_custody")
    guard(schema_editor.connection, *TABLES)


def end(apps, schema_editor):
    unguard(schema_editor.connection, *TABLES)
    release(schema_editor.connection, "testing_custody")


class Migration(migrations.Migration):
    dependencies = [("testing", "0001_orders"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(begin, end)]
