#!/usr/bin/env python3
"""Checks that every function of the table stands in the bitcode or in the host's list, and in one of them only.

Usage: check_symbols.py LLVM_NM BITCODE…      (from the root of the repository)
"""

import re
import subprocess
import sys

LIBC = {"memcpy", "memmove", "memset", "memcmp", "bcmp", "memchr", "strlen"}


def symbols(nm, option, file):
    lines = subprocess.run([nm, option, file], check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[-1] for line in lines}


def main():
    nm, files = sys.argv[1], sys.argv[2:]
    with open("stdlib/functions.def", encoding="utf-8") as file:
        rows = set(re.findall(r'^FN\(\w+, \w+, "(?:[^"\\]|\\.)*", (\w+),', file.read(), re.M)) - {"special"}
    with open("stdlib/host/symbols.def", encoding="utf-8") as file:
        hosted = set(re.findall(r"^HOST\((\w+)\)", file.read(), re.M))
    problems = []
    for file in files:
        defined, wanted = symbols(nm, "--defined-only", file), symbols(nm, "--undefined-only", file)
        problems += [f"{name}: neither in {file} nor in symbols.def" for name in sorted(rows - defined - hosted)]
        problems += [f"{name}: both in {file} and in symbols.def" for name in sorted(defined & hosted)]
        problems += [f"{name}: called from {file}, but not in symbols.def" for name in sorted(wanted - hosted - LIBC)]
    print("\n".join(problems) or f"{len(rows)} functions of the table, {len(hosted)} of the host: each in its place")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
