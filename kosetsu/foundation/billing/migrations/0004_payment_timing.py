from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_notices")]

    operations = [
        migrations.RenameField("billingterms", "settlement", "payment_timing"),
        migrations.RenameField("quote", "settlement", "payment_timing"),
    ]
