"""Random answers for the declared questions."""

import datetime as dt

from hypothesis import strategies as st

from catalog.specsheet import Question, QuestionType, load_sheet
from catalog.specsheet.cleaning import AnswerError, clean_answer

_URLS = ["https://example.jp", "https://example.jp:8443/a/b?c=d#e", "http://a.example/~x"]
_DATES = st.dates(min_value=dt.date(1900, 1, 1)).map(dt.date.isoformat)
_TEXTS = st.text(max_size=20)


def _certificates() -> st.SearchStrategy:
    held = st.fixed_dictionaries(
        {"state": st.just("held"), "holder": st.sampled_from(["own", "cloud"])},
        optional={"number": _TEXTS, "expires_on": _DATES},
    )
    return st.one_of(held, st.sampled_from([{"state": "none"}, {"state": "in_progress"}]))


def plausible(question: Question) -> st.SearchStrategy:
    """Values near enough to good ones that most are accepted."""
    codes = [choice.code for choice in question.choices]
    match question.type:
        case QuestionType.TEXT | QuestionType.LONGTEXT:
            return _TEXTS
        case QuestionType.INTEGER | QuestionType.MONEY:
            return st.integers(min_value=question.minimum - 1, max_value=question.maximum + 1)
        case QuestionType.PERCENT:
            return st.decimals(min_value=0, max_value=101, places=3).map(str)
        case QuestionType.DATE:
            return _DATES
        case QuestionType.CHOICE:
            return st.sampled_from(codes)
        case QuestionType.MULTICHOICE:
            return st.lists(st.sampled_from(codes), max_size=4)
        case QuestionType.TRISTATE:
            return st.sampled_from(["yes", "no", "unknown"])
        case QuestionType.URL:
            return st.sampled_from(_URLS)
        case QuestionType.CERTIFICATE:
            return _certificates()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def raw_value(question: Question) -> st.SearchStrategy:
    """Plausible values and nonsense of every JSON type."""
    return st.one_of(plausible(question), plausible(question), JSON_VALUES)


def _canonical(question: Question, value: object) -> object:
    try:
        return clean_answer(question, value)
    except AnswerError:
        return None


_QUESTIONS = load_sheet().questions
_PLAUSIBLE = {question.key: plausible(question) for question in _QUESTIONS}


@st.composite
def canonical_answers(draw: st.DrawFn) -> dict:
    """Canonical answers of a random choice of questions."""
    chosen = draw(st.lists(st.sampled_from(_QUESTIONS), max_size=10, unique_by=lambda question: question.key))
    answers = {question.key: _canonical(question, draw(_PLAUSIBLE[question.key])) for question in chosen}
    return {key: value for key, value in answers.items() if value is not None}
