// The city pack's files: the demo city loads and says what it should; every way to break a file is
// told with its line and column.
#include "server/config/city_pack.hpp"
#include "server/config/enum_names.hpp"
#include "server/config/server_file.hpp"
#include "server/config/tokens_file.hpp"
#include "tests/server/pack_dir.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/record/event_json.hpp"

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

const std::filesystem::path config_dir = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config";

std::vector<std::string> problems_of(const PackDir& pack) {
    return pack.relative(check_city(pack.path()));
}

Request request_with(Urgency urgency) {
    Request request;
    request.title = "停水";
    request.urgency = urgency;
    return request;
}

const MilestoneRule* milestone(const Policy& policy, MilestoneKind kind) {
    for (const MilestoneRule& rule : policy.milestones)
        if (rule.kind == kind) return &rule;
    return nullptr;
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

TEST_CASE("the demo city loads without a problem and without a warning") {
    CHECK(check_city(config_dir / "demo") == std::vector<std::string>{});
    const LoadedCity loaded = load_city(config_dir / "demo");
    CHECK(loaded.city->name == "A市");
    CHECK(loaded.city->districts.size() == 9);
    CHECK(loaded.city->units.size() >= 25);
    CHECK(loaded.city->unit("a3-meixihu")->parent == "a3-gov");
    std::size_t top_classes = 0;
    for (const auto& item : loaded.city->catalogue)
        top_classes += item.parent.empty() ? 1 : 0;
    CHECK(top_classes == 15);
    CHECK(loaded.city->catalogue.size() >= 75);
    const auto* property = loaded.city->item("urban.property");
    REQUIRE(property);
    CHECK(property->unit == "housing");
    CHECK(property->by_district.at("A3") == "a3-gov");
    CHECK(loaded.city->item("urban.water_supply")->by_district.empty());
    CHECK(loaded.calendar->id() == "cn-demo");
    CHECK(loaded.find_calendar("weekdays"));
    CHECK_FALSE(loaded.find_calendar("no-such"));
    CHECK(loaded.endpoints->all().size() == 3);
}

TEST_CASE("the demo city counts its limits as its policies say") {
    const LoadedCity loaded = load_city(config_dir / "demo");
    const Policy* normal =
        loaded.policies->select(request_with(Urgency::normal), at("2026-02-13 16:00"));
    REQUIRE(normal);
    CHECK(normal->id == "city-default");
    CHECK(normal->extension.max_working_days == 10);
    CHECK(normal->extension.max_times == 1);
    CHECK(normal->returning.window_working_days == 2);
    const auto* resolve = milestone(*normal, MilestoneKind::resolve);
    REQUIRE(resolve);
    const WorkCalendar& calendar = *loaded.policies->calendar_of(*normal);
    const CountedInstant due = due_of(*resolve, calendar, at("2026-02-13 16:00"));
    CHECK(text(due.at) == "2026-02-27 17:30");
    CHECK_FALSE(due.guessed);
    const auto steps = steps_of(*resolve, calendar, at("2026-02-13 16:00"), due.at);
    REQUIRE(steps.size() == 3);
    CHECK(steps[0] == ClockStep{StepKind::warn_yellow, at("2026-02-26 08:30")});
    CHECK(steps[2] == ClockStep{StepKind::warn_red, at("2026-02-28 08:30")});

    const Policy* urgent =
        loaded.policies->select(request_with(Urgency::critical), at("2026-02-17 03:00"));
    REQUIRE(urgent);
    CHECK(urgent->id == "urgent");
    const auto* receive = milestone(*urgent, MilestoneKind::receive);
    REQUIRE(receive);
    CHECK(text(due_of(*receive, calendar, at("2026-02-17 03:00")).at) == "2026-02-17 03:30");

    const Policy* before =
        loaded.policies->select(request_with(Urgency::urgent), at("2017-12-31 23:59"));
    REQUIRE(before);
    CHECK(before->calendar_id == "weekdays");
    CHECK(loaded.policies->select(request_with(Urgency::normal), at("2018-01-01 00:00"))->id ==
          "city-default");
}

TEST_CASE("somebody is always on duty in the demo city") {
    const LoadedCity loaded = load_city(config_dir / "demo", at("2026-03-01 10:00"));
    CHECK(loaded.warnings == std::vector<std::string>{});
    const auto slots =
        loaded.duty->slots(std::chrono::year{2026} / 1, std::chrono::year{2030} / 12);
    Instant covered_until = at("2026-01-01 08:30");
    for (const auto& slot : slots) {
        CHECK(loaded.city->unit(slot.unit) != nullptr);
        if (slot.kind != dispatch::DutyKind::duty_officer) continue;
        if (slot.from != covered_until) FAIL("a gap before " << slot.id);
        covered_until = slot.to;
    }
    CHECK(text(covered_until) == "2031-01-01 08:30");
}

TEST_CASE("what the coming weeks lack is warned of") {
    const auto city = load_city(config_dir / "demo");
    CHECK(upcoming_warnings(city, at("2026-11-01 10:00")) == std::vector<std::string>{});
    CHECK(upcoming_warnings(city, at("2026-11-02 10:00")) ==
          std::vector<std::string>{"calendar cn-demo 2026.1 is known until 2026-12-31 only: later "
                                   "limits are guessed from the bare week"});
    CHECK(upcoming_warnings(city, at("2027-01-01 00:00")) ==
          std::vector<std::string>{"calendar cn-demo 2026.1 does not know today, 2027-01-01: every "
                                   "limit is guessed from the bare week"});

    const PackDir pack;
    pack.change("duty.toml", "starts = 2026-01-01", "starts = 2026-01-01\nends = 2026-02-09");
    CHECK(check_city(pack.path(), at("2026-02-02 10:00")) ==
          std::vector<std::string>{"warning: nobody is duty officer on 2026-02-10: nobody would be "
                                   "told of limits that break"});
    CHECK(check_city(pack.path()) == std::vector<std::string>{});
}

TEST_CASE("a pack without duty or endpoints works and without duty is warned of") {
    const PackDir pack;
    CHECK(problems_of(pack) == std::vector<std::string>{});
    pack.remove("endpoints.toml");
    pack.remove("duty.toml");
    const LoadedCity loaded = load_city(pack.path(), at("2026-02-02 10:00"));
    CHECK(loaded.endpoints->all().empty());
    CHECK(loaded.duty->empty());
    REQUIRE(loaded.warnings.size() == 1);
    CHECK(loaded.warnings[0].find("no duty roster") != std::string::npos);
}

TEST_CASE("catalogue lines that routing cannot use are warned of") {
    const PackDir pack;
    pack.change("catalogue.toml", "unit = \"water\"", "");
    pack.write("catalogue.toml", "[[item]]\ncode = \"urban\"\nname = \"城乡建设\"\n");
    CHECK(problems_of(pack) ==
          std::vector<std::string>{
              "warning: catalogue.toml: item urban has no keywords and is never proposed",
              "warning: catalogue.toml: item urban has no unit and always goes to the dispatcher"});
}

TEST_CASE("a broken calendar file is told with line and column") {
    check_breakages({
        {"calendar.toml", "id = \"cn\"", "id = \"cn",
         "calendar.toml:1:9: expected TOML, found: Error while parsing string: expected printable "
         "character, saw '\\n'"},
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
         "calendar.toml:13:28: off: expected days such as \"02-15..02-23\", at most 31, found "
         "\"02-17..02-16\""},
        {"calendar.toml", "02-16..02-17", "02-29",
         "calendar.toml:13:28: off: expected days such as \"02-15..02-23\", at most 31, found "
         "\"02-29\""},
        {"calendar.toml", "[\"02-14\"]", "[\"02-14\", \"02-17\"]",
         "calendar.toml:13:62: work: expected a day that the week leaves free, found \"02-17\""},
        {"calendar.toml", "[\"02-14\"]", "[\"02-14\", \"02-14\"]",
         "calendar.toml:13:62: work: expected each day once, found 2026-02-14 again"},
        {"calendar.toml", "[\"02-14\"]", "[\"2025-12-27\"]",
         "calendar.toml:13:53: work: expected a day of the known years, found 2025-12-27"},
        {"calendar.toml", "day = \"03-03\"", "day = \"3-3\"",
         "calendar.toml:15:36: day: expected a day such as \"02-14\", found \"3-3\""},
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
         "city.toml:3:32: calendars: expected each calendar id once, found \"cn\" again"},
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
         "city.toml:22:1: colour: expected one of \"code\", \"district\", \"kind\", \"name\", "
         "\"parent\", found an unknown key"},
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

TEST_CASE("a broken policy file is told with line and column") {
    check_breakages({
        {"policies.toml", "calendar = \"cn\"", "calendar = \"us\"",
         "policies.toml:5:12: calendar: expected the id of a calendar of this city, found \"us\""},
        {"policies.toml", "priority = 0", "priority = 5000",
         "policies.toml:4:12: priority: expected a whole number from -1000 to 1000, found 5000"},
        {"policies.toml", "effective_from = 2026-01-01", "effective_from = \"2026-01-01\"",
         "policies.toml:6:18: effective_from: expected a date such as 2026-01-05, found "
         "\"2026-01-01\""},
        {"policies.toml", "effective_from = 2026-01-01",
         "effective_from = 2026-01-01\neffective_to = 2026-01-01",
         "policies.toml:7:16: effective_to: expected a day after effective_from, found one before "
         "it"},
        {"policies.toml", ", max_times = 1", "",
         "policies.toml:7:13: max_times: expected a whole number, found nothing"},
        {"policies.toml", "amount = 5", "amount = 0",
         "policies.toml:12:10: amount: expected a whole number from 1 to 500, found 0"},
        {"policies.toml", "unit = \"working_days\"", "unit = \"days\"",
         "policies.toml:13:8: unit: expected one of \"minutes\", \"hours\", \"working_minutes\", "
         "\"working_hours\", \"working_days\", \"calendar_days\", found \"days\""},
        {"policies.toml", "unit = \"working_days\"", "unit = \"hours\"\ncounting = \"instant\"",
         "policies.toml:14:12: counting: expected counting only with limits in days, found it "
         "here"},
        {"policies.toml", "working_days = -1", "working_days = -1, percent = 50",
         "policies.toml:14:22: kind: expected either working_days or percent beside it, found "
         "both"},
        {"policies.toml", ", working_days = -1", ", percent = 100",
         "policies.toml:14:47: percent: expected a whole number from 1 to 99, found 100"},
        {"policies.toml", "warn_yellow", "overdue",
         "policies.toml:14:22: kind: expected one of \"warn_yellow\", \"warn_red\", found "
         "\"overdue\""},
        {"policies.toml", "priority = 0", "priority = 0\nitems = [\"rural\"]",
         "policies.toml:5:10: items: expected the code of a catalogue item, found \"rural\""},
        {"policies.toml", "kind = \"resolve\"\nstart = \"dispatched\"",
         "kind = \"visit\"\nstart = \"dispatched\"",
         "policies.toml:1:1: expected policies that fit together, found: policy default 1: a "
         "milestone "
         "cannot start with this event"},
    });
    const PackDir pack;
    const std::string& one = sound_pack().at("policies.toml");
    pack.write("policies.toml", one + one);
    CHECK(problems_of(pack) ==
          std::vector<std::string>{
              "policies.toml:17:11: version: expected a version of its own, found \"1\" of default "
              "again"});
    std::string other = one;
    other.replace(other.find("\"default\""), 9, "\"second\"");
    pack.write("policies.toml", one + other);
    REQUIRE(problems_of(pack).size() == 1);
    CHECK(problems_of(pack)[0].find("both could apply to one ticket") != std::string::npos);
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

TEST_CASE("the tokens file holds digests and names units of the city") {
    const LoadedCity demo = load_city(config_dir / "demo");
    const auto tokens = load_tokens(config_dir / "demo/tokens.example.toml", demo.city.get());
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].actor.role == Role::dispatcher);
    CHECK(tokens[0].sha256 == sha256_hex("example-dispatcher"));
    CHECK(tokens[1].actor.unit == "a3-gov");

    const PackDir pack;
    const std::string digest(64, 'a');
    const auto lines_of = [&](const std::string& content) {
        pack.write("tokens.toml", content);
        try {
            load_tokens(pack.path() / "tokens.toml", demo.city.get());
        } catch (const ConfigError& error) {
            return pack.relative(error.lines());
        }
        return std::vector<std::string>{};
    };
    using Lines = std::vector<std::string>;
    CHECK(lines_of("[[token]]\nsha256 = \"secret-token\"\nrole = \"agent\"\nname = \"甲\"\n") ==
          Lines{"tokens.toml:2:10: sha256: expected 64 lower-case hex digits, found another text"});
    CHECK(lines_of("[[token]]\nsha256 = \"" + digest + "\"\nrole = \"unit\"\nname = \"甲\"\n") ==
          Lines{"tokens.toml:1:1: unit: expected the code of a unit, found nothing"});
    CHECK(lines_of("[[token]]\nsha256 = \"" + digest +
                   "\"\nrole = \"agent\"\nname = \"甲\"\nunit = \"water\"\n") ==
          Lines{"tokens.toml:5:8: unit: expected a unit only for role \"unit\", found one here"});
    CHECK(lines_of("[[token]]\nsha256 = \"" + digest + "\"\nrole = \"system\"\nname = \"甲\"\n")
              .size() == 1);
    CHECK(lines_of("[[token]]\nsha256 = \"" + digest +
                   "\"\nrole = \"unit\"\nname = \"甲\"\nunit = \"a10\"\n") ==
          Lines{"tokens.toml:5:8: unit: expected the code of a unit, found \"a10\""});
}

TEST_CASE("names of enumerations in files are those of the journal and the API") {
    const auto check = [](const auto& table) {
        for (const auto& [name, value] : table)
            CHECK(name == record::enum_name(value));
    };
    check(channel_names);
    check(request_kind_names);
    check(urgency_names);
    check(token_role_names);
}
