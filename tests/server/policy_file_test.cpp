// Every key of a policy file arrives where the rules read it.
#include "server/config/city_pack.hpp"
#include "tests/server/policy_text.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

const std::filesystem::path config_dir = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config";

TimeLimit limit(const std::string& text) {
    std::string why;
    const auto parsed = parse_time_limit(text, why);
    if (!parsed) throw std::logic_error(why);
    return *parsed;
}

PolicyFile read(const PackDir& dir, const std::string& content) {
    dir.write("regime.toml", content);
    ConfigProblems problems;
    auto file = read_regime(dir.path() / "regime.toml", problems);
    problems.throw_if_any();
    return file;
}

}  // namespace

TEST_CASE("every key of a policy is read") {
    const PackDir dir;
    const auto file = read(dir, regime_text(R"(name = "一般诉求"
source = "某办法"
official = false
assessed = false
effective_from = 2026-07-15T00:00:00
effective_to = 2026-08-25
external_margin = "1wd"
service_confirmation = true
child_may_exceed = true
redo = { escalate_at = 3 }
item_limits = [{ item = "0203", kind = "contact", limit = "30min" }]
[policy.when]
channels = ["phone", "web"]
kinds = ["help"]
urgencies = ["urgent"]
caller_types = ["enterprise"]
origins = ["superior", "leader"]
items = ["02", "03"]
tags = ["夏"]
districts = ["A3"]
laws = ["492"]
units = ["water"]
received_hours = ["22:00-06:00", "12:00-24:00"]
received_on = "off"
[policy.extension]
mode = "total"
cap_working_days = 17
[[policy.extension.steps]]
max_working_days = 12
[[policy.extension.steps]]
max_working_days = 17
approver = "supervisor"
office = "省政府办公厅"
needs = "complex"
[policy.return]
window = "1wd"
window_complex = "2wd"
deemed_acceptance = true
max_dispatches = 3
charge_time = false
[policy.pause]
reasons = [{ code = "litigation", name = "涉诉", max_working_days = 60 }]
max_total_working_days = 90
stops_ticket = true
[[policy.milestone]]
kind = "contact"
start = "received"
limit = "2h"
label = "首次联系"
steps = [
    { do = "warn_yellow", at = "-1wd" },
    { do = ["warn_red", "supervise"], at = "+2wd" },
    { do = "urge", at = "80%" },
    { do = "notify", at = "-90min" },
    { do = "raise", at = "+3wd" },
]
)"));
    const Policy& policy = file.policies->policies().at(0);
    CHECK(policy.name == "一般诉求");
    CHECK(policy.source == "某办法");
    CHECK_FALSE(policy.official);
    CHECK_FALSE(policy.assessed);
    CHECK(text(policy.effective_from) == "2026-07-15 00:00");
    CHECK(text(policy.effective_to) == "2026-08-25 00:00");
    const PolicySelector& when = policy.selector;
    CHECK(when.channels == std::vector{Channel::phone, Channel::web});
    CHECK(when.kinds == std::vector{RequestKind::help});
    CHECK(when.urgencies == std::vector{Urgency::urgent});
    CHECK(when.caller_types == std::vector{CallerType::enterprise});
    CHECK(when.origins == std::vector{Origin::superior, Origin::leader});
    CHECK(when.items == std::vector<std::string>{"02", "03"});
    CHECK(when.tags == std::vector<std::string>{"夏"});
    CHECK(when.districts == std::vector<std::string>{"A3"});
    CHECK(when.laws == std::vector<std::string>{"492"});
    CHECK(when.units == std::vector<std::string>{"water"});
    CHECK(when.received_hours == std::vector{DaySpan{1320, 360}, DaySpan{720, 1440}});
    CHECK(when.received_on == DayClass::off);
    CHECK(policy.extension.mode == ExtensionMode::total);
    CHECK(policy.extension.cap_working_days == 17);
    CHECK(
        policy.extension.steps ==
        std::vector{ExtensionStep{12, Role::dispatcher, "", ExtensionNeeds::nothing},
                    ExtensionStep{17, Role::supervisor, "省政府办公厅", ExtensionNeeds::complex}});
    CHECK(policy.returning == ReturnRule{limit("1wd"), limit("2wd"), true, 3, false});
    CHECK(policy.redo.escalate_at == 3);
    REQUIRE(policy.pause.reasons.size() == 1);
    CHECK(policy.pause.reasons[0].code == "litigation");
    CHECK(policy.pause.reasons[0].name == "涉诉");
    CHECK(policy.pause.reasons[0].max_working_days == 60);
    CHECK(policy.pause.max_total_working_days == 90);
    CHECK(policy.pause.stops_ticket);
    CHECK(policy.external_margin == limit("1wd"));
    CHECK(policy.service_confirmation);
    CHECK(policy.child_may_exceed);
    CHECK(policy.item_limits ==
          std::vector{ItemLimit{"0203", MilestoneKind::contact, limit("30min")}});
    REQUIRE(policy.milestones.size() == 2);
    const MilestoneRule& contact = policy.milestones[0];
    CHECK(contact.kind == MilestoneKind::contact);
    CHECK(contact.start == StartEvent::received);
    CHECK(contact.limit == limit("2h"));
    CHECK(contact.label == "首次联系");
    CHECK(contact.steps ==
          std::vector{StepRule{StepKind::warn_yellow, -1, 0, 0},
                      StepRule{StepKind::warn_red, 2, 0, 0}, StepRule{StepKind::supervise, 2, 0, 0},
                      StepRule{StepKind::urge, 0, 80, 0}, StepRule{StepKind::notify, 0, 0, -90},
                      StepRule{StepKind::raise, 3, 0, 0}});
}

TEST_CASE("what a policy does not write is as the rules have it") {
    const PackDir dir;
    const auto file = read(dir, regime_text());
    Policy bare;
    bare.id = "default";
    bare.version = "1";
    bare.calendar_id = "cn";
    bare.milestones.resize(1);
    bare.milestones[0].limit = limit("5wd");
    CHECK(file.policies->policies() == std::vector{bare});
}

TEST_CASE("a request of an example is read") {
    const PackDir dir;
    const auto file = read(dir, regime_text("", R"([[example]]
name = "all"
story = ["2026-03-02 09:00 open"]
[example.request]
channel = "web"
kind = "complaint"
urgency = "critical"
caller_type = "enterprise"
origin = "recheck"
item = "02"
tags = ["a", "b"]
district = "A3"
law = "492"
external_due = 2026-03-01T12:00:00
complex = true
)"));
    const PolicyExample& example = file.examples.at(0);
    CHECK(example.request.channel == Channel::web);
    CHECK(example.request.kind == RequestKind::complaint);
    CHECK(example.request.urgency == Urgency::critical);
    CHECK(example.request.caller.type == CallerType::enterprise);
    CHECK(example.request.origin == Origin::recheck);
    CHECK(example.request.item == "02");
    CHECK(example.request.tags == std::vector<std::string>{"a", "b"});
    CHECK(example.request.district == "A3");
    CHECK(example.request.law == "492");
    CHECK(example.request.complex);
    REQUIRE(example.external_due);
    CHECK(example.external_due->time_of_day == std::chrono::hours{12});
}

TEST_CASE("units of a policy are widened to all below them in the city") {
    const LoadedCity city = load_city(config_dir / "demo");
    const PackDir dir;
    const auto units = [&](const std::string& given) {
        dir.write("regime.toml", replaced(regime_text("when = { units = " + given + " }"), "\"cn\"",
                                          "\"cn-demo\""));
        ConfigProblems problems;
        const auto file =
            read_regime(dir.path() / "regime.toml", *city.city, city.calendars, problems);
        problems.throw_if_any();
        return file.policies->policies().at(0).selector.units;
    };
    CHECK(units("[\"a1-gov\"]") ==
          std::vector<UnitCode>{"a1-gov", "a1-dingwangtai", "a1-mapoling"});
    CHECK(units("[\"traffic-police\"]") == std::vector<UnitCode>{"traffic-police"});
    CHECK(units("[\"a1-mapoling\", \"a1-gov\", \"police\"]") ==
          std::vector<UnitCode>{"a1-gov", "a1-dingwangtai", "a1-mapoling", "police",
                                "traffic-police"});
    CHECK(units("[]").empty());
}
