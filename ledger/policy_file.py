"""A policy document in a file: YAML 1.2, or JSON, which is a subset of it (SPEC section 4).

    policy: kaltim-wfa-friday
    title: Work from anywhere on Fridays
    effective_from: 2026-02-13      # stays the text "2026-02-13"
    rules:
      - id: friday
        when: {weekday: [fri]}
        set: {hours: {start: 07:30, end: 16:00}}    # stay texts, never minutes

becomes the plain JSON that a ``PolicyEnacted`` carries. A file is written by a jurist, so whatever is wrong with it is
said with the file, the line and the column, and all of it at once: ``domain.policy.document`` names paths such as
``$.rules[0].set.hours``, and this module knows on which line each path stands.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from domain.discipline.rules import problems_in_rules
from domain.errors import INVALID_POLICY, SaksiError, Sentence
from domain.policy.document import problems_in, without_nulls
from domain.problems import Problem

_LARGEST_DOCUMENT = 100_000
"""Values in one document. An alias stands for all that its anchor holds, so a short file can spell out without end."""

_TAG = "tag:yaml.org,2002:"
_TEXTS = {_TAG + "str", _TAG + "timestamp", _TAG + "merge"}
"""What stays text: a date is text in JSON, and ``<<`` is an ordinary key of YAML 1.2."""
_NUMBERS_AND_SUCH = {_TAG + "int", _TAG + "float", _TAG + "bool", _TAG + "null"}


_UNKNOWN_TAG = "the tag `{tag}` is not known here; remove it"


class FileProblem(NamedTuple):
    """One thing that is wrong in a file. ``line`` and ``column`` count from 1; None where the file has no lines."""

    file: str
    line: int | None
    column: int | None
    path: str
    expected: Sentence

    @property
    def said(self) -> Sentence:
        """The place and what was expected there, in one line."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        values = {"place": place, "expected": self.expected, "path": self.path}
        return Sentence(
            "{place}: {expected}" if self.path in ("", "$") else "{place}: {expected} - at `{path}`", values
        )

    def __str__(self) -> str:
        return str(self.said)


class InvalidPolicyFile(SaksiError):
    """A file that holds no valid policy document. ``problems`` lists everything that is wrong, in the file's order."""

    code = INVALID_POLICY

    def __init__(self, problems: list[FileProblem], hint: Sentence) -> None:
        super().__init__("{problems}", "{advice}", problems="\n".join(map(str, problems)), advice=hint)
        self.problems = problems


class _Mark(NamedTuple):
    """A place in the text, counted from 1."""

    line: int
    column: int


class _NotADocument(Exception):
    """What the reader met, and where; it becomes one problem of the file."""

    def __init__(self, mark: _Mark | None, path: str, sentence: str, **values: Any) -> None:
        self.mark, self.path, self.expected = mark, path, Sentence(sentence, values)
        super().__init__(str(self.expected))


