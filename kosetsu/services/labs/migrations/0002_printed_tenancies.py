"""What lists print of tenants gets its own table: tenancies are on record themselves from now on."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

KEPT = ("lab_id", "tenant_name", "use_summary", "since", "until", "printed_on", "source")


def copy(apps: Any, schema: Any) -> None:
    """Every printed row, as it was. (A renamed table would keep the names of its indexes, which the new one needs.)"""
    old, new = apps.get_model("labs", "Tenancy"), apps.get_model("labs", "PrintedTenancy")
    new.objects.bulk_create(new(**row) for row in old.objects.order_by("pk").values(*KEPT))


class Migration(migrations.Migration):
    dependencies = [("labs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PrintedTenancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant_name", models.CharField(max_length=200, verbose_name="企業名")),
                ("use_summary", models.CharField(max_length=300, verbose_name="利用の概要")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("printed_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=200)),
                (
                    "lab",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="printed", to="labs.lab"
                    ),
                ),
            ],
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel("Tenancy"),
    ]
