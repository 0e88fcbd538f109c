"""What the database itself holds about money: frozen rows, and sums that no writer can get wrong."""

from django.db import migrations

from kosetsu.foundation.billing.models.counting import count, stop
from kosetsu.foundation.governance.append_only import protect, release

FROZEN = ("billing_charge", "billing_quoteline", "billing_invoiceline", "billing_invoicetax", "billing_allocation")


def guard(apps, schema_editor):
    for table in FROZEN:
        protect(schema_editor.connection, table)
    count(schema_editor.connection)


def unguard(apps, schema_editor):
    stop(schema_editor.connection)
    for table in FROZEN:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_money"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(guard, unguard)]
