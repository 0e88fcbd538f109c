"""What the database itself holds: rows of changes, executions, repayments, uses and settlements are written once."""

from django.db import migrations

from kosetsu.foundation.governance.append_only import protect, release

FROZEN = (
    "treasury_budgetchange",
    "treasury_execution",
    "treasury_executionfile",
    "treasury_repayment",
    "treasury_reserveuse",
    "treasury_settlement",
)


def guard(apps, schema_editor):
    for table in FROZEN:
        protect(schema_editor.connection, table)


def unguard(apps, schema_editor):
    for table in FROZEN:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_treasury"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(guard, unguard)]
