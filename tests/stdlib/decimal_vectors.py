#!/usr/bin/env python3
"""Writes decimal_vectors.txt: decimal arithmetic worked out with Python's exact fractions.

Usage: decimal_vectors.py > decimal_vectors.txt     (the seed is fixed: same bytes each time)
Lines: OPERATION A B RESULT, or for rounding: MODE A DIGITS RESULT. A result that has no room in 34 digits is `out_of_range`.
"""

import random
from fractions import Fraction

MOST = 10**34
MODES = ["half_up", "half_even", "down", "up", "floor", "ceiling"]


def text(coefficient, scale):
    digits = str(abs(coefficient)).rjust(scale + 1, "0")
    sign = "-" if coefficient < 0 else ""
    return sign + (digits if scale == 0 else digits[:-scale] + "." + digits[-scale:])


def rounded(value, mode):
    """The whole number that a fraction rounds to."""
    low = value.numerator // value.denominator
    rest = value - low
    if rest == 0:
        return low
    half = Fraction(1, 2)
    away = low + 1 if value > 0 else low
    toward = low if value > 0 else low + 1
    if mode == "half_up":
        return (low + 1 if rest > half else low) if rest != half else away
    if mode == "half_even":
        return (low + 1 if rest > half else low) if rest != half else low + low % 2
    return {"down": toward, "up": away, "floor": low, "ceiling": low + 1}[mode]


def fit(coefficient, scale):
    return text(coefficient, scale) if abs(coefficient) < MOST else "out_of_range"


def add(a, b, sign=1):
    scale = max(a[1], b[1])
    left, right = a[0] * 10 ** (scale - a[1]), sign * b[0] * 10 ** (scale - b[1])
    if abs(left) >= MOST or abs(right) >= MOST:
        return "out_of_range"
    return fit(left + right, scale)


def stripped(a):
    coefficient, scale = a
    while coefficient and coefficient % 10 == 0:
        coefficient, scale = coefficient // 10, scale - 1
    return coefficient, scale


def multiply(a, b):
    """Exact; zeros at the end of both are given up where the digits have no room else."""
    if abs(a[0] * b[0]) < MOST:
        return text(a[0] * b[0], a[1] + b[1])
    a, b = stripped(a), stripped(b)
    exact, scale = a[0] * b[0], a[1] + b[1]
    if abs(exact) >= MOST:
        return "out_of_range"
    return fit(exact * 10 ** max(-scale, 0), max(scale, 0))


def shortened(coefficient, scale, digits):
    over = len(str(abs(coefficient))) - digits
    if over <= 0:
        return coefficient, scale
    drop = min(over, scale)
    coefficient, scale = rounded(Fraction(coefficient, 10**drop), "half_even"), scale - drop
    while scale > 0 and coefficient % 10 == 0:
        coefficient, scale = coefficient // 10, scale - 1
    return coefficient, scale


def times(a, b):
    """To 34 digits where the product has more, then to 30."""
    exact, scale = a[0] * b[0], a[1] + b[1]
    if abs(exact) < MOST and scale <= 34:
        return text(*shortened(exact, scale, 30))
    drop = max(len(str(abs(exact))) - 34, scale - 34, 0)
    coefficient, scale = rounded(Fraction(exact, 10**drop), "half_even"), scale - drop
    while coefficient and coefficient % 10 == 0 and (scale > 0 or abs(coefficient) >= MOST):
        coefficient, scale = coefficient // 10, scale - 1
    if coefficient == 0:
        scale = 0
    return text(*shortened(coefficient, scale, 30)) if scale >= 0 and abs(coefficient) < MOST else "out_of_range"


def per(a, b):
    quotient = divide(a, b)
    if quotient is None or quotient in ("out_of_range", "division_by_zero"):
        return quotient
    digits = quotient.lstrip("-").replace(".", "")
    coefficient, scale = int(digits) * (-1 if quotient.startswith("-") else 1), len(quotient.partition(".")[2])
    return text(*shortened(coefficient, scale, max(30 - len(str(abs(b[0])).rstrip("0") or "0"), 21)))


def divide(a, b):
    if b[0] == 0:
        return "division_by_zero"
    ten = len(str(abs(b[0]))) - 1
    value = Fraction(a[0], b[0]) * Fraction(10) ** (b[1] - a[1])
    if abs(b[0]) == 10**ten:  # the point moves
        scale = a[1] + ten - b[1]
        return fit(int(value * 10 ** max(scale, 0)), max(scale, 0)) if scale <= 34 else None
    scale, least = a[1] - b[1], max(a[1] - b[1], 0)
    while True:
        shifted = value * Fraction(10) ** scale
        whole = abs(shifted).numerator // abs(shifted).denominator
        if (shifted.denominator == 1 and scale >= 0) or len(str(whole)) >= 34 or scale >= 34:
            break
        scale += 1
    if scale < 0:
        return "out_of_range"
    coefficient = rounded(shifted, "half_even")
    while scale > least and coefficient % 10 == 0:
        coefficient, scale = coefficient // 10, scale - 1
    return fit(coefficient, scale)


def number(random_, most_digits, most_scale):
    digits = random_.randint(1, most_digits)
    coefficient = random_.choice([random_.randrange(10**digits), 10 ** (digits - 1), 5 * 10 ** (digits - 1), 10**digits - 1])
    return random_.choice([-1, 1]) * coefficient, random_.randint(0, most_scale)


def main():
    random_ = random.Random(20260917)
    for _ in range(700):
        a, b = number(random_, 34, 12), number(random_, 34, 12)
        small = number(random_, 17, 8), number(random_, 17, 8)
        for x, y in [(a, b), small]:
            print("add", text(*x), text(*y), add(x, y))
            print("subtract", text(*x), text(*y), add(x, y, -1))
            print("multiply", text(*x), text(*y), multiply(x, y))
            print("times", text(*x), text(*y), times(x, y))
            if divide(x, y) is not None:
                print("divide", text(*x), text(*y), divide(x, y))
                print("per", text(*x), text(*y), per(x, y))
        mode, digits = random_.choice(MODES), random_.randint(0, 10)
        for x in [a, small[0], (random_.randrange(-(10**6), 10**6) * 10 + 5, digits + 1)]:
            coefficient = rounded(Fraction(x[0]) * Fraction(10) ** (digits - x[1]), mode)
            print(mode, text(*x), digits, fit(coefficient, digits))
    for _ in range(400):
        a, b = number(random_, 34, 34), number(random_, 20, 34)
        print("times", text(*a), text(*b), times(a, b))


if __name__ == "__main__":
    main()
