"""Where uploaded files lie. Views, actions and jobs speak Django's storage API alone, never of a path.

`configuration` reads the environment; `local` is a private folder of this machine; `s3` an S3-compatible service,
imported only where one is configured; `walking` lists what lies there, whichever it is.
"""
