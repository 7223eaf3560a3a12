"""WTForms widgets over the NHS.UK components: every field of every door is drawn here.

`{{ form.email }}` draws the whole question: label or legend, hint, error and field. A page that asks one
question makes its label the page's heading: `{{ form.email(heading=True) }}`. Anything else the component
takes is given by `params`, as in `{{ form.email(params={"label": {"size": "m"}}) }}`.

The components are slow, so a question that holds nothing personal is kept once drawn. What somebody typed is
never kept: a field with typed words, or with an error, is drawn afresh.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cache, lru_cache

from jinja2 import ChainableUndefined, Environment, PackageLoader, Template
from markupsafe import Markup
from wtforms import Field


class Component(ABC):
    """One NHS.UK component. Subclasses say how a WTForms field becomes its parameters."""

    component = ""
    macro = ""
    has_legend = False  # a question of several parts is named by a legend, not a label

    def __init__(self, **params: object):
        """`params` go to the component as they are; `is_personal`: its choices or hints name somebody."""
        self.is_personal = params.pop("is_personal", False)
        self.params = params

    def __call__(
        self, field: Field, *, heading: bool = False, params: dict | None = None, **attributes
    ) -> Markup:
        given = {"id": field.id, "name": field.name, **self._named(field, heading), **self.of(field)}
        given = _merged(_merged(given, self.params), params or {})
        if attributes:
            given["attributes"] = {**given.get("attributes", {}), **attributes}
        if self.is_personal or field.errors or self.holds_typed_words(field):
            return _draw(self.component, self.macro, given)
        return _kept(_Call(self.component, self.macro, repr(given), given))

    @abstractmethod
    def of(self, field: Field) -> dict:
        """The parameters that hold what was answered."""

    def holds_typed_words(self, field: Field) -> bool:
        """Whether drawing it shows words that somebody typed."""
        return False

    def _named(self, field: Field, heading: bool) -> dict:
        words = {"text": field.label.text, **({"isPageHeading": True, "size": "l"} if heading else {})}
        named = {"fieldset": {"legend": {"size": "s", **words}}} if self.has_legend else {"label": words}
        if field.description:
            named["hint"] = {"text": field.description}
        if field.errors:
            named["errorMessage"] = {"text": str(field.errors[0])}
        return named


class _Typed(Component):
    """A field that people type into."""

    def of(self, field: Field) -> dict:
        return {"value": field._value() or "", **(field.render_kw or {})}

    def holds_typed_words(self, field: Field) -> bool:
        return bool(field._value())


class TextInput(_Typed):
    """One line. `width`, `type`, `inputmode`, `autocomplete`, `spellcheck` as the component takes them."""

    component, macro = "input", "input"


class PasswordInput(_Typed):
    """A password, with a button to show it. It is never drawn back."""

    component, macro = "password-input", "passwordInput"

    def of(self, field: Field) -> dict:
        return dict(field.render_kw or {})

    def holds_typed_words(self, field: Field) -> bool:
        return False


class TextArea(_Typed):
    """Several lines; `maxlength` adds a count of what is left."""

    def __init__(self, *, maxlength: int | None = None, rows: int = 5, **params: object):
        counted = {"maxlength": str(maxlength), "threshold": "75"} if maxlength else {}
        super().__init__(rows=str(rows), **counted, **params)
        self.component, self.macro = (
            ("character-count", "characterCount") if maxlength else ("textarea", "textarea")
        )


class _Choices(Component):
    """A field with choices, each with a `hint`, a `divider` before it and `behaviour` in its `render_kw`."""

    chosen = "checked"

    def of(self, field: Field) -> dict:
        items: list[dict] = []
        for choice in field.iter_choices():
            extras = dict(choice.render_kw or {})
            if divider := extras.pop("divider", ""):
                items.append({"divider": divider})
            if hint := extras.pop("hint", ""):
                extras["hint"] = {"text": hint}
            items.append(
                {
                    "value": str(choice.value),
                    "text": str(choice.label),
                    self.chosen: choice.selected,
                    **extras,
                }
            )
        return {"items": items}


class Radios(_Choices):
    """One of a few."""

    component, macro, has_legend = "radios", "radios", True

    def of(self, field: Field) -> dict:
        return {"idPrefix": field.id, "id": None, **super().of(field)}


class Checkboxes(Radios):
    """Any of a few."""

    component, macro = "checkboxes", "checkboxes"


class Tick(Component):
    """One box to tick, with its own sentence beside it and a hint below that."""

    component, macro = "checkboxes", "checkboxes"

    def of(self, field: Field) -> dict:
        item = {"value": "y", "text": field.label.text, "checked": bool(field.data)}
        if field.description:
            item["hint"] = {"text": field.description}
        return {"id": None, "idPrefix": field.id, "items": [item]}

    def _named(self, field: Field, heading: bool) -> dict:
        named = super()._named(field, heading)
        return {name: said for name, said in named.items() if name not in ("label", "hint")}


class Select(_Choices):
    """One of many."""

    component, macro, chosen = "select", "select", "selected"


class DateInput(Component):
    """Day, month and year in three boxes; drawn back as they were typed, whatever that was."""

    component, macro, has_legend = "date-input", "dateInput", True

    def of(self, field: Field) -> dict:
        return {"items": [self._box(field, part) for part in field.parts]}

    def holds_typed_words(self, field: Field) -> bool:
        return any(field.typed.values())

    def _box(self, field: Field, part: str) -> dict:
        box = {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": {"text": part.capitalize()},
            "value": field.typed[part],
            "width": 4 if part == "year" else 2,
            "error": bool(field.errors) and part in field.wrong_parts,
        }
        if field.autocomplete:
            box["autocomplete"] = f"{field.autocomplete}-{part}"
        return box


@dataclass(frozen=True)
class _Call:
    """A drawing that may be kept. `repr` tells marked-up text from plain, which equality and JSON do not."""

    component: str
    macro: str
    key: str
    params: dict = field(compare=False)


@lru_cache(maxsize=4096)
def _kept(call: _Call) -> Markup:
    return _draw(call.component, call.macro, call.params)


def _draw(component: str, macro: str, params: dict) -> Markup:
    shown = {name: value for name, value in params.items() if value is not None}
    return Markup(_template(component, macro).render(params=shown))  # noqa: S704  rendered with escaping on


@cache
def _template(component: str, macro: str) -> Template:
    return _templates().from_string(
        f'{{% from "nhsuk/components/{component}/macro.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    )


@cache
def _templates() -> Environment:
    """Escapes every component: their names end in `.jinja`, which few loaders escape by themselves."""
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _merged(first: dict, second: dict) -> dict:
    """`second` over `first`, dictionaries within them likewise."""
    merged = dict(first)
    for name, value in second.items():
        inner = merged.get(name)
        merged[name] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged
