import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="知らせた日時"),
        ),
        migrations.CreateModel(
            name="ReviewNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appointed", "審査のお願い"),
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
                ("due_at", models.DateTimeField(null=True)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="reviews.reviewer",
                        verbose_name="審査員",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["sent_at", "made_at"], name="reviews_rev_sent_at_bfae17_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=("reviewer", "kind", "due_at"),
                        name="one_reminder_a_deadline",
                    )
                ],
            },
        ),
    ]
