// Policies as data: which one a ticket or an assignment gets, which version is current, which limit
// an item has and where the steps of a clock lie.
#include "ticketing/rules/policy.hpp"

#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

#include <functional>
#include <map>
#include <random>
#include <stdexcept>

using namespace hotline;
using namespace hotline::test;

namespace {

Policy policy_named(const std::string& id, int priority, PolicySelector selector = {}) {
    Policy policy = city_policy();
    policy.id = id;
    policy.priority = priority;
    policy.selector = std::move(selector);
    return policy;
}

Policy version_of(Policy policy, const std::string& version, const std::string& from = {}) {
    policy.version = version;
    if (!from.empty()) policy.effective_from = at(from);
    return policy;
}

PolicyBook book_of(std::vector<Policy> policies) {
    return PolicyBook(std::move(policies), {city_calendar()});
}

std::string name_of(const Policy* policy) {
    return policy == nullptr ? "none" : policy->id + " " + policy->version;
}

// A selector of one dimension.
template <class T>
PolicySelector only(std::vector<T> PolicySelector::* dimension, std::vector<T> values) {
    PolicySelector selector;
    selector.*dimension = std::move(values);
    return selector;
}

}  // namespace

TEST_CASE("a ticket gets a policy whose selector matches it in every dimension") {
    using Change = std::function<void(Request&)>;
    using S = PolicySelector;
    struct Row {
        std::string what;
        PolicySelector selector;
        Change inside, outside;
    };
    const Change none = [](Request&) {};
    const std::vector<Row> table{
        {"channel", only(&S::channels, {Channel::mail, Channel::app}),
         [](Request& r) { r.channel = Channel::app; }, none},
        {"kind", only(&S::kinds, {RequestKind::report}),
         [](Request& r) { r.kind = RequestKind::report; }, none},
        {"urgency", only(&S::urgencies, {Urgency::urgent, Urgency::critical}),
         [](Request& r) { r.urgency = Urgency::critical; }, none},
        {"caller type", only(&S::caller_types, {CallerType::enterprise}),
         [](Request& r) { r.caller.type = CallerType::enterprise; }, none},
        {"origin", only(&S::origins, {Origin::supervision, Origin::superior}),
         [](Request& r) { r.origin = Origin::superior; },
         [](Request& r) { r.origin = Origin::leader; }},
        {"item", only<std::string>(&S::items, {"0301"}), [](Request& r) { r.item = "0301"; },
         [](Request& r) { r.item = "03"; }},
        {"an item below", only<std::string>(&S::items, {"07", "0301"}),
         [](Request& r) { r.item = "030105"; }, [](Request& r) { r.item = "0302"; }},
        {"tag", only<std::string>(&S::tags, {"summer", "heat"}),
         [](Request& r) { r.tags = {"other", "heat"}; }, [](Request& r) { r.tags = {"other"}; }},
        {"district", only<std::string>(&S::districts, {"370402"}),
         [](Request& r) { r.district = "370402"; }, [](Request& r) { r.district = "3704"; }},
        {"law", only<std::string>(&S::laws, {"order-492"}), [](Request& r) { r.law = "order-492"; },
         [](Request& r) { r.law = "order-711"; }},
    };
    for (const Row& row : table) {
        INFO(row.what);
        const PolicyBook book =
            book_of({policy_named("default", 0), policy_named("special", 10, row.selector)});
        Request inside = request();
        row.inside(inside);
        CHECK(book.select(inside, at("2026-03-02 10:00"))->id == "special");
        Request outside = request();
        row.outside(outside);
        CHECK(book.select(outside, at("2026-03-02 10:00"))->id == "default");
        CHECK(book.select(request(), at("2026-03-02 10:00"))->id == "default");
    }
}

