"""How the rows of the first audit table became a chain; used by the migration alone."""

import json
from typing import Any

from clearway.web.audit.chain import GENESIS, change_hash, commitment, new_salt


def carry_over(apps: Any) -> None:
    """Write every old row as an event of the instance's chain, and that chain's head."""
    events = apps.get_model("audit.ChangeEvent").objects
    beside_events = apps.get_model("audit.ChangeDetail").objects
    sequence, previous = 0, GENESIS
    old_events = apps.get_model("audit", "AuditEvent").objects
    for old in old_events.order_by("pk").iterator():
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
        event = events.create(**said, hash=change_hash(**said))
        beside_events.create(event=event, **beside)
        sequence, previous = event.sequence, event.hash
    apps.get_model("audit.ChainHead").objects.create(organisation="", sequence=sequence, hash=previous)
