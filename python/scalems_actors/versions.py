"""Checks that modules are installed, and in which versions."""

from importlib import import_module, metadata
from importlib.util import find_spec

from .pep440 import InvalidVersion, key


class SoftwareCompatibilityError(RuntimeError):
    """A module is missing, or too old."""


def check(requirements):
    """Raises SoftwareCompatibilityError for the first of the (name, minimum version) that is not satisfied."""
    for name, minimum in requirements:
        found = version_of(name)
        if found is None:
            raise SoftwareCompatibilityError(f"{name} not found.")
        if not _is_at_least(found, minimum):
            raise SoftwareCompatibilityError(f"{name} version {found} not compatible with {minimum}.")


def version_of(name):
    """The version of a module: of the distribution that it comes from, else its __version__; None if there is no such module.

    A module without any version is "" here.
    """
    top = name.partition(".")[0]
    try:
        if find_spec(name) is None:
            return None
    except (ImportError, ValueError):
        return None
    for distribution in _distributions(top):
        try:
            return metadata.version(distribution)
        except metadata.PackageNotFoundError:
            continue
    version = getattr(import_module(top), "__version__", None)
    return version if isinstance(version, str) else ""


def _distributions(top):
    yield top
    # The name of a distribution may differ from that of its module: PyYAML has yaml. Known since Python 3.10.
    if hasattr(metadata, "packages_distributions"):
        yield from metadata.packages_distributions().get(top, ())


def _is_at_least(found, minimum):
    wanted = key(minimum)
    try:
        return key(found) >= wanted
    except InvalidVersion:
        return False