TEST_CASE("hours and days of receipt are those of the city") {
    PolicySelector night = only<DaySpan>(&PolicySelector::received_hours,
                                         {{22 * 60, 6 * 60}, {12 * 60, 13 * 60 + 30}});
    PolicySelector off;
    off.received_on = DayClass::off;
    PolicySelector night_off = night;
    night_off.received_on = DayClass::off;
    PolicySelector working;
    working.received_on = DayClass::working;
    struct Row {
        std::string what;
        PolicySelector selector;
        std::string received;
        bool special;
    };
    const std::vector<Row> table{
        {"before the night", night, "2026-03-02 21:59", false},
        {"as the night begins", night, "2026-03-02 22:00", true},
        {"after midnight", night, "2026-03-02 00:00", true},
        {"as the night ends", night, "2026-03-02 06:00", false},
        {"at noon", night, "2026-03-02 12:00", true},
        {"after noon", night, "2026-03-02 13:30", false},
        {"on a Monday", off, "2026-03-02 10:00", false},
        {"on a Saturday", off, "2026-03-07 10:00", true},
        {"on a make-up Saturday", off, "2026-02-14 10:00", false},
        {"on a holiday", off, "2026-02-17 10:00", true},
        {"its last minute", off, "2026-02-23 23:59", true},
        {"a working make-up Saturday", working, "2026-02-14 10:00", true},
        {"a Sunday does not work", working, "2026-03-08 10:00", false},
        {"a night of a working day", night_off, "2026-03-02 23:00", false},
        {"a night of a day off", night_off, "2026-03-07 23:00", true},
        {"a day off by day", night_off, "2026-03-07 10:00", false},
    };
    for (const Row& row : table) {
        INFO(row.what);
        const PolicyBook book =
            book_of({policy_named("default", 0), policy_named("special", 10, row.selector)});
        CHECK((book.select(request(), at(row.received))->id == "special") == row.special);
    }
    const PolicyBook book = book_of({policy_named("default", 0), policy_named("off", 10, off)});
    CHECK_THROWS_AS(book.select(request(), at("2050-01-01 10:00")), std::out_of_range);
}

TEST_CASE("of several policies the highest priority in effect applies") {
    Policy summer = policy_named("summer", 30);
    summer.selector.tags = {"summer"};
    summer.effective_from = at("2026-07-15 00:00");
    summer.effective_to = at("2026-08-25 00:00");
    using S = PolicySelector;
    const PolicyBook book = book_of({
        policy_named("urgent", 20, only(&S::urgencies, {Urgency::urgent})),
        policy_named("default", 0),
        summer,
        policy_named("complaints", 10, only(&S::kinds, {RequestKind::complaint})),
    });
    Request both = request();
    both.kind = RequestKind::complaint;
    both.urgency = Urgency::urgent;
    CHECK(book.select(both, at("2026-07-20 10:00"))->id == "urgent");
    both.urgency = Urgency::normal;
    CHECK(book.select(both, at("2026-07-20 10:00"))->id == "complaints");
    both.tags = {"summer"};
    CHECK(book.select(both, at("2026-07-14 23:59"))->id == "complaints");
    CHECK(book.select(both, at("2026-07-15 00:00"))->id == "summer");
    CHECK(book.select(both, at("2026-08-25 00:00") - Millis{1})->id == "summer");
    CHECK(book.select(both, at("2026-08-25 00:00"))->id == "complaints");
    CHECK(book_of({}).select(request(), at("2026-03-02 10:00")) == nullptr);
    CHECK(book_of({summer}).select(request(), at("2026-03-02 10:00")) == nullptr);
}

TEST_CASE("a policy of units applies to their assignments and only above the ticket's own") {
    using S = PolicySelector;
    PolicySelector urgent_of_water = only<UnitCode>(&S::units, {"water"});
    urgent_of_water.urgencies = {Urgency::urgent};
    const PolicyBook book = book_of({
        policy_named("default", 0),
        policy_named("complaints", 15, only(&S::kinds, {RequestKind::complaint})),
        policy_named("companies", 10, only<UnitCode>(&S::units, {"water", "power"})),
        policy_named("water", 20, urgent_of_water),
    });
    const Instant then = at("2026-03-02 10:00");
    const auto selected = [&](const Request& r, const UnitCode& unit) {
        const Policy* own = book.select(r, then);
        return book.select_for_unit(r, then, unit, own)->id;
    };
    Request r = request();
    CHECK(book.select(r, then)->id == "default");
    CHECK(selected(r, "roads") == "default");
    CHECK(selected(r, "water") == "companies");
    CHECK(selected(r, "power") == "companies");
    r.urgency = Urgency::urgent;
    CHECK(selected(r, "water") == "water");
    CHECK(selected(r, "power") == "companies");
    r.kind = RequestKind::complaint;
    CHECK(selected(r, "power") == "complaints");
    CHECK(selected(r, "water") == "water");
    CHECK(book.select_for_unit(r, then, "roads", nullptr) == nullptr);
    CHECK(book.select_for_unit(r, then, "power", nullptr)->id == "companies");
    // Equal priority is not above.
    const PolicyBook equal = book_of(
        {policy_named("default", 5), policy_named("unit", 5, only<UnitCode>(&S::units, {"u"}))});
    CHECK(equal.select_for_unit(r, then, "u", equal.select(r, then))->id == "default");
}

