// Where the steps of a clock lie: by working days, percent and minutes, on expiry, in pauses.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/policy.hpp"

#include <stdexcept>

using namespace hotline;
using namespace hotline::test;

namespace {

StepRule by_days(StepKind kind, int days) {
    return {kind, days, 0, 0};
}
StepRule by_percent(StepKind kind, int percent) {
    return {kind, 0, percent, 0};
}
StepRule by_minutes(StepKind kind, int minutes) {
    return {kind, 0, 0, minutes};
}
StepRule on_expiry(StepKind kind) {
    return {kind, 0, 0, 0};
}

struct Row {
    std::string what;
    std::vector<StepRule> rules;
    std::string start, due, steps;
};

void check(const std::vector<Row>& table, const std::vector<Pause>& pauses = {}) {
    const auto calendar = city_calendar();
    for (const Row& row : table) {
        INFO(row.what);
        CHECK(text_of(steps_of(row.rules, MilestoneKind::resolve, *calendar, at(row.start),
                               at(row.due), pauses)) == row.steps);
    }
}

}  // namespace

TEST_CASE("steps lie by working days from the due day") {
    const auto yellow = StepKind::warn_yellow;
    const auto red = StepKind::warn_red;
    const std::string start = "2026-03-02 10:00";
    check({
        {"none", {}, start, "2026-03-09 17:30", "overdue 2026-03-09 17:30 +1 ms"},
        {"in time order",
         {by_days(red, 1), by_days(yellow, -1)},
         start,
         "2026-03-09 17:30",
         "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms, red 2026-03-10 08:30"},
        {"before the start of a short limit they are at its start",
         {by_days(yellow, -3)},
         start,
         "2026-03-03 17:30",
         "yellow 2026-03-02 10:00, overdue 2026-03-03 17:30 +1 ms"},
        {"due on a Saturday",
         {by_days(yellow, -1), by_days(red, 1)},
         start,
         "2026-03-07 10:00",
         "yellow 2026-03-06 08:30, overdue 2026-03-07 10:00 +1 ms, red 2026-03-09 08:30"},
        {"a midnight belongs to the Friday that it ends",
         {by_days(yellow, -1), by_days(red, 1)},
         start,
         "2026-03-07 00:00",
         "yellow 2026-03-05 08:30, overdue 2026-03-07 00:00 +1 ms, red 2026-03-09 08:30"},
        {"red after the Spring Festival",
         {by_days(red, 1)},
         "2026-02-09 10:00",
         "2026-02-14 17:30",
         "overdue 2026-02-14 17:30 +1 ms, red 2026-02-24 08:30"},
        {"due before it started",
         {by_days(yellow, -1), by_days(red, 1), on_expiry(StepKind::urge)},
         "2026-03-11 10:00",
         "2026-03-09 17:30",
         "yellow 2026-03-11 10:00, urge 2026-03-11 10:00, overdue 2026-03-11 10:00, "
         "red 2026-03-11 10:00"},
    });
}

TEST_CASE("steps lie by percent and minutes and on expiry") {
    const std::string start = "2026-03-02 10:00";
    const std::string due = "2026-03-02 20:00";
    check({
        {"by percent of the time",
         {by_percent(StepKind::warn_red, 80), by_percent(StepKind::warn_yellow, 50),
          by_percent(StepKind::notify, 1), by_percent(StepKind::urge, 99)},
         start,
         due,
         "notify 2026-03-02 10:06, yellow 2026-03-02 15:00, red 2026-03-02 18:00, "
         "urge 2026-03-02 19:54, overdue 2026-03-02 20:00 +1 ms"},
        {"by minutes on any day",
         {by_minutes(StepKind::raise, 120), by_minutes(StepKind::notify, -120)},
         start,
         "2026-03-07 23:00",
         "notify 2026-03-07 21:00, overdue 2026-03-07 23:00 +1 ms, raise 2026-03-08 01:00"},
        {"on expiry the milder first",
         {on_expiry(StepKind::supervise), on_expiry(StepKind::auto_receive),
          on_expiry(StepKind::start_visit), on_expiry(StepKind::notify)},
         start,
         due,
         "notify 2026-03-02 20:00 +1 ms, overdue 2026-03-02 20:00 +1 ms, "
         "auto_receive 2026-03-02 20:00 +1 ms, start_visit 2026-03-02 20:00 +1 ms, "
         "supervise 2026-03-02 20:00 +1 ms"},
        {"a ladder",
         {by_days(StepKind::raise, 5), by_days(StepKind::supervise, 3),
          by_days(StepKind::written_notice, 1), by_days(StepKind::tell_duty, 1),
          by_minutes(StepKind::urge, -120)},
         start,
         due,
         "urge 2026-03-02 18:00, overdue 2026-03-02 20:00 +1 ms, tell_duty 2026-03-03 08:30, "
         "written_notice 2026-03-03 08:30, supervise 2026-03-05 08:30, raise 2026-03-09 08:30"},
        {"two of one kind that meet are one",
         {by_minutes(StepKind::notify, -900), by_minutes(StepKind::notify, -800),
          by_minutes(StepKind::notify, -60)},
         start,
         due,
         "notify 2026-03-02 10:00, notify 2026-03-02 19:00, overdue 2026-03-02 20:00 +1 ms"},
    });
}

TEST_CASE("a return window ends with deemed acceptance and never overdue") {
    const auto calendar = city_calendar();
    CHECK(text_of(steps_of({}, MilestoneKind::return_window, *calendar, at("2026-03-02 10:00"),
                           at("2026-03-03 17:30"))) == "deem_accepted 2026-03-03 17:30 +1 ms");
}

TEST_CASE("a step inside a pause comes at its end") {
    const std::vector<Pause> pauses{{at("2026-03-04 09:00"), at("2026-03-06 08:30"), "litigation"},
                                    {at("2026-03-10 08:30"), at("2026-03-12 00:00"), "litigation"}};
    const std::string start = "2026-03-02 10:00";
    check(
        {
            {"before, in and after",
             {by_days(StepKind::notify, -4), by_days(StepKind::warn_yellow, -2),
              by_days(StepKind::warn_red, 1), by_days(StepKind::raise, 3)},
             start,
             "2026-03-09 17:30",
             "notify 2026-03-03 08:30, yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms, "
             "red 2026-03-12 00:00, raise 2026-03-12 08:30"},
            {"the end of a pause is outside it",
             {by_days(StepKind::warn_yellow, -1)},
             start,
             "2026-03-09 17:30",
             "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms"},
            {"a capped expiry stays",
             {by_minutes(StepKind::urge, -60), on_expiry(StepKind::supervise)},
             start,
             "2026-03-11 12:00",
             "overdue 2026-03-11 12:00 +1 ms, supervise 2026-03-11 12:00 +1 ms, "
             "urge 2026-03-12 00:00"},
            {"a start in a pause",
             {by_days(StepKind::notify, -9)},
             "2026-03-05 10:00",
             "2026-03-09 17:30",
             "notify 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms"},
        },
        pauses);
}

TEST_CASE("steps that lie outside the calendar are an error") {
    const auto calendar = city_calendar();
    const Instant start = at("2032-12-27 10:00");
    CHECK_THROWS_AS(steps_of({by_days(StepKind::warn_red, 1)}, MilestoneKind::resolve, *calendar,
                             start, at("2032-12-31 17:30")),
                    std::out_of_range);
    CHECK_NOTHROW(steps_of({by_days(StepKind::warn_yellow, -1)}, MilestoneKind::resolve, *calendar,
                           start, at("2032-12-31 17:30")));
}
