"""Template contexts are declared: what a template uses exists, and every word has two languages."""

from __future__ import annotations

import csv
import dataclasses
import re
from importlib.resources import files

import pytest
from jinja2 import meta, nodes

from dafeng.web.accounts import AccountsPage
from dafeng.web.error import ErrorPage
from dafeng.web.frame import Frame
from dafeng.web.overview import OverviewPage
from dafeng.web.pages import TEMPLATES
from dafeng.web.pathway import PathwayPage
from dafeng.web.plan import PlanPage
from dafeng.web.trace import TracePage
from dafeng.web.words import LANGUAGES, word, words

CONTEXTS = {
    "overview.html": OverviewPage,
    "plan.html": PlanPage,
    "accounts.html": AccountsPage,
    "pathway.html": PathwayPage,
    "trace_card.html": TracePage,
    "error.html": ErrorPage,
}
FRAMED = ("layout.html", "charted.html", "trace.html", "parts.html")


def used(template: str) -> tuple[set[str], set[tuple[str, str]]]:
    """The free names of a template, and every attribute read from a plain name."""
    tree = TEMPLATES.parse(TEMPLATES.loader.get_source(TEMPLATES, template)[0])
    read = {
        (node.node.name, node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
    }
    # Blocks see what their file imports or sets, which the search for free names does not know.
    own = {node.target for node in tree.find_all(nodes.Import)}
    own |= {node.target.name for node in tree.find_all(nodes.Assign)}
    return meta.find_undeclared_variables(tree) - own, read


def test_every_template_has_a_declared_context() -> None:
    """No template stands outside the two lists above."""
    assert set(TEMPLATES.list_templates()) == {*CONTEXTS, *FRAMED}


@pytest.mark.parametrize("template", [*CONTEXTS, *FRAMED])
def test_templates_use_only_what_is_declared(template: str) -> None:
    """Every free name is page, frame, w or lang, and every field of them exists."""
    names, read = used(template)
    page = CONTEXTS.get(template)
    fields = {
        "page": {field.name for field in dataclasses.fields(page)} if page else set(),
        "frame": {name for name in dir(Frame) if not name.startswith("_")},
        "w": set(vars(words("zh"))),
    }

    assert names <= {"page", "frame", "w", "lang"}
    assert [
        (name, attribute) for name, attribute in read if name in fields and attribute not in fields[name]
    ] == []


@pytest.mark.parametrize("template", CONTEXTS)
def test_every_field_is_used(template: str) -> None:
    """A context carries nothing that its template does not show."""
    source = TEMPLATES.loader.get_source(TEMPLATES, template)[0]
    fields = {field.name for field in dataclasses.fields(CONTEXTS[template])}

    assert {name for name in fields if f"page.{name}" not in source} == set()


def test_every_word_has_both_languages() -> None:
    """No word of the table is empty, stands twice, or is used by nobody."""
    text = files("dafeng.web").joinpath("words.csv").read_text("utf-8")
    table = list(csv.DictReader(text.splitlines()))
    sources = [TEMPLATES.loader.get_source(TEMPLATES, name)[0] for name in TEMPLATES.list_templates()]
    sources += [
        path.read_text("utf-8") for path in files("dafeng.web").iterdir() if path.name.endswith(".py")
    ]
    everything = "\n".join(sources)
    built = re.compile(r"(state|severity|grade|nav|chart)_")

    assert len({row["word"] for row in table}) == len(table)
    assert [row["word"] for row in table if not row["zh"].strip() or not row["en"].strip()] == []
    assert [
        row["word"]
        for row in table
        if not built.match(row["word"]) and not re.search(rf'(w\.|"){row["word"]}\b', everything)
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_nobody_wrote_is_an_error(lang: str) -> None:
    """A missing word fails loudly instead of leaving a blank."""
    with pytest.raises(AttributeError):
        word(lang, "no_such_word")
