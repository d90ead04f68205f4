import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from clearway.web.audit.append_only import append_only
from clearway.web.audit.columns import text_column
from clearway.web.audit.triggers import not_replaced

COLUMNS = (("unit", 100), ("direction", 10), ("number_kind", 10), ("rhythm", 10))


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_where"), ("audit", "0005_guards")]
    operations = [
        *(
            text_column("plannedmeasure", "projects_plannedmeasure", column, longest=longest)
            for column, longest in COLUMNS
        ),
        migrations.CreateModel(
            name="OwnValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("person", models.CharField(max_length=200)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("start", models.DateField()),
                ("numerator", models.FloatField(null=True)),
                ("denominator", models.FloatField(null=True)),
                ("value", models.FloatField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_values",
                        to="projects.plannedmeasure",
                    ),
                ),
            ],
            options={
                "ordering": ("line", "start", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        name="own_value_of_a_share",
                        condition=Q(numerator=None, denominator=None)
                        | Q(value__isnull=False, denominator__gt=0, numerator__gte=0, numerator__lte=F("denominator")),
                    )
                ],
            },
        ),
        append_only("projects_ownvalue"),
        not_replaced("projects_ownvalue", ("id",)),
    ]
