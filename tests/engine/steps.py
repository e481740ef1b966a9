"""Steps for workers to fail in: imported by them under its own name."""

import os
import time


def echo(batch):
    return [item.url for item in batch]


def die_on_bad(batch):
    for item in batch:
        if "bad" in item.url:
            os._exit(42)
    return [item.url for item in batch]


def devour_on_bad(batch):
    for item in batch:
        if "bad" in item.url:
            bytearray(2**30)
    return [item.url for item in batch]


def hang_on_bad(batch):
    for item in batch:
        if "bad" in item.url:
            time.sleep(60)
    return [item.url for item in batch]
