from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

# What was agreed, who leads, whom it reached and what was understood is only ever added to.
TABLES = (
    "cadence",
    "leadership",
    "meetingstep",
    "plancollision",
    "planversion",
    "staffnumber",
    "staffreach",
    "understood",
)


class Migration(migrations.Migration):
    dependencies = [("department", "0001_first"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"department_{table}") for table in TABLES),
        *(not_replaced(f"department_{table}", ("id",)) for table in TABLES),
    ]
