#!/usr/bin/env python3
"""The house rules that no compiler checks, as a test (docs/architecture.md, "Rooms and arrows").

Run as `tidy.py ROOT`. Prints one line a finding (`file:line: rule: what`) and exits 1 if there are any.
`tidy.py --self-test` proves that every rule finds a planted offence and passes clean code.
"""
import os
import re
import sys

# A room may include itself and the rooms below it. Arrows go down only.
ROOMS = ["ticketing/rules", "ticketing/record", "dispatch", "server"]
ALLOWED = {room: ROOMS[: i + 1] for i, room in enumerate(ROOMS)}
SOURCE_DIRS = ["ticketing", "dispatch", "server", "tests", "bench"]
LINE_MAX = 100
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400

# The pure room: the standard library and boost::system::result, nothing that does I/O or reads a clock.
RULES_BANNED_STD = {"thread", "mutex", "iostream", "fstream", "random", "filesystem", "cstdio", "future", "ctime"}

# (regex, where it is banned, where it is allowed all the same, message)
BANNED = [
    (r"#include <boost/(asio|beast|json)\.hpp>", ".hpp", (), "include the part you use, not the whole library"),
    (r"#include <spdlog/spdlog\.h>", ".hpp", (), "headers do not log"),
    (r"\b(system_clock|utc_clock|tai_clock)::now\(|\btime\((nullptr|NULL|0)\)|\bgettimeofday\(", ".cpp .hpp",
     ("ticketing/record/time_source.cpp", "tests/", "bench/"),
     "the time of day is an argument: use TimeSource (steady_clock is for durations)"),
    (r"\bcancellation_signal\b", ".cpp .hpp", (), "stop is a flag and cancelling own I/O (ADR 0004)"),
    (r"experimental::(concurrent_)?channel", ".cpp .hpp", (), "Boost 1.81 loses items (ADR 0006)"),
    (r"\bsleep_for\(|\bsleep_until\(|\busleep\(", ".cpp .hpp", ("bench/",), "no sleeps: fake clock or wait for a condition"),
    (r"asio::detached\b", ".cpp .hpp", (), "a spawned task reports its exit"),
    (r"\bstd::cout\b|\bprintf\(", ".cpp .hpp", ("server/cli/", "tests/", "bench/"), "only the command line prints"),
    (r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", ".cpp .hpp .py .sh .ts .vue .sql", ("tests/tidy/tidy.py",), "a TODO names its issue: TODO(#12)"),
    (r"\busing namespace std\b", ".cpp .hpp", (), "name what you use"),
    (r"\bnow\(\)|\bILIKE\b|::(text|int|bigint)\b|\bAUTOINCREMENT\b", ".sql", (), "not standard, or time from the database"),
    (r"#include <sqlite3\.h>|\bsqlite3_\w+\(", ".cpp .hpp", ("ticketing/record/sqlite", "tests/", "bench/"),
     "SQLite is behind ticketing/record/engine.hpp"),
]

# Shapes that g++ 12 destroys twice, and that read badly anywhere (style: name it first).
CO_AWAIT_SHAPES = [
    (r"co_await\b[^;]*\[[^\]&=\s][^\]]*\]\s*(\([^)]*\))?\s*(mutable)?\s*(->[^{]*)?\{", "a capturing lambda inside co_await"),
    (r"co_await\s+\w[\w:.>-]*\([^;]*\b[A-Z]\w*\s*\{", "an aggregate temporary inside co_await"),
    (r"\?\s*co_await\b|:\s*co_await\b[^;]*;\s*//\s*ternary", "co_await inside a conditional expression"),
]


def code_lines(text):
    """The text with comments and string literals blanked, same number of lines."""
    out, i, n = [], 0, len(text)
    state = None
    while i < n:
        two = text[i : i + 2]
        if state is None:
            if two == "//":
                end = text.find("\n", i)
                end = n if end < 0 else end
                out.append(" " * (end - i))
                i = end
                continue
            if two == "/*":
                end = text.find("*/", i + 2)
                end = n if end < 0 else end + 2
                out.append(re.sub(r"[^\n]", " ", text[i:end]))
                i = end
                continue
            raw = re.match(r'R"([^\s()\\]{0,16})\(', text[i:])
            if raw and (i == 0 or not (text[i - 1].isalnum() or text[i - 1] == "_")):
                close = ")" + raw.group(1) + '"'
                end = text.find(close, i)
                end = n if end < 0 else end + len(close)
                out.append('""' + re.sub(r"[^\n]", " ", text[i + 2 : end]))
                i = end
                continue
            if text[i] == '"' or (text[i] == "'" and not (i and (text[i - 1].isalnum()))):
                quote, j = text[i], i + 1
                while j < n and text[j] != quote and text[j] != "\n":
                    j += 2 if text[j] == "\\" else 1
                out.append(quote + " " * max(0, j - i - 1) + quote)
                i = j + 1
                continue
        out.append(text[i])
        i += 1
    return "".join(out)


def room_of(path):
    for room in ROOMS:
        if path.startswith(room + "/"):
            return room
    return None


def check_includes(path, lines):
    room = room_of(path)
    for number, line in enumerate(lines, 1):
        found = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        target = found.group(2)
        target_room = room_of(target)
        if room and target_room and target_room not in ALLOWED[room]:
            yield number, "arrow", f"{room} must not include {target_room}"
        if room and (target.startswith("tests/") or target.startswith("bench/")):
            yield number, "arrow", f"{room} must not include {target.split('/')[0]}"
        if room == "ticketing/rules" and found.group(1) == "<":
            if "/" in target and target != "boost/system/result.hpp":
                yield number, "pure", f"rules may include std and boost/system/result.hpp only, not <{target}>"
            elif target in RULES_BANNED_STD:
                yield number, "pure", f"rules do no I/O and read no clock: <{target}>"
        if path.startswith("tests/journey/") and target_room:
            yield number, "arrow", "journeys use only the binary and HTTP"


def check_banned(path, lines):
    extension = os.path.splitext(path)[1]
    for number, line in enumerate(lines, 1):
        for pattern, where, allowed, message in BANNED:
            if extension not in where.split() or any(path.startswith(a) for a in allowed):
                continue
            if re.search(pattern, line):
                yield number, "banned", message


def check_shapes(code):
    for pattern, message in CO_AWAIT_SHAPES:
        for found in re.finditer(pattern, code):
            if found.group(0).count("\n") <= 6:
                yield code.count("\n", 0, found.start()) + 1, "co_await", message


def check_functions(path, code):
    """Bodies that start at a line ending in `) ... {` at brace depth of namespaces and classes."""
    depth_open = []
    for number, line in enumerate(code.split("\n"), 1):
        for char in line:
            if char == "{":
                head = line.strip()
                is_function = bool(re.search(r"\)\s*(const|noexcept|override|final|mutable|->[^{]*|\s)*\{", line)) and not re.match(
                    r"(if|for|while|switch|else|do|catch|\}|TEST_CASE|SECTION)\b", head)
                depth_open.append((number, is_function))
            elif char == "}" and depth_open:
                start, is_function = depth_open.pop()
                if is_function and number - start + 1 > FUNCTION_LINES_MAX:
                    yield start, "length", f"function of {number - start + 1} lines (at most {FUNCTION_LINES_MAX})"


def check_file(path, text):
    lines = text.split("\n")
    extension = os.path.splitext(path)[1]
    if extension in (".cpp", ".hpp"):
        code = code_lines(text)
        yield from check_includes(path, lines)
        yield from check_shapes(code)
        if not path.startswith("tests/"):
            yield from check_functions(path, code)
            if len(lines) - 1 > FILE_LINES_MAX:
                yield len(lines), "length", f"{len(lines) - 1} lines (at most {FILE_LINES_MAX})"
        for number, line in enumerate(lines, 1):
            # A CJK character is shown two columns wide, but it is one thing to read: count characters.
            if len(line) > LINE_MAX and "http" not in line:
                yield number, "length", f"{len(line)} columns (at most {LINE_MAX})"
        if extension == ".hpp" and "#pragma once" not in text:
            yield 1, "header", "no #pragma once"
        yield from check_banned(path, [l + "" for l in code.split("\n")] if extension in (".cpp", ".hpp") else lines)
        for number, line in enumerate(lines, 1):
            if re.search(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", line):
                yield number, "banned", "a TODO names its issue: TODO(#12)"
            if extension == ".hpp" and re.search(r"#include <boost/(asio|beast|json)\.hpp>", line):
                yield number, "banned", "include the part you use, not the whole library"
    else:
        yield from check_banned(path, lines)


def check_sql_names(root):
    """Every named block is used, every used name exists."""
    defined, used = {}, set()
    record = os.path.join(root, "ticketing/record")
    for folder, _, files in os.walk(record):
        for name in files:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as source:
                text = source.read()
            if name.endswith(".sql"):
                for block in re.finditer(r"^-- name: (\w+)", text, re.M):
                    defined[block.group(1)] = os.path.relpath(path, root)
            elif name.endswith((".cpp", ".hpp")):
                used.update(re.findall(r'"(\w+)"', text))
    for name, path in sorted(defined.items()):
        if name not in used:
            yield path, 1, "sql", f"block {name} is never used"


def check_tree(root):
    for top in SOURCE_DIRS:
        for folder, dirs, files in os.walk(os.path.join(root, top)):
            dirs[:] = [d for d in dirs if d not in ("node_modules", "dist", "build")]
            for name in sorted(files):
                if os.path.splitext(name)[1] not in (".cpp", ".hpp", ".sql", ".py"):
                    continue
                path = os.path.relpath(os.path.join(folder, name), root)
                with open(os.path.join(root, path), encoding="utf-8") as source:
                    for number, rule, message in check_file(path, source.read()):
                        yield path, number, rule, message
    yield from check_sql_names(root)


BAD = [
    ("ticketing/rules/a.cpp", '#include "ticketing/record/writer.hpp"\n', "arrow"),
    ("ticketing/record/a.cpp", '#include "dispatch/feed.hpp"\n', "arrow"),
    ("dispatch/a.cpp", '#include "server/app.hpp"\n', "arrow"),
    ("ticketing/rules/a.cpp", "#include <boost/json.hpp>\n", "pure"),
    ("ticketing/rules/a.cpp", "#include <random>\n", "pure"),
    ("server/a.hpp", "#pragma once\n#include <boost/asio.hpp>\n", "banned"),
    ("server/a.cpp", "auto t = std::chrono::system_clock::now();\n", "banned"),
    ("tests/rules/a.cpp", "std::this_thread::sleep_for(1s);\n", "banned"),
    ("server/a.cpp", "// TODO later\n", "banned"),
    ("server/a.cpp", "void f() {\n" + "    x();\n" * 80 + "}\n", "length"),
    ("server/a.cpp", "// " + "x" * 120 + "\n", "length"),
    ("server/a.hpp", "struct A;\n", "header"),
    ("server/a.cpp", "co_await with([p] { go(p); });\n", "co_await"),
    ("server/a.cpp", "co_await save(Ticket{title, 3});\n", "co_await"),
    ("server/a.cpp", "auto r = b ? co_await f() : g();\n", "co_await"),
    ("ticketing/record/sql/a.sql", "select now();\n", "banned"),
]
GOOD = [
    ("dispatch/a.cpp", '#include "ticketing/record/writer.hpp"\n#include "ticketing/rules/ids.hpp"\n'),
    ("ticketing/rules/a.cpp", "#include <boost/system/result.hpp>\n#include <vector>\n"),
    ("server/a.cpp", 'const char* s = "system_clock::now()";  // sleep_for(1s)\n'),
    ("server/a.cpp", "// TODO(#12): later\n"),
    ("server/a.cpp", "auto work = Ticket{title, 3};\nauto r = co_await save(std::move(work));\n"),
    ("server/a.cpp", "void f() {\n" + "    x();\n" * 60 + "}\n"),
]


def self_test():
    failed = 0
    for path, text, rule in BAD:
        if rule not in [found[1] for found in check_file(path, text)]:
            print(f"self-test: {path}: {text[:60]!r} was not found by rule {rule}")
            failed += 1
    for path, text in GOOD:
        for number, rule, message in check_file(path, text):
            print(f"self-test: {path}:{number}: {rule}: {message} was a false alarm")
            failed += 1
    print(f"{len(BAD) + len(GOOD) - failed} passed, {failed} failed")
    return failed


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 1 if self_test() else 0
    findings = list(check_tree(sys.argv[1]))
    for path, number, rule, message in findings:
        print(f"{path}:{number}: {rule}: {message}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
