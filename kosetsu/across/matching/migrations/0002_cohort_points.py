import django.db.models.deletion
from django.db import migrations, models


def forget(apps, schema_editor):
    """Nobody can tell any more what the compositions of earlier proposals were worth; the circles stay."""
    apps.get_model("matching", "CohortProposal").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CohortPoints",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="開始日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="終了日")),
                ("trade", models.JSONField(verbose_name="業種")),
                ("size", models.JSONField(verbose_name="規模")),
                ("place", models.JSONField(verbose_name="所在地")),
                ("interest", models.JSONField(verbose_name="関心")),
                ("met", models.IntegerField(verbose_name="以前も同じグループだった2社")),
                ("floor", models.PositiveSmallIntegerField(verbose_name="最も弱いグループの重み")),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("valid_from",), name="one_set_of_cohort_points_from_a_day")
                ],
            },
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField(
            model_name="cohortproposal",
            name="points",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="matching.cohortpoints"
            ),
            preserve_default=False,
        ),
    ]
