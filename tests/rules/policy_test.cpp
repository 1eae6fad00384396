// Policies as data: which one a ticket gets, what a book refuses to hold, where limits and warnings
// lie.
#include "ticketing/rules/policy.hpp"

#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

#include <functional>
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

PolicyBook book_of(std::vector<Policy> policies) {
    return PolicyBook(std::move(policies), {city_calendar()});
}

}  // namespace

TEST_CASE("a limit of each unit ends where its counting says") {
    struct Row {
        std::string what;
        int amount;
        LimitUnit unit;
        Counting counting;
        std::string start, due;
    };
    const auto civil = Counting::civil_code;
    const auto instant = Counting::instant;
    const std::vector<Row> table{
        {"minutes run on any day", 15, LimitUnit::minutes, civil, "2026-02-16 23:50",
         "2026-02-17 00:05"},
        {"hours too", 24, LimitUnit::hours, civil, "2026-03-06 18:00", "2026-03-07 18:00"},
        {"working minutes skip lunch", 30, LimitUnit::working_minutes, civil, "2026-03-02 11:45",
         "2026-03-02 13:45"},
        {"working minutes after work start next morning", 30, LimitUnit::working_minutes, civil,
         "2026-03-06 18:00", "2026-03-09 09:00"},
        {"working hours fill an afternoon", 4, LimitUnit::working_hours, civil, "2026-03-02 13:30",
         "2026-03-02 17:30"},
        {"working hours cross the weekend", 8, LimitUnit::working_hours, civil, "2026-03-06 13:30",
         "2026-03-09 14:00"},
        {"working days end at the close", 1, LimitUnit::working_days, civil, "2026-03-02 00:10",
         "2026-03-03 17:30"},
        {"working days by the instant keep the time", 2, LimitUnit::working_days, instant,
         "2026-03-05 10:00", "2026-03-09 10:00"},
        {"calendar days end at the close", 3, LimitUnit::calendar_days, civil, "2026-03-02 10:00",
         "2026-03-05 17:30"},
        {"a last day off moves on", 5, LimitUnit::calendar_days, civil, "2026-03-02 10:00",
         "2026-03-09 17:30"},
        {"calendar days by the instant are 24 hours", 5, LimitUnit::calendar_days, instant,
         "2026-03-02 10:00", "2026-03-07 10:00"},
    };
    const auto calendar = city_calendar();
    for (const Row& row : table) {
        INFO(row.what);
        MilestoneRule rule;
        rule.amount = row.amount;
        rule.unit = row.unit;
        rule.counting = row.counting;
        const CountedInstant due = due_of(rule, *calendar, at(row.start));
        CHECK(text(due.at) == row.due);
        CHECK_FALSE(due.guessed);
    }
}

TEST_CASE("steps lie by working days from the due day or by percent and in time order") {
    struct Row {
        std::string what;
        std::vector<StepRule> warnings;
        std::string start, due, steps;
    };
    const auto yellow = StepKind::warn_yellow;
    const auto red = StepKind::warn_red;
    const std::vector<Row> table{
        {"none", {}, "2026-03-02 10:00", "2026-03-09 17:30", "overdue 2026-03-09 17:30 +1 ms"},
        {"red is listed first",
         {{red, 1, 0}, {yellow, -1, 0}},
         "2026-03-02 10:00",
         "2026-03-09 17:30",
         "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms, red 2026-03-10 08:30"},
        {"at the due instant itself",
         {{yellow, 0, 0}},
         "2026-03-02 10:00",
         "2026-03-09 17:30",
         "yellow 2026-03-09 17:30, overdue 2026-03-09 17:30 +1 ms"},
        {"by percent of the time",
         {{yellow, 0, 50}, {red, 0, 80}},
         "2026-03-02 10:00",
         "2026-03-02 20:00",
         "yellow 2026-03-02 15:00, red 2026-03-02 18:00, overdue 2026-03-02 20:00 +1 ms"},
        {"three working days before a short limit is its start",
         {{yellow, -3, 0}},
         "2026-03-02 10:00",
         "2026-03-03 17:30",
         "yellow 2026-03-02 10:00, overdue 2026-03-03 17:30 +1 ms"},
        {"due on a Saturday",
         {{yellow, -1, 0}, {red, 1, 0}},
         "2026-03-02 10:00",
         "2026-03-07 10:00",
         "yellow 2026-03-06 08:30, overdue 2026-03-07 10:00 +1 ms, red 2026-03-09 08:30"},
        {"red after the Spring Festival",
         {{red, 1, 0}},
         "2026-02-09 10:00",
         "2026-02-14 17:30",
         "overdue 2026-02-14 17:30 +1 ms, red 2026-02-24 08:30"},
        {"due before it started",
         {{yellow, -1, 0}, {red, 1, 0}},
         "2026-03-11 10:00",
         "2026-03-09 17:30",
         "yellow 2026-03-11 10:00, overdue 2026-03-11 10:00, red 2026-03-11 10:00"},
    };
    const auto calendar = city_calendar();
    for (const Row& row : table) {
        INFO(row.what);
        MilestoneRule rule;
        rule.warnings = row.warnings;
        CHECK(text_of(steps_of(rule, *calendar, at(row.start), at(row.due))) == row.steps);
    }
}

