"""Writing a draft: field by field, rule by rule or as a whole; any text is kept and nobody is overwritten."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from ifd import clock
from ifd.database import db
from ifd.queries import rule_sets
from ifd.services import rules_room
from ifd.web.rules.rule_fields import changed_fields, form_for
from tests import factories
from tests.rule_texts import SHIPPED
from tests.web.signed_in import sign_in
from triage.rules.loader import load_ruleset
from triage.rules.naming import name_in
from triage.rules.splicing import rule_written, rules_written
from triage.rules.versions import text_of

RULE = "self-harm-young"


def rule_of(draft, rule_id=RULE):
    db.session.refresh(draft)
    return rule_written(draft.text, rule_id).entry


def at(draft, page: str) -> str:
    return f"/rules/drafts/{draft.id}/{page}"


def test_a_draft_is_begun_from_any_version(writer):
    page = writer.get("/rules/drafts")
    assert "Nobody is writing rules at the moment." in page.words
    page = writer.submit(page, title="Sleep sooner")
    assert page.heading == "Draft: Sleep sooner"
    assert "no rule differs" in page.words.lower()
    assert "It becomes version " in page.words
    assert "Sleep sooner" in writer.get("/rules/drafts").words
    assert "Error: " in writer.submit(writer.get("/rules/drafts"), title=" ").title


def test_every_rule_comes_back_from_its_form_as_it_went_in():
    """A form that is saved without a change changes nothing, whatever rule it holds."""
    for rule in rules_written(text_of(SHIPPED)):
        shown = form_for(rule.entry)
        sent = MultiDict({field.name: field.data for field in shown})
        assert changed_fields(rule.entry, form_for(rule.entry, sent)) == {}, rule.id


def test_one_field_is_changed_and_the_rest_of_the_file_stays(writer, draft):
    before = draft.text.split("\n")
    page = writer.get(at(draft, f"rules/{RULE}"))
    saved = writer.submit(page, when="recent_self_harm and 2 <= age < 14", raises="very_urgent")
    assert "Saved. Nothing is wrong with the text." in saved.words
    after = rule_sets.find_draft(draft.id).text.split("\n")
    differ = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert differ == [
        ("    when: recent_self_harm and 2 <= age < 13", "    when: recent_self_harm and 2 <= age < 14"),
        ("    raise: urgent", "    raise: very_urgent"),
    ]


def test_every_kind_of_field_can_be_written(writer, draft):
    page = writer.get(at(draft, f"rules/{RULE}"))
    writer.submit(
        page,
        title="Another title: with a colon",
        thrive="getting_help",
        offer_1_place="lead",
        offer_1_kind_1="camhs_help",
        offer_1_kind_2="counselling",
        offer_2_place="meanwhile",
        offer_2_kind_1="self_care",
        topic_1="self_harm",
        ask_question="How, and where?",
        ask_field="text",
        owner="Grace",
        review="2027-01-31",
        fires="age: 10, safety.self_harm_last_month: yes\nage: 9, needs: [self_harm]",
        quiet="age: 15\n{}",
    )
    entry = rule_of(draft)
    assert entry["title"] == "Another title: with a colon"
    assert entry["offer"] == {"lead": ["camhs_help or counselling"], "meanwhile": ["self_care"]}
    assert entry["starts_now"] == ["self_harm"]
    assert entry["ask"] == {"field": "text", "question": "How, and where?"}
    assert entry["review"].isoformat() == "2027-01-31"
    assert entry["quiet"] == [{"age": 15}, {}]
    (rule,) = [rule for rule in load_ruleset(rule_sets.find_draft(draft.id).text).rules if rule.id == RULE]
    assert len(rule.examples) == 4


def test_a_check_shows_the_sentence_and_keeps_nothing(writer, draft):
    page = writer.get(at(draft, f"rules/{RULE}"))
    checked = writer.submit(page, when="recent_self_harm and age < 4", check="yes")
    assert "‘they harmed themselves lately, or may have’ and they are aged under 4" in checked.words
    assert "The rule does not hold and must: They are aged 10" in checked.words
    assert rule_of(draft)["when"] == "recent_self_harm and 2 <= age < 13"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"when": "flags.psycosis"}, "Did you mean 'flags.psychosis'?"),
        ({"when": "age < "}, "this is not a condition"),
        ({"because": "At {agge} so."}, "the sentence cannot say '{agge}'. Did you mean 'age'?"),
        ({"fires": "agee: 10"}, "an example cannot say 'agee'. Did you mean 'age'?"),
        ({"fires": "age: ["}, "an example cannot say 'age: ['"),
        ({"review": "soon"}, "'review' should be a date"),
        ({"raises": "", "thrive": ""}, "it has no effect"),
        ({"offer_1_kind_1": "counselling"}, "there is no place ''"),
        ({"id": "flag-self-harm"}, "rule 'flag-self-harm' is there already"),
        ({"title": ""}, "'title' is missing"),
    ],
)
def test_what_is_wrong_is_told_and_still_kept(writer, draft, typed, told):
    before = draft.text
    page = writer.get(at(draft, f"rules/{RULE}"))
    assert told in writer.submit(page, check="yes", **typed).words
    saved = writer.submit(page, **typed)
    assert "to be put right" in saved.words
    assert "counts as removed until it is put right" in writer.get(f"/rules/drafts/{draft.id}").words
    assert "shown as removed" in writer.get(at(draft, "propose")).words
    assert told in writer.get(f"/rules/drafts/{draft.id}").words
    assert told in writer.get(at(draft, "text")).words
    assert rule_sets.find_draft(draft.id).text != before


@pytest.mark.parametrize(
    ("typed", "field", "label"),
    [
        ({"when": "age < "}, "when", "When does it hold?"),
        ({"review": "soon"}, "review", "Look again by"),
        ({"title": ""}, "title", "Title"),
        ({"fires": "agee: 10"}, "fires", "People it must fire for"),
        ({"offer_1_kind_1": "counselling"}, "offer_1_place", "Offer 1: where"),
        ({"ask_question": "Who?", "ask_field": "answers.who"}, "ask_field", "The answer that the question fills"),
        ({"id": "flag-self-harm"}, "id", "Name of the rule"),
    ],
)
def test_a_mistake_in_the_form_of_a_rule_names_the_field_and_no_line(writer, draft, typed, field, label):
    page = writer.submit(writer.get(at(draft, f"rules/{RULE}")), check="yes", **typed)
    (told,) = page.page.xpath("//*[@id='check']//li[a]")
    assert (told.find("a").get("href"), told.find("a").text) == (f"#{field}", label)
    assert page.page.get_element_by_id(field) is not None
    assert "ine " not in told.text_content()
    assert "rule 'self-harm-young'" not in told.text_content()


def test_what_nobody_can_be_is_said_where_it_is_written_and_is_no_mistake(writer, draft):
    page = writer.get(at(draft, f"rules/{RULE}"))
    assert "nobody can be" not in page.words
    told = writer.submit(page, check="yes", when="recent_self_harm and age < 13 and age > 40")
    assert "Look again: nobody can be all of this: age < 13 and age > 40." in told.words
    assert "nobody can be" not in writer.get(at(draft, "text")).words
    saved = writer.submit(page, when="recent_self_harm and age < 13 and age > 40")
    assert "Saved. Nothing is wrong with the text." in saved.words
    assert "nobody can be all of this" in writer.get(at(draft, "text")).words


def test_a_mistake_of_no_field_is_told_without_one(writer, draft):
    page = writer.submit(writer.get(at(draft, f"rules/{RULE}")), check="yes", raises="", thrive="")
    (told,) = page.page.xpath("//*[@id='check']//li")
    assert told.text_content().startswith("it has no effect")


def test_a_wrong_word_of_a_list_is_not_lost_by_the_form(writer, draft):
    wrong = draft.text.replace("raise: emergency", "raise: emergncy")
    rules_room.change_draft(draft, wrong, seen_version=draft.version, by=draft.started_by, at=clock.now())
    page = writer.get(at(draft, "rules/danger-now"))
    assert "emergncy (not known)" in page.words
    writer.submit(page, title="Danger now")
    assert rule_of(draft, "danger-now")["raise"] == "emergncy"


def test_a_rule_is_added_and_taken_out(writer, draft):
    before = draft.text
    page = writer.get(at(draft, "add"))
    filled = {
        "after": RULE,
        "id": "sleep-sooner",
        "title": "Sleep",
        "when": "needs.sleep and impact.sleep == 'a_lot'",
        "raises": "soon",
        "because": "Sleep is hardly there.",
        "source": "front-door",
        "fires": "needs: [sleep], impact.sleep: a_lot",
        "quiet": "needs: [sleep]",
    }
    checked = writer.submit(page, check="yes", **filled)
    assert "All 2 examples come out as they should." in checked.words
    saved = writer.submit(page, **filled)
    assert "Saved. Nothing is wrong with the text." in saved.words
    rules = [rule.id for rule in load_ruleset(rule_sets.find_draft(draft.id).text).rules]
    assert rules[rules.index(RULE) + 1] == "sleep-sooner"
    assert "1 rule added" in writer.get(f"/rules/drafts/{draft.id}").words
    asked = writer.get(at(draft, "rules/sleep-sooner/remove"))
    assert "the impact on sleep is ‘a lot’" in asked.words
    writer.submit(asked)
    assert rule_sets.find_draft(draft.id).text == before


def test_the_whole_text_is_kept_however_wrong(writer, draft):
    before = draft.text
    page = writer.get(at(draft, "text"))
    assert "nothing wrong with the text" in page.words
    wrong = "rules: [\n  # half\r\n"
    assert "this is not YAML" in writer.submit(page, text=wrong, check="yes").words
    assert rule_sets.find_draft(draft.id).text == before
    writer.submit(page, text=wrong)
    assert rule_sets.find_draft(draft.id).text == "rules: [\n  # half\n"
    assert "cannot be taken apart into rules" in writer.get(f"/rules/drafts/{draft.id}").words
    assert "cannot be read" in writer.get(at(draft, "add"), follow_redirects=True).words
    for endpoint in ("examples", "try", "proof", "difference", "replay", "propose", "changes"):
        assert writer.get(at(draft, endpoint)).status_code == 200


def test_of_two_who_change_a_rule_the_later_is_told_and_keeps_their_words(writer, app, draft, second):
    other = sign_in(app.test_client(), second)
    mine, theirs = (who.get(at(draft, f"rules/{RULE}")) for who in (writer, other))
    other.submit(theirs, title="Their title")
    told = writer.submit(mine, title="My title", because="My reason.")
    assert "Somebody else has changed this draft" in told.words
    assert told.errors == {}
    assert told.form()["title"] == "My title"
    assert "What the rule says now" in told.words
    assert "Their title" in told.words
    assert rule_of(draft)["title"] == "Their title"
    writer.submit(told)
    assert rule_of(draft)["title"] == "My title"
    assert rule_of(draft)["because"] == "My reason."


def test_of_two_who_change_the_text_the_later_is_told_and_keeps_their_words(writer, app, draft, second):
    other = sign_in(app.test_client(), second)
    mine, theirs = (who.get(at(draft, "text")) for who in (writer, other))
    other.submit(theirs, text=text_of(SHIPPED) + "# theirs\n")
    told = writer.submit(mine, text=text_of(SHIPPED) + "# mine\n")
    assert "Somebody else has changed this draft" in told.words
    assert told.errors == {}
    assert told.form()["text"].endswith("# mine\n")
    assert "+# theirs" in told.words
    assert rule_sets.find_draft(draft.id).text.endswith("# theirs\n")
    writer.submit(told)
    assert rule_sets.find_draft(draft.id).text.endswith("# mine\n")


def test_a_rule_that_somebody_took_out_meanwhile_can_be_added_again(writer, app, draft, second):
    other = sign_in(app.test_client(), second)
    mine = writer.get(at(draft, f"rules/{RULE}"))
    other.submit(other.get(at(draft, f"rules/{RULE}/remove")))
    told = writer.submit(mine, title="My title")
    assert "no longer in the draft" in told.words
    assert told.errors == {}
    added = writer.submit(told, action=at(draft, "add"))
    assert "Saved." in added.words
    assert rule_of(draft)["title"] == "My title"


def test_removing_by_an_old_page_is_refused(writer, app, draft, second):
    asked = writer.get(at(draft, f"rules/{RULE}/remove"))
    other = sign_in(app.test_client(), second)
    other.submit(other.get(at(draft, f"rules/{RULE}")), title="Their title")
    assert "Somebody else has changed this draft" in writer.submit(asked).words
    assert rule_of(draft)["title"] == "Their title"


def test_a_draft_is_called_something_else(writer, draft):
    page = writer.get(at(draft, "rename"))
    assert page.form()["title"] == "Self-harm under 13"
    assert writer.submit(page, title=" ").errors == {"title": "Say in a few words what the change is about"}
    assert writer.submit(page, title="Self-harm at 13").heading == "Draft: Self-harm at 13"


def test_a_version_is_named_in_one_field(writer, draft):
    page = writer.get(at(draft, "rename"))
    assert page.form()["name"] == name_in(draft.text)
    assert "Enter a day" in writer.submit(page, name="soon").errors["name"]
    told = writer.submit(page, name=SHIPPED, title="Another")
    assert told.errors == {"name": f"There is a version {SHIPPED} already. Give these rules another name."}
    assert told.form()["title"] == "Another"
    assert writer.get(f"/rules/drafts/{draft.id}").heading == "Draft: Self-harm under 13"
    done = writer.submit(page, name="2027-01-04-spring")
    assert "It becomes version 2027-01-04-spring." in done.words
    assert "in_force_from: 2027-01-04\n" in rule_sets.find_draft(draft.id).text


def test_a_rule_added_while_somebody_else_saves_is_kept_for_a_second_try(writer, app, draft, second):
    mine = writer.get(at(draft, "add"))
    other = sign_in(app.test_client(), second)
    other.submit(other.get(at(draft, f"rules/{RULE}")), title="Their title")
    told = writer.submit(mine, id="mine", title="My rule")
    assert "Save again to add the rule." in told.words
    assert told.errors == {}
    assert "Saved." in writer.submit(told).words
    assert rule_of(draft, "mine")["title"] == "My rule"


def test_rules_of_a_draft_are_found_by_words(writer, draft):
    page = writer.get(f"/rules/drafts/{draft.id}")
    titles = "//table[.//caption='Rules in their order']//th[@scope='row']/text()"
    everything = page.page.xpath(titles)
    assert len(everything) == len(rules_written(draft.text))
    assert page.page.xpath("//details//caption[.='Rules in their order']")
    found = writer.get(f"/rules/drafts/{draft.id}?words=immediate+DANGER")
    assert "Immediate danger" in found.page.xpath(titles)
    assert 0 < len(found.page.xpath(titles)) < len(everything) / 2
    assert found.page.xpath("//input[@name='words']/@value") == ["immediate DANGER"]
    assert "Try fewer words." in writer.get(f"/rules/drafts/{draft.id}?words=nothing+says+this").words


def test_a_rule_that_cannot_be_read_is_found_as_well(writer, draft):
    writer.submit(writer.get(at(draft, "rules/danger-now")), title="Zebra", when="nonsense")
    found = writer.get(f"/rules/drafts/{draft.id}?words=zebra+nonsense")
    assert found.page.xpath("//th[@scope='row']/text()") == ["Zebra"]


def test_the_page_of_a_rule_leads_to_ones_own_drafts_that_hold_it(writer, app, draft, second):
    links = "//main//a[starts-with(text(), 'Change this in my draft')]/@href"
    assert writer.get(f"/rules/rule/{RULE}").page.xpath(links) == [at(draft, f"rules/{RULE}")]
    other = sign_in(app.test_client(), second)
    assert other.get(f"/rules/rule/{RULE}").page.xpath(links) == []
    assert "Begin a draft to change this" in other.get(f"/rules/rule/{RULE}").words
    reader = sign_in(app.test_client(), factories.clinician())
    assert "draft" not in reader.get(f"/rules/rule/{RULE}").words
    writer.submit(writer.get(at(draft, f"rules/{RULE}/remove")))
    assert writer.get(f"/rules/rule/{RULE}").page.xpath(links) == []


def test_a_draft_set_aside_is_read_and_no_longer_changed(writer, draft):
    before = draft.text
    mine = writer.get(at(draft, f"rules/{RULE}"))
    writer.submit(writer.get(at(draft, "set-aside")))
    assert "It can be read and no longer changed." in writer.get(f"/rules/drafts/{draft.id}").words
    assert "was published or set aside" in writer.submit(mine, title="Too late").words
    assert rule_sets.find_draft(draft.id).text == before
    assert rule_sets.open_drafts() == []


@pytest.mark.parametrize("page", ["", "/text", "/rules/x", "/add", "/proof", "/propose", "/try"])
def test_a_draft_that_is_not_there(writer, page):
    assert writer.get(f"/rules/drafts/99{page}").status_code == 404


def test_a_change_of_who_is_reached_is_told(writer, draft):
    draft.text = draft.text.replace("  out_of_area: [crisis_111, ", "  out_of_area: [crisis_111, perinatal, ")
    db.session.commit()
    assert "what reaches people beyond the area or over 25 changed" in writer.get(at(draft, "changes")).words.lower()


def test_a_title_that_may_no_longer_be_true_is_pointed_out(writer, draft):
    page = writer.get(at(draft, f"rules/{RULE}"))
    writer.submit(page, when="recent_self_harm and 2 <= age < 14")
    notice = "It holds for other people and its title is as before."
    assert notice in writer.get(at(draft, "changes")).words
    writer.submit(writer.get(at(draft, f"rules/{RULE}")), title="Self-harm from 2 to 13")
    assert notice not in writer.get(at(draft, "changes")).words
