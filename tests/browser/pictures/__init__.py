"""The pictures of the guides, listed in `docs/guides/screenshots.yaml` and taken from a made-up area.

A test takes each and looks at it with axe. `make pictures` keeps them in `docs/guides/images/`.
"""
