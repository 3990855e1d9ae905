"""Versions and their order as in PEP 440 (https://peps.python.org/pep-0440/)."""

import re

_VERSION = re.compile(
    r"""
    v?
    (?:(?P<epoch>[0-9]+)!)?
    (?P<release>[0-9]+(?:\.[0-9]+)*)
    (?:[-_.]?(?P<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?P<pre_number>[0-9]+)?)?
    (?P<post>-(?P<bare_post>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?P<post_number>[0-9]+)?)?
    (?P<dev>[-_.]?dev[-_.]?(?P<dev_number>[0-9]+)?)?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?
    """,
    re.VERBOSE,
)
_SPELLINGS = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}

# What a missing part counts as: before or after all that may stand there.
_BEFORE, _AFTER = (0,), (2,)


class InvalidVersion(ValueError):
    """A text that is not a version."""


def key(text):
    """An object that compares as the version does."""
    match = _VERSION.fullmatch(text.strip().lower())
    if match is None:
        raise InvalidVersion(f"'{text}' is not a version as in PEP 440")
    release = [int(number) for number in match["release"].split(".")]
    while len(release) > 1 and release[-1] == 0:
        # 1.0 and 1.0.0 are equal.
        release.pop()
    return int(match["epoch"] or 0), tuple(release), _pre(match), _post(match), _dev(match), _local(match["local"])


def _pre(match):
    if match["pre"]:
        return (1, _SPELLINGS.get(match["pre"], match["pre"]), int(match["pre_number"] or 0))
    # 1.0.dev1 precedes 1.0a1; 1.0 and 1.0.post1.dev1 follow 1.0rc1.
    return _BEFORE if match["dev"] and not match["post"] else _AFTER


def _post(match):
    return (1, int(match["bare_post"] or match["post_number"] or 0)) if match["post"] else _BEFORE


def _dev(match):
    return (1, int(match["dev_number"] or 0)) if match["dev"] else _AFTER


def _local(local):
    if local is None:
        return ()
    # Numbers follow words, and a longer label follows its own beginning.
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split("[-_.]", local))
