"""What allauth asks of us: nobody signs up, messages leave by a job, providers are trusted by name."""

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from clearway.web.accounts.providers import verified_owner
from clearway.web.audit.person import CLEARWAY
from clearway.web.jobs.mail import send_mail_later

# These parts of allauth ship no types.


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only; messages wait in the queue of jobs."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes, or sign in another way",
        "enter_current_password": "Enter your current password",
        "incorrect_password": "This is not your password",
        "incorrect_code": "This code is not right. Enter the one that is shown now",
        "rate_limited": "There were too many attempts. Wait five minutes",
        "invalid_password_reset": "The link to reset the password does not work any more",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: whoever manages people invites."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Ask for the message; nobody waits for the mail server."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        send_mail_later(to=email, subject=message.subject, text=message.body, organisation="", by=CLEARWAY)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Draws the QR code without marks of style, which the content security policy refuses."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Enter the one that is shown now",
        "unverified_email": "The e-mail address of this account is not confirmed",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called until its owner says better."""
        return "Passkey"

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG that fills its box."""
        return segno.make(url, error="m").svg_inline(omitsize=True, border=2)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider vouches for people who have an account; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join somebody new of a trusted provider to the account of the same verified address."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        owner = verified_owner(sociallogin)
        if owner is not None:
            sociallogin.connect(request, owner)
