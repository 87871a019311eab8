"""{% load audit_words %} {{ row.verb|verb_words }} {{ row.object_type|type_words }}"""

from __future__ import annotations

from django import template

from accounts import audit_words

register = template.Library()
register.filter("verb_words", audit_words.verb_words)
register.filter("type_words", audit_words.type_words)
