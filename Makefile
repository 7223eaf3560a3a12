PYTHON_VERSION := 3.11
lock:
	uv pip compile pyproject.toml --extra build --universal --python-version $(PYTHON_VERSION) --generate-hashes --no-annotate --no-header -o requirements/prod.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version $(PYTHON_VERSION) --generate-hashes --no-annotate --no-header -o requirements/dev.lock
