"""A CSV file as people have them: what can be read is read, and what cannot is told in a sentence."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.ml.errors import CannotLearn
from triage.ml.labelled_csv import labelled, read

PLAIN = "text,label\nshe cannot sleep,sleep\nhe worries,anxiety\n"


def rows(content: str | bytes):
    return labelled(read(content if isinstance(content, bytes) else content.encode()), "text", "label")


def test_texts_and_labels_come_with_their_places():
    found = rows(PLAIN)
    assert found.texts == ("she cannot sleep", "he worries")
    assert found.labels == ("sleep", "anxiety")
    assert found.places == (0, 1)
    assert found.remarks == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("parted_by", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ended_by", ["\n", "\r\n"])
def test_whatever_program_wrote_it(encoding, parted_by, ended_by):
    content = PLAIN.replace(",", parted_by).replace("\n", ended_by).replace("she", "Zoë")
    assert rows(content.encode(encoding)).texts == ("Zoë cannot sleep", "he worries")


def test_another_encoding_is_read_and_remarked_on():
    found = rows("text,label\nshe’s “fine” – Zoë,sleep\n".encode("cp1252"))
    assert found.texts == ("she’s “fine” – Zoë",)
    assert "not UTF-8" in found.remarks[0]


def test_what_is_left_out_is_told():
    found = rows('text,label\na,x\n,x\n"  ",x\nb,\na,x\na,y\nb,y\n')
    assert found.texts == ("a", "a", "b")
    assert found.places == (0, 5, 6)
    assert found.remarks == (
        "2 rows without a text were left out.",
        "1 row without a label was left out.",
        "1 row was left out, for an earlier row has the same text and label.",
        "1 text has more than one label; each label stays, so no model can be right on all of them.",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty"),
        ("  \n \n", "The file is empty"),
        ("text,label\n", "has no rows"),
        ("words,label\na,b\n", "no column 'text'. It has: words, label"),
        ("Text,label\na,b\n", "Did you mean 'Text'"),
        ("text,label,text\na,b,c\n", "Two columns are called 'text'"),
        ('text,label\n"a,b\nc,d\n', "quotation mark is opened in the file and never closed"),
        (b"\xff\xfet\x00e", "UTF-16 and is cut"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content, said):
    with pytest.raises(CannotLearn, match=said):
        rows(content)


def test_rows_of_another_length_are_remarked_on_and_nothing_shifts():
    found = rows("text,label\na,x\nb,y,more\nc\n")
    assert found.texts == ("a", "b")
    assert any("2 rows have more or fewer cells" in remark for remark in found.remarks)


def test_a_cell_of_a_megabyte_and_zero_bytes_are_read():
    found = rows(f'text,label\n"{"very long " * 100_000}",x\nzero\0byte,y\n')
    assert len(found.texts[0]) == 999_999
    assert found.texts[1] == "zerobyte"
    assert any("zero bytes" in remark for remark in found.remarks)


def test_labels_that_look_like_none_are_asked_about():
    found = rows("text,label\na,x\nb,nan\nc,NaN\n")
    assert found.labels == ("x", "nan", "NaN")
    assert "1 row has the label 'nan', which counts as a label like any other. Is it one?" in found.remarks


def test_a_stray_quotation_mark_is_remarked_on():
    found = rows('text,label\n"a" b,x\nc,y\n')
    assert found.labels == ("x", "y")
    assert any("Quotation marks stand" in remark for remark in found.remarks)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1)


@given(st.lists(st.tuples(CELLS, st.sampled_from("xyz")), min_size=1))
def test_what_was_written_is_read(written):
    page = io.StringIO(newline="")
    csv.writer(page).writerows([("text", "label"), *written])
    expected = {(text.strip(), label) for text, label in written if text.strip()}
    found = rows(page.getvalue())
    assert set(zip(found.texts, found.labels, strict=True)) == expected
    assert all(written[place][0].strip() == text for place, text in zip(found.places, found.texts, strict=True))
