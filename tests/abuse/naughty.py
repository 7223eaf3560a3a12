"""What people, programs and vandals type: each of these once did harm somewhere."""

from __future__ import annotations

import random

SCRIPT = "<script>alert('ifd')</script>"
SUM = "1787569"  # 1337 * 1337, if anything ever works it out

MARKUP = (
    SCRIPT,
    "\"><img src=x onerror=alert('ifd')>",
    "' autofocus onfocus=alert('ifd') x='",
    "</textarea><svg/onload=alert('ifd')>",
    "</title><script>alert('ifd')</script>",
    "javascript:alert('ifd')",
    "<a href=\"data:text/html,<script>alert('ifd')</script>\">x</a>",
    "<!--<script>alert('ifd')//-->",
    "&lt;script&gt;alert('ifd')&lt;/script&gt;",
    "{{ 1337*1337 }}",
    "${1337*1337}",
    "<%= 1337*1337 %>",
    "{% raw %}{{ 1337*1337 }}",
    "{0.__class__.__mro__}",
    "((name))",
    "%(secret_key)s %s %n %x",
)
DATABASE = (
    "'; DROP TABLE draft; --",
    "' OR '1'='1",
    '" OR ""="',
    "1; SELECT pg_sleep(9)--",
    "\\'; DELETE FROM staff; --",
    "%_%",
    "Robert\\",
    "$$ || version() || $$",
)
LETTERS = (
    "\x00",
    "a\x00b",
    "\ud800",
    "half \udfff a pair",
    "\u202eevil\u202c",
    "\u2066isolated",
    "\ufeff\u200b\u2060",
    "Z̡̛͚͔" + "\u0301" * 10_000,
    "👩‍👩‍👧‍👦" * 60,
    "🏳️‍🌈🇬🇧",
    "نور السماء",
    "田中さん",
    "Ὀδυσσεύς Łukasz Þór",
    "O'Brien-Şahin",
    "ﷺ" * 300,
    "٣٤",
    "１４",
    "½",
    "²",
    "\t\v\f\x1b[31m\x07\x7f",
    "\u2028\u2029\x85",
    "İıſK",
    "ß" * 201,
    "\U000e0041\U000e007f",
    "\ufffe\uffff",
)
WORDS = ("", " ", "None", "null", "NaN", "undefined", "true", "[]", "{}", '{"a": 1}', "Null", "x", "\\", "y")
NUMBERS = (
    "0", "-1", "-0", "1e9", "1e999", "0x10", "1_000", "+14", "14.5", "9" * 400, "2147483648", "-9223372036854775809",
)  # fmt: skip
DATES = ("29/02/2023", "31", "32", "0", "0001", "9999", "10000", "feb", "13", "2012-02-30", "-5", "99999999999")
PEOPLE = (
    "999 123 4567",
    "9990000019",
    "000 000 0000",
    "QQ123456C",
    "07700 900",
    "+44 (0) 7700 900123 ext. 99",
    "tel:112",
    "+999999999999999",
    "a@b",
    "zoë@exämple.org",
    "a@example.org\nBcc: victim@example.org",
    "a@example.org\r\nSubject: x",
    "x" * 320 + "@example.org",
    "\"a b\"@[127.0.0.1]",
    "a@example.org,b@example.org",
    "ZZ99 3WZ",
    "BFPO 801",
    "NR1 3JU; rm -rf /",
    "GIR 0AA",
)
SHEETS_AND_FILES = (
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1+1",
    "@SUM(1,1)",
    "-2+3",
    "\t=1+1",
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
    "//evil.example",
    "\r\nSet-Cookie: ifd=1",
    "() { :; }; echo x",
)
LONG = ("a" * 20_500, "word " * 9_000, "\n" * 5_000, "(" * 3_000, "a" * 120_000)
# Larger than any form may be: answered with a page that says so.
TOO_LARGE = "a" * 1_050_000

ALL = (
    *MARKUP, *DATABASE, *LETTERS, *WORDS, *NUMBERS, *DATES, *PEOPLE, *SHEETS_AND_FILES, *LONG
)  # fmt: skip
assert len(set(ALL)) >= 120

# Never to be seen in a page as it was typed.
LIVE = tuple(text for text in MARKUP if "<" in text)


def sample(seed: str, size: int) -> list[str]:
    """Some of them, the same for the same seed."""
    return random.Random(f"ifd:{seed}").sample(ALL, size)


def assert_tame(page: str, typed: str) -> None:
    """What was typed is nowhere in the page as markup, and nobody worked it out."""
    assert typed not in LIVE or typed not in page, f"typed markup came back alive: {typed!r}"
    assert SUM not in page, f"somebody worked it out: {typed!r}"
