"""One encoder and one model for all tests of the classifier: each takes seconds to make."""

from __future__ import annotations

import pytest

from tests.triage.ml.texts import made_up
from triage.ml.examples import Example
from triage.ml.sentences.encoder import SentenceEncoder
from triage.ml.training import Trained, train


@pytest.fixture(scope="session")
def encoder(tmp_path_factory) -> SentenceEncoder:
    return SentenceEncoder(tmp_path_factory.mktemp("sentences"))


@pytest.fixture(scope="session")
def trained(encoder) -> Trained:
    texts, labels = made_up(300)
    return train([Example(text) for text in texts], labels, encoder)


@pytest.fixture(scope="session")
def model(trained):
    return trained.model
