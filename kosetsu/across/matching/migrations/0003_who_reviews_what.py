import django.db.models.deletion
import kosetsu.common.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_cohort_points"),
        ("reviews", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="cohortproposal",
            name="stage",
            field=models.CharField(
                choices=[
                    ("waiting", "順番待ち"),
                    ("searching", "計算中"),
                    ("found", "案があります"),
                    ("clash", "条件が両立しません"),
                    ("failed", "時間内に見つかりませんでした"),
                    ("cancelled", "中止しました"),
                    ("stale", "古くなりました"),
                    ("decided", "決定しました"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="状態",
            ),
        ),
        migrations.CreateModel(
            name="ReaderPoints",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="開始日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="終了日")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fields", "所属の分野"),
                            ("cases", "担当した案件"),
                            ("tests", "担当した試験"),
                            ("talks", "研究発表"),
                            ("reviews", "過去の審査"),
                            ("want", "希望する"),
                            ("may", "引き受けられる"),
                        ],
                        max_length=10,
                        verbose_name="見るもの",
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="点")),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="さかのぼる年数")),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "valid_from"), name="one_points_of_a_deed_from_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Bid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        choices=[("want", "希望する"), ("may", "引き受けられる"), ("decline", "辞退する")],
                        max_length=10,
                        verbose_name="意向",
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bids", to="reviews.item"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bids", to="reviews.reviewer"
                    ),
                ),
            ],
            options={
                "verbose_name": "審査員の意向",
                "verbose_name_plural": "審査員の意向",
                "constraints": [models.UniqueConstraint(fields=("item", "reviewer"), name="one_bid_a_pair")],
            },
        ),
        migrations.CreateModel(
            name="PanelProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=kosetsu.common.ids.uuid7, editable=False, unique=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "順番待ち"),
                            ("searching", "計算中"),
                            ("found", "案があります"),
                            ("clash", "条件が両立しません"),
                            ("failed", "時間内に見つかりませんでした"),
                            ("cancelled", "中止しました"),
                            ("stale", "古くなりました"),
                            ("decided", "決定しました"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("total", models.IntegerField(null=True)),
                ("bound", models.IntegerField(null=True)),
                ("clash", models.JSONField(default=dict)),
                ("seconds", models.PositiveSmallIntegerField()),
                ("cancelled", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(verbose_name="依頼日時")),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("batch", models.PositiveSmallIntegerField(null=True, verbose_name="回")),
                (
                    "best",
                    models.CharField(
                        choices=[
                            ("worst", "最も合わない審査対象を、できるだけ良くする"),
                            ("total", "合計を、できるだけ多くする"),
                            ("blend", "合計に、最も合わない審査対象の重みを加える"),
                        ],
                        default="worst",
                        max_length=10,
                        verbose_name="目標",
                    ),
                ),
                ("floor", models.PositiveSmallIntegerField(default=0)),
                ("juniors", models.PositiveSmallIntegerField(default=0)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("anew", "まだ始まっていない担当は、組み替えてよい"),
                            ("again", "いまの担当を残し、変えるのはわずかにする"),
                        ],
                        default="anew",
                        max_length=10,
                        verbose_name="組み方",
                    ),
                ),
                ("most_changed", models.PositiveSmallIntegerField(default=3)),
                ("weights", models.JSONField(default=dict)),
                ("locks", models.JSONField(default=list)),
                ("marks", models.JSONField(default=dict)),
                ("pairs", models.JSONField(default=list)),
                ("takes_away", models.JSONField(default=list)),
                ("stale_by", models.JSONField(default=list)),
                ("worst", models.IntegerField(null=True)),
                ("worst_bound", models.IntegerField(null=True)),
                ("value", models.IntegerField(null=True)),
                ("settled_after", models.PositiveIntegerField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "forecast",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.panel"
                    ),
                ),
                ("items", models.ManyToManyField(related_name="proposals", to="reviews.item")),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="reviews.panel"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("waiting", "searching"))),
                        fields=("panel",),
                        name="one_search_of_a_panel_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "decided")),
                        fields=("panel", "settled_after"),
                        name="two_proposals_are_not_settled_upon_one_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "decided"), _negated=True),
                            ("settled_after__isnull", False),
                            _connector="OR",
                        ),
                        name="a_settled_proposal_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forecast", None),
                            models.Q(
                                ("batch__isnull", False), models.Q(("forecast", models.F("panel")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_forecast_is_another_panels",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="回")),
                ("month", models.DateField(blank=True, null=True, verbose_name="月")),
                ("least", models.PositiveSmallIntegerField(default=0, verbose_name="最少件数")),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最多件数")),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="loads", to="reviews.reviewer"
                    ),
                ),
            ],
            options={
                "verbose_name": "審査員の件数の範囲",
                "verbose_name_plural": "審査員の件数の範囲",
                "ordering": ["reviewer", "batch", "month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", None), ("month__isnull", False)),
                            models.Q(("batch__isnull", False), ("month", None)),
                            _connector="OR",
                        ),
                        name="a_reader_load_is_of_one_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most", None), ("most__gte", models.F("least")), _connector="OR"),
                        name="a_reader_load_can_be_reached",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("month", None)),
                        fields=("reviewer", "batch"),
                        name="one_reader_load_a_batch",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("batch", None)),
                        fields=("reviewer", "month"),
                        name="one_reader_load_a_month",
                    ),
                ],
            },
        ),
    ]
