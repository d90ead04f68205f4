"""How the rows of the first audit table became a chain; used by the migration alone."""

import json

from django.apps.registry import Apps

from clearway.web.audit.chain import GENESIS, change_hash, commitment, new_salt


def carry_over(apps: Apps) -> None:
    """Write every old row as an event of the instance's chain, and that chain's head."""
    ChangeEvent = apps.get_model("audit", "ChangeEvent")
    ChangeDetail = apps.get_model("audit", "ChangeDetail")
    sequence, previous = 0, GENESIS
    for old in apps.get_model("audit", "AuditEvent").objects.order_by("pk").iterator():
        beside = {
            "salt": new_salt(),
            "person": old.person,
            "via": old.via,
            "key": "",
            "details": json.dumps(old.details, sort_keys=True, separators=(",", ":")),
        }
        said = {
            "organisation": "",
            "sequence": sequence + 1,
            "at": old.at,
            "action": old.action,
            "subject": old.subject,
            "digest": commitment(**beside),
            "previous": previous,
        }
        event = ChangeEvent.objects.create(**said, hash=change_hash(**said))
        ChangeDetail.objects.create(event=event, **beside)
        sequence, previous = event.sequence, event.hash
    apps.get_model("audit", "ChainHead").objects.create(organisation="", sequence=sequence, hash=previous)
