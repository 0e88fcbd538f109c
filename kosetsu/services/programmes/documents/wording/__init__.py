"""Sentences about programmes in the reader's language, made here and nowhere else.

``facts`` names, questions and values · ``conditions`` comparisons and trees of them · ``reasons`` why not, and what
would change it · ``money`` courses and amounts line by line · ``times`` windows, periods and reports due. All of it
reads the language that is active; words of a source stay in the language they were printed in.
"""

from kosetsu.services.programmes.documents.wording.conditions import Branch, comparison, opposite, tree
from kosetsu.services.programmes.documents.wording.facts import (
    cost_name,
    fact_name,
    fact_names,
    named,
    question,
    source_text,
    unsaid,
    value_text,
)
from kosetsu.services.programmes.documents.wording.money import (
    amount_lines,
    amount_text,
    course_terms,
    course_title,
    fee_text,
    open_term,
    rate_text,
    uplift_text,
)
from kosetsu.services.programmes.documents.wording.reasons import (
    Prerequisite,
    Reasoned,
    Step,
    Steps,
    effect_text,
    prerequisite,
    programme_title,
    reasoned,
    steps,
)
from kosetsu.services.programmes.documents.wording.states import KINDS, VERDICT_STATES, VERDICT_WORDS, kind_name
from kosetsu.services.programmes.documents.wording.times import (
    CHANNELS,
    WindowState,
    award_text,
    days_text,
    decision_text,
    event_text,
    months_text,
    period_text,
    places_text,
    report_text,
    window_state,
    window_text,
    windows_text,
)

__all__ = [
    "CHANNELS",
    "KINDS",
    "VERDICT_STATES",
    "VERDICT_WORDS",
    "Branch",
    "Prerequisite",
    "Reasoned",
    "Step",
    "Steps",
    "WindowState",
    "amount_lines",
    "amount_text",
    "award_text",
    "comparison",
    "cost_name",
    "course_terms",
    "course_title",
    "days_text",
    "decision_text",
    "effect_text",
    "event_text",
    "fact_name",
    "fact_names",
    "fee_text",
    "kind_name",
    "months_text",
    "named",
    "open_term",
    "opposite",
    "period_text",
    "places_text",
    "prerequisite",
    "programme_title",
    "question",
    "rate_text",
    "reasoned",
    "report_text",
    "source_text",
    "steps",
    "tree",
    "unsaid",
    "uplift_text",
    "value_text",
    "window_state",
    "window_text",
    "windows_text",
]
