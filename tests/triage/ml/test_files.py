"""A model's files: the same model comes back, and whatever was cut, changed or made elsewhere is refused in words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.ml.texts import made_up
from triage.ml import files
from triage.ml.errors import ModelUnreadable
from triage.ml.examples import Example
from triage.ml.files import MODEL, NUMBERS, SIGNATURE, files_of, from_files, pack, read, unpack, write
from triage.ml.signing import Signer

OURS, THEIRS = Signer.from_secret("ours" * 10), Signer.from_secret("theirs" * 10)


@pytest.fixture(scope="module")
def made(model) -> dict[str, bytes]:
    return files_of(model, OURS, {"card.md": b"# Card"})


def signed_again(made, signer=OURS, **changed) -> dict[str, bytes]:
    """The files with something changed by whoever holds a key: what a mistake of ours would look like."""
    plain = {**json.loads(made[MODEL]), **changed}
    content = {MODEL: json.dumps(plain).encode(), NUMBERS: made[NUMBERS]}
    digests = {name: files.hashlib.sha256(one).hexdigest() for name, one in sorted(content.items())}
    signed = {"format": files.FORMAT, "files": digests}
    signature = {"signed_by": signer.public, "signature": signer.sign(files._json(signed))}
    return {**content, SIGNATURE: files._json(signed | signature)}


def test_a_model_is_the_same_after_it_was_written_and_read(model, made, encoder, tmp_path):
    write(tmp_path / "kept", made)
    texts, _ = made_up(30, seed=11)
    asked = [Example(text) for text in texts]
    for loaded in (read(tmp_path / "kept", encoder, [OURS.public]), unpack(pack(made), encoder, [OURS.public])):
        assert loaded.signed_by == OURS.public
        assert loaded.model.version == model.version
        assert loaded.model.opinions(asked) == model.opinions(asked)
        assert loaded.model.nearest(asked[0]) == model.nearest(asked[0])


def test_nothing_in_the_files_can_be_run(made):
    assert set(made) == {MODEL, NUMBERS, SIGNATURE, "card.md"}
    json.loads(made[MODEL])
    json.loads(made[SIGNATURE])
    # Length of the head, then JSON that names each table with its type: the format has room for nothing else.
    head = json.loads(made[NUMBERS][8 : 8 + int.from_bytes(made[NUMBERS][:8], "little")])
    assert {part["dtype"] for name, part in head.items() if name != "__metadata__"} <= {"F16", "F32", "I8"}


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_change_of_any_byte_of_any_file_is_noticed(made, encoder, data):
    name = data.draw(st.sampled_from(sorted(made)))
    place = data.draw(st.integers(0, len(made[name]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != made[name][place]))
    changed = {**made, name: made[name][:place] + bytes([byte]) + made[name][place + 1 :]}
    with pytest.raises(ModelUnreadable):
        from_files(changed, encoder, [OURS.public])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_file_that_is_cut_or_missing_is_noticed(made, encoder, data):
    name = data.draw(st.sampled_from(sorted(made)))
    length = data.draw(st.integers(0, len(made[name]) - 1))
    with pytest.raises(ModelUnreadable, match=r"cut|changed|missing"):
        from_files({**made, name: made[name][:length]}, encoder)
    with pytest.raises(ModelUnreadable, match="missing"):
        from_files({kept: one for kept, one in made.items() if kept != name}, encoder)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_an_archive_that_is_none_is_refused_in_words(encoder, content):
    with pytest.raises(ModelUnreadable, match="Train the model again"):
        unpack(content, encoder)


def test_a_cut_archive_is_refused_in_words(made, encoder):
    packed = pack(made)
    for length in (0, 10, len(packed) // 2, len(packed) - 1):
        with pytest.raises(ModelUnreadable, match="cut or changed"):
            unpack(packed[:length], encoder)


def test_a_folder_without_a_model_and_one_left_half_way_are_refused(made, encoder, tmp_path):
    with pytest.raises(ModelUnreadable, match="There is no folder"):
        read(tmp_path / "nowhere", encoder)
    with pytest.raises(ModelUnreadable, match=r"signature\.json is missing"):
        read(tmp_path, encoder)
    (tmp_path / SIGNATURE).write_text("[" * 200_000)
    with pytest.raises(ModelUnreadable, match="cut, or was changed"):
        read(tmp_path, encoder)
    write(tmp_path, made)
    (tmp_path / NUMBERS).unlink()
    with pytest.raises(ModelUnreadable, match="not whole"):
        read(tmp_path, encoder)


def test_a_model_of_another_installation_is_read_only_where_it_is_trusted(model, encoder):
    foreign = files_of(model, THEIRS)
    assert from_files(foreign, encoder).signed_by == THEIRS.public
    assert from_files(foreign, encoder, [OURS.public, THEIRS.public])
    with pytest.raises(ModelUnreadable, match="another installation"):
        from_files(foreign, encoder, [OURS.public])


def test_who_changes_a_model_cannot_sign_it_as_us(made, encoder):
    by_them = json.loads(signed_again(made, THEIRS)[SIGNATURE])["signature"]
    signature = json.loads(made[SIGNATURE]) | {"signature": by_them}
    with pytest.raises(ModelUnreadable, match="changed"):
        from_files({**made, SIGNATURE: files._json(signature)}, encoder)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"encoder": "another"}, "another sentence encoder"),
        ({"labels": ["only one"]}, "do not fit"),
        ({"terms": {}}, "do not fit"),
        ({"calibration": {"sharpness": 1.0}}, "another version"),
        ({"kept": []}, "do not fit"),
        ({"terms": "nonsense"}, "another version"),
    ],
)
def test_a_model_that_does_not_fit_this_version_is_refused_in_words(made, encoder, changed, said):
    with pytest.raises(ModelUnreadable, match=said):
        from_files(signed_again(made, **changed), encoder)


def test_a_later_format_is_named(made, encoder):
    later = json.loads(made[SIGNATURE]) | {"format": 2}
    with pytest.raises(ModelUnreadable, match="has format 2; this version of the software reads 1"):
        from_files({**made, SIGNATURE: files._json(later)}, encoder)


def test_a_name_that_leads_out_of_the_folder_is_never_followed(made, encoder, tmp_path):
    write(tmp_path, made)
    said = json.loads(made[SIGNATURE])
    said["files"]["../../secret"] = "0" * 64
    (tmp_path / SIGNATURE).write_bytes(files._json(said))
    with pytest.raises(ModelUnreadable):
        read(tmp_path, encoder)


def test_writing_over_a_model_leaves_the_new_one(made, model, encoder, tmp_path):
    write(tmp_path, files_of(model, THEIRS))
    write(tmp_path, made)
    assert read(tmp_path, encoder).signed_by == OURS.public
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(made)


def test_numbers_that_are_none_give_no_opinion(model):
    weights = np.full_like(model.lines.weights, np.nan)
    broken = replace(model, lines=replace(model.lines, weights=weights))
    opinions = broken.opinions([Example("my child cannot fall asleep")])
    assert all(opinion.abstains for opinion in opinions)
