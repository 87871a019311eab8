"""Numbers for Prometheus at /metrics, for who shows `METRICS_TOKEN`. Never a person, an address or a search among them.

`instruments` is counted by whoever does the work (a library below every room); `state` is asked of the database when
Prometheus asks us. Several processes add up through files in `PROMETHEUS_MULTIPROC_DIR`.
"""
