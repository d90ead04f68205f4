"""Questions of the pages of people and tokens. Views ask here, never the tables."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.http import Http404

from clearway.web.accounts.models import Invitation, InvitationQuerySet, Token, TokenQuerySet
from clearway.web.people.models import Membership


def members(org_code: str) -> Sequence[Membership]:
    """The roles held at the organisation, with the people who hold them."""
    return list(Membership.objects.held().of(org_code).select_related("user").order_by("user__name", "role"))


def with_second_factor(user_ids: Sequence[int]) -> frozenset[int]:
    """Those of the users who have an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    rows = Authenticator.objects.filter(user_id__in=user_ids, type__in=kinds)
    return frozenset(rows.values_list("user_id", flat=True))


def membership_of(org_code: str, key: int) -> Membership:
    """A role held now at the organisation. Raises Http404 when there is none of that key there."""
    found = Membership.objects.held().of(org_code).select_related("user").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def waiting_invitations(org_code: str) -> InvitationQuerySet:
    """Invitations to the organisation that nobody has accepted or taken back, newest first."""
    return Invitation.objects.waiting().of(org_code)


def invitation_of(org_code: str, key: int) -> Invitation:
    """An invitation of the organisation. Raises Http404 when there is none of that key there."""
    found = Invitation.objects.of(org_code).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def tokens_of(org_code: str) -> TokenQuerySet:
    """The tokens of the organisation, those that are taken first."""
    return Token.objects.of(org_code).select_related("made_by")


def token_of_organisation(org_code: str, key: int) -> Token:
    """A token of the organisation. Raises Http404 when there is none of that key there."""
    found = Token.objects.of(org_code).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
