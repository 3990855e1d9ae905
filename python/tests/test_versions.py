"""The order of versions, and the check of modules."""

import itertools
import json
import unittest

from scalems_actors import SoftwareCompatibilityError
from scalems_actors.pep440 import InvalidVersion, key
from scalems_actors.versions import check

# Each line is before the next one; the spellings in one line are equal.
_ORDER = [
    ["0.dev0"],
    ["0.1"],
    ["1.dev1", "1.0.DEV1", "1-dev1"],
    ["1.0a1.dev2"],
    ["1.0a1", "1.0alpha1", "1.0-a.1", "1a1", "v1.0_A1"],
    ["1.0a1.post1"],
    ["1.0a2"],
    ["1.0a12"],
    ["1.0b1.dev456", "1.0beta1dev456"],
    ["1.0b2"],
    ["1.0b2.post345.dev456"],
    ["1.0b2.post345", "1.0b2-345"],
    ["1.0rc1.dev456"],
    ["1.0rc1", "1.0c1", "1.0pre1", "1.0-preview1"],
    ["1.0", "1", "1.0.0", " 1.0 ", "01.00"],
    ["1.0+abc.5"],
    ["1.0+abc.7", "1.0+ABC-7", "1.0+abc_7"],
    ["1.0+abc.7.x"],
    ["1.0+5"],
    ["1.0+10"],
    ["1.0.post1.dev3"],
    ["1.0.post1", "1.0-1", "1.0rev1", "1.0-r1", "1.0post1"],
    ["1.0.post456"],
    ["1.0.1"],
    ["1.1.dev1"],
    ["1.1"],
    ["1.9"],
    ["1.10"],
    ["2012.4"],
    ["1!0.1.dev1"],
    ["1!0.1"],
]


class Versions(unittest.TestCase):
    def test_the_order(self):
        for (low, lows), (high, highs) in itertools.product(enumerate(_ORDER), repeat=2):
            for first, second in itertools.product(lows, highs):
                self.assertEqual((low < high, low == high), (key(first) < key(second), key(first) == key(second)), (first, second))

    def test_missing_numbers_are_zero(self):
        for short, long in (("1a", "1a0"), ("1.post", "1.post0"), ("1.dev", "1.dev0")):
            self.assertEqual(key(short), key(long))

    def test_texts_that_are_no_versions(self):
        for text in ("", "x", "1..0", "1.0+", "1.0a1a2", "1.0+a+b", "french toast", "1.0+_x", "1.0.dev1.post1"):
            with self.assertRaises(InvalidVersion, msg=text):
                key(text)

    def test_modules(self):
        check([("json", "0.1"), ("json", json.__version__)])
        too_old = f"json version {json.__version__} not compatible with 99."
        for requirement, text in ((("nosuch", "1"), "nosuch not found."), (("json", "99"), too_old)):
            with self.assertRaises(SoftwareCompatibilityError) as raised:
                check([("json", "0.1"), requirement])
            self.assertEqual(text, str(raised.exception))
