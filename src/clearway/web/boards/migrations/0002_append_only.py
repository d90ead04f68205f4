from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_first"), ("audit", "0005_guards")]
    operations = [append_only("boards_share"), not_replaced("boards_share", ("id",))]
