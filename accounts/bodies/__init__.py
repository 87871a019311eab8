"""Lists of local governments and of their populations, read from files. Nothing here touches the database.

codes        the check digit of a 団体コード, the prefecture it stands in
rows         tables out of CSV or XLSX, whatever the header's dress
listing      a list of bodies: our own CSV, or the ministry's 全国地方公共団体コード
population   an e-Stat CSV: code -> number of people -> band
"""
