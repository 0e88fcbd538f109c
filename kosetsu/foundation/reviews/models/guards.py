"""What the database itself refuses about conflicts and scores, whatever the entrance: one list, on both engines."""

from kosetsu.common.db.guards import Guard

_PERSON = "(SELECT one.person_id FROM reviews_reviewer AS one WHERE one.id = NEW.reviewer_id)"
_FORBIDDEN = (
    "NEW.state <> 'void' AND EXISTS (SELECT 1 FROM reviews_conflict AS known WHERE known.item_id = NEW.item_id "
    f"AND known.person_id = {_PERSON} AND known.lifted_at IS NULL)"
)
_REVIEWING = (
    "NEW.lifted_at IS NULL AND EXISTS (SELECT 1 FROM reviews_review AS own JOIN reviews_reviewer AS one "
    "ON one.id = own.reviewer_id WHERE own.item_id = NEW.item_id AND one.person_id = NEW.person_id "
    "AND own.state <> 'void')"
)
_OFF_SCALE = (
    "NOT EXISTS (SELECT 1 FROM reviews_criterion AS asked JOIN reviews_item AS item ON item.panel_id = asked.panel_id "
    "JOIN reviews_review AS own ON own.item_id = item.id WHERE asked.id = NEW.criterion_id AND own.id = NEW.review_id "
    "AND ((NEW.value IS NULL AND asked.may_be_na) OR NEW.value BETWEEN asked.lowest AND asked.highest))"
)
_PAIR = f"'reviews:' || NEW.item_id || ':' || {_PERSON}"

GUARDS = (
    *(
        Guard(f"reviews_{name}_{verb.lower()}", table, verb, wrong, message, lock)
        for name, table, wrong, message, lock in (
            ("pair", "reviews_review", _FORBIDDEN, "a person with a conflict of interest reviews nothing", _PAIR),
            (
                "conflict", "reviews_conflict", _REVIEWING, "a review is void before its conflict is in force",
                "'reviews:' || NEW.item_id || ':' || NEW.person_id",
            ),
            ("scale", "reviews_score", _OFF_SCALE, "a score lies on the scale of its own panel", ""),
        )
        for verb in ("INSERT", "UPDATE")
    ),
    *(
        Guard(
            f"reviews_open_{verb.lower()}", "reviews_score", verb,
            f"NOT EXISTS (SELECT 1 FROM reviews_review AS own WHERE own.id = {row}.review_id "
            "AND own.state IN ('assigned', 'returned'))",
            "scores change only while their review is open",
        )
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
    Guard(
        "reviews_own_panel", "reviews_review", "INSERT",
        "NOT EXISTS (SELECT 1 FROM reviews_item AS item JOIN reviews_reviewer AS one ON one.panel_id = item.panel_id "
        "WHERE item.id = NEW.item_id AND one.id = NEW.reviewer_id AND one.left_at IS NULL)",
        "a reviewer reviews items of the own panel",
    ),
)  # fmt: skip
