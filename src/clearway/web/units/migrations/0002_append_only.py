from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced


class Migration(migrations.Migration):
    dependencies = [("units", "0001_first"), ("audit", "0005_guards")]
    operations = [append_only("units_unitstep"), not_replaced("units_unitstep", ("id",))]
