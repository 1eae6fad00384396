// Every way to break a file of a city pack is told with its line and column, all at once, and no
// damage makes the loader fail in another way.
#include "server/config/city_pack.hpp"
#include "tests/server/pack_dir.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <iostream>
#include <random>
#include <regex>

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

std::vector<std::string> problems_of(const PackDir& pack) {
    return pack.relative(check_city(pack.path()));
}

struct Breakage {
    std::string file, from, to, line;
};

// One change to the sound pack, one line told.
void check_breakages(const std::vector<Breakage>& table) {
    for (const Breakage& row : table) {
        const PackDir pack;
        pack.change(row.file, row.from, row.to);
        CHECK(problems_of(pack) == std::vector<std::string>{row.line});
    }
}

}  // namespace

TEST_CASE("a broken calendar file is told with line and column") {
    check_breakages({
        {"calendar.toml", "id = \"cn\"", "id = \"cn",
         "calendar.toml:1:9: expected TOML, found: Error while parsing string: unescaped control "
         "characters other than TAB (U+0009) are explicitly prohibited"},
        {"calendar.toml", "version = \"2026.1\"", "version = 2026.1",
         "calendar.toml:2:11: version: expected a text, found a number with a fraction"},
        {"calendar.toml", "version = \"2026.1\"", "",
         "calendar.toml:1:1: version: expected a text, found nothing"},
        {"calendar.toml", "known_to_year = 2026", "known_to_year = 2025",
         "calendar.toml:4:17: known_to_year: expected a year from 2026, found 2025"},
        {"calendar.toml", "known_to_year = 2026", "known_to_year = 2026\nutc_offset = \"8\"",
         "calendar.toml:5:14: utc_offset: expected an offset such as \"+08:00\", found \"8\""},
        {"calendar.toml", "[\"08:30-12:00\"]", "[\"08:30-25:00\"]",
         "calendar.toml:8:12: tuesday: expected working hours such as \"08:30-12:00\", found "
         "\"08:30-25:00\""},
        {"calendar.toml", "\"13:30-17:30\"]", "\"11:30-17:30\"]",
         "calendar.toml:7:26: monday: expected working hours in order and apart, found "
         "\"11:30-17:30\""},
        {"calendar.toml", "tuesday", "teusday",
         "calendar.toml:8:1: teusday: expected one of \"friday\", \"monday\", \"saturday\", "
         "\"sunday\", "
         "\"thursday\", \"tuesday\", \"wednesday\", found an unknown key"},
        {"calendar.toml", "year = 2026\nholidays", "year = 2027\nholidays",
         "calendar.toml:11:8: year: expected a whole number from 2026 to 2026, found 2027"},
        {"calendar.toml", "02-16..02-17", "02-17..02-16",
         "calendar.toml:13:26: off: expected days such as \"02-15..02-23\", at most 31, found "
         "\"02-17..02-16\""},
        {"calendar.toml", "02-16..02-17", "02-29",
         "calendar.toml:13:26: off: expected days such as \"02-15..02-23\", at most 31, found "
         "\"02-29\""},
        {"calendar.toml", "[\"02-14\"]", "[\"02-14\", \"02-17\"]",
         "calendar.toml:13:59: work: expected a day that the week leaves free, found \"02-17\""},
        {"calendar.toml", "[\"02-14\"]", "[\"02-14\", \"02-14\"]",
         "calendar.toml:13:59: work: expected each day once, found 2026-02-14 again"},
        {"calendar.toml", "[\"02-14\"]", "[\"2025-12-27\"]",
         "calendar.toml:13:50: work: expected a day of the known years, found 2025-12-27"},
        {"calendar.toml", "day = \"03-03\"", "day = \"3-3\"",
         "calendar.toml:15:35: day: expected a day such as \"02-14\", found \"3-3\""},
        {"calendar.toml", ", hours = [\"08:30-10:00\"]", "",
         "calendar.toml:15:14: hours: expected working hours, found nothing"},
    });
}

