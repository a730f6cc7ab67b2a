"""As much of TextMate as our grammar uses: flat rules, includes, captures, and regions that end with their line."""
import json
import re


class Rule:
    def __init__(self, grammar, rule):
        self.name = rule.get("name", "")
        self.start = re.compile(rule.get("begin") or rule["match"])
        self.end = re.compile(rule["end"]) if "end" in rule else None
        self.captures = {int(number): capture["name"] for number, capture in rule.get("captures", {}).items()}
        self.inside = rules_of(grammar, rule.get("patterns", []))


def rules_of(grammar, patterns):
    for pattern in patterns:
        if "include" in pattern:
            yield from rules_of(grammar, grammar["repository"][pattern["include"][1:]]["patterns"])
        else:
            yield Rule(grammar, pattern)


class Grammar:
    def __init__(self, path):
        grammar = json.loads(path.read_text(encoding="utf-8"))
        self.suffix = "." + grammar["scopeName"].removeprefix("source.")
        self.rules = self.settle(rules_of(grammar, grammar["patterns"]))

    def settle(self, rules):
        rules = list(rules)
        for rule in rules:
            rule.inside = self.settle(rule.inside)
        return rules

    def paint(self, line):
        """The innermost scope of every character, without the language's name at its end; "" where there is none."""
        scopes, at, region = [""] * len(line), 0, None

        def color(begin, end, name):
            scopes[begin:end] = [name.removesuffix(self.suffix)] * (end - begin)

        while at < len(line):
            matches = [(match.start(), order, rule, match) for order, rule in enumerate(region.inside if region else self.rules)
                       if (match := rule.start.search(line, at)) and match.end() > match.start()]
            if region and (match := region.end.search(line, at)):
                matches.append((match.start(), -1, None, match))  # an end goes before what begins there too
            if not matches:
                break
            begin, _, rule, match = min(matches, key=lambda found: found[:2])
            if region:
                color(at, match.end() if rule is None else begin, region.name)
            if rule is None:
                region = None
            elif rule.end:
                region = rule
                color(begin, match.end(), rule.name)
            else:
                color(begin, match.end(), rule.name or (region.name if region else ""))
                for number, name in rule.captures.items():
                    if match.group(number):
                        color(*match.span(number), name)
            at = match.end()
        return scopes
