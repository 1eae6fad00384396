// The city pack: the demo city loads and says what it should, and what it lacks is warned of.
#include "server/config/city_pack.hpp"
#include "server/config/enum_names.hpp"
#include "server/config/server_file.hpp"
#include "server/config/tokens_file.hpp"
#include "tests/server/pack_dir.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/sha256.hpp"

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
    REQUIRE(normal->extension.steps.size() == 1);
    CHECK(normal->extension.mode == ExtensionMode::add);
    CHECK(normal->extension.steps[0].max_working_days == 10);
    CHECK(normal->extension.steps[0].approver == Role::dispatcher);
    REQUIRE(normal->returning.window);
    CHECK(text_of(*normal->returning.window) == "2wd");
    CHECK_FALSE(normal->returning.deemed_acceptance);
    const auto* resolve = milestone(*normal, MilestoneKind::resolve);
    REQUIRE(resolve);
    const WorkCalendar& calendar = *loaded.policies->calendar_of(*normal);
    const CountedInstant due = due_of(resolve->limit, calendar, at("2026-02-13 16:00"));
    CHECK(text(due.at) == "2026-02-27 17:30");
    CHECK_FALSE(due.guessed);
    const auto steps =
        steps_of(resolve->steps, MilestoneKind::resolve, calendar, at("2026-02-13 16:00"), due.at);
    REQUIRE(steps.size() == 3);
    CHECK(steps[0] == ClockStep{StepKind::warn_yellow, at("2026-02-26 08:30")});
    CHECK(steps[2] == ClockStep{StepKind::warn_red, at("2026-02-28 08:30")});

    const Policy* urgent =
        loaded.policies->select(request_with(Urgency::critical), at("2026-02-17 03:00"));
    REQUIRE(urgent);
    CHECK(urgent->id == "urgent");
    CHECK(urgent->extension.steps.empty());
    const auto* receive = milestone(*urgent, MilestoneKind::receive);
    REQUIRE(receive);
    CHECK(text(due_of(receive->limit, calendar, at("2026-02-17 03:00")).at) == "2026-02-17 03:30");

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
    pack.write("catalogue.toml", "[[item]]\ncode = \"urban\"\nname = \"城乡建设\"\n");
    CHECK(problems_of(pack) ==
          std::vector<std::string>{
              "warning: catalogue.toml: item urban has no keywords and is never proposed",
              "warning: catalogue.toml: item urban has no unit and always goes to the dispatcher"});
}

TEST_CASE("the tokens file holds digests and names units of the city") {
    const LoadedCity demo = load_city(config_dir / "demo");
    const auto tokens = load_tokens(config_dir / "demo/tokens.example.toml", demo.city.get());
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].actor.role == Role::dispatcher);
    CHECK(tokens[0].sha256 == record::sha256_hex("example-dispatcher"));
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
