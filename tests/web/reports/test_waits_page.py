"""The waits as staff see them, as the public sees them, and by the command line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from ifd import clock
from ifd.cli.waits import waits as waits_command
from ifd.database import db
from ifd.models import WaitTally
from ifd.presenters.waits import chart, in_words, most_start, public_rows, sentence_of
from ifd.queries.waits import live_waits, public_wait, public_waits
from tests import factories, with_partner
from tests.web.signed_in import sign_in
from triage.targets import Clock
from triage.vocabulary import OfferKind
from triage.waits import Spread

NOW = clock.now()
TODAY = clock.london_date(NOW)


@pytest.fixture
def some_waits(db_session):
    """Six people were helped seven days after being sent on; two wait elsewhere."""
    for n in range(6):
        with_partner.being_helped(at=with_partner.noon(20 + n))
    for n in (3, 8):
        with_partner.allocated(OfferKind.EATING_DISORDER, at=with_partner.noon(n))
    db.session.commit()
    return factories.offer(OfferKind.COUNSELLING), factories.offer(OfferKind.EATING_DISORDER)


@pytest.fixture
def signed_in(client, db_session):
    return sign_in(client, factories.staff("analyst"))


def rows(page) -> dict[str, list[str]]:
    found = {}
    for row in page.page.xpath("//tbody/tr"):
        name = row.xpath("./th/text()")[0].strip()
        found[name] = [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
    return found


def test_the_table_says_what_the_counts_say(some_waits, signed_in):
    counselling, eating = some_waits
    found = rows(signed_in.get("/reports/waits"))

    assert found[counselling.name][:3] == ["6", "7", "7"]
    assert found[eating.name] == ["0", "none–", "none–", "none–", "2", "3", "8"]


@pytest.mark.parametrize("one", list(Clock))
def test_each_clock_has_its_page(some_waits, signed_in, one):
    page = signed_in.get(f"/reports/waits?clock={one.value}")

    assert page.heading == f"Waits: {one.label.lower()}"
    assert page.page.xpath("//*[@role='img']/@aria-label")


def test_a_priority_narrows_it(some_waits, signed_in):
    assert some_waits[0].name in rows(signed_in.get("/reports/waits?priority=routine"))
    assert rows(signed_in.get("/reports/waits?priority=emergency")) == {}


@pytest.mark.parametrize("query", ["?clock=nonsense", "?priority=nonsense"])
def test_a_strange_address_shows_everything(some_waits, signed_in, query):
    assert len(rows(signed_in.get(f"/reports/waits{query}"))) == 2


def test_with_nothing_to_show_it_says_so(signed_in):
    assert "There are no waits to show yet" in signed_in.get("/reports/waits").words


def test_families_and_clerks_without_leave_do_not_see_it(client, db_session):
    assert client.get("/reports/waits").status_code == 302
    assert sign_in(client, factories.staff("professional")).get("/reports/waits").status_code == 403


def test_the_drawing_is_well_formed_and_escapes_names(some_waits):
    some_waits[0].name = 'Talk & "listen" <script>alert(1)</script>'
    db.session.flush()
    drawing = chart(live_waits(TODAY), Clock.HELP_STARTED)

    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert "<script>" not in drawing
    assert len(root.findall(".//rect")) == 1


# For the public


def test_the_public_reads_an_honest_sentence(some_waits):
    counselling, eating = some_waits
    [row] = public_rows(public_waits(TODAY))

    assert (row.slug, row.half, row.nine_in_ten) == (counselling.slug, "7 days", "7 days")
    asked = TODAY - timedelta(days=23)
    assert row.most == "within 7 days"
    sentence = sentence_of(public_wait(counselling.slug, TODAY))
    assert sentence.startswith(
        f"Most people start within 7 days. People whose help started lately asked in {asked:%B %Y}."
    )
    assert sentence_of(public_wait(eating.slug, TODAY)) == ""
    assert sentence_of(public_wait("nonsense", TODAY)) == ""


@pytest.mark.parametrize(
    ("median", "ninetieth", "says"),
    [
        (35, 63, "within 5 to 9 weeks"),
        (4, 20, "within 4 days to 3 weeks"),
        (3, 6, "within 3 to 6 days"),
        (36, 41, "within 6 weeks"),
        (0, 9, "within 9 days"),
        (0, 0, "on the same day"),
    ],
)
def test_the_plain_answer_is_true_by_the_numbers(median, ninetieth, says):
    assert most_start(Spread(10, median, ninetieth)) == says


def test_the_public_page_shows_them(client, some_waits):
    page = client.get("/waits")

    assert some_waits[0].name in page.words
    assert some_waits[1].name not in page.words
    assert some_waits[0].name in client.get(f"/offers/{some_waits[0].slug}").words
    assert "Half waited 7 days or less" in client.get(f"/offers/{some_waits[0].slug}").words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "the same day"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (15, "3 weeks"), (28, "4 weeks")],
)
def test_days_in_words_are_never_rounded_down(days, words):
    assert in_words(days) == words


# The command


@pytest.fixture
def run(monkeypatch, some_waits, database_url):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("SECRET_KEY", "a secret for tests only, long enough to pass")
    db.session.remove()
    return lambda *arguments: CliRunner().invoke(waits_command, arguments)


def test_waits_as_json(run):
    result = run("--json")

    assert result.exit_code == 0, result.output
    document = json.loads(result.output)
    assert document["calculated_on"] == TODAY.isoformat()
    found = {one["offer"]: one["clocks"]["help_started"] for one in document["offers"]}
    assert {"count": 6, "median_days": 7, "ninetieth_days": 7} in [
        one["finished"] for one in found.values()
    ]


def test_waits_as_a_table(run):
    result = run()

    assert result.exit_code == 0, result.output
    assert "7/7 (6)" in result.output


def test_a_recount_says_whether_the_counts_are_right(run):
    assert "0 differences" in run("--recount").output
    db.session.scalars(select(WaitTally)).first().n += 1
    db.session.commit()
    db.session.remove()

    wrong = run("--recount")
    assert wrong.exit_code == 1
    assert "1 differences" in wrong.output
