"""Values in both directions."""

import base64
import collections
import enum
import json
import math
import pickle
import random
import threading
import unittest

from scalems_actors import register_encoder, values
from scalems_actors.reading import Unreadable, decode
from tests.harness import AgentProcess, value_of


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return type(other) is type(self) and (self.x, self.y) == (other.x, other.y)

    __hash__ = object.__hash__


class Registered(Point):
    pass


class Color(enum.IntEnum):
    RED = 1


register_encoder(Registered, lambda point: [point.x, point.y], lambda parts: Registered(*parts))


def json_of(value):
    return json.loads(values.encode(value))


def returned(value):
    return decode(json_of(value), "args")


class Values(unittest.TestCase):
    def same(self, expected, value):
        """Equal, of equal types at every place; a tuple becomes a list."""
        if type(expected) is tuple:
            expected = list(expected)
        self.assertIs(type(expected), type(value), (expected, value))
        if type(expected) is list:
            self.assertEqual(len(expected), len(value))
            for pair in zip(expected, value):
                self.same(*pair)
        elif type(expected) is dict and set(map(type, expected)) <= {str}:
            self.assertEqual(list(expected), list(value))
            for key in expected:
                self.same(expected[key], value[key])
        elif type(expected) in (float, complex):
            self.assertEqual(repr(expected), repr(value))
        else:
            self.assertEqual(expected, value)

    def test_JSON_values_stay_as_they_are(self):
        for value in (None, True, 0, -1, 1.5, "", "é\u2028", [], {}, [1, [2.5, {"a": None}]], {"a": {"$b": 1, "c": 2}}):
            self.assertEqual(value, json_of(value))
            self.same(value, returned(value))

    def test_forms(self):
        for value, form in (
            (b"ab", {"$bytes": "YWI="}),
            ([float("nan"), math.inf, -math.inf], [{"$float": "nan"}, {"$float": "inf"}, {"$float": "-inf"}]),
            (1 + 2j, {"$complex": [1.0, 2.0]}),
            ({"$bytes": 1}, {"$object": {"$bytes": 1}}),
            ({"$object": {"$x": 1}}, {"$object": {"$object": {"$object": {"$x": 1}}}}),
            ((1, (2,)), [1, [2]]),
            (Registered(1, b""), {"$encoded": {"type": f"{__name__}.Registered", "value": [1, {"$bytes": ""}]}}),
        ):
            self.assertEqual(form, json_of(value))

    def test_round_trips(self):
        for value in (
            b"\0\xff", [b""], float("nan"), -math.inf, -0.0, 1e308, complex(math.nan, -0.0), {"$bytes": 1}, {"$x": {"$y": b"1"}},
            {1: 2}, {None: 1, "a": 2}, {1.5: [1]}, {True: 1}, {"a": {2: 3}}, {1, 2}, frozenset("a"), range(3), Color.RED, [Color.RED],
            collections.OrderedDict(a=1), Point(1, [2]), {"p": Point(b"", math.nan).x}, Registered(1, Registered(b"", math.inf)),
            "\ud800", ["\udfff"], {"\ud800": 1}, int, len, 10**6000,
        ):
            self.same(value, returned(value))

    def test_other_buffers_become_bytes(self):
        self.assertEqual([b"a", b"b"], returned([bytearray(b"a"), memoryview(b"b")]))

    def test_random_nested_values(self):
        choice = random.Random(20)
        for _ in range(2000):
            value = _random_value(choice, 4)
            self.same(value, returned(value))

    def test_values_that_contain_themselves_and_deep_ones(self):
        loop = [1]
        loop.append(loop)
        back = returned(loop)
        self.assertIs(back, back[1])
        deep = []
        for _ in range(200):
            deep = [deep]
        self.assertEqual(deep, returned(deep))
        self.assertEqual(["$pickle"], list(json_of(deep)))

    def test_what_cannot_be_serialized_is_named_with_its_place(self):
        for value, place in (([1, {"x": (item for item in ())}], "[1].x"), ({"p": Point(0, [threading.Lock()])}, ".p.y[0]")):
            with self.assertRaises(values.NotSerializable) as raised:
                values.encode(value)
            self.assertIn(f" at {place},", str(raised.exception))

    def test_malformed_objects_are_refused_with_their_place(self):
        unknown = {"$encoded": {"type": "no.Such", "value": 1}}
        for value in ({"$bytes": 5}, {"$bytes": "?"}, {"$float": "x"}, {"$complex": 1}, {"$pickle": "AAAA"}, unknown):
            with self.assertRaises(Unreadable) as raised:
                decode([value], "args")
            self.assertIn(next(iter(value)), str(raised.exception))

    def test_an_unknown_key_is_an_ordinary_one(self):
        self.assertEqual([{"$set": 1}], decode([{"$set": 1}], "args"))

    def test_numpy(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        for array in (
            numpy.arange(6).reshape(2, 3), numpy.arange(6.0).reshape(2, 3).T, numpy.zeros((0, 2)), numpy.array(5), numpy.array(["a", "bc"]),
            numpy.array([1, 2], ">i2"), numpy.array(["2020-01-01"], "M8[D]"), numpy.array([1j]), numpy.array([True]), numpy.array([math.nan]),
            numpy.array([(1, 2.0)], [("a", "i4"), ("b", "f8")]), numpy.array([{}, None], object), numpy.ma.masked_array([1, 2], [0, 1]),
        ):
            back = returned(array)
            self.assertEqual((type(array), array.dtype, array.shape), (type(back), back.dtype, back.shape))
            numpy.testing.assert_array_equal(array, back)
            self.assertTrue(back.flags.writeable)
        for scalar in (numpy.float64(1.5), numpy.int8(-3), numpy.bool_(True), numpy.str_("a"), numpy.float32("nan"), numpy.datetime64("2020")):
            back = returned([scalar])[0]
            self.assertEqual((type(scalar), scalar.dtype, str(scalar)), (type(back), back.dtype, str(back)))
        self.assertEqual({"dtype": "<i4", "shape": [2], "data": "AQAAAAIAAAA="}, json_of(numpy.array([1, 2], "<i4"))["$numpy"])
        self.assertNotIn("shape", json_of(numpy.float64(1))["$numpy"])


class Transfer(unittest.TestCase):
    def test_values_reach_a_function_and_come_back(self):
        with AgentProcess() as agent:
            agent.module(
                "types_of",
                "import scalems_actors\n"
                "class Pair:\n    def __init__(self, a, b): self.both = a, b\n"
                "scalems_actors.register_encoder(Pair, lambda p: list(p.both), lambda v: Pair(*v))\n"
                "def same(*args, **kwargs): return [args, kwargs]\n"
                "def kind(x): return type(x).__name__\n",
            )
            sent = [{"$bytes": "AA=="}, {"$float": "nan"}, {"$object": {"$float": "x"}}, 10**5000]
            pair = {"$encoded": {"type": "types_of.Pair", "value": [1, {"$bytes": ""}]}}
            self.assertEqual([[*sent, pair], {"k": pair}], agent.value("types_of", "same", *sent, pair, k=pair))
            self.assertEqual("Pair", agent.value("types_of", "kind", pair))
            self.assertEqual("invalid", agent.run("types_of", "kind", {"$bytes": "?"}).outcome["error_kind"])

    def test_long_bytes_come_and_go_beside_the_document(self):
        long, longer = bytes(range(256)) * 20, b"ab" * 100_000
        with AgentProcess() as agent:
            agent.module("same_bytes", "def same(*args): return args\ndef names(a, b): return [type(a).__name__, len(a), b]\n")
            ended = agent.ended(agent.item_beside([long, longer], "same_bytes", "same", {"$bytes": "#1"}, "#1", [{"$bytes": "#0"}], {"$bytes": "AA=="}))
            self.assertEqual([{"$bytes": "#0"}, "#1", [{"$bytes": "#1"}], {"$bytes": "AA=="}], value_of(ended))
            self.assertEqual([longer, long], ended.parts)
            pickled = pickle.dumps("x" * 5000)
            self.assertEqual(["str", 5000, "#0"], value_of(agent.ended(agent.item_beside([pickled], "same_bytes", "names", {"$pickle": "#0"}, "#0"))))
            self.assertEqual("invalid", agent.ended(agent.item_beside([long], "same_bytes", "same", {"$bytes": "#1"})).outcome["error_kind"])
            self.assertEqual("invalid", agent.run("same_bytes", "same", {"$bytes": "#0"}).outcome["error_kind"])

    def test_bytes_beside_count_as_their_base64(self):
        with AgentProcess({"transfer_limit": 10_000}) as agent:
            self.assertEqual([b"\0" * 7000], agent.run("builtins", "bytes", 7000).parts)
            ended = agent.run("builtins", "bytes", 8000)
            self.assertEqual(("too_large", []), (ended.outcome["error_kind"], ended.parts))

    def test_an_array_comes_and_goes_beside_the_document(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        data = numpy.arange(2000.0).tobytes()
        with AgentProcess() as agent:
            ended = agent.ended(agent.item_beside([data], "numpy", "negative", {"$numpy": {"dtype": "<f8", "data": "#0", "shape": [2000]}}))
        self.assertEqual({"$numpy": {"dtype": "<f8", "data": "#0", "shape": [2000]}}, value_of(ended))
        numpy.testing.assert_array_equal(-numpy.arange(2000.0), numpy.frombuffer(ended.parts[0]))

    def test_any_value_is_the_same_with_bytes_beside_it(self):
        choice = random.Random(3)
        for _ in range(2000):
            value = _random_value(choice, 4, long=bytes(choice.randrange(3000, 3100)))
            parts = []
            text = values.encode(value, parts).decode()
            for number, part in enumerate(parts):
                text = text.replace(f'"#{number}"', json.dumps(base64.b64encode(part).decode()))
            self.assertEqual(values.encode(value).decode(), text)

    def test_a_large_value(self):
        with AgentProcess({"transfer_limit": 100_000_000}) as agent:
            self.assertEqual("x" * 20_000_000, agent.value("builtins", "str", "x" * 20_000_000))


def _random_value(choice, depth, long=b"x"):
    if depth == 0 or choice.random() < 0.4:
        return choice.choice(
            [None, True, choice.getrandbits(200), choice.uniform(-1e9, 1e9), math.inf, b"x", "$é\0", 1j, Color.RED, Registered(1, 2), long]
        )
    items = [_random_value(choice, depth - 1, long) for _ in range(choice.randrange(4))]
    kind = choice.randrange(4)
    if kind == 0:
        return items
    if kind == 1:
        return tuple(items)
    if kind == 2:
        return {choice.choice(["$bytes", "$object", "$x", "a", "", str(index)]): item for index, item in enumerate(items)}
    return {choice.choice([index, "a", None]): index for index in range(len(items))}
