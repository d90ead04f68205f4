"""Carries the rows of the first audit table into the instance's change log, in the order they were written."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from clearway.web.audit.carrying import carry_over


def carry(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    carry_over(apps)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chains")]
    operations = [migrations.RunPython(carry)]
