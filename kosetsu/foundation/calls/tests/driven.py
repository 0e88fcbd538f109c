"""The same events as actions on records."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from kosetsu.common.decisions import Refused, no
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents.choice import log_of, replayed
from kosetsu.foundation.calls.models import Application, Call, Round
from kosetsu.foundation.calls.tests.conftest import ANSWERS
from kosetsu.foundation.calls.tests.model import Event
from kosetsu.foundation.reviews import actions as reviews


class Driven:
    """A published call of the database; ``firms`` and ``reviewers`` in the order the events name them."""

    def __init__(self, call: Call, firms: list[Any], office: Any, reviewers: list[Any]) -> None:
        self.call, self.firms, self.office, self.reviewers = call, firms, office, reviewers
        self.places: list[int] = []

    def apply(self, event: Event) -> bool:
        """Whether it happens."""
        act: Callable[..., Any] = getattr(self, f"_{event.name}")
        try:
            with transaction.atomic():
                act(event.at, *event.given)
        except Refused:
            return False
        return True

    def seen(self) -> Any:
        """As :meth:`Model.seen`."""
        by_pk = {one.pk: one for one in self.call.applications.prefetch_related("appeals")}
        rows = [by_pk[pk] for pk in self.places]
        rounds = self.call.rounds.order_by("number").select_related("panel").prefetch_related("entrants__application")
        return (
            str(Call.objects.get(pk=self.call.pk).state),
            [
                (one.number or "", str(one.state), one.seat, one.place, bool(one.reason),
                 next((str(said.state) for said in one.appeals.all()), ""))
                for one in rows
            ],
            [
                (str(one.panel.state), sorted(
                    (e.application.number, e.rank, str(e.rule)) for e in one.entrants.all() if e.rule
                ))
                for one in rounds
            ],
        )  # fmt: skip

    def replays(self) -> bool:
        """Whether each choice comes out once more, from the panel's log alone."""
        for round_ in self.call.rounds.filter(decided_at__isnull=False).select_related("panel"):
            again = {(one.key, one.rank, str(one.rule)) for one in replayed(round_.terms, log_of(round_))}
            if again != set(round_.entrants.exclude(rule="").values_list("application__number", "rank", "rule")):
                return False
        return True

    def _one(self, place: int) -> Application:
        return self.call.applications.select_related("call").get(pk=self.places[place])

    def _owner(self, one: Application) -> Any:
        return next(firm.engineer for firm in self.firms if firm.workplace == one.workplace)

    def _round(self) -> Round:
        found = self.call.rounds.filter(decided_at=None).select_related("call", "panel").first()
        if found is None:
            raise Refused(no("審査の回がありません。"))
        return found

    def _begin(self, at: Any, firm: int) -> None:
        one = self.firms[firm]
        made = actions.begin_application(by=one.engineer, at=at, call=self.call, workplace=one.workplace)
        self.places.append(made.pk)

    def _submit(self, at: Any, place: int, whole: bool) -> None:
        one = self._one(place)
        answers = ANSWERS if whole else {}
        actions.submit(by=self._owner(one), at=at, application=one, title="題", answers=answers)

    def _withdraw(self, at: Any, place: int, who: str) -> None:
        one = self._one(place)
        by = self._owner(one) if who == "owner" else self.office.reviewing
        actions.withdraw_application(by=by, at=at, application=one)

    def _ask_back(self, at: Any, place: int) -> None:
        actions.ask_back(by=self.office.checker, at=at, application=self._one(place), missing="書類")

    def _find_complete(self, at: Any, place: int) -> None:
        actions.find_complete(by=self.office.checker, at=at, application=self._one(place))

    def _lapse(self, at: Any) -> None:
        if not actions.lapse_applications(at=at):
            raise Refused(no("期限切れの応募がありません。"))

    def _begin_round(self, at: Any) -> None:
        by = self.office.reviewing
        panel = actions.begin_round(by=by, at=at, call=self.call).panel
        for person in self.reviewers:
            reviews.add_reviewer(by=by, at=at, panel=panel, person=person)
        reviews.set_times(by=by, at=at, panel=panel, opens_at=None, due_at=None)
        if panel.items.exists():
            reviews.open_scoring(by=by, at=at, panel=panel)

    def _score(self, at: Any, place: int, reviewer: int, said: tuple[int, ...]) -> None:
        round_ = self._round()
        item = round_.entrants.select_related("item__panel").get(application=self.places[place]).item
        one = round_.panel.reviewers.get(person=self.reviewers[reviewer])
        [review] = reviews.assign(
            by=self.office.reviewing, at=at, panel=round_.panel, pairs=[reviews.Pair(item, one)]
        )  # fmt: skip
        codes = [criterion.code for criterion in round_.panel.criteria.all()]
        marks = {code: reviews.Mark(value) for code, value in zip(codes, said, strict=True)}
        reviews.hand_in(by=one.person, at=at, review=review, marks=marks, comment="")

    def _close(self, at: Any) -> None:
        reviews.close_panel(by=self.office.reviewing, at=at, panel=self._round().panel)

    def _decide(self, at: Any, explained: bool) -> None:
        word = actions.Word("審査会の結果による" if explained else "", {}, [])
        actions.decide_round(by=self.office.executive, at=at, round_=self._round(), word=word)

    def _appeal(self, at: Any, place: int) -> None:
        one = self._one(place)
        actions.appeal(by=self._owner(one), at=at, application=one, text="異議")

    def _hear(self, at: Any, place: int, right: bool) -> None:
        verb = actions.uphold_appeal if right else actions.dismiss_appeal
        verb(by=self.office.planner, at=at, appeal=self._one(place).appeals.get(), reason="調べた")

    def _conclude(self, at: Any, place: int) -> None:
        actions.conclude(by=self.office.checker, at=at, application=self._one(place))

    def _decline(self, at: Any, place: int) -> None:
        one = self._one(place)
        actions.decline(by=self._owner(one), at=at, application=one, reason="都合")

    def _finish(self, at: Any) -> None:
        actions.finish_call(by=self.office.checker, at=at, call=self.call)

    def _call_off(self, at: Any) -> None:
        actions.call_off_call(by=self.office.planner, at=at, call=self.call, reason="都合")
