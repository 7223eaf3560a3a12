"""Several people at the same moment: each in a thread, with a session and a transaction of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from ifd.database import db


def at_once(app, *steps) -> list:
    """What each step gave, or the exception it raised. All start together; each commits by itself."""
    start = Barrier(len(steps))

    def run(step):
        with app.app_context():
            start.wait(10)
            try:
                result = step()
                db.session.commit()
                return result
            except Exception as error:  # what went wrong is the answer the test looks at
                db.session.rollback()
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))
