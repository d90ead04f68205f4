from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

# What was shared, taken back and copied is only ever added to; a contact goes when it is no longer shown.
TABLES = ("sharedtest", "sharedversion", "withdrawal", "copy")


class Migration(migrations.Migration):
    dependencies = [("library", "0001_first"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"library_{table}") for table in TABLES),
        *(not_replaced(f"library_{table}", ("id",)) for table in TABLES),
    ]
