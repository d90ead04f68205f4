from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

TABLES = ("reminderchoice", "reminder", "reminderline")


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_first"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"coordination_{table}") for table in TABLES),
        *(not_replaced(f"coordination_{table}", ("id",)) for table in TABLES),
    ]