TEST_CASE("a ticket gets the matching policy of the highest priority") {
    Policy seasonal = policy_named("summer", 30);
    seasonal.effective_from = at("2026-07-15 00:00");
    seasonal.effective_to = at("2026-08-25 00:00");
    const PolicyBook book = book_of({
        policy_named("default", 0),
        policy_named("complaints", 10, {{}, {RequestKind::complaint, RequestKind::report}, {}, {}}),
        policy_named("urgent", 20, {{}, {}, {Urgency::urgent, Urgency::critical}, {}}),
        policy_named("heating", 15, {{}, {}, {}, {"0301", "07"}}),
        policy_named("mail", 5, {{Channel::mail}, {}, {}, {}}),
        seasonal,
    });
    struct Row {
        std::string what;
        std::function<void(Request&)> change;
        std::string received, policy;
    };
    const std::vector<Row> table{
        {"nothing special", [](Request&) {}, "2026-03-02 10:00", "default"},
        {"a report", [](Request& r) { r.kind = RequestKind::report; }, "2026-03-02 10:00",
         "complaints"},
        {"an urgent report",
         [](Request& r) {
             r.kind = RequestKind::report;
             r.urgency = Urgency::urgent;
         },
         "2026-03-02 10:00", "urgent"},
        {"an item below the selected one", [](Request& r) { r.item = "030105"; },
         "2026-03-02 10:00", "heating"},
        {"the selected item itself", [](Request& r) { r.item = "0301"; }, "2026-03-02 10:00",
         "heating"},
        {"the second selected item", [](Request& r) { r.item = "0712"; }, "2026-03-02 10:00",
         "heating"},
        {"an item above the selected one", [](Request& r) { r.item = "03"; }, "2026-03-02 10:00",
         "default"},
        {"a letter", [](Request& r) { r.channel = Channel::mail; }, "2026-03-02 10:00", "mail"},
        {"the last instant before the season", [](Request&) {}, "2026-07-14 23:59", "default"},
        {"the first instant of the season", [](Request&) {}, "2026-07-15 00:00", "summer"},
        {"the instant after the season", [](Request&) {}, "2026-08-25 00:00", "default"},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Request r = request();
        row.change(r);
        const Policy* policy = book.select(r, at(row.received));
        REQUIRE(policy != nullptr);
        CHECK(policy->id == row.policy);
        CHECK(book.find(policy->id, policy->version) == policy);
        CHECK(book.calendar_of(*policy)->id() == "city");
    }
    CHECK(book.find("default", "2019.1") == nullptr);
    CHECK(book.find("nobody", "2026.1") == nullptr);
    CHECK(book_of({}).select(request(), at("2026-03-02 10:00")) == nullptr);
}

TEST_CASE("a policy version that ended is still found for its old tickets") {
    Policy old = policy_named("default", 0);
    old.version = "2025.1";
    old.effective_to = at("2026-01-01 00:00");
    Policy now = policy_named("default", 0);
    now.effective_from = at("2026-01-01 00:00");
    const PolicyBook book = book_of({old, now});
    CHECK(book.select(request(), at("2025-12-31 23:59"))->version == "2025.1");
    CHECK(book.select(request(), at("2026-01-01 00:00"))->version == "2026.1");
    CHECK(book.find("default", "2025.1") != nullptr);
}

