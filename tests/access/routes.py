"""Every URL pattern of the project, flattened."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A named pattern: `name` with its namespaces, `parameters` as name → converter class name."""

    name: str
    route: str
    parameters: tuple[tuple[str, str], ...]


def _walk(patterns, namespace: str, prefix: str, inherited: dict[str, str]):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        parameters = inherited | {
            key: type(converter).__name__ for key, converter in getattr(entry.pattern, "converters", {}).items()
        }
        regex = getattr(entry.pattern, "regex", None)
        if regex is not None:
            parameters |= {key: parameters.get(key, "RegexConverter") for key in regex.groupindex}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, route, parameters)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name or route}", route, tuple(sorted(parameters.items())))


def all_routes() -> list[Route]:
    """Every route of the URL conf, in its order."""
    return list(_walk(get_resolver().url_patterns, "", "", {}))
