// Policy files of tests: written to a directory, read as `hotline check policy` reads them.
#pragma once

#include "server/config/policy_file.hpp"
#include "tests/server/pack_dir.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace hotline::test {

// A stand-alone file with one policy; `head` stands in its table, `rest` after it.
inline std::string regime_text(const std::string& head = "", const std::string& rest = "") {
    return "calendars = [\"calendar.toml\"]\n"  // line 1
           "[[policy]]\n"
           "id = \"default\"\n"
           "version = \"1\"\n"
           "priority = 0\n"  // line 5
           "calendar = \"cn\"\n" +
           head + (head.empty() || head.ends_with('\n') ? "" : "\n") +
           "[[policy.milestone]]\n"
           "kind = \"resolve\"\n"
           "start = \"dispatched\"\n"
           "limit = \"5wd\"\n" +
           rest;
}

// What is wrong with the file, its problems first and then its examples.
inline std::vector<std::string> regime_problems(const PackDir& dir, const std::string& content) {
    dir.write("regime.toml", content);
    server::ConfigProblems problems;
    const auto file = server::read_regime(dir.path() / "regime.toml", problems);
    return dir.relative(server::check_policies(file, problems));
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("the text does not hold " + from);
    return text.replace(at, from.size(), to);
}

}  // namespace hotline::test