TEST_CASE("a broken city file is told with line and column") {
    check_breakages({
        {"city.toml", "calendars = [\"calendar.toml\"]", "calendars = [\"no-such.toml\"]",
         "no-such.toml:1:1: expected a readable file, found none"},
        {"city.toml", "calendars = [\"calendar.toml\"]",
         "calendars = [\"calendar.toml\", \"calendar.toml\"]",
         "city.toml:3:31: calendars: expected each calendar id once, found \"cn\" again"},
        {"city.toml", "calendar = \"cn\"", "calendar = \"cnn\"",
         "city.toml:4:12: calendar: expected the id of a calendar of this city, found \"cnn\""},
        {"city.toml", "places = [\"梅溪湖\"]", "places = [\"梅溪湖\", \"梅溪湖\"]",
         "city.toml:10:18: places: expected each place once, found \"梅溪湖\", a place of A3"},
        {"city.toml", "places = [\"梅溪湖\"]", "places = [\"梅溪湖\", 5]",
         "city.toml:10:18: places: expected a text, found 5"},
        {"city.toml", "government = \"a3-gov\"", "government = \"a4-gov\"",
         "city.toml:9:14: government: expected the code of a unit, found \"a4-gov\""},
        {"city.toml", "kind = \"enterprise\"", "kind = \"company\"",
         "city.toml:21:8: kind: expected one of \"hotline\", \"department\", \"district\", "
         "\"street\", "
         "\"enterprise\", found \"company\""},
        {"city.toml", "kind = \"enterprise\"", "",
         "city.toml:18:1: kind: expected one of \"hotline\", \"department\", \"district\", "
         "\"street\", "
         "\"enterprise\", found nothing"},
        {"city.toml", "kind = \"enterprise\"", "kind = \"enterprise\"\ncolour = 1",
         "city.toml:22:1: colour: expected one of \"code\", \"district\", \"kind\", \"leader\", "
         "\"name\", \"parent\", found an unknown key"},
        {"city.toml", "kind = \"enterprise\"", "kind = \"enterprise\"\nparent = \"warter\"",
         "city.toml:22:10: parent: expected the code of a unit, found \"warter\""},
        {"city.toml", "kind = \"enterprise\"", "kind = \"enterprise\"\nparent = \"water\"",
         "city.toml:22:10: parent: expected a unit above this one, found a circle back to it"},
        {"city.toml", "district = \"A3\"", "district = \"A4\"",
         "city.toml:16:12: district: expected the code of a district, found \"A4\""},
        {"city.toml", "name = \"水务集团\"", "name = \"\"",
         "city.toml:20:8: name: expected a text, found an empty one"},
        {"city.toml", "name = \"水务集团\"", "name = \"水务\\n集团\"",
         "city.toml:20:8: name: expected a text without control characters, found one with them"},
    });
    const PackDir pack;
    pack.write("city.toml",
               sound_pack().at("city.toml") +
                   "\n[[unit]]\ncode = \"water\"\nname = \"又一个\"\nkind = \"enterprise\"\n");
    CHECK(problems_of(pack) ==
          std::vector<std::string>{
              "city.toml:24:8: code: expected a code of its own, found \"water\" "
              "again"});
    pack.remove("city.toml");
    CHECK(problems_of(pack) ==
          std::vector<std::string>{"city.toml:1:1: expected a readable file, found none"});
}

TEST_CASE("a broken catalogue is told with line and column") {
    check_breakages({
        {"catalogue.toml", "code = \"urban.water\"", "code = \"Urban/Water\"",
         "catalogue.toml:7:8: code: expected a dotted path such as \"urban.property\", found "
         "\"Urban/Water\""},
        {"catalogue.toml", "code = \"urban.water\"", "code = \"rural.water\"",
         "catalogue.toml:7:8: code: expected an item \"rural\" above it, found \"rural.water\" "
         "without "
         "it"},
        {"catalogue.toml", "code = \"urban.water\"", "code = \"urban\"",
         "catalogue.toml:7:8: code: expected a code of its own, found \"urban\" again"},
        {"catalogue.toml", "\"complaint\"", "\"complain\"",
         "catalogue.toml:9:18: kinds: expected one of \"consultation\", \"help\", \"complaint\", "
         "\"report\", \"suggestion\", \"praise\", \"other\", found \"complain\""},
        {"catalogue.toml", "[\"停水\"]", "[\"停水\", \"停水\"]",
         "catalogue.toml:10:19: keywords: expected each word once, found \"停水\" again"},
        {"catalogue.toml", "unit = \"water\"", "unit = \"wather\"",
         "catalogue.toml:4:8: unit: expected the code of a unit, found \"wather\""},
        {"catalogue.toml", "to_district = true", "to_district = \"yes\"",
         "catalogue.toml:11:15: to_district: expected true or false, found \"yes\""},
        {"catalogue.toml", "to_district = true", "by_district = { A4 = \"water\" }",
         "catalogue.toml:11:17: by_district: expected the code of a district, found \"A4\""},
        {"catalogue.toml", "to_district = true", "by_district = { A3 = \"wather\" }",
         "catalogue.toml:11:22: by_district: expected the code of a unit, found \"wather\""},
    });
}

