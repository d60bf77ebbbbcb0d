# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of this room's tables, and of those below, when whole files leave in a package."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from scharnier.foundation import projections
from scharnier.people import counting, projected
from scharnier.people.assessing import projected as assessing
from scharnier.people.assessing.models import Assessment
from scharnier.people.consents import projected as consents
from scharnier.people.consents.models import Consent
from scharnier.people.documents import projected as papers
from scharnier.people.documents.models import Document
from scharnier.people.models import Person
from scharnier.people.packages.registry import after_import, carry, leave
from scharnier.people.waiting import projected as waiting
from scharnier.people.waiting.models import WaitingEntry

carry("people_person")
carry("people_enrolment", droppable=("second_staff_id",))
carry("people_residencestatus", swap=("reminders",))
carry("people_accessoutlook", swap=("reminders",))
carry("people_formername")
carry("people_housingperiod")
carry("people_guardianship")
carry("people_schoolperiod")
carry("people_benefitperiod")
carry("people_legalfacts")
carry("people_judgement")
carry("people_criterionjudgement")
carry("people_eligibilitydecision")
carry("people_supportdecision")
carry("people_languagelevel")
carry("people_education")
carry("people_workexperience")
carry("people_occupationwish")
carry("people_courseattended")
carry("people_document")
carry("people_assessment", ids=("answers",))
carry("people_curriculum", ids=("choices",))
carry("people_waitingentry", swap=("looks",), droppable=("asks_id",))
carry("people_entryquestionnaire")
carry("people_consent")
carry("people_householdmember", ids=("household", "relations"))

_DERIVED = _("entsteht am Ziel neu")
leave("people_healthneed", _("was über die Gesundheit festgehalten ist, wird am Ziel neu gefragt"))
leave("people_erasure", _("Eine gelöschte Akte geht in kein Paket"))
leave("people_matchentry", _DERIVED)
leave("foundation_agendaitem", _DERIVED)
leave("foundation_searchentry", _DERIVED)
leave("foundation_timelineentry", _DERIVED)
leave("people_importedrow", _("aus welcher Liste eine Akte kam, gehört zur Liste"))
leave("people_merge", _("zum Zurücknehmen gehören beide Akten dieses Hauses"))
leave("people_mergedrow", _("zum Zurücknehmen gehören beide Akten dieses Hauses"))
leave("audit_event", _("das Protokoll bleibt in dem Haus, in dem etwas geschah"))
leave("foundation_accessrecord", _("wer die Akte hier gesehen hat, bleibt hier nachlesbar"))
leave("network_handedcase", _("Übergaben unter Fachkräften dieses Hauses"))
leave("network_substitutioncase", _("Vertretungen unter Fachkräften dieses Hauses"))
leave("network_countkey", _("gezählt wird am Ziel neu"))
leave("people_subjectaccess", _("Auskünfte hat dieses Haus erteilt"))
leave("network_portalaccount", _("ein Zugang gilt nur in diesem Haus"))


def _derive(persons: Sequence[UUID]) -> None:
    """Search, timeline, agenda, keys for duplicates and numbers of the consortium."""
    projected.refresh(persons, renamed=True)
    rows = Document.objects.filter(person_id__in=persons, removed_at=None).select_related("author")
    projections.put(list(map(papers.stored_event, rows)))
    given = Consent.objects.filter(person_id__in=persons).select_related("person", "recorded_by", "withdrawn_by")
    projections.put([each for row in given for each in consents.rows_of(row)])
    assessed = Assessment.objects.filter(person_id__in=persons).select_related("assessor")
    projections.put(list(map(assessing.event, assessed)))
    offered = WaitingEntry.objects.filter(person_id__in=persons).select_related("person", "enrolment")
    projections.put([each for each in map(waiting.due, offered) if each is not None])
    counting.count(Person.objects.filter(pk__in=persons).values_list("carrier_id", flat=True).distinct(), persons)


after_import(_derive)