TEST_CASE("a book refuses a policy that makes no sense and names it") {
    struct Row {
        std::string what;
        std::function<void(Policy&)> change;
        std::string why;  // part of the message; empty: accepted
    };
    const auto step = [](StepKind kind, int days, int percent) {
        return [=](Policy& p) { p.milestones[0].warnings.push_back({kind, days, percent}); };
    };
    const auto start = [](MilestoneKind kind, StartEvent event) {
        return
            [=](Policy& p) { p.milestones = {milestone(kind, event, 1, LimitUnit::working_days)}; };
    };
    const std::vector<Row> table{
        {"as it is", [](Policy&) {}, ""},
        {"no id", [](Policy& p) { p.id.clear(); }, "id and a version"},
        {"no version", [](Policy& p) { p.version.clear(); }, "id and a version"},
        {"unknown calendar", [](Policy& p) { p.calendar_id = "moon"; }, "'moon'"},
        {"never in effect", [](Policy& p) { p.effective_to = p.effective_from; }, "in effect"},
        {"amount 0", [](Policy& p) { p.milestones[0].amount = 0; }, "at least 1"},
        {"amount below 0", [](Policy& p) { p.milestones[0].amount = -1; }, "at least 1"},
        {"one kind twice", [](Policy& p) { p.milestones.push_back(p.milestones[0]); }, "one kind"},
        {"overdue as a warning", step(StepKind::overdue, 0, 0), "overdue"},
        {"100 percent", step(StepKind::warn_red, 0, 100), "percent"},
        {"99 percent", step(StepKind::warn_red, 0, 99), ""},
        {"below 0 percent", step(StepKind::warn_red, 0, -1), "percent"},
        {"percent and days", step(StepKind::warn_red, 1, 50), "not both"},
        {"one colour twice", [](Policy& p) { p.milestones[2].warnings.push_back({}); }, "colour"},
        {"empty item", [](Policy& p) { p.selector.items = {""}; }, "item"},
        {"negative extension", [](Policy& p) { p.extension.max_times = -1; }, "negative"},
        {"negative window", [](Policy& p) { p.returning.window_working_days = -1; }, "negative"},
        {"visit from dispatch", start(MilestoneKind::visit, StartEvent::dispatched), "start"},
        {"resolve from the accepted reply",
         start(MilestoneKind::resolve, StartEvent::reply_accepted), "start"},
        {"receive from receipt", start(MilestoneKind::receive, StartEvent::received), "start"},
        {"contact from receipt", start(MilestoneKind::contact, StartEvent::received), ""},
        {"resolve from opening", start(MilestoneKind::resolve, StartEvent::opened), ""},
        {"redo from anything", start(MilestoneKind::redo, StartEvent::reply_accepted), ""},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Policy policy = city_policy();
        row.change(policy);
        std::string why;
        try {
            book_of({policy});
        } catch (const std::invalid_argument& error) {
            why = error.what();
        }
        INFO(why);
        CHECK(why.empty() == row.why.empty());
        CHECK(why.find(row.why) != std::string::npos);
    }
}

TEST_CASE("two policies of one priority must not both apply to a ticket") {
    struct Row {
        std::string what;
        PolicySelector a, b;
        bool overlap;
    };
    const std::vector<Row> table{
        {"both for all", {}, {}, true},
        {"different kinds",
         {{}, {RequestKind::help}, {}, {}},
         {{}, {RequestKind::report}, {}, {}},
         false},
        {"one kind in common",
         {{}, {RequestKind::help, RequestKind::report}, {}, {}},
         {{}, {RequestKind::report}, {}, {}},
         true},
        {"different dimensions",
         {{Channel::mail}, {}, {}, {}},
         {{}, {RequestKind::help}, {}, {}},
         true},
        {"different channels", {{Channel::mail}, {}, {}, {}}, {{Channel::web}, {}, {}, {}}, false},
        {"different urgencies",
         {{}, {}, {Urgency::normal}, {}},
         {{}, {}, {Urgency::urgent}, {}},
         false},
        {"sister items", {{}, {}, {}, {"0301"}}, {{}, {}, {}, {"0302"}}, false},
        {"an item and its subtree", {{}, {}, {}, {"0302", "03"}}, {{}, {}, {}, {"0301"}}, true},
    };
    for (const Row& row : table) {
        INFO(row.what);
        for (const bool swapped : {false, true}) {
            Policy a = policy_named("a", 5, swapped ? row.b : row.a);
            Policy b = policy_named("b", 5, swapped ? row.a : row.b);
            if (row.overlap) {
                CHECK_THROWS_AS(book_of({a, b}), std::invalid_argument);
            } else {
                CHECK_NOTHROW(book_of({a, b}));
            }
            b.priority = 6;
            CHECK_NOTHROW(book_of({a, b}));
            b.priority = 5;
            a.effective_to = at("2026-01-01 00:00");
            b.effective_from = at("2026-01-01 00:00");
            CHECK_NOTHROW(book_of({a, b}));
        }
    }
    Policy twice = policy_named("a", 1, {{Channel::mail}, {}, {}, {}});
    CHECK_THROWS_AS(book_of({policy_named("a", 5), twice}), std::invalid_argument);
}

TEST_CASE("a book refuses a missing calendar and two of one name") {
    CHECK_THROWS_AS(PolicyBook({}, {nullptr}), std::invalid_argument);
    CHECK_THROWS_AS(PolicyBook({}, {city_calendar(), city_calendar()}), std::invalid_argument);
    CHECK_THROWS_AS(PolicyBook({city_policy()}, {}), std::invalid_argument);
}
