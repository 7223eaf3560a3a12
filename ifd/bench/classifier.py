"""The optional classifier: learning, loading, one opinion and a thousand, each beside a plain classifier's.

On short texts, for which the goals are set, and on texts as long as made-up requests are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from ifd import clock
from ifd.bench.figures import Figure, Goal
from ifd.bench.made_up import documents
from ifd.bench.scratch import Scratch

SHORT = 100
"""Characters of a short text."""
FEWEST = 200
THOUSAND = 1_000
_ROUNDS = 5


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """On half as many texts as `requests` says."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from ifd.settings import SENTENCES
    from triage.ml import files
    from triage.ml.examples import example_of_text
    from triage.ml.sentences.encoder import SentenceEncoder
    from triage.ml.signing import Signer
    from triage.ml.training import train

    long, labels = _texts(max(FEWEST, requests // 2))
    short = [text[:SHORT] for text in long]
    plain = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=THOUSAND))
    encoder = SentenceEncoder(SENTENCES)

    def learn():
        return train([example_of_text(text) for text in short], labels, encoder)

    scratch.say(f"learning from {len(short):,} short texts")
    seconds, trained = _timed(learn)
    plain_seconds, _ = _timed(lambda: plain.fit(short, labels))
    signed = files.files_of(trained.model, Signer.from_secret("bench"))
    scratch.say("loading, and asking")
    load = _best(lambda: files.from_files(signed, SentenceEncoder(SENTENCES)))

    def ours(texts: Sequence[str]) -> Callable[[], object]:
        return lambda: trained.model.opinions([example_of_text(text) for text in texts])

    def theirs(texts: Sequence[str]) -> Callable[[], object]:
        return lambda: plain.predict_proba(texts)

    found = [
        Figure(f"learning from {len(short):,} short texts", seconds, "s", "a plain classifier", plain_seconds,
               Goal(at_most=60, of="figure")),
        Figure("loading a model and its encoder", load, "s", "a second", 1, Goal(at_most=1, of="figure")),
    ]  # fmt: skip
    for name, texts, is_short in (("short text", short, True), ("text of a request", long, False)):
        found += [
            Figure(f"one opinion on a {name}", _one(ours, texts) * 1e3, "ms", "a plain classifier",
                   _one(theirs, texts) * 1e3, Goal(at_most=5 if is_short else 25, of="figure")),
            Figure(f"a thousand, each on a {name}", _best(ours(_thousand(texts))), "s", "a plain classifier",
                   _best(theirs(_thousand(texts))), Goal(at_most=1 if is_short else 10, of="figure")),
        ]  # fmt: skip
    return found


def _texts(number: int) -> tuple[list[str], list[str]]:
    """Made-up texts, and what each is mainly about."""
    made = documents(number, clock.london_date(clock.now()))
    texts = [document["text"] or "Nothing was written." for document in made]
    return texts, [(document["answers"].get("needs") or ["other"])[0] for document in made]


def _thousand(texts: Sequence[str]) -> list[str]:
    return [texts[place % len(texts)] for place in range(THOUSAND)]


def _one(ask: Callable[[Sequence[str]], Callable[[], object]], texts: Sequence[str]) -> float:
    """Seconds of one, the median of a hundred different texts."""
    return median(_timed(ask([text]))[0] for text in texts[:100])


def _best(work: Callable[[], object]) -> float:
    work()
    return min(_timed(work)[0] for _ in range(_ROUNDS))


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done
