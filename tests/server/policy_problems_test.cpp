// Every way to break a policy file is told with its line and column, and no damage makes the reader
// fail in another way.
#include "server/config/city_pack.hpp"
#include "tests/server/pack_dir.hpp"
#include "tests/server/policy_text.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <regex>

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

using Lines = std::vector<std::string>;

struct Broken {
    std::string head;  // stands from line 7 on
    std::string told;  // without the file
};

void check_heads(const std::vector<Broken>& table) {
    const PackDir dir;
    for (const Broken& row : table)
        CHECK(regime_problems(dir, regime_text(row.head)) == Lines{"regime.toml:" + row.told});
}

struct Change {
    std::string from, to, told;
};

}  // namespace

TEST_CASE("a sound policy file has no problems") {
    const PackDir dir;
    CHECK(regime_problems(dir, regime_text()) == Lines{});
}

TEST_CASE("a broken key of a policy is told with line and column") {
    const PackDir dir;
    for (const Change& row : std::vector<Change>{
             {"\"cn\"", "\"us\"",
              "6:12: calendar: expected the id of a calendar of this file, found \"us\""},
             {"priority = 0", "priority = 5000",
              "5:12: priority: expected a whole number from -1000 to 1000, found 5000"},
             {"priority = 0", "", "2:1: priority: expected a whole number, found nothing"},
             {"version = \"1\"", "version = 1", "4:11: version: expected a text, found 1"},
             {"limit = \"5wd\"", "limit = \"5 days\"",
              "10:9: limit: expected a time limit such as \"5wd\", found \"5 days\": expected the "
              "unit min, h, wmin, wh, wd or d after the amount, found ''"},
             {"limit = \"5wd\"", "limit = \"0wd\"",
              "10:9: limit: expected a time limit such as \"5wd\", found \"0wd\": the amount must "
              "be 1 to 500 wd, not 0"},
             {"limit = \"5wd\"", "amount = 5",
              "7:1: limit: expected a text, found nothing\n10:1: amount: expected one of \"kind\", "
              "\"label\", \"limit\", \"start\", \"steps\", found an unknown key"},
             {"kind = \"resolve\"", "kind = \"return_window\"",
              "8:8: kind: expected one of \"dispatch\", \"receive\", \"contact\", \"plan\", "
              "\"reply\", \"resolve\", \"visit\", \"redo\", \"caller_reply\", found "
              "\"return_window\""},
             {"start = \"dispatched\"", "start = \"sent\"",
              "9:9: start: expected one of \"opened\", \"dispatched\", \"received\", "
              "\"contacted\", \"planned\", \"reply_accepted\", \"merged\", found \"sent\""},
             {"[\"calendar.toml\"]", "[\"calendar.toml\", \"calendar.toml\"]",
              "1:31: calendars: expected each calendar id once, found \"cn\" again"},
             {"calendars = [\"calendar.toml\"]", "",
              "1:1: calendars: expected files of calendars, found nothing\n6:12: calendar: "
              "expected the id of a calendar of this file, found \"cn\""},
         }) {
        std::string told;
        for (const std::string& line :
             regime_problems(dir, replaced(regime_text(), row.from, row.to)))
            told += (told.empty() ? "" : "\n") + replaced(line, "regime.toml:", "");
        CHECK(told == row.told);
    }
}

