# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of this room's tables when whole files leave in a package."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from scharnier.casework import projected
from scharnier.casework.letters import projected as letters
from scharnier.casework.letters.models import Letter
from scharnier.casework.models import Contact, FollowUp, Goal, IntegrationPlan, PlanRevision, Step
from scharnier.casework.plans import closed
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.situations import projected as situations
from scharnier.casework.situations.models import Situation
from scharnier.foundation import projections
from scharnier.network.programmes.queries import today_in
from scharnier.people.packages.registry import after_import, carry, leave

carry("casework_contact", ids=("act",))
carry("casework_followup")
carry("casework_letter")
carry("casework_need")
carry("casework_integrationplan", swap=("looks",))
carry("casework_goal")
carry("casework_step")
carry("casework_planrevision")
carry("casework_plansignature")
carry("casework_situation")
leave("casework_confidentialnote", _("vertrauliche Notizen verlassen das Haus nicht"))


def _derive(persons: Sequence[UUID]) -> None:
    """The same as the `derive_` functions of `projected`, for these persons."""
    wanted = {"person_id__in": persons}
    signatures = PlanSignature.objects.filter(**wanted).select_related("revision", "recorded_by")
    goals = map(projected.goal_event, Goal.objects.filter(**wanted, state="reached"))
    steps = Step.objects.filter(**wanted, due_on__isnull=False, owner__isnull=False).select_related("person", "goal")
    plans = IntegrationPlan.objects.filter(**wanted, review_due_on__isnull=False).select_related("person")
    told = Contact.objects.filter(**wanted, topics__overlap=sorted(closed.guarded()))
    shut = closed.hidden(set(told.values_list("project_id", "person_id")))
    answers = situations.loaded(Situation.objects.filter(**wanted))
    rows: list[projections.Row | None] = [
        *map(projected.follow_up_due, FollowUp.objects.filter(**wanted).select_related("person", "contact")),
        *(projected.contact_event(row, shut) for row in Contact.objects.filter(**wanted).select_related("author")),
        *map(projected.revision_event, PlanRevision.objects.filter(**wanted).select_related("author")),
        *map(projected.signature_event, signatures),
        *goals,
        *map(letters.letter_event, Letter.objects.filter(**wanted).select_related("author")),
        *map(letters.letter_due, Letter.objects.filter(**wanted).select_related("person")),
        *map(projected.step_due, steps),
        *(each for row in answers for each in situations.rows_of(row)),
        *(each for plan in plans for each in projected.review_rows(plan, today_in(plan.project_id).word("plan"))),
    ]
    projections.put([row for row in rows if row is not None])


after_import(_derive)
