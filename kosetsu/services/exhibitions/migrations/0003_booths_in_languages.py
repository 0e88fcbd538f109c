from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def with_the_end(apps: Any, schema_editor: Any) -> None:
    """Exhibitions planned before the rule: the search finds their booths until the end."""
    apps.get_model("exhibitions", "Exhibition").objects.update(found_until=F("closes_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('exhibitions', '0002_outings'),
    ]

    operations = [
        migrations.AddField('booth', 'translations', models.JSONField(default=dict)),
        migrations.AddField('edition', 'translations', models.JSONField(default=dict)),
        migrations.AddField('panel', 'translations', models.JSONField(default=dict)),
        migrations.AddField('countingrule', 'found_days', models.PositiveSmallIntegerField(default=0)),
        migrations.AddField('exhibition', 'found_until', models.DateTimeField(null=True)),
        migrations.RunPython(with_the_end, migrations.RunPython.noop, elidable=True),
        migrations.AlterField('exhibition', 'found_until', models.DateTimeField()),
        migrations.RemoveConstraint('exhibition', 'an_exhibition_runs_in_order'),
        migrations.AddConstraint(
            model_name='exhibition',
            constraint=models.CheckConstraint(
                condition=Q(('closes_at__lte', F('found_until')), ('opens_at__lt', F('registers_until')),
                            ('recommends_until__lte', F('opens_at')), ('registers_until__lte', F('closes_at'))),
                name='an_exhibition_runs_in_order',
            ),
        ),
    ]
