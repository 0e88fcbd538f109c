"""A comment may wait for its score; reviewers are asked what they want to review.

SQLite rebuilds the table of reviews for it, so the guards that read it end first and begin again.
"""

from django.db import migrations, models

from kosetsu.common.db import guards
from kosetsu.foundation.reviews.models.guards import GUARDS


def begin(apps, schema_editor):
    guards.begin(schema_editor.connection, GUARDS)


def end(apps, schema_editor):
    guards.end(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_sheets_and_mails")]

    operations = [
        migrations.RunPython(end, begin),
        migrations.AddField(
            model_name="review",
            name="unscored",
            field=models.JSONField(blank=True, default=dict, verbose_name="まだ点のない審査項目のコメント"),
        ),
        migrations.AlterField(
            model_name="reviewnotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("appointed", "審査のお願い"),
                    ("bids", "審査したいもの、避けたいもののお尋ね"),
                    ("assigned", "担当する審査対象"),
                    ("near", "採点締切が近づいています"),
                    ("overdue", "採点締切を過ぎています"),
                    ("returned", "審査票の差し戻し"),
                    ("withdrawn", "審査対象の取り下げ"),
                    ("closed", "審査の終了"),
                ],
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.RunPython(begin, end),
    ]
