"""Drafts, checks and publishing: two people, a proof of this very text, and a way back in one step."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import AuditEntry, RuleCheck, RuleDraft, RuleSetPublication, ServiceOffer, Staff
from ifd.permissions import Forbidden
from ifd.queries import rule_sets
from ifd.services import directory, rules_room
from ifd.services.rules_room import NotAllowed, NotReady
from tests import factories, rule_texts
from tests.factories import NOON
from tests.rule_texts import NAME, SHIPPED, UNREADABLE
from tests.services.at_once import at_once
from triage.directory import Capacity
from triage.rules import naming, versions
from triage.rules.loader import load_ruleset

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def first():
    return factories.staff("lead", name="Grace")


@pytest.fixture
def second():
    return factories.staff("lead", name="Martha")


def audit(action: str) -> AuditEntry:
    db.session.flush()
    return db.session.scalars(select(AuditEntry).filter_by(action=action)).one()


def sentences_of(refused) -> str:
    return " ".join(refused.value.sentences)


def nothing_was_published() -> bool:
    db.session.flush()
    return rule_sets.publications() == [] and rule_sets.name_in_force(date(2099, 1, 1)) == SHIPPED


# Drafts


def test_a_draft_begins_with_the_text_of_a_version(first):
    draft = rules_room.start_draft("  Sleep\n sooner ", base=SHIPPED, by=first, at=NOON)

    assert (draft.title, draft.base_name) == ("Sleep sooner", SHIPPED)
    assert draft.text == naming.named(versions.text_of(SHIPPED), naming.name_in(draft.text))
    assert audit("rules.draft_started").detail == {"base": SHIPPED}


def test_each_draft_has_a_name_nobody_else_has(first):
    names = [naming.name_in(rules_room.start_draft("x", base=SHIPPED, by=first, at=NOON).text) for _ in range(3)]

    day = NOON.date().isoformat()
    assert len({*names, SHIPPED}) == 4
    assert all(naming.day_of(name) == NOON.date() for name in names)
    assert names[-1] in (f"{day}c", f"{day}d")


def test_a_version_is_named_and_the_day_follows_its_name(first):
    draft = rules_room.start_draft("x", base=SHIPPED, by=first, at=NOON)
    before = draft.text
    rules_room.name_version(draft, "2026-12-24-feast", by=first, at=LATER)

    ruleset = load_ruleset(draft.text)
    assert (ruleset.version, ruleset.in_force_from) == ("2026-12-24-feast", date(2026, 12, 24))
    assert len(draft.text.split("\n")) == len(before.split("\n"))
    assert draft.text_hash == rule_sets.hash_of(draft.text)
    for name, said in (("soon", "Enter a day"), ("2026-13-01", "Enter a day"), (SHIPPED, "already")):
        with pytest.raises(NotReady, match=said):
            rules_room.name_version(draft, name, by=first, at=LATER)
    assert naming.name_in(draft.text) == "2026-12-24-feast"


def test_a_new_name_takes_the_proposal_back(first):
    draft = rule_texts.proposed(first)
    rules_room.name_version(draft, "2026-12-24", by=first, at=LATER)

    assert draft.proposed_by is None


def test_a_draft_needs_a_title_and_a_version_that_is_there(first):
    with pytest.raises(NotReady, match="what the draft is about"):
        rules_room.start_draft(" ", base=SHIPPED, by=first, at=NOON)
    with pytest.raises(NotReady, match="no version 1999-01-01"):
        rules_room.start_draft("Sleep", base="1999-01-01", by=first, at=NOON)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("rules: [", "rules: ["),
        ("a: 1\r\nb: 2\rc: 3", "a: 1\nb: 2\nc: 3"),
        ("NUL \x00 and half \ud800", "NUL \ufffd and half \ufffd"),
        ("é 日本 🙂" * 30_000, "é 日本 🙂" * 30_000),
    ],
)
def test_any_text_is_kept(first, typed, kept):
    draft = rule_texts.draft_of(typed, first)
    db.session.commit()
    db.session.expire_all()

    assert draft.text == kept
    assert draft.text_hash == rule_sets.hash_of(kept)


def test_of_two_who_write_the_later_is_told_and_nothing_is_lost(first, second):
    draft = rule_texts.draft_of("one", first)
    seen = draft.version
    rules_room.change_draft(draft, "two", seen_version=seen, by=second, at=NOON)
    with pytest.raises(StaleDataError):
        rules_room.change_draft(draft, "three", seen_version=seen, by=first, at=NOON)

    assert (draft.text, draft.changed_by) == ("two", second)


def test_two_who_save_in_the_same_moment_are_told_apart(app, first, second):
    draft = rule_texts.draft_of("one", first)
    draft_id, seen, people = draft.id, draft.version, (first.id, second.id)
    db.session.commit()

    def save(who):
        row = db.session.get(RuleDraft, draft_id)
        rules_room.change_draft(row, f"by {who}", seen_version=seen, by=db.session.get(Staff, who), at=LATER)

    answers = at_once(app, *[lambda who=who: save(who) for who in people])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "StaleDataError"]


def test_a_change_takes_a_proposal_back_and_the_same_text_does_not(first, second):
    draft = rule_texts.proposed(first)
    rules_room.change_draft(draft, draft.text, seen_version=draft.version, by=second, at=LATER)
    assert draft.proposed_by == first

    rules_room.change_draft(draft, draft.text + "\n", seen_version=draft.version, by=second, at=LATER)
    assert (draft.proposed_by, draft.proposed_at, draft.why) == (None, None, "")
    with pytest.raises(NotReady, match="not proposed"):
        rules_room.publish(draft, by=second, at=LATER)
    assert nothing_was_published()


def test_a_draft_can_be_renamed_and_set_aside_and_is_then_closed(first):
    draft = rule_texts.draft_of("anything", first)
    rules_room.rename(draft, "Another", by=first, at=NOON)
    assert draft.title == "Another"
    rules_room.set_aside(draft, by=first, at=LATER)

    assert (draft.closed_by, draft.text) == (first, "anything")
    for step in (
        lambda: rules_room.change_draft(draft, "x", seen_version=draft.version, by=first, at=LATER),
        lambda: rules_room.rename(draft, "x", by=first, at=LATER),
        lambda: rules_room.name_version(draft, "2026-12-24", by=first, at=LATER),
        lambda: rules_room.set_aside(draft, by=first, at=LATER),
        lambda: rules_room.propose(draft, "x", by=first, at=LATER),
        lambda: rules_room.publish(draft, by=first, at=LATER),
    ):
        with pytest.raises(NotReady, match="published or set aside"):
            step()


def test_who_may_only_read_can_do_none_of_it(first):
    draft = rule_texts.proposed(first)
    for role in ("clinician", "administrator", "call_handler", "analyst", "partner"):
        reader = factories.staff(role)
        for step in (
            lambda by: rules_room.start_draft("x", base=SHIPPED, by=by, at=NOON),
            lambda by: rules_room.change_draft(draft, "x", seen_version=draft.version, by=by, at=NOON),
            lambda by: rules_room.rename(draft, "x", by=by, at=NOON),
            lambda by: rules_room.name_version(draft, "2026-12-24", by=by, at=NOON),
            lambda by: rules_room.set_aside(draft, by=by, at=NOON),
            lambda by: rules_room.ask_for_check("proof", draft.text, by=by, at=NOON),
            lambda by: rules_room.propose(draft, "x", by=by, at=NOON),
            lambda by: rules_room.publish(draft, by=by, at=NOON),
            lambda by: rules_room.roll_back(SHIPPED, "x", by=by, at=NOON),
        ):
            with pytest.raises(Forbidden):
                step(reader)
    assert nothing_was_published()


# Proposing


def test_a_draft_is_proposed_when_nothing_is_missing(first):
    draft = rule_texts.proposed(first)
    proof = rule_sets.newest_check(draft.text_hash, "proof")

    assert (draft.proposed_by, draft.why) == (first, "It was wrong before.")
    assert audit("rules.proposed").detail == {
        "text_hash": draft.text_hash,
        "proof": proof.id,
        "directory_hash": proof.directory_hash,
    }


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        (SHIPPED, "", "is a version 2026-11-22 already"),
        ("2026-11-01", "2026-11-02", "must be its day in force, such as 2026-11-02"),
        ("soon", "2026-11-01", "such as 2026-11-01"),
        ("2026-11-01/../x", "2026-11-01", "such as 2026-11-01"),
        ("2026-11-01-" + "x" * 40, "2026-11-01", "such as 2026-11-01"),
    ],
)
def test_the_name_of_a_version_is_new_and_begins_with_its_day(first, name, day, said):
    written = rule_texts.text_named(name, day, add="\n# changed")
    draft = rule_texts.draft_of(written, first)
    rule_texts.proof_of(written, first)
    with pytest.raises(NotReady) as refused:
        rules_room.propose(draft, "why", by=first, at=NOON)

    [sentence] = refused.value.sentences
    assert said in sentence


def test_every_mistake_is_told_and_keeps_it_from_being_proposed(first):
    written = rule_texts.text_named().replace("raise: emergency", "raise: emergancy")
    draft = rule_texts.draft_of(written, first)
    rule_texts.proof_of(written, first)
    with pytest.raises(NotReady) as refused:
        rules_room.propose(draft, "why", by=first, at=NOON)

    assert len(refused.value.sentences) == written.count("emergancy")
    for sentence in refused.value.sentences:
        assert sentence.startswith("Line ")
        assert sentence.endswith(("emergency'?", "emergency'?)", "."))
        assert not sentence.endswith(("?.", ".."))


def test_an_example_that_comes_out_otherwise_keeps_it_from_being_proposed(first):
    written = rule_texts.text_named().replace("fires: [{age: 12}]", 'fires: [{gp_known: "no"}]')
    draft = rule_texts.draft_of(written, first)
    rule_texts.proof_of(written, first)

    [sentence] = rules_room.what_is_missing(draft)
    assert sentence.startswith("Line ")
    assert "does not hold where it must" in sentence


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (None, "have not been proved"),
        ("running", "still running"),
        ("failed", "did not hold"),
        ("broken", "broke off"),
    ],
)
def test_without_a_proof_that_held_nothing_is_proposed(first, outcome, said):
    written = rule_texts.text_named()
    draft = rule_texts.draft_of(written, first)
    if outcome == "running":
        rules_room.ask_for_check("proof", written, by=first, at=NOON)
    elif outcome:
        rule_texts.proof_of(written, first, outcome)
    rule_texts.proof_of(written + "\n", first)  # of another text
    with pytest.raises(NotReady) as refused:
        rules_room.propose(draft, "why", by=first, at=NOON)

    [sentence] = refused.value.sentences
    assert said in sentence


def test_a_reason_is_needed(first):
    written = rule_texts.text_named()
    draft = rule_texts.draft_of(written, first)
    rule_texts.proof_of(written, first)
    with pytest.raises(NotReady, match="Say why"):
        rules_room.propose(draft, "  ", by=first, at=NOON)


def test_what_was_not_seen_is_not_proposed(first, second):
    written = rule_texts.text_named()
    draft = rule_texts.draft_of("before", first)
    seen = draft.version
    rules_room.change_draft(draft, written, seen_version=seen, by=second, at=NOON)
    rule_texts.proof_of(written, first)
    with pytest.raises(StaleDataError):
        rules_room.propose(draft, "why", by=first, at=NOON, seen_version=seen)


# Publishing


def test_a_proposed_and_proved_draft_is_published_by_a_second_person(first, second):
    draft = rule_texts.proposed(first)
    published = rules_room.publish(draft, by=second, at=LATER)
    db.session.commit()

    assert (published.version.name, published.version.text) == (NAME, draft.text)
    assert (published.proposed_by, published.published_by, published.reason) == (first, second, draft.why)
    assert rule_sets.rules_in_force(TODAY).version == NAME
    assert (draft.closed_at, draft.closed_by) == (LATER, second)
    assert audit("rules.published").staff_id == second.id
    assert audit("rules.published").detail == {
        "version": NAME,
        "text_hash": draft.text_hash,
        "in_force_from": TODAY.isoformat(),
        "draft": draft.id,
        "proposed_by": first.id,
        "proof": published.proof_id,
        "directory_hash": rule_sets.find_check(published.proof_id).directory_hash,
    }


def test_rules_are_in_force_from_the_day_their_text_says(first, second):
    published = rule_texts.published(first, second, name="2026-12-24-later")

    assert published.in_force_from == date(2026, 12, 24)
    assert rule_sets.name_in_force(TODAY) == SHIPPED


def test_nobody_publishes_what_they_proposed_themselves(first):
    draft = rule_texts.proposed(first)
    with pytest.raises(NotAllowed, match="yourself"):
        rules_room.publish(draft, by=first, at=LATER)
    assert nothing_was_published()


def test_everything_is_looked_at_again_when_publishing(first, second):
    draft = rule_texts.proposed(first)
    [offer] = db.session.scalars(select(ServiceOffer).where(ServiceOffer.max_age == 18).limit(1))
    offer.max_age = 17
    db.session.flush()
    with pytest.raises(NotReady, match="directory of offers has changed"):
        rules_room.publish(draft, by=second, at=LATER)
    assert nothing_was_published()


def test_a_list_that_fills_up_is_no_reason_to_prove_again(first, second):
    draft = rule_texts.proposed(first)
    offer = factories.offer()
    directory.set_capacity(offer, Capacity.FULL, by="system", at=NOON)

    assert rules_room.publish(draft, by=second, at=LATER).version.name == NAME


def test_what_was_not_seen_is_not_published(first, second):
    draft = rule_texts.proposed(first)
    seen = draft.version
    rules_room.change_draft(draft, draft.text + "\n", seen_version=seen, by=first, at=NOON)
    rule_texts.proof_of(draft.text, first)
    rules_room.propose(draft, "why", by=first, at=NOON)
    with pytest.raises(StaleDataError):
        rules_room.publish(draft, by=second, at=LATER, seen_version=seen)
    assert nothing_was_published()


def test_a_proposal_does_not_undo_what_was_published_since(first, second):
    draft = rule_texts.proposed(first)
    rule_texts.published(first, second, name="2026-11-01-other")
    with pytest.raises(NotReady, match="Other rules were published"):
        rules_room.publish(draft, by=second, at=LATER)

    rules_room.propose(draft, "Still.", by=first, at=LATER)
    assert rules_room.publish(draft, by=second, at=LATER).version.name == NAME


@pytest.mark.parametrize("drafts", [1, 2])
def test_of_two_leads_who_publish_at_once_one_wins(app, first, second, drafts):
    third = factories.staff("lead")
    made = [rule_texts.proposed(first, name=f"2026-11-01-n{n}").id for n in range(drafts)]
    people = (second.id, third.id)
    db.session.commit()

    def publish(draft_id, who):
        draft = db.session.get(RuleDraft, draft_id)
        return rules_room.publish(draft, by=db.session.get(Staff, who), at=LATER).id

    answers = at_once(
        app, *[lambda n=n, who=who: publish(made[n % drafts], who) for n, who in enumerate(people)]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NotReady", "int"]
    assert len(rule_sets.publications()) == 1


def test_published_while_it_is_changed_it_is_one_or_the_other_whole(app, first, second):
    draft = rule_texts.proposed(first)
    draft_id, seen, text_then, people = draft.id, draft.version, draft.text, (first.id, second.id)
    db.session.commit()

    def change():
        row = db.session.get(RuleDraft, draft_id)
        by = db.session.get(Staff, people[0])
        rules_room.change_draft(row, "something else", seen_version=seen, by=by, at=LATER)

    def publish():
        row = db.session.get(RuleDraft, draft_id)
        return rules_room.publish(row, by=db.session.get(Staff, people[1]), at=LATER).id

    changed, published = at_once(app, change, publish)
    if isinstance(published, int):
        assert isinstance(changed, NotReady | StaleDataError)
        assert rule_sets.publications()[0].version.text == text_then
    else:
        assert changed is None
        assert isinstance(published, NotReady | StaleDataError)
        assert nothing_was_published()


# Going back


def test_one_person_goes_back_in_one_step(first, second):
    rule_texts.published(first, second)
    back = rules_room.roll_back(SHIPPED, "Too many calls.", by=second, at=LATER)

    assert rule_sets.rules_in_force(TODAY).version == SHIPPED
    assert (back.is_roll_back, back.proof_id, back.reason) == (True, None, "Too many calls.")
    assert audit("rules.rolled_back").detail == {
        "was": NAME,
        "version": SHIPPED,
        "text_hash": rule_sets.hash_of(versions.text_of(SHIPPED)),
    }
    again = rules_room.roll_back(NAME, "It was not that.", by=first, at=LATER)
    assert rule_sets.rules_in_force(TODAY).version == again.version.name == NAME


def test_going_back_also_takes_back_what_is_still_to_come(first, second):
    rule_texts.published(first, second)
    rule_texts.published(first, second, name="2026-12-24-later")
    rules_room.roll_back(SHIPPED, "Neither.", by=first, at=LATER)

    assert rule_sets.name_in_force(date(2027, 1, 1)) == SHIPPED


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        (SHIPPED, "", "Say why"),
        (NAME, "why", "in force already"),
        ("2026-12-24-later", "why", "never in force"),
        ("1999-01-01", "why", "never in force"),
    ],
)
def test_there_is_no_going_back_without_a_reason_or_to_what_never_was(first, second, name, reason, said):
    rule_texts.published(first, second, name="2026-12-24-later")
    rule_texts.published(first, second)
    with pytest.raises(NotReady, match=said):
        rules_room.roll_back(name, reason, by=first, at=LATER)
    assert rule_sets.name_in_force(TODAY) == NAME


def test_there_is_no_going_back_to_what_this_software_cannot_read(first):
    rule_texts.unreadable()
    with pytest.raises(NotReady, match="can no longer read"):
        rules_room.roll_back(UNREADABLE, "why", by=first, at=LATER)
    assert rule_sets.name_in_force(TODAY) == SHIPPED


# The record


def test_every_step_is_in_the_record_by_whom_and_in_codes_alone(first, second):
    draft = rules_room.start_draft("Ada sleeps", base=SHIPPED, by=first, at=NOON)
    written = rule_texts.text_named(add="\n# for Ada")
    rules_room.change_draft(draft, written, seen_version=draft.version, by=second, at=NOON)
    rules_room.rename(draft, "Ada slept", by=first, at=NOON)
    check = rules_room.ask_for_check("difference", written, by=second, at=NOON)
    rule_texts.proof_of(written, first)
    rules_room.propose(draft, "Ada waited", by=first, at=NOON)
    rules_room.change_draft(draft, written + "!", seen_version=draft.version, by=first, at=NOON)
    rules_room.set_aside(draft, by=second, at=LATER)
    rule_texts.published(first, second)
    rules_room.roll_back(SHIPPED, "Ada again", by=first, at=LATER)
    db.session.flush()

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    of_the_draft = [entry for entry in entries if (entry.subject, entry.subject_id) == ("rule_draft", draft.id)]
    assert [(entry.action, entry.staff_id) for entry in of_the_draft] == [
        ("rules.draft_started", first.id),
        ("rules.draft_changed", second.id),
        ("rules.draft_renamed", first.id),
        ("rules.proposed", first.id),
        ("rules.draft_changed", first.id),
        ("rules.draft_set_aside", second.id),
    ]
    changes = [entry.detail for entry in of_the_draft if entry.action == "rules.draft_changed"]
    assert changes == [
        {"text_hash": rule_sets.hash_of(written), "was_proposed": False},
        {"text_hash": rule_sets.hash_of(written + "!"), "was_proposed": True},
    ]
    [asked] = [entry for entry in entries if entry.action == "rules.check_asked_for"]
    assert (asked.staff_id, asked.subject_id) == (second.id, check.id)
    assert asked.detail == {"kind": "difference", "text_hash": check.text_hash, "against": SHIPPED}
    assert {"rules.published", "rules.rolled_back"} <= {entry.action for entry in entries}
    assert not any("Ada" in str(entry.detail) for entry in entries)


# The database itself


def insert(by: int, other: int | None, proof: int | None, version: int, is_roll_back: bool = False) -> None:
    db.session.execute(
        text(
            "insert into rule_set_publication (version_id, in_force_from, published_at, published_by_id, "
            "proposed_by_id, proof_id, is_roll_back, reason) "
            "values (:version, '2026-11-01', '2026-11-01 12:00:00', :by, :other, :proof, :back, 'raw')"
        ),
        {"version": version, "by": by, "other": other, "proof": proof, "back": is_roll_back},
    )


def insert_version(name: str, written: str) -> int:
    db.session.execute(
        text(
            "insert into rule_set_version (name, text, text_hash, made_at, comes_with_software) "
            "values (:name, :text, :hash, '2026-11-01 12:00:00', :no)"
        ),
        {"name": name, "text": written, "hash": rule_sets.hash_of(written), "no": False},
    )
    return rule_sets.find_version(name).id


@pytest.mark.parametrize(
    "case", ["none", "of another text", "failed", "no proof", "one person", "nobody proposed", "never before"]
)
def test_the_database_refuses_what_is_not_proved_by_a_second_person(first, second, case):
    written = rule_texts.text_named()
    held = rule_texts.proof_of(written, first).id
    proof = {
        "none": None,
        "of another text": rule_texts.proof_of(written + "#", first).id,
        "failed": rule_texts.proof_of(written, first, "failed").id,
        "never before": None,
    }.get(case, held)
    if case == "no proof":
        other = rules_room.ask_for_check("difference", written, by=first, at=NOON)
        other.outcome = "held"
        db.session.flush()
        proof = other.id
    version = insert_version(NAME, written)
    db.session.commit()
    with pytest.raises(DBAPIError):
        insert(
            second.id,
            {"one person": second.id, "nobody proposed": None}.get(case, first.id),
            proof,
            version,
            is_roll_back=case == "never before",
        )
    db.session.rollback()

    assert nothing_was_published()
    insert(second.id, first.id, held, version)  # and so it is for no other reason
    assert rule_sets.name_in_force(TODAY) == NAME


@pytest.mark.parametrize(
    "statement",
    [
        "update rule_check set outcome = 'held'",
        "update rule_check set text_hash = ''",
        "delete from rule_check",
        "update rule_set_version set text = ''",
        "delete from rule_set_version",
        "update rule_set_publication set in_force_from = '2020-01-01'",
        "delete from rule_set_publication",
    ],
)
def test_the_database_keeps_what_was_proved_and_published(first, second, statement):
    rule_texts.published(first, second)
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()

    assert db.session.scalar(select(RuleSetPublication.id)) is not None


# Asking for checks


def test_a_check_is_asked_for_once_and_rung_for(first, valkey):
    written = rule_texts.text_named()
    check = rules_room.ask_for_check("proof", written, by=first, at=NOON)
    again = rules_room.ask_for_check("proof", written, by=first, at=LATER)
    db.session.commit()

    assert again is check
    assert (check.text, check.text_hash) == (written, rule_sets.hash_of(written))
    assert b"rule_checks-%d" % check.id in b" ".join(valkey.keys())
    assert audit("rules.check_asked_for").detail["kind"] == "proof"


def test_a_check_that_broke_off_or_is_out_of_date_is_done_again(first):
    written = rule_texts.text_named()
    held = rule_texts.proof_of(written, first)
    assert rules_room.ask_for_check("proof", written, by=first, at=NOON) is held

    offer = factories.offer()
    offer.min_age = 3
    db.session.flush()
    new = rules_room.ask_for_check("proof", written, by=first, at=NOON)
    assert new is not held
    broken = rule_texts.proof_of(written, first, "broken")
    assert rules_room.ask_for_check("proof", written, by=first, at=NOON) not in (held, new, broken)


def test_a_comparison_is_with_the_version_in_force_unless_said_otherwise(first, second):
    written = rule_texts.text_named("2026-12-24-later")
    with_shipped = rules_room.ask_for_check("difference", written, by=first, at=NOON)
    rule_texts.published(first, second)
    with_new = rules_room.ask_for_check("difference", written, by=first, at=NOON)

    assert (with_shipped.against, with_new.against) == (SHIPPED, NAME)
    assert rules_room.ask_for_check("difference", written, against=SHIPPED, by=first, at=NOON) is with_shipped
    digest = rule_sets.hash_of(written)
    assert rule_sets.newest_check(digest, "difference") is with_new
    assert rule_sets.newest_check(digest, "difference", SHIPPED) is with_shipped
    assert rule_sets.newest_check(digest, "replay") is None


def test_a_replay_of_another_day_or_length_is_another(first):
    def asked(at=NOON, **about):
        return rules_room.ask_for_check("replay", rule_texts.text_named(), about=about, by=first, at=at)

    three = asked()
    assert three.about == {"months": 3, "until": "2026-11-02"}
    assert asked(months=3) is three
    assert asked(months=6).about["months"] == 6
    assert asked(at=NOON + timedelta(days=1)) is not three
    assert asked(months=1000).about["months"] == 24


def test_what_cannot_be_read_is_not_checked(first):
    with pytest.raises(NotReady) as refused:
        rules_room.ask_for_check("proof", "rules: [", by=first, at=NOON)
    assert refused.value.sentences[0].startswith("Line ")
    with pytest.raises(NotReady, match="no version 1999-01-01"):
        rules_room.ask_for_check(
            "difference", rule_texts.text_named(), against="1999-01-01", by=first, at=NOON
        )
    assert db.session.scalar(select(RuleCheck.id)) is None
