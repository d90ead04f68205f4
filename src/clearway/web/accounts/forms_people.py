"""What people fill in who manage people and tokens, and those who accept an invitation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clearway.common.organisations import directory
from clearway.web.accounts.board_names import boards_of
from clearway.web.accounts.forms import RULES_OF_PASSWORDS, refuse_weak
from clearway.web.accounts.models import TokenKind
from clearway.web.accounts.tokens import LONGEST, scopes_to_give
from clearway.web.people.access import Access
from clearway.web.people.giving import roles_to_give
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission

NEW_PASSWORD = {"autocomplete": "new-password"}
NAME = {"required": "Enter a name"}


def _roles(access: Access, code: str) -> list[tuple[str, str]]:
    return [(kind.id, f"{kind.title}: {kind.sentence}") for kind in roles_to_give(access, code)]


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    name = forms.CharField(label="Name", max_length=200, error_messages=NAME)
    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation goes there, and they sign in with it",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, such as name@nhs.net",
        },
    )
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )

    def __init__(self, *args: Any, access: Access, code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _roles(access, code)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Which role somebody holds from now on."""

    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )

    def __init__(self, *args: Any, access: Access, code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _roles(access, code)  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """The name and the password of somebody who was invited."""

    name = forms.CharField(
        label="Your name", max_length=200, help_text="As colleagues know you", error_messages=NAME
    )
    password = forms.CharField(
        label="Password",
        help_text=RULES_OF_PASSWORDS,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        strip=False,
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="Password again",
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        strip=False,
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password keeps the rules, and both are the same."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords are not the same")
        if password:
            try:
                refuse_weak(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class TokenForm(forms.Form):
    """What a token is for and how long it lasts."""

    kind = forms.ChoiceField(
        label="What is it for?",
        choices=[
            (TokenKind.DEVICE, "A device of a unit: it reports and tallies, and reads nothing back"),
            (TokenKind.WALL, "A board on a wall: it shows one board and nothing else"),
            (TokenKind.PROGRAM, "A program: it does over the API what you choose below"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the token is for"},
    )
    name = forms.CharField(
        label="Where is it used?",
        max_length=100,
        help_text="For example “Ward 3 tablet”",
        error_messages=NAME,
    )
    board = forms.ChoiceField(
        label="Board",
        required=False,
        help_text="For a wall: which board it shows",
        error_messages={"invalid_choice": "Choose a board from the list"},
    )
    scopes = forms.MultipleChoiceField(
        label="Scopes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For a program: what it may do. You can give what your own role allows here",
    )
    days = forms.IntegerField(
        label="Days until it expires",
        min_value=1,
        max_value=LONGEST,
        initial=90,
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Enter a number of days",
            "min_value": "A token lasts at least 1 day",
            "max_value": f"A token lasts at most {LONGEST} days",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, access: Access, code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        scopes = [(one.name, one.value[0].upper() + one.value[1:]) for one in scopes_to_give(access, code)]
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
        boards = [("", "None"), *boards_of(code, access)]
        self.fields["board"].choices = boards  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A wall names its board, a program its scopes."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == TokenKind.WALL and not cleaned.get("board") and "board" not in self.errors:
            self.add_error("board", "Say which board the wall shows")
        if kind == TokenKind.PROGRAM and not cleaned.get("scopes") and "scopes" not in self.errors:
            self.add_error("scopes", "Choose at least one scope")
        return cleaned

    @property
    def chosen(self) -> list[Permission]:
        """The chosen scopes as permissions."""
        return [Permission[name] for name in self.cleaned_data["scopes"]]


def organisation_of(code: str) -> str:
    """The code as the directory writes it; addresses may write it in small letters."""
    found = directory().find(code)
    return found.code if found else code
