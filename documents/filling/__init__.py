"""Fill-in templates (書式): a docx with named places, a declaration of what is asked, and what people filled in.

    declaration.py   what a template asks: fields, their types, rows of tables; read from TOML
    values.py        what people filled in, as it is stored, shown and put into the file
    prefill.py       what another room may hand over as a beginning
    inspecting.py    every place in the docx, allowed one by one          \\
    rendering.py     the docx filled in                                    > in a limited process of their own
    child.py         that process                                          /
    running.py       starts it, and believes nothing it says unchecked
    checking.py      a template as operators hand it in: file and declaration together
    forms.py         the form that a declaration makes
    building.py      the templates that come with the product, from `library/`

Nothing here knows the rows of the database. What runs in the limited process imports no Django.
"""
