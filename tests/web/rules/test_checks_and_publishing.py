"""From a draft to published rules: examples, trying it, long checks, a proposal, a second person, the way back."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from ifd.models import RuleCheck
from ifd.presenters.rule_checks import what_differs
from ifd.presenters.rule_names import RuleNames
from ifd.queries import rule_sets
from ifd.services import rules_room
from tests import factories, rule_texts
from tests.rule_texts import SHIPPED
from tests.web.signed_in import sign_in
from triage.directory import reference_directory
from triage.proof.person import Someone
from triage.proof.running import treat
from triage.rules.versions import version
from triage.vocabulary import Flag, Priority

TODAY = clock.london_date(clock.now()).isoformat()
NAME = f"{TODAY}-room"


def at(draft, page: str = "") -> str:
    return f"/rules/drafts/{draft.id}{page}"


def said(page) -> str:
    """What stands on the page, with a space between one thing and the next."""
    return " ".join(" ".join(page.page.find(".//main").itertext()).split())


def change(draft, text: str) -> None:
    db.session.refresh(draft)
    rules_room.change_draft(draft, text, seen_version=draft.version, by=draft.started_by, at=clock.now())
    db.session.commit()


def finished(draft, kind: str, outcome: str, report: dict, against: str = "") -> RuleCheck:
    """A check that has come to an end, as the job leaves it."""
    check = RuleCheck(
        kind=kind,
        text=draft.text,
        text_hash=draft.text_hash,
        against=against,
        asked_by=draft.started_by,
        asked_at=clock.now(),
        started_at=clock.now(),
        finished_at=clock.now(),
        outcome=outcome,
        report=report,
    )
    db.session.add(check)
    db.session.commit()
    return check


@pytest.fixture
def proved(draft):
    """The draft under a new name, with a proof that held."""
    change(draft, rule_texts.text_named(NAME, TODAY).replace("Somebody may be at risk", "A child may be at risk"))
    rule_texts.proof_of(draft.text, draft.started_by)
    db.session.commit()
    return draft


# Examples and trying


def test_examples_that_come_out_otherwise_are_shown_at_once(writer, draft):
    assert "come out as they should" in writer.get(at(draft, "/examples")).words
    change(draft, draft.text.replace("fires: [{age: 8, flags: [neglect]}]", "fires: [{age: 8}]"))
    page = writer.get(at(draft, "/examples"))
    assert "Safeguarding the same day The rule does not hold and must: They are aged 8." in said(page)
    assert "1 otherwise" in writer.get(at(draft)).words


def test_a_made_up_person_under_the_draft_and_the_rules_in_force(writer, draft):
    change(draft, draft.text.replace("    raise: emergency\n", "    raise: very_urgent\n"))
    page = writer.submit(writer.get(at(draft, "/try")), age="14", safety_immediate_danger="yes")
    assert "They differ where it says so." in page.words
    assert "Priority Differs Very urgent (only here) Emergency (only here)" in said(page)
    assert "Immediate danger" in page.words.partition("Rules that held")[2]


@pytest.mark.parametrize(
    "pasted",
    [
        '{"id": "x", "age": 14, "text": "I want to die", "answers": {"needs": ["low_mood"]}}',
        '{"age": 14, "text": "I want to die", "answers": {"needs": ["low_mood"]}}',
        "- id: one\n  title: One\n  request: {age: 14, text: I want to die, answers: {needs: [low_mood]}}\n",
    ],
)
def test_a_request_document_or_a_vignette_is_pasted(writer, draft, pasted):
    page = writer.submit(writer.get(at(draft, "/try")), pasted=pasted)
    assert "Both suggest the same." in page.words
    assert "Suicid" in page.words


def test_a_vignette_is_chosen(writer, draft):
    page = writer.get(at(draft, "/try"))
    first = page.page.xpath("//select[@name='vignette']/option/@value")[1]
    assert "Both suggest the same." in writer.submit(page, vignette=first).words


@pytest.mark.parametrize("pasted", ["[", "3", '{"id": "x", "age": "old"}', "[1, 2]", "\x00", '{"answers": []}'])
def test_what_cannot_be_read_is_said_and_stays(writer, draft, pasted):
    page = writer.submit(writer.get(at(draft, "/try")), pasted=pasted)
    assert "This cannot be read" in page.words
    assert page.title.startswith("Error: ")


def test_what_was_typed_about_somebody_is_kept_nowhere(writer, draft):
    writer.submit(writer.get(at(draft, "/try")), text="Ada Lindqvist of Mill Lane wants to die")
    from tests.whole_house import rows  # every table

    before = rows()
    page = writer.submit(writer.get(at(draft, "/try")), text="Ada Lindqvist of Mill Lane wants to die")
    assert rows() == before
    assert "Ada" not in page.request.full_path


# Long checks


def test_a_proof_is_started_and_its_progress_shown(writer, draft):
    page = writer.get(at(draft, "/proof"))
    assert "Not yet" in page.words
    running = writer.submit(page)
    assert "Waiting" in running.words
    assert running.page.xpath("//noscript/meta[@http-equiv='refresh']")
    assert running.page.xpath("//*[@data-again-in]")
    check = rule_sets.newest_check(draft.text_hash, "proof")
    check.started_at, check.done, check.total, check.step = clock.now(), 2, 8, "Every possible request gets an offer"
    running = writer.get(at(draft, "/proof"))
    assert "Every possible request gets an offer: 2 of 8 (25%)" in running.words
    assert "Running" in writer.get(at(draft)).words
    writer.post(at(draft, "/proof"))
    assert len(rule_sets.open_checks()) == 1


def test_a_proof_shows_each_promise_and_the_person_who_breaks_it(writer, draft):
    report = {
        "holds": False,
        "properties": [
            {"number": 1, "name": "Somewhere to go", "sentence": "Everybody gets an offer.", "holds": True,
             "seconds": 1.5, "failures": [], "notes": []},
            {
                "number": 4,
                "name": "Danger",
                "sentence": "Danger is never routine.",
                "holds": False,
                "seconds": 2.0,
                "failures": [{"sentence": "Danger is only soon.", "person": {"age": 3}, "told": ["They are aged 3."]}],
                "notes": ["Nothing else."],
            },
        ],
    }  # fmt: skip
    finished(draft, "proof", "failed", report)
    page = writer.get(at(draft, "/proof"))
    assert "It did not hold" in page.words
    broken = "Danger Not kept Danger is never routine. Danger is only soon. They are aged 3."
    kept = "Somewhere to go Kept Everybody gets an offer."
    assert "1 of 2 promises is not kept." in said(page)
    assert 0 < said(page).index(broken) < said(page).index(kept)
    assert not page.page.xpath("//noscript/meta")


def test_a_proof_names_rules_by_their_titles_with_a_way_to_change_them(writer, app, draft):
    failure = {
        "sentence": "Rule 'danger-now' changes nothing: all it gives is given by 'safeguarding'.",
        "person": {},
        "told": ["By the rules: 'danger-now', 'safeguarding'.", "A family's <own> words, danger-now."],
    }
    promise = {"number": 5, "name": "Every rule counts", "sentence": "So.", "holds": False, "failures": [failure]}
    check = finished(draft, "proof", "failed", {"holds": False, "properties": [promise]})
    page = writer.get(at(draft, "/proof"))
    assert "Rule ‘ Immediate danger ’ changes nothing: all it gives is given by" in said(page)
    assert "By the rules: ‘ Immediate danger ’, ‘ Safeguarding the same day ’." in said(page)
    assert "A family's <own> words, danger-now." in said(page)
    assert page.page.xpath("//main//a[text()='Immediate danger']/@href")[0] == at(draft, "/rules/danger-now")
    assert "The proof did not hold. Not kept: Every rule counts." in writer.get(at(draft, "/propose")).words
    reader = sign_in(app.test_client(), factories.clinician())
    shown = reader.get(f"/rules/checks/{check.id}")
    assert "‘Immediate danger’ changes nothing" in said(shown)
    assert not shown.page.xpath("//main//a[text()='Immediate danger']")


def test_a_check_that_broke_off_says_why(writer, draft):
    finished(draft, "proof", "broken", {"sentence": "The solver is missing."})
    assert "The solver is missing." in writer.get(at(draft, "/proof")).words


def test_a_difference_shows_a_person_before_and_after(writer, draft):
    before = {
        "priority": "emergency", "thrive": "getting_help", "red_flags": ["self_harm"], "offers": ["crisis_111"],
        "later": [], "crisis_help": ["crisis_111"], "starts_now_about": ["sleep"], "questions": ["Age?"],
        "rules": ["danger-now", "ask-gp"],
    }  # fmt: skip
    after = {**before, "priority": "soon", "offers": [], "crisis_help": [], "rules": ["ask-gp"]}
    one = {
        "sentence": "Priority goes from emergency to soon.",
        "person": {"age": 9},
        "told": ["A child of 9.", "Before: priority emergency.", "After: priority soon."],
        "before": before,
        "after": after,
        "rules": ["danger-now"],
    }
    finished(draft, "difference", "done", {"differences": [one]}, SHIPPED)
    words = said(writer.get(at(draft, "/difference")))
    assert "Priority goes from emergency to soon. For example: A child of 9." in words
    assert "Priority Emergency Soon Offers NHS 111 mental health option none" in words
    assert "Self-care about" not in words
    assert "Rules that held here only ‘ Immediate danger ’ none" in words
    assert "By rule: ‘ Immediate danger ’" in words


def test_whatever_a_difference_holds_of_somebody_can_be_told():
    """What the proof writes down, in its own names: nothing of it may be without words here."""
    answers, words = {"answers.needs": ("self_harm",)}, {Flag.SUICIDAL_THOUGHTS: True}
    somebody = Someone(age=15, answers=answers, text=words, heard=Priority.URGENT)
    treatment = treat(somebody, version(SHIPPED), reference_directory()).to_document()
    told = what_differs({"before": {name: [] for name in treatment}, "after": treatment}, RuleNames({}))
    assert ("Priority", "none", "Urgent") in told
    assert not [name for name, _, _ in told if name.islower()]


def test_a_replay_links_the_requests_this_user_may_see_lowered_first(writer, draft):
    found = factories.request(at=clock.now())
    db.session.commit()
    side = {"priority": "urgent", "thrive": "getting_help"}
    report = {
        "from": "2026-08-22", "requests": 120, "not_read": 1, "different": 2, "less": 1,
        "changes": {"priority_lowered": 1, "offer_gained": 2},
        "moves": [{"from": "urgent", "to": "soon", "requests": 1}],
        "ages": {"11-15": {"requests": 60, "different": 2, "less": 1, "priority_lowered": 1, "priority_raised": 0}},
        "shown": [
            {"request": found.id, "changes": ["priority_lowered"], "before": side, "after": {"priority": "soon"}},
            {"request": 999_999, "changes": ["offer_gained"], "before": {"offers": []},
             "after": {"offers": ["self_care"]}},
        ],
    }  # fmt: skip
    finished(draft, "replay", "done", report, SHIPPED)
    page = writer.get(at(draft, "/replay"))
    assert "120 requests since Saturday 22 August 2026. 2 would be treated otherwise ," in said(page)
    assert ", 1 of them with less of something." in said(page)
    assert "Priority lower Less 1 An offer suggested now 2" in said(page)
    assert page.page.xpath("//main//a/@href[contains(., '/clinic/')]") == [f"/clinic/{found.reference}"]
    assert "Not for you to see" in page.words
    assert page.page.xpath("//*[contains(@class, 'ifd-bars__bar--less')]")


def test_a_replay_asks_how_far_back(writer, draft):
    page = writer.submit(writer.get(at(draft, "/replay")), months="99")
    assert page.errors == {"months": "Enter a number from 1 to 24"}
    writer.submit(page, months="6")
    assert rule_sets.newest_check(draft.text_hash, "replay").about["months"] == 6


# Publishing


def test_what_is_missing_is_told_before_it_is_proposed(writer, draft):
    change(draft, rule_texts.text_named(SHIPPED))
    page = writer.get(at(draft, "/propose"))
    assert "Still missing" in page.words
    assert at(draft, "/rename") in page.page.xpath("//main//a/@href")
    assert f"There is a version {SHIPPED} already" in page.words
    assert "These rules have not been proved. Start the proof." in page.words
    assert at(draft, "/proof") in page.page.xpath("//main//a/@href")
    told = writer.submit(page, why="Because it was wrong.")
    assert "The draft cannot be proposed yet." in told.words
    assert told.errors == {}
    assert told.form()["why"] == "Because it was wrong."


def test_one_proposes_another_publishes_and_it_is_in_force_at_once(writer, app, proved, second):
    page = writer.get(at(proved, "/propose"))
    assert "Still missing" not in page.words
    assert writer.submit(page, why="").errors == {"why": "Say why the rules should change"}
    told = writer.submit(page, why="A child is named first.")
    assert "Proposed by Grace Adeyemi" in told.words
    assert "Look at it and publish" not in told.words
    own = writer.get(at(proved, "/publish"))
    assert "A second authorised person publishes it." in own.words
    assert writer.post(at(proved, "/publish"), data={"version": proved.version}).status_code == 403

    other = sign_in(app.test_client(), second)
    assert "Look at it and publish" in other.get(at(proved)).words
    page = other.get(at(proved, "/publish"))
    assert "A child is named first." in page.words
    assert "1 rule changed" in page.words.lower()
    done = other.submit(page)
    assert f"Version {NAME} is published." in done.words
    assert "Proposed by Grace Adeyemi. Published by Martha Lowe" in said(done)
    assert rule_sets.name_in_force(clock.london_date(clock.now())) == NAME
    assert "A child may be at risk" in other.get("/rules/rule/safeguarding").words
    assert "1 rule changed" in other.get(f"/rules/versions/{NAME}/changes").words.lower()
    assert "version" in other.get(at(proved)).words


def test_a_draft_changed_while_it_is_proposed_is_no_fault_of_the_reason(writer, proved):
    page = writer.get(at(proved, "/propose"))
    writer.submit(writer.get(at(proved, "/rules/danger-now")), title="Danger at once")
    told = writer.submit(page, why="My reason.")
    assert "Somebody else has changed this draft in the meantime" in told.words
    assert told.errors == {}
    assert told.form()["why"] == "My reason."


def test_a_change_takes_the_proposal_back(writer, app, proved, second):
    writer.submit(writer.get(at(proved, "/propose")), why="So.")
    other = sign_in(app.test_client(), second)
    page = other.get(at(proved, "/publish"))
    writer.submit(writer.get(at(proved, "/rules/danger-now")), title="Danger at once")
    told = other.submit(page)
    assert "is not proposed" in told.words or "Somebody else has changed" in told.words
    assert rule_sets.publications() == []
    assert "not proposed" in other.get(at(proved, "/publish"), follow_redirects=True).words


def test_going_back_takes_one_page_a_reason_and_one_person(writer, app, proved, second):
    writer.submit(writer.get(at(proved, "/propose")), why="So.")
    other = sign_in(app.test_client(), second)
    other.submit(other.get(at(proved, "/publish")))
    page = writer.get(f"/rules/versions/{SHIPPED}/go-back")
    assert page.heading == f"Go back to version {SHIPPED}?"
    assert "1 rule changed" in page.words.lower()
    assert writer.submit(page, reason="").errors == {"reason": "Say why you are going back"}
    done = writer.submit(page, reason="Too many calls.")
    assert f"The rules of {SHIPPED} are in force again" in done.words
    assert "Gone back to by Grace Adeyemi" in said(done)
    assert rule_sets.name_in_force(clock.london_date(clock.now())) == SHIPPED
    again = writer.get(f"/rules/versions/{SHIPPED}/go-back")
    assert "is in force already" in writer.submit(again, reason="Again.").words


def test_a_version_that_was_never_in_force_is_not_gone_back_to(writer):
    assert writer.get("/rules/versions/1999-01-01/go-back").status_code == 404


def test_the_proof_of_a_version_is_read_by_whoever_reads_rules(writer, app, proved):
    proof = rule_sets.newest_check(proved.text_hash, "proof")
    reader = sign_in(app.test_client(), factories.clinician())
    assert "It held" in reader.get(f"/rules/checks/{proof.id}").words
    assert reader.get(at(proved, "/proof")).status_code == 403
