"""What the database itself holds about conflicts and scores; the log is only added to."""

from django.db import migrations

from kosetsu.common.db import guards
from kosetsu.foundation.governance.append_only import protect, release
from kosetsu.foundation.reviews.models.guards import GUARDS


def begin(apps, schema_editor):
    guards.begin(schema_editor.connection, GUARDS)
    protect(schema_editor.connection, "reviews_step")


def end(apps, schema_editor):
    release(schema_editor.connection, "reviews_step")
    guards.end(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("governance", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(begin, end)]