TEST_CASE(
    "a later version replaces the earlier from its effect on and the old one is still found") {
    const Policy plain = policy_named("default", 0);
    Policy narrow = version_of(plain, "3", "2026-06-01 00:00");
    narrow.selector.kinds = {RequestKind::complaint};
    narrow.effective_to = at("2026-07-01 00:00");
    const PolicyBook book =
        book_of({version_of(plain, "1"), version_of(plain, "2", "2026-01-01 00:00"), narrow});
    const auto selected = [&](const std::string& time) {
        return name_of(book.select(request(), at(time)));
    };
    CHECK(selected("2025-12-31 23:59") == "default 1");
    CHECK(selected("2026-01-01 00:00") == "default 2");
    CHECK(selected("2026-05-31 23:59") == "default 2");
    // The third matches complaints alone; what it replaced does not come back, nor after its end.
    CHECK(selected("2026-06-01 00:00") == "none");
    CHECK(selected("2026-07-01 00:00") == "none");
    Request complaint = request();
    complaint.kind = RequestKind::complaint;
    CHECK(name_of(book.select(complaint, at("2026-06-01 00:00"))) == "default 3");
    CHECK(name_of(book.current("default", at("2025-06-01 00:00"))) == "default 1");
    CHECK(name_of(book.current("default", at("2026-05-01 00:00"))) == "default 2");
    CHECK(name_of(book.current("default", at("2026-06-15 00:00"))) == "default 3");
    CHECK(book.current("default", at("2026-07-15 00:00")) == nullptr);
    CHECK(book.current("nobody", at("2026-05-01 00:00")) == nullptr);
    for (const Policy& policy : book.policies())
        CHECK(book.find(policy.id, policy.version) == &policy);
    CHECK(book.find("default", "4") == nullptr);
    CHECK(book.find("nobody", "1") == nullptr);
    // A later version with an earlier effect replaces the other wholly.
    const PolicyBook corrected = book_of(
        {version_of(plain, "1", "2026-03-01 00:00"), version_of(plain, "2", "2026-01-01 00:00")});
    CHECK(name_of(corrected.select(request(), at("2026-04-01 00:00"))) == "default 2");
    CHECK(name_of(corrected.select(request(), at("2026-02-01 00:00"))) == "default 2");
    CHECK(corrected.find("default", "1") != nullptr);
}

TEST_CASE("a retired policy is found by its old tickets and given to no new one") {
    const PolicyBook book({policy_named("now", 0)}, {city_calendar()}, {policy_named("old", 9)});
    CHECK(book.select(request(), at("2026-03-02 10:00"))->id == "now");
    CHECK(book.current("old", at("2026-03-02 10:00")) == nullptr);
    REQUIRE(book.find("old", "2026.1") != nullptr);
    CHECK(book.find("old", "2026.1") == &book.retired().front());
    CHECK(book.calendar_of(book.retired().front()) != nullptr);
    CHECK(book.policies().size() == 1);
    const auto with_retired = [](std::vector<Policy> retired) {
        PolicyBook({policy_named("now", 0)}, {city_calendar()}, std::move(retired));
    };
    CHECK_THROWS_AS(with_retired({policy_named("now", 0)}), std::invalid_argument);
    CHECK_THROWS_AS(with_retired({policy_named("old", 0), policy_named("old", 1)}),
                    std::invalid_argument);
    CHECK_NOTHROW(with_retired({version_of(policy_named("now", 0), "2020.1")}));
    Policy lost = policy_named("lost", 0);
    lost.calendar_id = "moon";
    CHECK_THROWS_AS(with_retired({lost}), std::invalid_argument);
}

TEST_CASE("the last version of a calendar is current and the others are still found") {
    const auto first = city_calendar();
    const auto second = city_calendar_without("2026.2", {day(2026, 3, 3)});
    CalendarSpec other = city_spec();
    other.id = "other";
    const PolicyBook book({policy_named("default", 0)}, {first, calendar_of(other), second});
    CHECK(book.calendar_of(book.policies().front()) == second.get());
    CHECK(book.find_calendar("city", "2026.1") == first.get());
    CHECK(book.find_calendar("city", "2026.2") == second.get());
    CHECK(book.find_calendar("city", "2026.3") == nullptr);
    CHECK(book.find_calendar("moon", "2026.1") == nullptr);
    CHECK(book.calendars().size() == 3);
}

TEST_CASE("a book refuses missing and doubled calendars and policies with problems") {
    CHECK_THROWS_AS(PolicyBook({}, {nullptr}), std::invalid_argument);
    CHECK_THROWS_AS(PolicyBook({}, {city_calendar(), city_calendar()}), std::invalid_argument);
    CHECK_THROWS_AS(PolicyBook({city_policy()}, {}), std::invalid_argument);
    Policy wrong = policy_named("wrong", 0);
    wrong.effective_to = wrong.effective_from;
    wrong.calendar_id = "moon";
    try {
        book_of({policy_named("right", 1), wrong});
        FAIL("accepted");
    } catch (const std::invalid_argument& error) {
        CHECK(std::string{error.what()} == "policy wrong 2026.1: is never in effect");
    }
}

