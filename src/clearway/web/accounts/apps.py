"""Sign-in, invitations and tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what is refused outside a demonstration, and when a session begins."""

    name = "clearway.web.accounts"

    def ready(self) -> None:
        """Import the checks and connect the signals."""
        from clearway.web.accounts import checks  # noqa: F401 - registers itself
