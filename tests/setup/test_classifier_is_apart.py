"""No process loads the classifier's libraries before there is something to look at."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.settings import SECRET

_EVERY_PROCESS = """
import sys
from ifd import create_app
from ifd.settings import load_settings
import ifd.jobs.model_training, ifd.jobs.second_look, ifd.jobs.tick, ifd.jobs.watch_model, ifd.jobs.worker
create_app(load_settings())
heavy = {"sklearn", "numpy", "scipy", "onnxruntime", "tokenizers", "safetensors"}
print(sorted(name for name in sys.modules if name.split(".")[0] in heavy or name.startswith("triage.ml")))
"""


def test_web_tick_and_worker_start_without_it(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/ifd.sqlite3", "ENVIRONMENT": "test",
                   "SECRET_KEY": SECRET}  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", _EVERY_PROCESS], capture_output=True, text=True, env=environment, check=True
    )
    assert said.stdout.strip() == "[]"