TEST_CASE("a broken part of a policy is told with line and column") {
    check_heads({
        {"effective_from = \"2026-01-01\"",
         "7:18: effective_from: expected a date such as 2026-01-05 or a time such as "
         "2026-01-05T08:30:00, found \"2026-01-01\""},
        {"effective_from = 2026-01-01T00:00:00+08:00",
         "7:18: effective_from: expected a date such as 2026-01-05 or a time such as "
         "2026-01-05T08:30:00, found a date with a time"},
        {"effective_from = 2026-01-02T08:30:00\neffective_to = 2026-01-02",
         "8:16: effective_to: expected a time after effective_from, found one not after it"},
        {"when = { channel = [\"phone\"] }",
         "7:10: channel: expected one of \"caller_types\", \"channels\", \"districts\", "
         "\"items\", \"kinds\", \"laws\", \"origins\", \"received_hours\", \"received_on\", "
         "\"tags\", \"units\", \"urgencies\", found an unknown key"},
        {"when = { kinds = [\"help\", \"halp\"] }",
         "7:27: kinds: expected one of \"consultation\", \"help\", \"complaint\", \"report\", "
         "\"suggestion\", \"praise\", \"other\", found \"halp\""},
        {"when = { received_hours = [\"22:00\"] }",
         "7:28: received_hours: expected a time of day such as \"22:00-06:00\", found \"22:00\""},
        {"when = { received_hours = [\"22:00-25:00\"] }",
         "7:28: received_hours: expected a time of day such as \"22:00-06:00\", found "
         "\"22:00-25:00\""},
        {"when = { received_on = \"holiday\" }",
         "7:24: received_on: expected one of \"any\", \"working\", \"off\", found \"holiday\""},
        {"when = [\"phone\"]", "7:8: when: expected a table, found an array"},
        {"extension = { mode = \"add\" }",
         "7:13: steps: expected one or more extensions, found none"},
        {"extension = { steps = [{ max_working_days = 0 }] }",
         "7:45: max_working_days: expected a whole number from 1 to 500, found 0"},
        {"extension = { steps = [{ max_working_days = 5, approver = \"system\" }] }",
         "7:59: approver: expected one of \"agent\", \"dispatcher\", \"visitor\", \"unit\", "
         "\"supervisor\", \"leader\", \"admin\", found \"system\""},
        {"extension = { mode = \"more\", steps = [{ max_working_days = 5 }] }",
         "7:22: mode: expected one of \"add\", \"total\", found \"more\""},
        {"extension = { steps = [{ max_working_days = 5, needs = \"luck\" }] }",
         "7:56: needs: expected one of \"nothing\", \"several_units\", \"complex\", found "
         "\"luck\""},
        {"return = { window = 2 }", "7:21: window: expected a text, found 2"},
        {"return = { charge_time = \"no\" }",
         "7:26: charge_time: expected true or false, found \"no\""},
        {"redo = { escalate_at = -1 }",
         "7:24: escalate_at: expected a whole number from 0 to 100, found -1"},
        {"pause = { max_total_working_days = 5 }",
         "7:9: reasons: expected one or more reasons, found none"},
        {"pause = { reasons = [{ name = \"涉诉\", max_working_days = 5 }] }",
         "7:22: code: expected a text, found nothing"},
        {"external_margin = \"1 wd\"",
         "7:19: external_margin: expected a time limit such as \"5wd\", found \"1 wd\": expected "
         "the unit min, h, wmin, wh, wd or d after the amount, found ''"},
        {"item_limits = [{ item = \"01\", kind = \"resolve\" }]",
         "7:16: limit: expected a text, found nothing"},
        {"official = 1", "7:12: official: expected true or false, found 1"},
    });
}

TEST_CASE("a broken step of a milestone is told with line and column") {
    const PackDir dir;
    const std::string expected =
        ": at: expected \"due\", \"80%\", \"-1wd\", \"+1wd\", \"-2h\" or \"+30min\", found ";
    for (const std::string place : {"1wd", "-1", "0%", "100%", "80 %", "-0wd", "+61wd", "-1.5h",
                                    "+1d", "-99999999999h", "+86401min", "--1wd", "%"}) {
        const std::string steps = "steps = [{ do = \"urge\", at = \"" + place + "\" }]\n";
        CHECK(regime_problems(dir, regime_text("", steps)) ==
              Lines{"regime.toml:11:30" + expected + '"' + place + '"'});
    }
    for (const std::string place : {"due", "1%", "99%", "-60wd", "+60wd", "-86400min", "+1440h"}) {
        const std::string steps = "steps = [{ do = \"urge\", at = \"" + place + "\" }]\n";
        CHECK(regime_problems(dir, regime_text("", steps)) == Lines{});
    }
    const auto lines = regime_problems(
        dir,
        regime_text(
            "",
            "steps = [{ do = [\"urge\", \"overdue\"], at = \"due\" },"
            " { do = \"warn\", at = \"due\" }, { at = \"due\" }, { do = [], at = \"due\" }]\n"));
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].starts_with("regime.toml:11:26: do: expected one of \"notify\", "));
    CHECK(lines[0].ends_with("found \"overdue\""));
    CHECK(lines[1].starts_with("regime.toml:11:59: do: expected one of \"notify\", "));
    CHECK(lines[2] == "regime.toml:11:81: do: expected a text or an array of them, found nothing");
    CHECK(lines[3] == "regime.toml:11:104: do: expected one or more texts, found none");
}

