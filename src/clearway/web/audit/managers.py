"""Managers that refuse to write many rows at once round the change log.

`update()`, `delete()`, `bulk_create()` and `bulk_update()` call no `save()`, so nothing would tell that
they happened. A model whose rows matter takes `objects = AuditedQuerySet.as_manager()` (or the
`AuditedManager`, or a subclass of either); an action that has to write in bulk records first and hands
over the event: `Cell.objects.recorded_by(event).bulk_create(cells)`.
"""

from typing import Any, NoReturn, Protocol, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnrecordedWriteError(TypeError):
    """Code tried to change many rows without an event in the change log. A fault of ours."""


class Recorded(Protocol):
    """An event of the change log, as far as a queryset needs to know it."""

    @property
    def hash(self) -> str: ...


class AuditedQuerySet(models.QuerySet[M]):
    """Reads freely; writes in bulk only for an event that tells of it."""

    _event: Recorded | None = None

    def recorded_by(self, event: Recorded) -> Self:
        """The same rows, open to bulk writes that `event` of the change log tells of."""
        if not getattr(event, "hash", ""):
            raise UnrecordedWriteError("recorded_by() needs an event that was written to the change log")
        opened = self.all()
        opened._event = event
        return opened

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own, unknown to its types
        clone._event = self._event
        return clone

    def _recorded(self, method: str) -> None:
        if self._event is None:
            self._refuse(method)

    def _refuse(self, method: str) -> NoReturn:
        raise UnrecordedWriteError(
            f"{self.model.__name__}.objects.{method}() would go round the change log: "
            "record the change and write through recorded_by(event)"
        )

    def update(self, **values: Any) -> int:
        self._recorded("update")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._recorded("delete")
        return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]  # a manager has no delete(), as in Django

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[M]:
        self._recorded("bulk_create")
        return super().bulk_create(objs, *args, **options)

    def bulk_update(self, objs: Any, *args: Any, **options: Any) -> int:
        self._recorded("bulk_update")
        return super().bulk_update(objs, *args, **options)


class AuditedManager(models.Manager[M]):
    """The same as a manager, for models that want one by name."""

    def get_queryset(self) -> AuditedQuerySet[M]:
        return AuditedQuerySet(self.model, using=self._db)

    def recorded_by(self, event: Recorded) -> AuditedQuerySet[M]:
        """See AuditedQuerySet.recorded_by."""
        return self.get_queryset().recorded_by(event)
