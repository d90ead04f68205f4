"""Sign-in, invitations and tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what is refused outside a demonstration, and when a session begins."""

    name = "clearway.web.accounts"

    def ready(self) -> None:
        """Import the checks and connect the signals."""
        from allauth.account.signals import user_logged_in

        from clearway.web.accounts import checks, sessions  # noqa: F401 - the checks register themselves
        from clearway.web.accounts.providers import note_second_factor

        user_logged_in.connect(note_second_factor, dispatch_uid="second factor of a provider")
