"""Code lists: which codes mean smoker, carbon monoxide reading and so on, as data with their provenance."""

from clearway.records.code_lists.lists import Code, CodeList, code_list, code_lists, terminology

__all__ = ["Code", "CodeList", "code_list", "code_lists", "terminology"]
