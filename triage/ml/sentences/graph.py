"""The sentence encoder's network, written out once as an ONNX file that a small runtime can read.

The weights are those of all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, MiniLM; Reimers and Gurevych 2019), as a
registry package carries them: six transformer layers, 384 numbers a word. The matrices are kept in eight bits, a
scale for each column, and the table of words in sixteen: the numbers that come out differ little (cosine 0.99) and
come out twice as fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

WIDTH, HEADS, LAYERS = 384, 12, 6
_TINY = 1e-12
_OPSET, _IR = 20, 9


def write(weights: Mapping[str, np.ndarray], path: Path) -> None:
    """Write the network to `path`: in go word numbers and a mask, out comes the mean of the last layer a text."""
    whole = path.with_suffix(".whole")
    onnx.save(_Network(weights).model(), whole)
    quantize_dynamic(
        whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
    )
    whole.unlink()


class _Network:
    """Collects the steps and the numbers of one graph."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self._weights = weights
        self._steps: list = []
        self._numbers: list = []

    def model(self) -> onnx.ModelProto:
        x, hidden = self._words(), self._hidden_from_mask()
        for number in range(LAYERS):
            x = self._layer(x, hidden, f"encoder.layer.{number}.")
        self._mean(x)
        graph = helper.make_graph(
            self._steps,
            "sentences",
            [_whole_numbers("words"), _whole_numbers("mask")],
            [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["texts", WIDTH])],
            self._numbers,
        )
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        made.ir_version = _IR
        made.metadata_props.add(
            key="onnx.quant.pre_process", value="onnxruntime.quant"
        )  # nothing is left to simplify
        onnx.checker.check_model(made)
        return made

    def _words(self) -> str:
        table = self._number("table", self._weights["embeddings.word_embeddings.weight"].astype(np.float16))
        places = self._weights["embeddings.position_embeddings.weight"]
        places = self._number("places", places + self._weights["embeddings.token_type_embeddings.weight"][0])
        one, two, none = (self._number(f"at_{n}", np.array([n], np.int64)) for n in (1, 2, 0))
        looked_up = self._do("Cast", self._do("Gather", table, "words"), to=TensorProto.FLOAT)
        length = self._do("Slice", self._do("Shape", "words"), one, two)
        x = self._do("Add", looked_up, self._do("Slice", places, none, length))
        return self._normed(x, "embeddings.LayerNorm")

    def _hidden_from_mask(self) -> str:
        """A great negative number for each place that only fills up a shorter text."""
        self._do("Cast", "mask", name="present", to=TensorProto.FLOAT)
        absent = self._do("Sub", self._number("one", np.array(1, np.float32)), "present")
        absent = self._do("Mul", absent, self._number("hide", np.array(-1e9, np.float32)))
        return self._do("Unsqueeze", absent, self._number("axes_1_2", np.array([1, 2], np.int64)))

    def _layer(self, x: str, hidden: str, name: str) -> str:
        seen = self._attention(x, hidden, name + "attention.self.")
        seen = self._linear(seen, name + "attention.output.dense")
        x = self._normed(self._do("Add", seen, x), name + "attention.output.LayerNorm")
        thought = self._do("Gelu", self._linear(x, name + "intermediate.dense"))
        thought = self._linear(thought, name + "output.dense")
        return self._normed(self._do("Add", thought, x), name + "output.LayerNorm")

    def _attention(self, x: str, hidden: str, name: str) -> str:
        query = self._heads(x, name + "query", (0, 2, 1, 3))
        key = self._heads(x, name + "key", (0, 2, 3, 1))
        value = self._heads(x, name + "value", (0, 2, 1, 3))
        scale = self._number("scale", np.array((WIDTH // HEADS) ** -0.5, np.float32))
        score = self._do("Add", self._do("Mul", self._do("MatMul", query, key), scale), hidden)
        seen = self._do("MatMul", self._do("Softmax", score, axis=-1), value)
        seen = self._do("Transpose", seen, perm=(0, 2, 1, 3))
        return self._do("Reshape", seen, self._number("joined", np.array([0, 0, WIDTH], np.int64)))

    def _heads(self, x: str, name: str, order: tuple[int, ...]) -> str:
        parted = self._number("parted", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        return self._do("Transpose", self._do("Reshape", self._linear(x, name), parted), perm=order)

    def _linear(self, x: str, name: str) -> str:
        by = self._number(name + ".weight", np.ascontiguousarray(self._weights[name + ".weight"].T))
        return self._do(
            "Add", self._do("MatMul", x, by), self._number(name + ".bias", self._weights[name + ".bias"])
        )

    def _normed(self, x: str, name: str) -> str:
        numbers = [self._number(name + part, self._weights[name + part]) for part in (".weight", ".bias")]
        return self._do("LayerNormalization", x, *numbers, axis=-1, epsilon=_TINY)

    def _mean(self, x: str) -> None:
        along = self._number("axis_1", np.array([1], np.int64))
        present = self._do("Unsqueeze", "present", self._number("axis_2", np.array([2], np.int64)))
        total = self._do("ReduceSum", self._do("Mul", x, present), along, keepdims=0)
        count = self._do("ReduceSum", "present", along, keepdims=1)
        self._do("Div", total, count, name="sentence")

    def _number(self, name: str, value: np.ndarray) -> str:
        if all(known.name != name for known in self._numbers):
            self._numbers.append(numpy_helper.from_array(value, name))
        return name

    def _do(self, what: str, *inputs: str, name: str = "", **settings: object) -> str:
        name = name or f"{what}_{len(self._steps)}"
        self._steps.append(helper.make_node(what, list(inputs), [name], **settings))
        return name


def _whole_numbers(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "length"])
