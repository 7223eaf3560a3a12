"""/livez, /readyz and /metrics."""

from __future__ import annotations

import os

from flask import Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ifd import clock
from ifd.queries import health
from ifd.web.audience import for_everyone
from ifd.web.ops import blueprint


@blueprint.get("/livez")
@for_everyone
def livez():
    """The process answers. Nothing else is asked, so a slow database does not get it killed."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@for_everyone
def readyz():
    """503 when requests cannot be stored. A missing queue or a late tick only degrades: nothing is lost by it."""
    state = health.look(current_app.settings.redis_url, clock.now())
    return jsonify(state.as_dict()), 200 if state.is_ready else 503


@blueprint.get("/metrics")
@for_everyone
def metrics():
    health.measure(clock.now())
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
