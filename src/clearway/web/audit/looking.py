"""How a page says that whoever opens it is to be written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Looked:
    """What is written when the page is shown: `what`, in the organisation that an argument names."""

    what: str
    organisation: str

    def subject(self, arguments: dict[str, Any]) -> str:
        """What was looked at, in the words of the page and with the arguments of its address."""
        return self.what.format_map(arguments)

    def place(self, arguments: dict[str, Any]) -> str:
        """The organisation whose data it was; "" where the address names none."""
        return str(arguments.get(self.organisation, ""))


def logged(what: str, *, organisation: str = "code") -> Callable[[View], View]:
    """The page shows an organisation's own data: who opens it is written to the access log.

        @needs(Permission.SEE_FIGURES, organisation="code")
        @logged("the figures of {period}")
        def month(request, code, period): ...

    `what` may use the arguments of the address, `organisation` is the one that holds the code. Nothing
    that names a person belongs in `what`. When it cannot be written, the page is not shown.
    """

    def mark(view: View) -> View:
        view.logged = Looked(what, organisation)  # type: ignore[attr-defined]
        return view

    return mark
