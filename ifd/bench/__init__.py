"""The project's own benchmarks: every figure beside a limit measured in the same run.

Times differ from machine to machine, ratios much less. Each bench works in a scratch folder, and on PostgreSQL
in a scratch database, that are gone afterwards; the database of the environment is never opened.

Each module here has `measure(scratch, requests) -> list[Figure]`.
"""

BENCHES = {
    "decide": "request documents decided in one process, with text and by the rules alone",
    "submit": "sending a request, against five plain inserts by Flask",
    "worklist": "pages of the clinic, against the same pages with a tenth of the requests",
    "screen": "the red-flag screen, long texts against short ones",
    "classifier": "the optional classifier: learning, loading and opinions, beside a plain classifier",
    "waits": "waits for every offer, against reading the counts they are made from",
}
