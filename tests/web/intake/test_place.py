"""From a postcode as it is typed to the team that is suggested."""

import pytest
from sqlalchemy import select

from ifd.models import Suggestion
from tests import factories
from tests.web.intake.walk import begin, check, send, token_of, walk


def offers_for(client, db_session, postcode):
    factories.area()
    db_session.commit()
    answers = {
        "age": {"age": "15"},
        "thoughts": {"suicidal_thoughts_now": "yes"},
        "about": {"postcode": postcode},
    }
    page, _seen = walk(client, begin(client, "young_person"), answers, until="tasks")
    send(client, check(client, token_of(page)))
    document = db_session.scalars(select(Suggestion)).one().document
    return [offer["offer"] for offer in document["offers"]], document["missing"]


@pytest.mark.parametrize(
    ("postcode", "team"),
    [
        ("ip24 2ab", "camhs-more-help-west"),
        ("PE30", "camhs-more-help-west"),
        ("Nr30-1aa", "camhs-more-help-east"),
        ("NR1 3JU", "camhs-more-help-central"),
    ],
)
def test_the_team_near_them_is_suggested(client, db_session, postcode, team):
    offers, _missing = offers_for(client, db_session, postcode)
    assert team in offers


def test_without_a_postcode_no_team_is_named_by_accident(client, db_session):
    offers, missing = offers_for(client, db_session, "")
    assert not [offer for offer in offers if offer and offer.startswith("camhs-more-help")]
    assert "Place: where do they live?" in missing