TEST_CASE("the longest item code decides a milestone's limit") {
    Policy policy = city_policy();
    policy.milestones.push_back(milestone(MilestoneKind::resolve, StartEvent::opened, "9wd"));
    policy.item_limits = {
        {"0203", MilestoneKind::contact, limit("30min")},
        {"02", MilestoneKind::contact, limit("2h")},
        {"020305", MilestoneKind::contact, limit("15min")},
        {"02", MilestoneKind::resolve, limit("3wd")},
        {"0", MilestoneKind::receive, limit("1h")},
    };
    const PolicyBook book = book_of({policy});
    const Policy& held = book.policies().front();
    const auto text = [&](MilestoneKind kind, bool of_ticket, const std::string& item) {
        const MilestoneRule* rule = rule_of(held, kind, of_ticket);
        REQUIRE(rule != nullptr);
        return text_of(limit_of(held, *rule, item));
    };
    struct Row {
        std::string item, contact;
    };
    const std::vector<Row> table{
        {"", "24h"},          {"0", "24h"},      {"02", "2h"},        {"020", "2h"},
        {"0204", "2h"},       {"0203", "30min"}, {"020304", "30min"}, {"020305", "15min"},
        {"0203051", "15min"}, {"03", "24h"},     {"2", "24h"},        {"0203 05", "30min"},
    };
    for (const Row& row : table) {
        INFO(row.item);
        CHECK(text(MilestoneKind::contact, false, row.item) == row.contact);
    }
    CHECK(text(MilestoneKind::resolve, false, "0203") == "3wd");
    CHECK(text(MilestoneKind::resolve, true, "0203") == "3wd");
    CHECK(text(MilestoneKind::resolve, true, "04") == "9wd");
    CHECK(text(MilestoneKind::receive, false, "0203") == "1h");
    CHECK(text(MilestoneKind::visit, true, "0203") == "1wd");
}

TEST_CASE("hundreds of item limits are searched as a list would be") {
    std::mt19937 engine{20260302};  // fixed: the list is data, not a search for surprises
    const auto code = [&] {
        std::string text;
        for (auto left = 1 + engine() % 6; left > 0; --left)
            text += static_cast<char>('0' + engine() % 4);
        return text;
    };
    std::map<std::string, int> minutes;
    Policy policy = city_policy();
    while (minutes.size() < 600) {
        const std::string item = code();
        const int amount = static_cast<int>(minutes.size()) + 1;
        if (!minutes.insert({item, amount}).second) continue;
        policy.item_limits.push_back({item, MilestoneKind::contact, limit("1min")});
        policy.item_limits.back().limit.amount = amount;
    }
    const PolicyBook book = book_of({policy});
    const Policy& held = book.policies().front();
    const MilestoneRule& contact = *rule_of(held, MilestoneKind::contact, false);
    int found = 0;
    for (int i = 0; i < 5'000; ++i) {
        const std::string item = code();
        std::string expected = text_of(contact.limit);
        std::size_t longest = 0;
        for (const auto& [prefix, amount] : minutes) {
            if (item.rfind(prefix, 0) != 0 || prefix.size() <= longest) continue;
            longest = prefix.size();
            expected = std::to_string(amount) + "min";
        }
        found += longest > 0;
        if (text_of(limit_of(held, contact, item)) != expected) FAIL("item " << item);
    }
    CHECK(found > 1'000);
}

TEST_CASE("a rule is found by its kind and by whose clock it starts") {
    const Policy policy = policy_of({
        milestone(MilestoneKind::resolve, StartEvent::opened, "9wd"),
        milestone(MilestoneKind::resolve, StartEvent::received, "5wd"),
        milestone(MilestoneKind::redo, StartEvent::opened, "3wd"),
        milestone(MilestoneKind::caller_reply, StartEvent::merged, "1wd"),
    });
    CHECK(rule_of(policy, MilestoneKind::resolve, true)->limit == limit("9wd"));
    CHECK(rule_of(policy, MilestoneKind::resolve, false)->limit == limit("5wd"));
    CHECK(rule_of(policy, MilestoneKind::redo, false)->limit == limit("3wd"));
    CHECK(rule_of(policy, MilestoneKind::redo, true) == nullptr);
    CHECK(rule_of(policy, MilestoneKind::caller_reply, true) != nullptr);
    CHECK(rule_of(policy, MilestoneKind::caller_reply, false) == nullptr);
    CHECK(rule_of(policy, MilestoneKind::visit, true) == nullptr);
    for (const StartEvent start :
         {StartEvent::opened, StartEvent::reply_accepted, StartEvent::merged})
        CHECK(is_of_ticket(start));
    for (const StartEvent start :
         {StartEvent::dispatched, StartEvent::received, StartEvent::contacted, StartEvent::planned})
        CHECK_FALSE(is_of_ticket(start));
}
