"""Runs code that a task carries as text."""

import ast
import linecache
from textwrap import dedent

from .shown_code import EVAL, EXEC, PRE_EXEC, show

# How tracebacks name code that is in no function. No name in the code can be equal to it.
_BODY = "<module>"


def evaluate(code, names):
    """The value of an expression; a coroutine if it awaits."""
    expression = code.lstrip()
    # Blank lines before it stay, so that the numbers of lines are those of the code.
    text = "\n" * code[: len(code) - len(expression)].count("\n") + expression
    show(EVAL, text)
    return eval(_compile(text, EVAL, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)


def execute(code, before, names):
    """What the code returns; a coroutine if it awaits. The lines of `before` run first."""
    if before:
        text = "\n".join(before)
        show(PRE_EXEC, text)
        eval(_compile(text, PRE_EXEC, "exec"), names)
    # Only code that is indented as a whole is changed: the lines of its texts may begin with spaces, too.
    text = dedent(code) if code.lstrip("\r\n")[:1] in (" ", "\t") else code
    show(EXEC, text)
    tree = _compile(text, EXEC, "exec", ast.PyCF_ONLY_AST)
    value = eval(_compiled(tree), names)
    function = names.pop(_BODY, None)
    # Code of a module has no value, unless it awaits: then this is its coroutine.
    return value if function is None else function()


def _compiled(tree):
    """As the code of a module; as the body of a function if it returns a value, of an asynchronous one if it awaits as well."""
    for template in (None, "def f(): pass", "async def f(): pass"):
        try:
            if template is None:
                return _compile(tree, EXEC, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            return _compile(_wrapped(template, tree), EXEC, "exec")
        except SyntaxError as error:
            last = error
    raise last


def _wrapped(template, tree):
    module = ast.parse(template)
    module.body[0].name = _BODY
    module.body[0].body = tree.body
    return module


def _compile(source, name, kind, flags=0):
    try:
        return compile(source, name, kind, flags, dont_inherit=True)
    except SyntaxError as error:
        if error.text is None and error.lineno:
            # Found after the text was parsed: the compiler looks for the line in a file.
            error.text = linecache.getline(name, error.lineno)
        raise