TEST_CASE("a broken duty file is told with line and column") {
    check_breakages({
        {"duty.toml", "from = \"08:30\"", "from = \"8:30\"",
         "duty.toml:9:8: from: expected a time of day such as \"08:30\", found \"8:30\""},
        {"duty.toml", "people = [\"lin\"]", "people = [\"lin\", \"wang\"]",
         "duty.toml:12:18: people: expected the code of a person of this file, found \"wang\""},
        {"duty.toml", "people = [\"lin\"]", "people = []",
         "duty.toml:12:10: people: expected codes of one or more people, found none"},
        {"duty.toml", "unit = \"water\"", "unit = \"wather\"",
         "duty.toml:5:8: unit: expected the code of a unit, found \"wather\""},
        {"duty.toml", "people = [\"lin\"]", "people = [\"lin\"]\nweekdays = [\"wednesday\", \"3\"]",
         "duty.toml:13:26: weekdays: expected one of \"monday\", \"tuesday\", \"wednesday\", "
         "\"thursday\", \"friday\", \"saturday\", \"sunday\", found \"3\""},
        {"duty.toml", "starts = 2026-01-01", "starts = 2026-01-01\nends = 2025-01-01",
         "duty.toml:12:8: ends: expected a day not before 2026-01-01, found 2025-01-01"},
        {"duty.toml", "starts = 2026-01-01", "",
         "duty.toml:7:1: starts: expected a date such as 2026-01-05, found nothing"},
    });
}

TEST_CASE("a broken endpoint file is told with line and column and never with its secret") {
    const std::string secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    const std::string line =
        "endpoints.toml:5:10: secret: expected \"whsec_\" and base64 of 24 to 64 bytes, found "
        "another "
        "text";
    check_breakages({
        {"endpoints.toml", secret, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", line},
        {"endpoints.toml", secret, "whsec_c2hvcnQ=", line},
        {"endpoints.toml", secret, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMT*z", line},
        {"endpoints.toml", secret, "whsec_" + std::string(88, 'A'), line},
        {"endpoints.toml", "http://127.0.0.1:8090/hook", "ftp://127.0.0.1/hook",
         "endpoints.toml:4:7: url: expected an http:// or https:// address without user or "
         "fragment, "
         "found \"ftp://127.0.0.1/hook\""},
        {"endpoints.toml", "http://127.0.0.1:8090/hook", "http://user@127.0.0.1/hook",
         "endpoints.toml:4:7: url: expected an http:// or https:// address without user or "
         "fragment, "
         "found \"http://user@127.0.0.1/hook\""},
        {"endpoints.toml", "unit = \"water\"", "unit = \"wather\"",
         "endpoints.toml:3:8: unit: expected the code of a unit, found \"wather\""},
    });
    const PackDir pack;
    const std::string& one = sound_pack().at("endpoints.toml");
    pack.write("endpoints.toml", one + one);
    CHECK(problems_of(pack) ==
          std::vector<std::string>{
              "endpoints.toml:7:6: id: expected an id of its own, found \"water\" again"});
}

TEST_CASE("every problem of every file is told at once") {
    const PackDir pack;
    pack.change("city.toml", "kind = \"enterprise\"", "kind = \"company\"\ncolour = 1");
    pack.change("catalogue.toml", "unit = \"water\"", "unit = 7");
    pack.change("endpoints.toml", "id = \"water\"", "");
    const auto lines = problems_of(pack);
    REQUIRE(lines.size() == 4);
    CHECK(lines[2] == "catalogue.toml:4:8: unit: expected a text, found 7");
    CHECK(lines[3] == "endpoints.toml:1:1: id: expected a text, found nothing");
    CHECK_THROWS_AS(load_city(pack.path()), ConfigError);
}

TEST_CASE("a damaged file gives problems or a city and nothing else") {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "config_problems_test: HOTLINE_SEED=" << seed << '\n';
    std::mt19937_64 engine{seed};
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>{0, n - 1}(engine);
    };
    const std::string letters = "\"=[]{}#,.-:0159aetT\n \xE6\x98";
    const std::regex place{":[1-9][0-9]*:[1-9][0-9]*: "};
    const PackDir pack;
    std::size_t refused = 0;
    for (int left = 150; left > 0; --left) {
        for (const auto& [name, sound] : sound_pack()) {
            std::string content = sound;
            if (below(6) == 0) content.resize(below(content.size()));
            for (std::size_t changes = below(4); changes > 0 && !content.empty(); --changes)
                content[below(content.size())] = letters[below(letters.size())];
            pack.write(name, below(3) == 0 ? content : sound);
        }
        const auto lines = problems_of(pack);  // an exception that escapes fails the test
        refused += lines.empty() ? 0 : 1;
        for (const std::string& line : lines)
            if (!std::regex_search(line, place) && !line.starts_with("warning: "))
                FAIL_CHECK("a line without a place: " << line);
    }
    CHECK(refused > 40);
}
