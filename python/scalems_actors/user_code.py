"""The fingerprint of a user module and of all user modules that it imports."""

import ast
import os
import sys
from hashlib import sha256

from .sources import is_user_source

# path -> (SHA-256 of the source, the imports in it); an interpreter has loaded the source once, so it is read once.
_read = {}


def fingerprint(name):
    """(32 hexadecimal digits, the absolute paths of all sources)"""
    found, next_names = {}, [name]
    missing = set()
    while next_names:
        name = next_names.pop()
        if name in found or name in missing:
            continue
        path, is_package = _locate(name)
        if path is None:
            missing.add(name)
            continue
        digest, imports = _source(path)
        found[name] = (path, digest)
        parent = name.rpartition(".")[0]
        if parent:
            next_names.append(parent)
        for imported in _absolute(imports, name if is_package else parent):
            next_names += _with_parents(imported)
    lines = "".join(f"{name} {found[name][1]}\n" for name in sorted(found))
    return sha256(lines.encode()).hexdigest()[:32], sorted({path for path, _ in found.values()})


def _locate(name):
    """(the source of a user module or None, whether it is a package). Does not import: an import in a function may never happen."""
    spec = _spec(name)
    if spec is None or not spec.has_location or not spec.origin or not spec.origin.endswith(".py"):
        return None, False
    path = os.path.abspath(spec.origin)
    return (path, spec.submodule_search_locations is not None) if is_user_source(path, name) else (None, False)


def _spec(name):
    spec = getattr(sys.modules.get(name), "__spec__", None)
    if spec is not None:
        return spec
    directories = None
    parent = name.rpartition(".")[0]
    if parent:
        spec = _spec(parent)
        directories = spec and spec.submodule_search_locations
        if not directories:
            return None
    for finder in sys.meta_path:
        try:
            spec = finder.find_spec(name, directories)
        except (AttributeError, ImportError, ValueError):
            continue
        if spec is not None:
            return spec
    return None


def _source(path):
    known = _read.get(path)
    if known is None:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            data = b""
        try:
            tree = ast.parse(data)
        except (SyntaxError, ValueError):
            # Nothing imports from it either; its digest still counts.
            tree = ast.Module([], [])
        known = _read[path] = sha256(data).hexdigest(), _imports(tree)
    return known


def _imports(tree):
    """(level, module) of every import at any depth; of `from a import b`, both a and a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found.add((node.level, module))
            found.update((node.level, f"{module}.{alias.name}".lstrip(".")) for alias in node.names)
    return sorted(found)


def _absolute(imports, package):
    for level, name in imports:
        if level:
            base = package.rsplit(".", level - 1)[0] if level > 1 else package
            name = f"{base}.{name}".strip(".")
        if name:
            yield name


def _with_parents(name):
    parts = name.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]
