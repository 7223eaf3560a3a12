"""Real parts for every test: databases, a queue server, a mail server, a web server and a browser.

Each is started when first asked for and once a run. One that cannot be started is an error, never a skip.

A test that uses `database_url`, `app`, `db_session` or `client` runs on SQLite and PostgreSQL; those of
pages, journeys and browsers run on SQLite alone. `@pytest.mark.engines("postgresql")` says otherwise.
"""

from __future__ import annotations

import hypothesis
import pytest

from tests.databases import ENGINES, Databases
from tests.settings import forget_environment, settings_for

_PAGES = ("tests/web/", "tests/browser/", "tests/setup/")


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes several seconds; left out by `make test-quick`")
    config.addinivalue_line("markers", "engines(*names): the databases this test runs on: sqlite, postgresql")
    # How long an example takes says nothing on a busy machine: there are benchmarks for that.
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")
    forget_environment()


def pytest_generate_tests(metafunc):
    """Run each test that touches the database once on each engine it should hold on."""
    if "database_engine" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("engines")
        is_page = any(metafunc.definition.nodeid.startswith(folder) for folder in _PAGES)
        engines = marker.args if marker else ("sqlite",) if is_page else ENGINES
        metafunc.parametrize("database_engine", engines, ids=engines, indirect=True)


def pytest_collection_modifyitems(items):
    """With several workers, all browser tests go to one: two browsers on two cores are slower than one.

    They are slow wherever they live, for `make test-quick` installs no browser.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.slow)


# servers


@pytest.fixture(scope="session")
def databases():
    """Every database of this run; `databases.fresh("postgresql")` is the address of one more."""
    run = Databases()
    yield run
    run.close()


@pytest.fixture(scope="session")
def valkey_url():
    """The address of a real server that speaks the Redis protocol."""
    from ifd.clients.queue_server import QueueServer

    with QueueServer() as server:
        yield server.url


@pytest.fixture
def valkey(valkey_url):
    """A connection to the queue server, which is empty."""
    import redis

    with redis.Redis.from_url(valkey_url) as connection:
        connection.flushall()
        yield connection


@pytest.fixture
def postgres_url(databases):
    """The address of a fresh migrated PostgreSQL database, whatever engine other tests use."""
    return databases.fresh("postgresql")


@pytest.fixture(scope="session")
def _smtp_server():
    from tests.servers.smtp_sink import SmtpSink

    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def smtp_sink(_smtp_server):
    """A real mail server: `host`, `port`, and `messages`, empty at the start of each test."""
    _smtp_server.clear()
    return _smtp_server


# the application


@pytest.fixture
def database_engine(request):
    """'sqlite' or 'postgresql'."""
    return request.param


@pytest.fixture
def app(databases, database_engine, valkey_url, valkey):
    """The application on an empty migrated database and an empty queue server."""
    app = databases.app(database_engine, valkey_url)
    config, settings = dict(app.config), dict(app.settings)
    yield app
    app.config.clear()
    app.config.update(config)
    for name, value in settings.items():
        setattr(app.settings, name, value)
    databases.empty(database_engine)


@pytest.fixture
def database_url(app, databases, database_engine):
    """The address of the database the application uses."""
    return databases.url(database_engine)


@pytest.fixture
def settings(app, databases, database_engine, valkey_url):
    """The settings `app` was made from."""
    return settings_for(databases.url(database_engine), valkey_url)


@pytest.fixture
def db_session(app):
    """The session of an application context that lasts for the test."""
    from ifd.database import db

    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture
def client(app):
    """A test client that reviews every page; make more with `app.test_client()`."""
    return app.test_client()


@pytest.fixture
def live_server(app):
    """The same application on a real port, for a browser; `live_server.url`."""
    from tests.servers.web import LiveServer

    with LiveServer(app) as server:
        yield server


# the browser


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    from tests.servers.browser import ARGUMENTS, executable

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server):
    """Makes pages, each a visitor of its own: `new_page(viewport={"width": 320, "height": 640})`."""
    from tests.servers.browser import Visitors

    with Visitors(browser, live_server.url) as visitors:
        yield visitors.new_page
        visitors.assert_nothing_broke()


@pytest.fixture
def page(new_page):
    """One visitor's page; addresses without a host are the live server's."""
    return new_page()


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` fails with every accessibility fault of the page as it now stands."""
    from tests.servers.axe import assert_accessible

    return assert_accessible
