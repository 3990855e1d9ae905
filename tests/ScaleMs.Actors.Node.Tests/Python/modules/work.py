"""The same functions as those of the .NET class Work, for tests that mix both."""

import time


def echo(number, milliseconds):
    time.sleep(milliseconds / 1000)
    return number


def fail(text):
    raise RuntimeError(text)


def total(numbers, milliseconds):
    time.sleep(milliseconds / 1000)
    return sum(numbers["own"]) + sum(numbers["others"])
