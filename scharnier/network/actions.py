# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invite, accept, end a membership, keep one's own settings, end a sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock, grants, mail
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import Grant
from scharnier.foundation.principals import Scope
from scharnier.foundation.records import MEMBERSHIP_PURPOSE
from scharnier.foundation.writes import DomainError, note
from scharnier.network import queries
from scharnier.network.middleware import Place
from scharnier.network.models import Carrier, Membership, Project, Role, User
from scharnier.network.signin.texts import invitation_mail
from scharnier.network.staffing.departure import CARRIER_ROLES, check_period, may_lead

INVITATION_DAYS = 14


def link_to(secret: str) -> str:
    """The address of an invitation, as a mail carries it."""
    return str(settings.BASE_URL) + reverse("invitation", args=[secret])


@dataclass(frozen=True)
class Period:
    """From when to when somebody is to work; empty is from the day of accepting, and without an end."""

    valid_from: date | None = None
    valid_to: date | None = None

    def rights(self, role: str) -> list[str]:
        """As the grant carries it: role, first day, last day."""
        days = [day.isoformat() if day else "" for day in (self.valid_from, self.valid_to)]
        return [role, *days] if any(days) else [role]


OPEN = Period()


def period_of(rights: list[str]) -> Period:
    """What `Period.rights` wrote."""
    days = [date.fromisoformat(day) if day else None for day in (*rights[1:3], "", "")[:2]]
    return Period(*days)


def invite(scope: Scope, *, email: str, role: str, carrier: UUID, project: UUID | None, period: Period = OPEN) -> Grant:
    """Invite an address to a role in a project, or (without one) in a carrier; the mail goes with the transaction.

    Raises DomainError when role and place don't fit, an audit has no end, the person is there already or has an open
    invitation.
    """
    if not may_lead(scope, carrier, project):
        raise access.Forbidden("network.invite")
    if (role in CARRIER_ROLES) == (project is not None):
        raise DomainError(
            _("Diese Rolle gibt es hier nicht. Wählen Sie eine andere Rolle oder einen anderen Ort."), "role"
        )
    check_period(role, period.valid_from, period.valid_to)
    address = email.strip().lower()
    _refuse_double(scope, address, role, carrier, project)
    return _invite(address, period.rights(role), carrier, project, _name_of(carrier, project))


def _name_of(carrier: UUID, project: UUID | None) -> str:
    if project is not None:
        return Project.objects.get(pk=project).name
    return Carrier.objects.get(pk=carrier).name


def _refuse_double(scope: Scope, email: str, role: str, carrier: UUID, project: UUID | None) -> None:
    here = {"carrier_id": carrier, "project_id": project}
    members = Membership.objects.visible_to(scope).filter(
        queries.current(clock.today()), user__email=email, role=role, **here
    )
    if members.exists():
        raise DomainError(_("Wer diese Adresse hat, arbeitet hier schon in dieser Rolle."), "email")
    waiting = Grant.objects.visible_to(scope).filter(
        purpose=MEMBERSHIP_PURPOSE, recipient=email, rights__0=role, used_at=None, revoked_at=None, **here
    )
    if waiting.exists():
        raise DomainError(
            _("Diese Einladung ist schon unterwegs. Auf der Seite „Team“ können Sie sie noch einmal senden."),
            "email",
        )


