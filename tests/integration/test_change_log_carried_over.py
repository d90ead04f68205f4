"""The rows of the first audit table live on in the instance's change log."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from tests.lib.tampering import execute, without_triggers

from clearway.web.audit import carrying, models
from clearway.web.audit.checking import check_chain

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, 1, 5, tzinfo=UTC)
OLD = [
    SimpleNamespace(at=AT, person="ada", via="command line", action="import publication",
                    subject=f"file {number}.csv", details={"new": number, "b": "Zoë"})
    for number in range(3)
]  # fmt: skip


class _OldRows:
    def order_by(self, _column: str) -> "_OldRows":
        return self

    def iterator(self) -> list[SimpleNamespace]:
        return OLD


class _Apps:
    """The models as the migration sees them: the new ones, and the first table."""

    def get_model(self, label: str, name: str = "") -> object:
        name = name or label.split(".")[1]
        return SimpleNamespace(objects=_OldRows()) if name == "AuditEvent" else getattr(models, name)


def test_old_rows_become_a_chain_with_their_own_times_and_details() -> None:
    with without_triggers():
        for model in (models.Erasure, models.ChangeDetail, models.ChangeEvent, models.ChainHead):
            execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own tables
        carrying.carry_over(_Apps())
        state = check_chain("")
        assert (state.fault, state.events) == (None, 3)
        event = models.ChangeEvent.objects.get(sequence=2)
        assert (event.at, event.person, event.via) == (AT, "ada", "command line")
        assert (event.action, event.subject) == ("import publication", "file 1.csv")
        assert event.details == {"new": 1, "b": "Zoë"}