TEST_CASE("policies that make no sense are told at their own tables") {
    const PackDir dir;
    const std::string sense = "expected policies that make sense and fit together, found policy ";
    const std::string second =
        replaced(replaced(regime_text(), "calendars = [\"calendar.toml\"]\n", ""), "\"default\"",
                 "\"second\"");
    const std::string visit =
        "[[policy.milestone]]\nkind = \"visit\"\nstart = \"dispatched\"\n"
        "limit = \"1wd\"\n";
    CHECK(regime_problems(dir, regime_text() + second) ==
          Lines{"regime.toml:11:1: " + sense +
                "second 1: has the priority of default 1 and both could apply to one ticket (the "
                "other one is in line 2)"});
    CHECK(regime_problems(dir, regime_text() + replaced(second, "\"second\"", "\"default\"")) ==
          Lines{"regime.toml:11:1: " + sense +
                "default 1: is there twice (the other one is in line 2)"});
    CHECK(regime_problems(dir, regime_text("", visit)) ==
          Lines{"regime.toml:11:1: " + sense +
                "default 1: a milestone of this kind cannot start with this event"});
    CHECK(regime_problems(dir, regime_text("extension = { cap_working_days = 5, steps = [{ "
                                           "max_working_days = 6 }] }")) ==
          Lines{"regime.toml:2:1: " + sense + "default 1: extension: a step goes past the cap"});
}

TEST_CASE("codes are checked against the city when there is one") {
    const PackDir pack;
    const auto problems = [&](const std::string& when) {
        pack.change("policies.toml", "priority = 0", "priority = 0\nwhen = " + when);
        return pack.relative(check_city(pack.path()));
    };
    CHECK(problems("{ items = [\"urban.water\"], districts = [\"A3\"], units = [] }") ==
          Lines{"policies.toml:18:10: example \"a week\": expected open to be done, found "
                "no_policy (no policy "
                "in force matches)"});
    CHECK(problems("{ items = [\"rural\"] }") ==
          Lines{"policies.toml:5:19: items: expected the code of a catalogue item, found "
                "\"rural\""});
    CHECK(problems("{ districts = [\"A4\"] }") ==
          Lines{"policies.toml:5:23: districts: expected the code of a district, found \"A4\""});
    CHECK(problems("{ units = [\"water\", \"a4-gov\"] }") ==
          Lines{"policies.toml:5:28: units: expected the code of a unit, found \"a4-gov\""});
    CHECK(regime_problems(pack, regime_text("when = { items = [\"rural\"], units = [\"x\"] }")) ==
          Lines{});
    pack.change("policies.toml", "[[policy]]", "calendars = []\n[[policy]]");
    CHECK(pack.relative(check_city(pack.path())) ==
          Lines{"policies.toml:1:1: calendars: expected one of \"example\", \"policy\", found an "
                "unknown key"});
}

TEST_CASE("a damaged policy file gives problems or policies and nothing else") {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "policy_problems_test: HOTLINE_SEED=" << seed << '\n';
    std::mt19937_64 engine{seed};
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>{0, n - 1}(engine);
    };
    const std::filesystem::path config = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config";
    std::ifstream stream{config / "demo/policies.toml", std::ios::binary};
    const std::string sound{std::istreambuf_iterator<char>{stream}, {}};
    REQUIRE(sound.size() > 1000);
    const LoadedCity city = load_city(config / "demo");
    const std::string letters = "\"=[]{}#,.-+:%0159aetTwd\n \xE6\x98";
    const std::regex place{"^[^:]*:[1-9][0-9]*:[1-9][0-9]*: "};
    const PackDir dir;
    int sound_ones = 0;
    for (int left = 400; left > 0; --left) {
        std::string content = sound;
        if (below(8) == 0) content.resize(below(content.size()));
        for (std::size_t changes = below(5); changes > 0 && !content.empty(); --changes)
            content[below(content.size())] = letters[below(letters.size())];
        dir.write("regime.toml", content);
        ConfigProblems problems;
        // An exception that escapes fails the test.
        const auto file =
            read_policies(dir.path() / "regime.toml", *city.city, city.calendars, problems);
        const auto lines = check_policies(file, problems);
        CHECK(problems.empty() == (file.policies != nullptr));
        sound_ones += lines.empty() ? 1 : 0;
        for (const std::string& line : lines)
            if (!std::regex_search(line, place)) FAIL_CHECK("a line without a place: " << line);
    }
    CHECK(sound_ones > 20);
    CHECK(sound_ones < 380);
}