def _invite(email: str, rights: list[str], carrier: UUID, project: UUID | None, where: str) -> Grant:
    grant, secret = grants.create(
        purpose=MEMBERSHIP_PURPOSE,
        recipient=email,
        carrier=carrier,
        project=project,
        rights=rights,
        expires=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    mail.queue(email, *invitation_mail(where, link_to(secret), INVITATION_DAYS))
    return grant


def invite_first_admin(*, carrier: str, short_name: str, email: str) -> tuple[str, bool]:
    """For an empty installation: the carrier (made if there is none of this name) and an invitation to administer it.

    Call as the system. Returns the link and whether the carrier is new. Raises DomainError when somebody administers
    the carrier: then that person invites.
    """
    found = Carrier.objects.filter(name=carrier).first()
    house = found or Carrier.objects.create(name=carrier, short_name=short_name or carrier[:60])
    here = Membership.objects.filter(queries.current(clock.today()), carrier=house, role=Role.ADMIN)
    if here.exists():
        raise DomainError(_("Dieser Träger hat schon eine Verwaltung. Sie lädt weitere Personen ein."))
    _grant, secret = grants.create(
        purpose=MEMBERSHIP_PURPOSE,
        recipient=email.strip().lower(),
        carrier=house.pk,
        rights=[Role.ADMIN],
        expires=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    return link_to(secret), found is None


def resend(scope: Scope, grant: UUID) -> Grant:
    """Send an invitation again, with its period. The old link is taken back: nobody knows its secret any more.

    Raises DomainError when the period has passed meanwhile.
    """
    old = _open_invitation(scope, grant)
    period = period_of(old.rights)
    if period.valid_to is not None and period.valid_to < clock.today():
        raise DomainError(_("Der letzte Tag dieser Einladung ist vorbei. Laden Sie mit neuem Zeitraum ein."))
    grants.revoke(old.pk)
    return _invite(old.recipient, old.rights, old.carrier_id, old.project_id, _name_of(old.carrier_id, old.project_id))


def renew_expired(scope: Scope, place: Place) -> int:
    """Send every expired invitation of a place again; returns how many. Those whose period has passed stay."""
    waiting = [each for each in queries.invitations(scope, place) if each.expired and not each.over]
    for each in waiting:
        resend(scope, each.id)
    return len(waiting)


def revoke(scope: Scope, grant: UUID) -> None:
    """Take an invitation back; its link is dead at once."""
    grants.revoke(_open_invitation(scope, grant).pk)


def _open_invitation(scope: Scope, grant: UUID) -> Grant:
    found = (
        Grant.objects.visible_to(scope)
        .filter(pk=grant, purpose=MEMBERSHIP_PURPOSE, used_at=None, revoked_at=None)
        .select_for_update()
        .first()
    )
    if found is None:
        raise DomainError(_("Diese Einladung ist schon angenommen oder zurückgezogen."))
    return found


@dataclass(frozen=True)
class Offered:
    """An invitation as its page shows it: `where` it leads, for which address, and whose account that is, if any."""

    grant: Grant
    carrier: str
    project: str
    account: UUID | None
    shut: bool = False  # there is an account, and its sign-in was shut when somebody left

    @property
    def role(self) -> str:
        return str(queries.ROLE_LABELS.get(self.grant.rights[0], ""))

    @property
    def period(self) -> Period:
        return period_of(self.grant.rights)

    @property
    def over(self) -> bool:
        """Whether the last day of the work that it offers has passed."""
        return self.period.valid_to is not None and self.period.valid_to < clock.today()

    @property
    def where(self) -> str:
        return self.project or self.carrier


def offered(secret: str) -> Offered | None:
    """What an invitation offers; None when it is unknown, expired or taken back. Changes nothing."""
    grant = grants.find(secret, MEMBERSHIP_PURPOSE)
    if grant is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT carrier, project, account FROM invitation_facts(%s, %s)", [grants.digest(secret), clock.now()]
        )
        carrier, project, account = cursor.fetchone()
    shut = account is not None and User.objects.filter(pk=account, is_active=False).exists()
    return Offered(grant, carrier, project, account, shut)


def accept(secret: str, user: UUID) -> None:
    """Make the invited user a member; the database takes carrier, project and role from the grant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership_accept(%s, %s, %s, %s, %s)",
            [uuid7(), grants.digest(secret), user, clock.now(), clock.today()],
        )
        if not cursor.fetchone()[0]:
            raise DomainError(_("Diese Einladung gilt nicht mehr. Bitten Sie um eine neue."))


def register(secret: str, offer: Offered, *, name: str, password: str) -> User:
    """An account for the invited address, which the invitation has verified, and its membership."""
    user = User.objects.create_user(email=offer.grant.recipient, display_name=name, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(secret, user.pk)
    return user


def keep_settings(user: User, *, display_name: str, phone: str, language: str, theme: str, single_keys: bool) -> None:
    """One's own name, direct line and how pages look."""
    user.display_name, user.phone = display_name, phone
    user.language, user.theme, user.single_keys = language, theme, single_keys
    user.save(update_fields=["display_name", "phone", "language", "theme", "single_keys"])


def end_session(user: UUID, session: int) -> str:
    """End one of somebody's own sign-ins; returns its session key, or an empty string when there is no such one."""
    row = UserSession.objects.filter(user_id=user, pk=session).first()
    if row is None:
        return ""
    row.end()
    note("session_ended", table="network_user", row=str(user))
    return str(row.session_key)


def end_other_sessions(user: UUID, present: str | None) -> None:
    """After a new password nobody else stays signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = UserSession.objects.filter(user_id=user).exclude(session_key=present or "")
    for row in rows:
        store.delete(row.session_key)
    rows.delete()
