// Two policies of one priority must not both apply to one ticket: every dimension of the selector.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/policy.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using S = PolicySelector;

Policy policy_named(const std::string& id, int priority, PolicySelector selector = {}) {
    Policy policy = city_policy();
    policy.id = id;
    policy.priority = priority;
    policy.selector = std::move(selector);
    return policy;
}

template <class T>
PolicySelector only(std::vector<T> PolicySelector::* dimension, std::vector<T> values) {
    PolicySelector selector;
    selector.*dimension = std::move(values);
    return selector;
}
PolicySelector on(DayClass day_class) {
    PolicySelector selector;
    selector.received_on = day_class;
    return selector;
}

bool clash(const Policy& a, const Policy& b) {
    const auto found = problems_of({a, b});
    if (found.empty()) return false;
    CHECK(found.size() == 1);
    CHECK(found[0].policy == 1);
    CHECK(found[0].other == 0);
    CHECK(found[0].what ==
          "has the priority of " + a.id + " " + a.version + " and both could apply to one ticket");
    return true;
}

}  // namespace

TEST_CASE("two policies of one priority must not both apply to a ticket") {
    struct Row {
        std::string what;
        PolicySelector a, b;
        bool clash;
    };
    const auto items = [](std::vector<std::string> codes) { return only(&S::items, codes); };
    const auto hours = [](std::vector<DaySpan> spans) { return only(&S::received_hours, spans); };
    const auto laws = [](std::vector<std::string> names) { return only(&S::laws, names); };
    const auto tags = [](std::vector<std::string> names) { return only(&S::tags, names); };
    const auto units = [](std::vector<UnitCode> codes) { return only(&S::units, codes); };
    const auto districts = [](std::vector<std::string> c) { return only(&S::districts, c); };
    const PolicySelector mail = only(&S::channels, {Channel::mail});
    const PolicySelector help = only(&S::kinds, {RequestKind::help});
    const PolicySelector normal = only(&S::urgencies, {Urgency::normal});
    const PolicySelector person = only(&S::caller_types, {CallerType::person});
    const PolicySelector citizen = only(&S::origins, {Origin::citizen});
    PolicySelector mail_help = mail;
    mail_help.kinds = help.kinds;
    PolicySelector web_help = only(&S::channels, {Channel::web});
    web_help.kinds = help.kinds;
    const std::vector<Row> table{
        {"both for all", {}, {}, true},
        {"one for all", {}, mail, true},
        {"different dimensions", mail, help, true},
        {"one dimension apart is enough", mail_help, web_help, false},
        {"channels", mail, only(&S::channels, {Channel::web}), false},
        {"kinds", help, only(&S::kinds, {RequestKind::report}), false},
        {"a kind in common", help, only(&S::kinds, {RequestKind::report, RequestKind::help}), true},
        {"urgencies", normal, only(&S::urgencies, {Urgency::urgent}), false},
        {"caller types", person, only(&S::caller_types, {CallerType::enterprise}), false},
        {"origins", citizen, only(&S::origins, {Origin::leader, Origin::recheck}), false},
        {"an origin in common", citizen, only(&S::origins, {Origin::leader, Origin::citizen}),
         true},
        {"sister items", items({"0301"}), items({"0302"}), false},
        {"an item and its subtree", items({"0302", "03"}), items({"0301"}), true},
        {"different tags may be on one ticket", tags({"summer"}), tags({"flood"}), true},
        {"one tag", tags({"summer"}), tags({"summer"}), true},
        {"a tag and none asked for", tags({"summer"}), {}, true},
        {"districts", districts({"370402"}), districts({"370403"}), false},
        {"a district in common", districts({"370402", "370403"}), districts({"370403"}), true},
        {"laws", laws({"order-492"}), laws({"order-711"}), false},
        {"a law and any", laws({"order-492"}), {}, true},
        {"units", units({"water"}), units({"power"}), false},
        {"a unit in common", units({"water", "power"}), units({"power"}), true},
        {"a policy of units and one of tickets", units({"water"}), {}, false},
        {"hours that touch", hours({{480, 720}}), hours({{720, 800}}), false},
        {"hours that meet", hours({{480, 721}}), hours({{720, 800}}), true},
        {"a span inside another", hours({{480, 720}}), hours({{500, 510}}), true},
        {"a night and its early morning", hours({{1320, 360}}), hours({{300, 400}}), true},
        {"a night and its late evening", hours({{1320, 360}}), hours({{1200, 1321}}), true},
        {"a night and the day", hours({{1320, 360}}), hours({{360, 1320}}), false},
        {"two nights", hours({{1320, 360}}), hours({{1400, 60}}), true},
        {"the second span meets", hours({{60, 120}, {480, 720}}), hours({{700, 800}}), true},
        {"working days and days off", on(DayClass::working), on(DayClass::off), false},
        {"days off twice", on(DayClass::off), on(DayClass::off), true},
        {"days off and any day", on(DayClass::off), on(DayClass::any), true},
    };
    for (const Row& row : table) {
        INFO(row.what);
        for (const bool swapped : {false, true}) {
            const Policy a = policy_named("a", 5, swapped ? row.b : row.a);
            Policy b = policy_named("b", 5, swapped ? row.a : row.b);
            CHECK(clash(a, b) == row.clash);
            b.priority = 6;
            CHECK_FALSE(clash(a, b));
        }
    }
}

TEST_CASE("a day off on one calendar may work on another") {
    const Policy a = policy_named("a", 5, on(DayClass::working));
    Policy b = policy_named("b", 5, on(DayClass::off));
    b.calendar_id = "other";
    CHECK(clash(a, b));
}

TEST_CASE("policies that are never in effect together do not clash") {
    Policy a = policy_named("a", 5);
    Policy b = policy_named("b", 5);
    a.effective_to = at("2026-01-01 00:00");
    b.effective_from = at("2026-01-01 00:00") - Millis{1};
    CHECK(clash(a, b));
    b.effective_from = at("2026-01-01 00:00");
    CHECK_FALSE(clash(a, b));
    CHECK_FALSE(clash(b, a));
}

TEST_CASE("two versions of one policy do not clash and the later makes room for others") {
    Policy first = policy_named("a", 5);
    first.version = "1";
    Policy second = policy_named("a", 6);
    second.version = "2";
    second.effective_from = at("2026-01-01 00:00");
    Policy other = policy_named("b", 5);
    other.effective_from = at("2026-01-01 00:00");
    CHECK(problems_of({first, second}).empty());
    CHECK(problems_of({first, second, other}).empty());
    CHECK(problems_of({other, first, second}).empty());
    other.effective_from = at("2026-01-01 00:00") - Millis{1};
    CHECK(problems_of({first, second, other}).size() == 1);
    // Replaced from before it ever held, the first meets nobody.
    first.effective_from = at("2026-02-01 00:00");
    CHECK(problems_of({first, second, other}).empty());
    second.version = "1";
    const auto twice = problems_of({first, second});
    REQUIRE(twice.size() == 1);
    CHECK(twice[0].what == "is there twice");
}
