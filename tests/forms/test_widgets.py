"""Every widget says what it is given, safely, and keeps nothing that somebody typed."""

import pytest
from lxml import html
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from forms import widgets
from forms.dates import DateParts
from forms.fields import AnyOf, Line, Lines, ListOf, Needed, OneOf, Password, WholeNumber

HOSTILE = '<script>alert("x")</script>'
CHOICES = [("a", "Apples"), ("b", HOSTILE)]


class Everything(Form):
    line = Line("Line", hint="Hint")
    lines = Lines("Lines")
    one = OneOf("One", CHOICES)
    some = AnyOf("Some", CHOICES)
    day = DateParts("Day", autocomplete="bday")
    listed = ListOf("Listed", CHOICES)
    secret = Password("Secret")


NAMES = list(Everything()._fields)


def answers(**given):
    return MultiDict(
        [
            (name, value)
            for name, values in given.items()
            for value in (values if isinstance(values, list) else [values])
        ]
    )


@pytest.mark.parametrize("name", NAMES)
def test_words_of_the_author_and_of_the_visitor_are_escaped(name):
    form = Everything(
        answers(
            line=HOSTILE,
            lines=HOSTILE,
            one=HOSTILE,
            some=[HOSTILE],
            listed=HOSTILE,
            secret=HOSTILE,
            **{"day-day": HOSTILE, "day-month": HOSTILE, "day-year": HOSTILE},
        )
    )
    form.validate()
    form[name].label.text = HOSTILE
    form[name].description = HOSTILE
    form[name].errors = [HOSTILE]
    drawn = form[name]()
    assert "<script" not in drawn.casefold()
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize("name", NAMES)
def test_a_label_can_be_the_heading_of_the_page(name):
    page = html.fragment_fromstring(Everything()[name](heading=True))
    assert page.findtext(".//h1").strip() or page.find(".//h1/label") is not None
    assert len(page.findall(".//h1")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_error_link_lands_on_a_field(name):
    form = Everything()
    drawn = html.fragment_fromstring(form[name]())
    target = getattr(form[name], "wrong_id", form[name].id)
    assert drawn.xpath("//*[@id=$name]", name=target)[0].tag in {"input", "select", "textarea"}


def test_markup_and_plain_text_of_the_same_letters_are_not_confused():
    class Plain(Form):
        line = Line("<b>Bold</b>")

    class Marked(Form):
        line = Line(Markup("<b>Bold</b>"))

    assert "<b>" in Marked().line()
    assert "<b>" not in Plain().line()


def test_what_was_typed_is_never_kept():
    widgets._kept.cache_clear()
    form = Everything(
        answers(line="Zebra", lines="Zebra", **{"day-day": "31", "day-month": "2", "day-year": "Zebra"})
    )
    form.validate()
    for field in form:
        field()
    assert widgets._kept.cache_info().currsize == 4  # the choices and the password, which show nothing typed
    Everything().line()
    Everything().line()
    assert widgets._kept.cache_info().hits == 1


def test_personal_choices_are_never_kept():
    class Personal(Form):
        one = OneOf("Which?", [("1", "07700 900123")], widget=widgets.Radios(is_personal=True))

    widgets._kept.cache_clear()
    Personal().one()
    assert widgets._kept.cache_info().currsize == 0


def test_a_password_is_never_drawn_back():
    assert "hunter2" not in Everything(answers(secret="hunter2")).secret()


def test_choices_have_hints_and_a_divider():
    class Divided(Form):
        one = OneOf(
            "One", [("a", "A"), SelectChoice("b", "B", render_kw={"hint": "If unsure", "divider": "or"})]
        )

    page = html.fragment_fromstring(Divided().one())
    assert page.find_class("nhsuk-radios__divider")[0].text == "or"
    assert "If unsure" in page.text_content()


@pytest.mark.parametrize(
    ("day", "month", "year", "error", "box"),
    [
        ("1", "2", "2012", None, "day"),
        ("1", "February", "2012", None, "day"),
        ("", "", "", None, "day"),
        ("32", "2", "2012", "The day must be a number from 1 to 31", "day"),
        ("1", "13", "2012", "The month must be a number from 1 to 12", "month"),
        ("1", "2", "12", "The year must have 4 numbers, like 2012", "year"),
        ("1", "2", "٢٠١٢", "The year must have 4 numbers, like 2012", "year"),
        ("30", "2", "2012", "This date is not in the calendar. Check the day and the month", "day"),
        ("1", "", "2012", "The date must include a month", "month"),
        ("", "", "2012", "The date must include a day and a month", "day"),
        ("9" * 5000, "2", "2012", "The day must be a number from 1 to 31", "day"),
        ("\x00", "1", "2012", "The date must include a day", "day"),
    ],
)
def test_a_wrong_date_says_what_to_do_and_is_shown_back(day, month, year, error, box):
    form = Everything(answers(**{"day-day": day, "day-month": month, "day-year": year}))
    assert form.validate() is (error is None)
    assert form.errors.get("day", [None])[0] == error
    assert form.day.wrong_id == f"day-{box}"
    assert html.fragment_fromstring(form.day()).xpath("string(//*[@id='day-month']/@value)") == month


def test_text_is_tidied_in_any_script():
    form = Everything(
        answers(line="  Zo\u0065\u0308\x00 \u202e O\u2019Neil \n نور ", lines="one\r\ntwo\x07\rthree")
    )
    assert form.line.data == "Zoë O’Neil نور"
    assert form.lines.data == "one\ntwo\nthree"


def test_too_long_says_by_how_much():
    form = Everything(answers(line="x" * 205))
    assert not form.validate()
    assert form.line.errors == ["Use 200 characters or fewer. This is 5 too many"]


def test_a_needed_answer_says_what_to_do():
    class Strict(Form):
        line = Line("Name", validators=[Needed("Enter a name")])

    form = Strict(answers(line="   "))
    assert not form.validate()
    assert form.line.errors == ["Enter a name"]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        *((typed, True) for typed in ("", "0", "25")),
        *((typed, False) for typed in ("26", "-1", "1.5", "٣", "9" * 5_000)),
    ],
)
def test_a_number_is_whole_and_within_its_bounds(typed, is_right):
    class Aged(Form):
        age = Line("Age", longest=6_000, validators=[WholeNumber(0, 25, "Enter an age")])

    form = Aged(answers(age=typed))
    assert form.validate() is is_right
    assert list(form.age.errors) == ([] if is_right else ["Enter an age"])


def test_a_choice_nobody_offered_is_refused():
    form = Everything(answers(one="zzz", some=["a", "zzz"], listed="zzz"))
    assert not form.validate()
    assert set(form.errors) == {"one", "some", "listed"}
    assert {messages[0] for messages in form.errors.values()} == {"Choose from the list"}
