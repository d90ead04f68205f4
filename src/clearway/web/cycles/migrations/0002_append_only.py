from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

# What was predicted, what came of it and what was decided is only ever added to.
TABLES = ("cyclestep", "prediction", "outcome", "progressscore", "progressfeedback")


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_first"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"cycles_{table}") for table in TABLES),
        *(not_replaced(f"cycles_{table}", ("id",)) for table in TABLES),
    ]
