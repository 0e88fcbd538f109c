import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was shared before ends with the fiscal year."""

    dependencies = [
        ("programmes", "0006_no_day_of_a_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="planshare",
            name="until",
            field=models.DateField(default=dt.date(2027, 3, 31), verbose_name="見せる最後の日"),
            preserve_default=False,
        ),
    ]