def read_policy_file(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The policy document in a YAML or JSON file, validated, as plain JSON without nulls (SPEC section 4).

    Raises ``InvalidPolicyFile`` (code ``invalid_policy``) if the file cannot be read, is not one YAML 1.2 document with
    keys at the top, repeats a key, or does not validate; every problem is listed with its line and column.
    """
    return _read(path, problems_in)


def read_discipline_file(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The rules of discipline cases in such a file (``domain.discipline.rules``), read and refused in the same way."""
    return _read(path, problems_in_rules)


def read_law_file(path: str | os.PathLike[str]) -> dict[str, Any]:
    """A policy document or rules of discipline cases, told apart by the key ``discipline``; read in the same way."""

    def problems(document: Any) -> list[Problem]:
        of_discipline = isinstance(document, dict) and "discipline" in document
        return problems_in_rules(document) if of_discipline else problems_in(document)

    return _read(path, problems)


def _read(path: str | os.PathLike[str], problems_of: Callable[[Any], list[Problem]]) -> dict[str, Any]:
    file = os.fspath(path)
    try:
        document, places = _Document(_text_of(Path(path))).read()
    except _NotADocument as met:
        line, column = met.mark or (None, None)
        hint = Sentence("a policy file is one YAML document; see the packs in policies/ for examples")
        raise InvalidPolicyFile([FileProblem(file, line, column, met.path, met.expected)], hint) from None
    problems = [
        FileProblem(file, *_place_of(problem.path, places), problem.path, problem.expected)
        for problem in problems_of(document)
    ]
    if problems:
        hint = Sentence("correct these lines, then check it again")
        raise InvalidPolicyFile(sorted(problems, key=_in_order_of_the_file), hint)
    plain: dict[str, Any] = without_nulls(document)
    return plain


def _text_of(path: Path) -> str:
    """The file's text, from UTF-8 with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _NotADocument(None, "", "there is no such file") from None
    except OSError as error:
        raise _NotADocument(
            None, "", "the file cannot be read: {detail}", detail=error.strerror or str(error)
        ) from None
    except ValueError as error:
        raise _NotADocument(None, "", "the file's name is not one: {detail}", detail=str(error)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        raise _NotADocument(
            _mark_after(before),
            "",
            "the text is not UTF-8: byte {byte}; save the file as UTF-8",
            byte=f"0x{raw[error.start]:02x}",
        ) from None


class _Document:
    """One pass over the nodes of a text gives both the plain values and the place of every path."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._yaml = YAML(typ="safe", pure=True)
        self._places: dict[str, _Mark] = {}
        self._values = 0
        self._open: list[Node] = []

    def read(self) -> tuple[dict[str, Any], dict[str, _Mark]]:
        self._refuse_older_yaml()
        root = self._compose()
        if root is None:
            raise _NotADocument(None, "$", "the file is empty; there must be a policy document")
        if not isinstance(root, MappingNode):
            found = Sentence("a list") if isinstance(root, SequenceNode) else Sentence("a single value")
            raise _NotADocument(
                _start(root), "$", "there must be keys such as `policy:` at the top; there is {found}", found=found
            )
        try:
            return self._mapping(root, "$"), self._places
        except RecursionError:
            raise _NotADocument(_start(root), "$", "the document is nested too deep") from None

    def _compose(self) -> Node | None:
        try:
            node: Node | None = self._yaml.compose(self._text)
        except MarkedYAMLError as error:
            raise self._not_yaml(error) from None
        except ReaderError as error:
            mark, character = _mark_after(self._text[: error.position]), f"U+{ord(self._text[error.position]):04X}"
            raise _NotADocument(
                mark, "", "the character {character} may not stand in YAML; remove it", character=character
            ) from None
        except (YAMLError, ValueError) as error:
            raise _NotADocument(None, "", "the text is not YAML: {detail}", detail=str(error)) from None
        except RecursionError:
            raise _NotADocument(None, "", "the document is nested too deep") from None
        return node

    def _not_yaml(self, error: MarkedYAMLError) -> _NotADocument:
        mark = error.problem_mark or error.context_mark
        place = None if mark is None else _Mark(mark.line + 1, mark.column + 1)
        said = error.problem or error.context or "the text is not YAML"
        if "another document" in said:
            return _NotADocument(place, "", "a second document begins here; put each policy into a file of its own")
        if r"'\t'" in said:
            return _NotADocument(place, "", "a tab stands here; YAML is indented with spaces")
        context = f"{error.context}, " if error.context else ""
        return _NotADocument(place, "", "the text is not YAML: {detail}", detail=f"{context}{said}")

    def _refuse_older_yaml(self) -> None:
        """In YAML 1.1 ``no`` is false and ``11:00`` is 660: a file must not choose it."""
        directive = re.search(r"^%YAML[ \t]+(?!1\.2\b).*$", self._text, re.MULTILINE)
        if directive is not None:
            mark = _mark_after(self._text[: directive.start()])
            raise _NotADocument(
                mark, "", "`{directive}`: policy files are YAML 1.2; remove this line", directive=directive[0].strip()
            )

    def _value(self, node: Node, path: str) -> Any:
        self._values += 1
        if self._values > _LARGEST_DOCUMENT:
            raise _NotADocument(_start(node), path, "the document has more than {most} values", most=_LARGEST_DOCUMENT)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return self._sequence(node, path)
        assert isinstance(node, ScalarNode)
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        self._enter(node, path, "map")
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise _NotADocument(_start(key_node), path, "a key must be plain text")
            key = _text(key_node, path)
            if key in found:
                first = self._places[f"{path}.{key}"].line
                raise _NotADocument(
                    _start(key_node),
                    f"{path}.{key}",
                    "the key `{key}` stands twice; it is already on line {line}",
                    key=key,
                    line=first,
                )
            self._places[f"{path}.{key}"] = _start(key_node)
            found[key] = self._value(value_node, f"{path}.{key}")
        self._open.pop()
        return found

    def _sequence(self, node: SequenceNode, path: str) -> list[Any]:
        self._enter(node, path, "seq")
        found = []
        for index, item in enumerate(node.value):
            self._places.setdefault(f"{path}[{index}]", _start(item))
            found.append(self._value(item, f"{path}[{index}]"))
        self._open.pop()
        return found

    def _enter(self, node: Node, path: str, tag: str) -> None:
        """Notes where ``path`` stands, and refuses a tag of its own and an alias to what it lies in."""
        self._places.setdefault(path, _start(node))
        if _tag(node) != _TAG + tag:
            raise _NotADocument(_start(node), path, _UNKNOWN_TAG, tag=_shown(node))
        if any(node is outer for outer in self._open):
            raise _NotADocument(_start(node), path, "an alias stands inside its own anchor")
        self._open.append(node)

    def _scalar(self, node: ScalarNode, path: str) -> Any:
        tag = _tag(node)
        if tag in _TEXTS:
            return _text(node, path)
        if tag not in _NUMBERS_AND_SUCH:
            raise _NotADocument(_start(node), path, _UNKNOWN_TAG, tag=_shown(node))
        try:
            return self._yaml.constructor.construct_object(node)
        except (YAMLError, ValueError, KeyError):
            raise _NotADocument(_start(node), path, "`{value}` is no value", value=node.value) from None


def _text(node: ScalarNode, path: str) -> str:
    """The text of a value; two escapes that together are one character, as JSON writes them, become that character."""
    text: str = node.value
    try:
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise _NotADocument(_start(node), path, "half of a character stands here; write the character itself") from None


def _tag(node: Node) -> str:
    return str(node.tag)


def _shown(node: Node) -> str:
    """The tag as a file writes it: ``!!set`` for YAML's own."""
    return _tag(node).replace(_TAG, "!!", 1)


def _start(node: Node) -> _Mark:
    return _Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _mark_after(text: str) -> _Mark:
    """Where the character after ``text`` stands."""
    return _Mark(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _place_of(path: str, places: dict[str, _Mark]) -> _Mark:
    """The place of the path, or of the nearest part of it that stands in the file: what is missing has no line."""
    while path not in places:
        path = path[: max(path.rfind("."), path.rfind("["))]
    return places[path]


def _in_order_of_the_file(problem: FileProblem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0
