"""The reasoning of the front door: pure Python, no web, no database, no clock.

from triage import Case, in_force, suggest
suggestion = suggest(Case.from_document(document), offers, in_force(today))
"""

from triage.case import Case, CaseError
from triage.engine import suggest
from triage.rules.versions import in_force
from triage.suggestion import Suggestion

__all__ = ["Case", "CaseError", "Suggestion", "in_force", "suggest"]
