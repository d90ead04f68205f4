from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_first"), ("audit", "0005_guards")]
    operations = [
        append_only("calendar_returnevent"),
        append_only("calendar_submission"),
        not_replaced("calendar_returnevent", ("id",), ("month_id", "number")),
        not_replaced("calendar_submission", ("id",), ("withdraws_id",)),
    ]
