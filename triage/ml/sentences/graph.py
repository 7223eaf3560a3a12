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
_OWN = "com.microsoft"
"""Steps that the runtime has beside the common ones: the whole of attention in one."""


def write(weights: Mapping[str, np.ndarray], path: Path) -> None:
    """Write the network to `path`: in go word numbers and a mask, out comes the mean of the last layer a text."""
    whole = path.with_suffix(".whole")
    onnx.save(_Network(weights).model(), whole)
    quantize_dynamic(
        whole,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},  # of what comes out of the runtime's own steps
    )
    whole.unlink()


class _Network:
    """Collects the steps and the numbers of one graph."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self._weights = weights
        self._steps: list = []
        self._numbers: list = []

    def model(self) -> onnx.ModelProto:
        x, present = self._words(), self._do("Cast", "mask", to=TensorProto.INT32)
        for number in range(LAYERS):
            x = self._layer(x, present, f"encoder.layer.{number}.")
        self._mean(x)
        graph = helper.make_graph(
            self._steps,
            "sentences",
            [_whole_numbers("words"), _whole_numbers("mask")],
            [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["texts", WIDTH])],
            self._numbers,
        )
        made = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_OWN, 1)]
        )
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

    def _layer(self, x: str, present: str, name: str) -> str:
        query, key, value = (self._linear(x, f"{name}attention.self.{one}") for one in ("query", "key", "value"))
        seen = self._do("MultiHeadAttention", query, key, value, "", present, domain=_OWN, num_heads=HEADS)
        seen = self._linear(seen, name + "attention.output.dense")
        x = self._normed(self._do("Add", seen, x), name + "attention.output.LayerNorm")
        thought = self._do("Gelu", self._linear(x, name + "intermediate.dense"))
        thought = self._linear(thought, name + "output.dense")
        return self._normed(self._do("Add", thought, x), name + "output.LayerNorm")

    def _linear(self, x: str, name: str) -> str:
        by = self._number(name + ".weight", np.ascontiguousarray(self._weights[name + ".weight"].T))
        return self._do(
            "Add", self._do("MatMul", x, by), self._number(name + ".bias", self._weights[name + ".bias"])
        )

    def _normed(self, x: str, name: str) -> str:
        numbers = [self._number(name + part, self._weights[name + part]) for part in (".weight", ".bias")]
        return self._do("LayerNormalization", x, *numbers, axis=-1, epsilon=_TINY)

    def _mean(self, x: str) -> None:
        present = self._do("Cast", "mask", to=TensorProto.FLOAT)
        along = self._number("axis_1", np.array([1], np.int64))
        each = self._do("Unsqueeze", present, self._number("axis_2", np.array([2], np.int64)))
        total = self._do("ReduceSum", self._do("Mul", x, each), along, keepdims=0)
        count = self._do("ReduceSum", present, along, keepdims=1)
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
