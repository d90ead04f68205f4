"""The forms of signing in, in the words of this site."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth import password_validation
from django.forms import Form

RULES_OF_PASSWORDS = "At least 12 characters. Three words that have nothing to do with each other are good."
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code"}

# Label, hint and what is said when it is left empty, by field.
WORDS = {
    "login": ("E-mail address", "", "Enter your e-mail address"),
    "email": ("E-mail address", "", "Enter your e-mail address"),
    "password": ("Password", "", "Enter your password"),
    "oldpassword": ("Current password", "", "Enter your current password"),
    "password1": ("New password", RULES_OF_PASSWORDS, "Enter a new password"),
    "password2": ("New password again", "", "Enter the new password again"),
    "code": ("Code", "", "Enter the code"),
    "name": ("Name", "So that you know it again, for example “work phone”", "Enter a name"),
    "passwordless": (
        "Let this passkey alone sign me in, without my password",
        "It then asks for your fingerprint, face or PIN each time",
        "",
    ),
}


def _worded(form: Form) -> None:
    for name, field in form.fields.items():
        if name not in WORDS:
            continue
        label, hint, empty = WORDS[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)
        if empty:
            field.error_messages["required"] = empty
        if name == "code":
            field.widget.attrs.update(CODE)
        if name in ("login", "email"):
            field.error_messages["invalid"] = "Enter an e-mail address, such as name@nhs.net"


class _Worded:
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _worded(self)  # type: ignore[arg-type] # mixed into forms only


class LoginForm(_Worded, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""


class ChangePasswordForm(_Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """The current and the new password."""


class SetPasswordForm(_Worded, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who came through a provider."""


class ResetPasswordForm(_Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""


class ResetPasswordKeyForm(_Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, after the link."""


class ReauthenticateForm(_Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class AuthenticateForm(_Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code while signing in."""


class ReauthenticateCodeForm(_Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


class AddWebAuthnForm(_Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; it can sign in alone unless the person says otherwise."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"passwordless": True, **options.get("initial", {})}
        super().__init__(*args, **options)


class EditWebAuthnForm(_Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""


def refuse_weak(password: str, user: Any) -> None:
    """Raises ValidationError with all rules that the password breaks."""
    password_validation.validate_password(password, user)
