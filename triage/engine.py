"""The engine: a case, the offers and a rule set go in; a suggestion with its reasons comes out.

It is a pure function. It finds red flags, raises the priority, proposes a THRIVE grouping and a package of
offers, and says what is missing. It cannot lower, close or refuse anything: there is no effect that does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triage.ages import OLDEST
from triage.case import Case
from triage.directory import Offer
from triage.facts import PLACE_OF, Facts, facts_of, set_flag, set_harm
from triage.kinds_of_harm import kinds_of_harm
from triage.package import Package, Person, by_kind
from triage.perinatal_words import with_perinatal_danger
from triage.rules.ruleset import Beyond, Rule, RuleSet
from triage.screen import Reading, ScreenResult, screen_text
from triage.starts_now import starts_now
from triage.substance_answer import FIELD as SUBSTANCE_FIELD
from triage.substance_answer import screen_substance_use
from triage.suggestion import Missing, Reason, RedFlag, SuggestedOffer, Suggestion
from triage.vocabulary import Flag, FlagSource, Need, OfferKind, Priority, Thrive

_MOST_HELP_LAST = tuple(Thrive)
_NEEDS = tuple(Need)
_AGE, _OUT_OF_AREA = PLACE_OF["age"], PLACE_OF["out_of_area"]
_NOTHING_SCREENED = ScreenResult()
_ASK_PLACE = Missing("answers.place", "Place: in which part of the area do they live?")

# The screen found words; these sentences say how it read them.
_READINGS = {
    Reading.NOW_SELF: "Their words suggest {flag} now: “{words}”.",
    Reading.PAST: "Their words speak of {flag} in the past: “{words}”.",
    Reading.OTHER_PERSON: "Their words speak of {flag} in somebody close to them: “{words}”.",
    Reading.UNCLEAR: "Their words may mean {flag}; a person should read them: “{words}”.",
}
# Only what is said of now and of themselves is a fact to reason on; an unclear passage is a possibility.
_TRUTH_OF_READING = {Reading.NOW_SELF: True, Reading.UNCLEAR: None}
# What was done to a child, then or to a brother or sister, is a fact all the same: somebody may be at risk.
FACTS_WHOEVER_AND_WHENEVER = frozenset([Flag.ABUSE_OR_EXPLOITATION, Flag.NEGLECT, Flag.INFANT_SAFETY])


def suggest(case: Case, offers: Sequence[Offer], ruleset: RuleSet) -> Suggestion:
    """What the front door might do for this case, for a clinician to agree with or not."""
    return conclude(case, read_words(case), screen_substance_use(case.substance_use), offers, ruleset)


def read_words(case: Case) -> ScreenResult:
    """What the screen reads in their own words."""
    return screen_text(case.text) if case.text else _NOTHING_SCREENED


def conclude(
    case: Case, words: ScreenResult, used: ScreenResult, offers: Sequence[Offer], ruleset: RuleSet
) -> Suggestion:
    """The same from words that were read before: `words` are theirs, `used` their answer about alcohol and drugs."""
    screened = with_perinatal_danger(words, case)
    facts = facts_of(case, screened.is_unreadable)
    flag_rules = [ruleset.flag_rules[n] for n in ruleset.fired_flag_rules(facts)]
    for rule in flag_rules:
        set_flag(facts, rule.flag, True)
    _note_flags(facts, screened, used)
    for harm in kinds_of_harm(case.text, screened.hits):
        set_harm(facts, harm)
    fired = flag_rules + [ruleset.other_rules[n] for n in ruleset.fired_other_rules(facts)]
    priority = priority_of(fired, screened, used)
    package = package_of(case, facts, fired, ruleset, offers)
    return Suggestion(
        id=case.id,
        red_flags=(*_flags_from_answers(flag_rules, facts, used), *_flags_from_text(screened)),
        priority=priority,
        thrive=thrive_of(fired),
        offers=tuple(package.offers.values()),
        starts_now=starts_now(_topics(case, fired), facts[_AGE], case.requester, priority),
        reasons=(
            *_reasons(fired, facts, package),
            *_reasons_from_text(case.text, screened),
            *_reasons_from_substance_use(case.substance_use, used),
            *_reasons_from_package(package),
        ),
        missing=_missing(fired, facts, package),
        ruleset=ruleset.version,
        unmet=tuple(package.unmet.values()),
        facts=facts,
    )


def _note_flags(facts: Facts, screened: ScreenResult, used: ScreenResult) -> None:
    """What the words say, made facts or possibilities for the rules to turn on."""
    for hit in screened.hits:
        if hit.flag in FACTS_WHOEVER_AND_WHENEVER:
            set_flag(facts, hit.flag, True)
        elif hit.reading in _TRUTH_OF_READING:
            set_flag(facts, hit.flag, _TRUTH_OF_READING[hit.reading])
    for hit in used.hits:
        # A fit last week, told in the past, is a possibility now: they were asked what they use.
        set_flag(facts, hit.flag, _TRUTH_OF_READING.get(hit.reading))


def priority_of(fired: Iterable[Rule], *screened: ScreenResult) -> Priority:
    """The most urgent that any rule or passage asks for; routine when none does."""
    asked_for = {rule.raises for rule in fired} | {result.priority for result in screened}
    return Priority.most_urgent(Priority.ROUTINE, *asked_for - {None})


def thrive_of(fired: Iterable[Rule]) -> Thrive:
    """The grouping with the most help that any rule proposes: where the talk with the family can start."""
    proposed = [rule.thrive for rule in fired if rule.thrive is not None]
    return max(proposed, key=_MOST_HELP_LAST.index, default=Thrive.GETTING_ADVICE)


def package_of(
    case: Case, facts: Facts, fired: Iterable[Rule], ruleset: RuleSet, offers: Sequence[Offer]
) -> Package:
    person = Person(facts[_AGE], _served(case.place, offers), case.requester, reach_of(facts, ruleset))
    package = Package(person, _kinds_of(offers))
    package.add(
        (effect, why)
        for rule in fired
        if rule.offers
        for why in [rule.because.about(facts)]
        for effect in rule.offers
    )
    package.shorten()
    if not package.offers:
        why = "Whatever is found, something can be read and tried today."
        package.offers[OfferKind.SELF_CARE] = SuggestedOffer(OfferKind.SELF_CARE, None, why)
    return package


def _served(place: str | None, offers: Sequence[Offer]) -> str | None:
    """The place they live in. A name this directory does not know is unknown, and rules no team out."""
    return place if any(place in offer.areas for offer in offers) else None


def reach_of(facts: Facts, ruleset: RuleSet) -> frozenset[OfferKind] | None:
    """The kinds of offer still open to somebody the area's own services are not for."""
    beyond = []
    if facts[_OUT_OF_AREA]:
        beyond.append(ruleset.reach[Beyond.OUT_OF_AREA])
    if facts[_AGE] is not None and facts[_AGE] > OLDEST:
        beyond.append(ruleset.reach[Beyond.OVER_25])
    return frozenset.intersection(*beyond) if beyond else None


