#!/usr/bin/env python3
"""What is under `never` is nowhere in the code that is made of a contract: the reader cannot even ask for it.

Usage: never_in_code.py TREATY
"""
import pathlib
import subprocess
import sys

CONTRACT = pathlib.Path(__file__).resolve().parent / "commands/private.map"
NEVER, READ = ["ssn", "street"], ["email", "city"]


def main():
    failed = 0
    for form in ["ir", "llvm", "assembly"]:
        code = subprocess.run([sys.argv[1], "compile", "--print", form, CONTRACT], capture_output=True, text=True, check=True, timeout=120).stdout
        # Where a step stands is told with the text of its line: those lines are about the contract, not about a record.
        code = "\n".join(line for line in code.splitlines() if not line.startswith("step "))
        for name in NEVER:
            if name in code:
                failed += 1
                print(f"FAILED {form}: `{name}` is in the code")
        for name in READ:
            if name not in code:
                failed += 1
                print(f"FAILED {form}: `{name}` is not in the code, so what is looked for would not be found")
    print(f"{3 * (len(NEVER) + len(READ)) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
