"""What the database itself holds about reports: each row is written once, and states only what was verified."""

from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release
from kosetsu.services.testing.models.guards import guard, unguard

FROZEN = (
    "testing_report", "testing_reportrecord", "testing_reportpaper", "testing_reportcopy", "testing_withdrawal",
)  # fmt: skip


def begin(apps, schema_editor):
    for table in FROZEN:
        protect(schema_editor.connection, table)
    guard(schema_editor.connection, "testing_reportrecord")


def end(apps, schema_editor):
    unguard(schema_editor.connection, "testing_reportrecord")
    for table in FROZEN:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("testing", "0004_reports"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(begin, end)]
