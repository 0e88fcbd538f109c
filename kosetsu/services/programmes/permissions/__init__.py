"""Who may do what with programmes: a ward's officer, the planning office, the desk and the company."""

from kosetsu.services.programmes.permissions.cases import (
    can_be_client,
    can_follow_award,
    can_move_dispatch,
    can_move_innovation,
    can_open_matter,
    can_submit_report,
    can_work_matters,
)
from kosetsu.services.programmes.permissions.desk import (
    can_contact,
    can_edit_descriptions,
    can_read_descriptions,
    reachable,
)
from kosetsu.services.programmes.permissions.plans import can_plan, can_read_shared, can_share, partners_to_share_with
from kosetsu.services.programmes.permissions.use import PURPOSE, areas_of, can_answer, can_read_use, consenting

__all__ = [
    "PURPOSE",
    "areas_of",
    "can_answer",
    "can_be_client",
    "can_contact",
    "can_edit_descriptions",
    "can_follow_award",
    "can_move_dispatch",
    "can_move_innovation",
    "can_open_matter",
    "can_plan",
    "can_read_descriptions",
    "can_read_shared",
    "can_read_use",
    "can_share",
    "can_submit_report",
    "can_work_matters",
    "consenting",
    "partners_to_share_with",
    "reachable",
]
