"""The spec sheet (仕様情報): questions declared once in `*.toml`, and everything that follows from them.

An answers dict maps a question's key to its canonical JSON value. A key that is absent is unknown (未回答); nothing
else means unknown, and unknown never counts as "no". Canonical values by type:

    text, longtext, url   str (trimmed, no control characters; longtext keeps line breaks as \\n)
    integer, money        int (money in yen)
    percent               str, a decimal without trailing zeros: "99.95"
    date                  str, YYYY-MM-DD
    choice                str, the choice's code
    multichoice           list of codes, unique, in the declared order
    tristate              "yes" or "no" (unknown is absence)
    certificate           {"state": "held"|"in_progress"|"none", "holder": "own"|"cloud", "number": str,
                          "expires_on": "YYYY-MM-DD"}; the last three only when held, holder always then

The functions, each pure and each derived from the one declaration (`sheet` defaults to `load_sheet()`):

    load_sheet() -> Sheet                   sections, questions, `sheet.question(key)`
    clean_answers(raw) -> Cleaned           `.answers` (canonical), `.errors` {key: message}; an unknown key is an error
    missing_required(answers) -> {key: message}         what stands between a draft and its submission
    section_form_class(section) -> type[SectionForm]    `cls(data)` or `cls(initial=initial_for(section, answers))`;
                                            a valid form gives `form.answers()`; fields are `key` or `key__part`
    detail_sections(answers, today) -> [DetailSection]  rows with label, text, values, is_known
    comparison_sections([answers, …], today) -> [ComparisonSection]     rows with cells and `differs`
    facets(answers, today) -> ["key:value", …]          for `Service.facets`; `facet_token(key, value)` builds one
    filter_definitions() -> (Filter, …)     key, label, options (value, label, token): `?spec.<key>=<value>`
    export_columns() -> ("spec.work", …)    flat columns; `to_columns(answers)` -> {column: str} and
    columns_question("spec.x.number") -> "x"
    from_columns({column: str}) -> Cleaned  back again (list codes are joined with ";")
    json_schema() -> dict                   JSON Schema 2020-12 of a complete canonical answers dict

`facets` depends on the day (an expired certificate is dropped), so listings are projected again every night.
"""

from catalog.specsheet.cleaning import Cleaned, clean_answers, missing_required
from catalog.specsheet.comparison import ComparisonRow, ComparisonSection, comparison_sections
from catalog.specsheet.declaration import Choice, Question, QuestionType, Section, Sheet, SpecSheetError, load_sheet
from catalog.specsheet.detail import DetailRow, DetailSection, detail_row, detail_sections
from catalog.specsheet.export import columns_question, export_columns, from_columns, to_columns
from catalog.specsheet.facets import Filter, FilterOption, facet_token, facets, filter_definitions
from catalog.specsheet.forms import SectionForm, initial_for, section_form_class
from catalog.specsheet.schema import json_schema

__all__ = [
    "Choice",
    "Cleaned",
    "ComparisonRow",
    "ComparisonSection",
    "DetailRow",
    "DetailSection",
    "Filter",
    "FilterOption",
    "Question",
    "QuestionType",
    "Section",
    "SectionForm",
    "Sheet",
    "SpecSheetError",
    "clean_answers",
    "columns_question",
    "comparison_sections",
    "detail_row",
    "detail_sections",
    "export_columns",
    "facet_token",
    "facets",
    "filter_definitions",
    "from_columns",
    "initial_for",
    "json_schema",
    "load_sheet",
    "missing_required",
    "section_form_class",
    "to_columns",
]
