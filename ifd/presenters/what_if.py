"""A forecast in words: one plain sentence, a table, and what it does not know. Never a promise."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from triage.forecasting.waiting import AS_IT_IS, LONGEST
from triage.vocabulary import Priority

if TYPE_CHECKING:
    from ifd.queries.what_if import Past
    from triage.forecasting.looking_back import LookedBack
    from triage.forecasting.weeks import Range
    from triage.forecasting.what_if import Answer, Change, Week

NOT_A_PROMISE = "This is a forecast, not a promise: tell no family a date from it."
_TIME_OF_YEAR_FROM = 104


def sentence(answer: Answer, change: Change, base_changes: bool, name: str) -> str:
    """What one more person would wait and how many would be waiting at the end, as changed and as things are."""
    now, then, weeks = answer.as_it_is[-1], answer.changed[-1], len(answer.changed)
    priority = last_in_line(now)
    told = (
        f"one more request sent to {name} in week {weeks} (priority: {priority.label.lower()}) would wait "
        f"{_weeks_of(then.waits[priority])} for help to start, and {_people(then.waiting)} would be waiting"
    )
    if change.demand == AS_IT_IS and not base_changes:
        return f"If things go on as they are, {told}. {NOT_A_PROMISE}"
    return (
        f"{_asked(change, base_changes)}, {told}; if things go on as they are, "
        f"{_weeks_of(now.waits[priority])} and {_people(now.waiting)}. {NOT_A_PROMISE}"
    )


def last_in_line(week: Week) -> Priority:
    """The least urgent of those who come: they wait longest."""
    return max(week.waits, key=lambda priority: priority.rank)


def remarks(past: Past, answer: Answer, looked_back: LookedBack | None) -> list[str]:
    """What the forecast stands on, how well it would have done, and what it does not know."""
    said = [
        f"From {len(past.sent)} whole weeks. It goes by {answer.way}.",
        "Ranges hold 8 in 10 of the simulated futures. Waits count from being sent to the service.",
        "The most urgent are started first. What was started lately may be less than could have been.",
    ]
    if looked_back:
        said.append(
            f"Looking back on {looked_back.weeks} weeks it was wrong by {looked_back.error:.1f} requests a week "
            f"('as last week' by {looked_back.naive:.1f}), and {looked_back.held:.0%} of weeks were in its range."
        )
        if looked_back.error >= looked_back.naive:
            said.append("Here it was no better than saying 'as last week': do not rely on it.")
    else:
        said.append("There is too little history to look back on forecasts of so many weeks.")
    if len(past.sent) < _TIME_OF_YEAR_FROM:
        said.append(
            "With less than two years of history it knows nothing of school terms and the time of year: "
            "over a summer or a return to school the range can be far too narrow."
        )
    if past.left:
        said.append(
            f"{past.left:,} of {past.all_sent:,} people sent here so far left the list before help started. "
            "Here nobody is assumed to give up, so that fewer may wait than is said."
        )
    return said


def headings(answer: Answer) -> tuple[str, ...]:
    """Of `rows`: where something was changed, things as they are stand beside it."""
    if answer.as_it_is == answer.changed:
        return "Week", "Requests", "Waiting", "Wait in weeks"
    return "Week", "Requests", "Waiting", "Wait in weeks", "Waiting as things are", "Wait as things are"


def rows(answer: Answer) -> list[tuple[str, ...]]:
    """Week by week: requests, people waiting at its end, and the wait of one more who is last in line."""
    beside = len(headings(answer)) - 2
    return [
        (str(number), _range(then.arrived), *(*_queue(then), *_queue(now))[:beside])
        for number, (now, then) in enumerate(zip(answer.as_it_is, answer.changed, strict=True), 1)
    ]


def as_document(
    answer: Answer, change: Change, past: Past, looked_back: LookedBack | None, told: str, seed: int
) -> dict:
    """For programs: the same, and every priority's wait. A wait of more than `longest_wait_weeks` is null."""
    return {
        "answer": told,
        "remarks": remarks(past, answer, looked_back),
        "seed": seed,
        "interval": 0.8,
        "longest_wait_weeks": LONGEST,
        "demand_percent": change.demand,
        "weeks_of_history": len(past.sent),
        "way": answer.way,
        "looked_back": asdict(looked_back) if looked_back else None,
        "as_it_is": [_week(week) for week in answer.as_it_is],
        "changed": [_week(week) for week in answer.changed],
    }


def _asked(change: Change, base_changes: bool) -> str:
    parts = []
    if change.demand != AS_IT_IS:
        more = change.demand - AS_IT_IS
        parts.append(f"{abs(more)}% {'more' if more > 0 else 'fewer'} requests came")
    if base_changes:
        parts.append(_capacity(change))
    return "If " + " and ".join(parts)


def _capacity(change: Change) -> str:
    asked, parts = change.capacity, []
    if len(asked.weekly) == 1:
        parts.append(f"the service could start {asked.weekly[0]:g} a week")
    if asked.staff:
        many = f"{abs(asked.staff)} {'person' if abs(asked.staff) == 1 else 'people'}"
        fewer = "more" if asked.staff > 0 else "fewer"
        parts.append(f"it had {many} {fewer} (each starting {asked.starts_each:g} a week when there)")
    return " and ".join(parts)


def _weeks_of(wait: Range) -> str:
    if wait.low > LONGEST:
        return f"more than {LONGEST} weeks"
    if wait.median > LONGEST:
        half = f"more than {LONGEST} weeks"
    elif wait.median < 1:
        half = "less than a week"
    else:
        half = f"about {wait.median} week{'s' * (wait.median != 1)}"
    return f"{half} (range {_wait_range(wait)})"


def _people(waiting: Range) -> str:
    return (
        f"about {waiting.median:,} {'person' if waiting.median == 1 else 'people'} (range {_ends(waiting)})"
    )


def _range(of: Range) -> str:
    return f"{of.median:,} ({_ends(of)})"


def _wait_range(of: Range) -> str:
    """'3 to 5', and 'over 104' where it was looked no further."""
    low, high = _wait(of.low), _wait(of.high)
    return low if low == high else f"{low} to {high}"


def _wait(weeks: float) -> str:
    return f"over {LONGEST}" if weeks > LONGEST else str(weeks)


def _queue(week: Week) -> tuple[str, str]:
    wait = week.waits[last_in_line(week)]
    return _range(week.waiting), f"{_wait(wait.median)} ({_wait_range(wait)})"


def _ends(of: Range) -> str:
    return f"{of.low:,} to {of.high:,}"


def _week(week: Week) -> dict:
    return {
        "requests": asdict(week.arrived),
        "started": asdict(week.started),
        "waiting": asdict(week.waiting),
        "wait_weeks": {priority.value: _known(wait) for priority, wait in week.waits.items()},
    }


def _known(wait: Range) -> dict:
    return {end: weeks if weeks <= LONGEST else None for end, weeks in asdict(wait).items()}
