"""Verbs that need two services: what one of them did or proposed begins another one."""

from kosetsu.across.handover.actions.licences import Learner, learners, note_learners
from kosetsu.across.handover.actions.testing import can_order_proposed, order_proposed, proposed_tests

__all__ = ["Learner", "can_order_proposed", "learners", "note_learners", "order_proposed", "proposed_tests"]