_last_kinds: tuple[Sequence[Offer], dict] = ((), {})


def _kinds_of(offers: Sequence[Offer]) -> dict:
    """The offers by kind, kept from one case to the next: a run decides thousands with one directory."""
    global _last_kinds
    known, kinds = _last_kinds
    if known is not offers or not isinstance(offers, tuple):
        kinds = by_kind(offers)
        _last_kinds = (offers, kinds)
    return kinds


def _topics(case: Case, fired: Iterable[Rule]) -> list[Need]:
    """What self-care should be about: what the rules ask for, then what was said, each once."""
    asked = [need for rule in fired for need in rule.starts_now]
    said = [need for need in _NEEDS if need in case.needs] if case.needs else []
    return list(dict.fromkeys(asked + said))


def _flags_from_answers(flag_rules: Iterable[Rule], facts: Facts, used: ScreenResult) -> list[RedFlag]:
    found = {(rule.flag, field): "" for rule in flag_rules for field in rule.found_on(facts)}
    for hit in used.hits:
        found.setdefault((hit.flag, SUBSTANCE_FIELD), hit.reading)
    return [RedFlag(flag, FlagSource.ANSWER, field, reading=read) for (flag, field), read in found.items()]


def _flags_from_text(screened: ScreenResult) -> list[RedFlag]:
    return [
        RedFlag(hit.flag, FlagSource.TEXT, start=hit.start, end=hit.end, reading=hit.reading)
        for hit in screened.hits
    ]


def _missing(fired: Iterable[Rule], facts: Facts, package: Package) -> tuple[Missing, ...]:
    """What the rules would still ask; and where in the area they live, if only that tells which team it is."""
    asked = [Missing(rule.ask.field, rule.ask.question) for rule in fired if rule.ask]
    if package.turns_on_place and facts[_OUT_OF_AREA] is False:
        asked.append(_ASK_PLACE)
    return tuple(asked)


def _reasons(fired: Iterable[Rule], facts: Facts, package: Package) -> list[Reason]:
    """Why, for every rule that added or raised something.

    A question to ask is told under `missing`. What a rule would offer but nobody here can be given is no reason.
    """
    return [
        Reason(rule.id, rule.because.about(facts))
        for rule in fired
        if rule.concludes or package.speaks_of(rule.offers)
    ]


def _reasons_from_text(text: str, screened: ScreenResult) -> list[Reason]:
    reasons = [
        Reason(
            f"screen.{hit.flag}",
            _READINGS[hit.reading].format(
                flag=hit.flag.label.lower(), words=_quoted(text[hit.start : hit.end])
            ),
        )
        for hit in screened.hits
    ]
    if screened.is_unreadable:
        reasons.append(
            Reason(
                "screen.unreadable", "The screen cannot read this language; a person should read it today."
            )
        )
    return list(dict.fromkeys(reasons))


def _quoted(words: str) -> str:
    """Their words on one line, without signs that no screen or terminal can show."""
    words = "".join(filter(str.isprintable, " ".join(words.split())))
    return words if len(words) <= 80 else words[:79] + "…"


def _reasons_from_substance_use(answer: str | None, used: ScreenResult) -> list[Reason]:
    return [
        Reason(
            f"screen.{hit.flag}",
            f"The answer about alcohol or drugs may mean {hit.flag.label.lower()}: "
            f"“{_quoted((answer or '')[hit.start : hit.end])}”.",
        )
        for hit in used.hits
    ]


def _reasons_from_package(package: Package) -> list[Reason]:
    """What would have come first but is not open, and what is left for later in a long package."""
    reasons = [Reason("directory.unmet", unmet.why) for unmet in package.unmet.values()]
    if package.later:
        names = "; ".join(kind.label for kind in package.later)
        reasons.append(Reason("package.later", f"To think of once the first offers have started: {names}."))
    return reasons
