from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import erasable, forward_only_head, not_replaced


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_carry_over")]
    operations = [
        append_only("audit_changeevent"),
        append_only("audit_accessevent"),
        append_only("audit_erasure"),
        erasable("audit_changedetail", "change"),
        erasable("audit_accessdetail", "access"),
        forward_only_head(),
        not_replaced("audit_changeevent", ("id",), ("organisation", "sequence")),
        not_replaced("audit_accessevent", ("id",), ("number",)),
        not_replaced("audit_erasure", ("id",), ("change_id",), ("access_id",)),
        not_replaced("audit_changedetail", ("event_id",)),
        not_replaced("audit_accessdetail", ("event_id",)),
        not_replaced("audit_chainhead", ("organisation",)),
        # Its rows are in the instance's change log now.
        migrations.DeleteModel("AuditEvent"),
    ]
