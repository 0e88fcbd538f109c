"""The verbs of reporting: freeze a year, correct it late, issue the next edition, bring evidence."""

from kosetsu.across.reporting.actions.editions import add_late, correct_late, freeze_year, issue_edition
from kosetsu.across.reporting.actions.evidence import check_evidence, load_evidence

__all__ = ["add_late", "check_evidence", "correct_late", "freeze_year", "issue_edition", "load_evidence"]
