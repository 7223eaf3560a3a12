"""Property 6: nobody is offered what is not for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from triage.ages import OLDEST
from triage.case import OLDEST as OLDEST_TOLD
from triage.directory import EVERYWHERE, Offer
from triage.package import ALWAYS_THERE, Person, by_kind
from triage.proof.availability import Living, chosen, person, ways_of_living
from triage.proof.promise import Promise, Step, without_person
from triage.proof.report import Failure, quoted
from triage.rules.ruleset import Rule
from triage.suggestion import SuggestedOffer
from triage.vocabulary import OfferKind

Chain = tuple[OfferKind, ...]
_AGES = (None, *range(OLDEST_TOLD + 1))


class OffersAreForThem(Promise):
    number = 6
    name = "Nobody is offered what is not for them"
    sentence = (
        "Every offer's ages and areas are respected for every age, place, requester and reach, "
        "and no rule offers a kind that nobody it fires for could have."
    )

    def steps(self) -> Iterator[Step]:
        chains = dict.fromkeys(effect.kinds for rule in self.proving.ruleset.rules for effect in rule.offers)
        for chain in chains:
            yield Step(" or ".join(kind.label for kind in chain), lambda chain=chain: self.unsuited(chain))
        for rule in self.proving.ruleset.rules:
            if rule.offers:
                yield Step(f"what '{rule.id}' offers", lambda rule=rule: self.out_of_reach(rule))

    def unsuited(self, chain: Chain) -> Iterator[Failure]:
        """Everybody put through the package itself, and what it chose checked against the directory."""
        directory, ruleset = by_kind(self.proving.offers), self.proving.ruleset
        by_slug = {offer.slug: offer for offer in self.proving.offers}
        found: set[str] = set()
        for living in ways_of_living(self.proving.sent):
            for age in _AGES:
                somebody = person(ruleset, age, living)
                for suggested in chosen(somebody, chain, directory).offers.values():
                    wrong = _wrong_with(suggested, by_slug.get(suggested.offer), somebody, directory)
                    if wrong and wrong not in found:
                        found.add(wrong)
                        yield without_person(f"{wrong}: {_told(age, living)}.", self._asked_for_by(chain))

    def _asked_for_by(self, chain: Chain) -> str:
        rules = self.proving.ruleset.rules
        asking = quoted(rule.id for rule in rules if any(effect.kinds == chain for effect in rule.offers))
        return f"Asked for by the rules: {asking}."

    def out_of_reach(self, rule: Rule) -> Iterator[Failure]:
        decision, search = self.proving.decision, self.proving.search
        for kind in dict.fromkeys(kind for effect in rule.offers for kind in effect.kinds):
            fired = decision.fired[rule.id]
            if search.is_possible(fired) and not search.is_possible(
                fired, self.proving.when_all_are_open[kind]
            ):
                yield self.proving.failure(
                    f"Rule '{rule.id}' offers '{kind.label}', which nobody it fires for could have.",
                    search.somebody(fired),
                )

    def notes(self) -> Iterator[str]:
        if in_words := [offer for offer in self.proving.offers if offer.exclusions]:
            names = ", ".join(offer.slug for offer in in_words)
            yield f"Exclusions in free words cannot be proved, so a person must heed those of: {names}."
        yield "What an offer asks for beyond age and area, its criteria, is words as well and not covered."


def _wrong_with(
    suggested: SuggestedOffer,
    offer: Offer | None,
    somebody: Person,
    directory: Mapping[OfferKind, Sequence[Offer]],
) -> str:
    """What is wrong with offering this to somebody; '' when nothing is. Says anew what the directory means."""
    if somebody.reach is not None and suggested.kind not in somebody.reach:
        return f"'{suggested.kind.label}' does not reach people beyond the area or over 25"
    if offer is None:
        is_there = suggested.kind in ALWAYS_THERE or _some_team_is_there(
            directory.get(suggested.kind, ()), somebody
        )
        return "" if is_there else f"'{suggested.kind.label}' is offered where no open team is for them"
    if not offer.is_open:
        return f"'{offer.name}' is not open"
    if not _is_of_age(offer, somebody.age):
        return f"'{offer.name}' is not for this age"
    if offer.areas != EVERYWHERE and somebody.place not in offer.areas:
        return f"'{offer.name}' is not for this place"
    return ""


def _is_of_age(offer: Offer, age: int | None) -> bool:
    """Whether the offer is surely for this age: with none known, only one for every age is."""
    if age is None:
        return offer.min_age is None and offer.max_age is None
    return (offer.min_age or 0) <= age and (offer.max_age is None or age <= offer.max_age)


def _some_team_is_there(teams: Sequence[Offer], somebody: Person) -> bool:
    """Whether a kind offered without naming a team has one for whatever the age and place turn out to be."""
    near = [
        team
        for team in teams
        if team.is_open
        and (somebody.place is None or team.areas == EVERYWHERE or somebody.place in team.areas)
    ]
    ages = range(OLDEST + 1) if somebody.age is None else (somebody.age,)
    return all(any(_is_of_age(team, age) for team in near) for age in ages)


def _told(age: int | None, living: Living) -> str:
    told = ["age unknown" if age is None else f"age {age}"]
    told.append(f"living in {living.place}" if living.place else "place unknown")
    if living.outside:
        told.append("outside the area")
    if living.requester:
        told.append(f"asked for by: {living.requester.label.lower()}")
    return ", ".join(told)
