"""Papers as PDF: a sheet is put together by a net, typeset by typst, signed through one port.

Needs the optional extra `[certificates]`; without it the pages say so and everything else works.
"""
