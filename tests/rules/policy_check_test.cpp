// What makes no sense in policies is found before the night: every problem, and for each a
// neighbour that is allowed.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/policy.hpp"

#include <functional>
#include <limits>

using namespace hotline;
using namespace hotline::test;

namespace {

using Change = std::function<void(Policy&)>;

struct Row {
    std::string what;
    Change change;
    std::string problem;  // a part of its text; empty: there is none
    std::optional<std::size_t> milestone = {};
};

// Exactly one problem, of that policy and milestone, or none.
void check(const std::vector<Row>& table) {
    for (const Row& row : table) {
        Policy policy = city_policy();
        row.change(policy);
        const std::vector<PolicyProblem> found = problems_of({policy});
        INFO(row.what << ": " << (found.empty() ? "nothing" : found.front().what));
        if (row.problem.empty()) {
            CHECK(found.empty());
            continue;
        }
        REQUIRE(found.size() == 1);
        CHECK(found[0].what.find(row.problem) != std::string::npos);
        CHECK(found[0].policy == 0);
        CHECK_FALSE(found[0].other);
        CHECK(found[0].milestone == row.milestone);
    }
}

// The city's resolve milestone is at place 2.
Change with_step(StepRule step) {
    return [=](Policy& p) { p.milestones[2].steps.push_back(step); };
}
Change with_steps(std::vector<StepRule> steps) {
    return [=](Policy& p) { p.milestones[2].steps = steps; };
}
Change with_milestone(MilestoneKind kind, StartEvent start) {
    return [=](Policy& p) { p.milestones.push_back(milestone(kind, start, "1wd")); };
}
// In place of the one that the city has of that kind.
Change instead(std::size_t place, StartEvent start) {
    return [=](Policy& p) { p.milestones[place].start = start; };
}
Change with_limit(LimitUnit unit, std::int32_t amount) {
    return [=](Policy& p) {
        p.milestones[2].limit.unit = unit;
        p.milestones[2].limit.amount = amount;
    };
}
Change with_total(std::vector<int> totals, int cap) {
    return [=](Policy& p) {
        p.extension = {ExtensionMode::total, cap, {}};
        for (const int days : totals)
            p.extension.steps.push_back(extension_step(days));
    };
}
Change with_additions(std::vector<int> days, int cap) {
    return [=](Policy& p) {
        with_total(days, cap)(p);
        p.extension.mode = ExtensionMode::add;
    };
}
Change with_windows(const std::string& ordinary, const std::string& of_complex) {
    return [=](Policy& p) {
        p.returning.window.reset();
        if (!ordinary.empty()) p.returning.window = limit(ordinary);
        if (!of_complex.empty()) p.returning.window_complex = limit(of_complex);
    };
}
Change with_reasons(std::vector<PauseReason> reasons, int total) {
    return [=](Policy& p) { p.pause = {reasons, total, false}; };
}

}  // namespace

TEST_CASE("a policy needs a name a time and limits that make sense") {
    check({
        {"as it is", [](Policy&) {}, ""},
        {"no id", [](Policy& p) { p.id.clear(); }, "id and a version"},
        {"no version", [](Policy& p) { p.version.clear(); }, "id and a version"},
        {"never", [](Policy& p) { p.effective_to = p.effective_from; }, "never in effect"},
        {"backwards",
         [](Policy& p) {
             p.effective_from = at("2026-03-02 10:00");
             p.effective_to = at("2026-03-02 09:00");
         },
         "never in effect"},
        {"no amount", with_limit(LimitUnit::working_days, 0), "1 to 500 wd", 2},
        {"a negative amount", with_limit(LimitUnit::hours, -1), "1 to 17520 h", 2},
        {"too many days", with_limit(LimitUnit::working_days, 501), "1 to 500 wd", 2},
        {"the most days", with_limit(LimitUnit::calendar_days, 730), ""},
        {"same day with an amount", with_limit(LimitUnit::same_day, 1), "no amount", 2},
        {"an option of others", [](Policy& p) { p.milestones[1].limit.any_day = true; },
         "any_day is for same_day", 1},
        {"an empty night", [](Policy& p) { p.milestones[0].limit.night = DaySpan{60, 60}; },
         "night is empty", 0},
        {"an empty item", [](Policy& p) { p.selector.items = {"02", ""}; }, "item code"},
        {"empty hours", [](Policy& p) { p.selector.received_hours = {{60, 60}}; }, "hours"},
        {"hours past midnight", [](Policy& p) { p.selector.received_hours = {{60, 1441}}; },
         "hours"},
        {"negative hours", [](Policy& p) { p.selector.received_hours = {{-1, 60}}; }, "hours"},
        {"all hours", [](Policy& p) { p.selector.received_hours = {{0, 1440}}; }, ""},
        {"hours over midnight", [](Policy& p) { p.selector.received_hours = {{1320, 360}}; }, ""},
    });
}

TEST_CASE("a milestone starts before it ends and from something that happens") {
    const auto contact = MilestoneKind::contact;
    check({
        {"a window as a milestone",
         with_milestone(MilestoneKind::return_window, StartEvent::dispatched), "return window", 4},
        {"dispatch from opening", with_milestone(MilestoneKind::dispatch, StartEvent::opened), ""},
        {"dispatch from dispatch", with_milestone(MilestoneKind::dispatch, StartEvent::dispatched),
         "cannot start", 4},
        {"receive from opening", instead(0, StartEvent::opened), ""},
        {"receive from receipt", instead(0, StartEvent::received), "cannot start", 0},
        {"receive from contact", instead(0, StartEvent::contacted), "cannot start", 0},
        {"receive from the plan", instead(0, StartEvent::planned), "cannot start", 0},
        {"contact from receipt", instead(1, StartEvent::received), ""},
        {"contact from contact", instead(1, StartEvent::contacted), "cannot start", 1},
        {"contact from the accepted reply", instead(1, StartEvent::reply_accepted), "cannot start",
         1},
        {"resolve from contact", instead(2, StartEvent::contacted), ""},
        {"resolve from a contact that nobody asks for",
         [=](Policy& p) {
             p.milestones[2].start = StartEvent::contacted;
             std::erase_if(p.milestones, [=](const auto& rule) { return rule.kind == contact; });
         },
         "starts with the contact", 1},
        {"resolve from a plan that nobody asks for", instead(2, StartEvent::planned),
         "starts with the plan", 2},
        {"resolve from the plan",
         [](Policy& p) {
             with_milestone(MilestoneKind::plan, StartEvent::contacted)(p);
             p.milestones[2].start = StartEvent::planned;
         },
         ""},
        {"resolve from the accepted reply", instead(2, StartEvent::reply_accepted), "cannot start",
         2},
        {"resolve from the merge", instead(2, StartEvent::merged), "cannot start", 2},
        {"plan from the plan", with_milestone(MilestoneKind::plan, StartEvent::planned),
         "cannot start", 4},
        {"reply from the merge", with_milestone(MilestoneKind::reply, StartEvent::merged),
         "cannot start", 4},
        {"reply from opening", with_milestone(MilestoneKind::reply, StartEvent::opened), ""},
        {"visit from opening", instead(3, StartEvent::opened), "cannot start", 3},
        {"visit from dispatch", instead(3, StartEvent::dispatched), "cannot start", 3},
        {"caller's reply from the merge",
         with_milestone(MilestoneKind::caller_reply, StartEvent::merged), ""},
        {"caller's reply from opening",
         with_milestone(MilestoneKind::caller_reply, StartEvent::opened), ""},
        {"caller's reply from dispatch",
         with_milestone(MilestoneKind::caller_reply, StartEvent::dispatched), "cannot start", 4},
        {"redo from anything", with_milestone(MilestoneKind::redo, StartEvent::planned), ""},
        {"one kind twice", with_milestone(contact, StartEvent::received), "second milestone", 4},
        {"of the assignment and of the ticket", with_milestone(contact, StartEvent::opened), ""},
        {"two redo limits",
         [](Policy& p) {
             with_milestone(MilestoneKind::redo, StartEvent::dispatched)(p);
             with_milestone(MilestoneKind::redo, StartEvent::opened)(p);
         },
         "second milestone", 5},
    });
}

TEST_CASE("a step has one place and does what its milestone can need") {
    const auto urge = StepKind::urge;
    const auto red = StepKind::warn_red;
    const auto yellow = StepKind::warn_yellow;
    const std::int32_t least = std::numeric_limits<std::int32_t>::min();
    check({
        {"overdue", with_step({StepKind::overdue, 0, 0, 0}), "overdue", 2},
        {"deemed acceptance", with_step({StepKind::deem_accepted, 0, 0, 0}), "deem_accepted", 2},
        {"auto receive of another", with_step({StepKind::auto_receive, 0, 0, 0}), "auto_receive",
         2},
        {"auto receive",
         [](Policy& p) { p.milestones[0].steps = {{StepKind::auto_receive, 0, 0, 0}}; }, ""},
        {"start the visit", with_step({StepKind::start_visit, 0, 0, 0}), ""},
        {"start a visit that there is not",
         [](Policy& p) {
             p.milestones.pop_back();
             p.milestones[2].steps.push_back({StepKind::start_visit, 0, 0, 0});
         },
         "needs a milestone visit", 2},
        {"a visit that starts itself",
         [](Policy& p) { p.milestones[3].steps = {{StepKind::start_visit, 0, 0, 0}}; },
         "cannot start itself", 3},
        {"1 percent", with_step({urge, 0, 1, 0}), ""},
        {"99 percent", with_step({urge, 0, 99, 0}), ""},
        {"100 percent", with_step({urge, 0, 100, 0}), "percent", 2},
        {"below 0 percent", with_step({urge, 0, -1, 0}), "percent", 2},
        {"days and percent", with_step({urge, -1, 50, 0}), "not by several", 2},
        {"days and minutes", with_step({urge, -1, 0, -5}), "not by several", 2},
        {"percent and minutes", with_step({urge, 0, 50, 5}), "not by several", 2},
        {"years before", with_step({urge, -501, 0, 0}), "years away", 2},
        {"as far as can be", with_step({urge, least, 0, 0}), "years away", 2},
        {"years after", with_step({urge, 0, 0, 1'000'001}), "years away", 2},
        {"one step twice", with_step({red, 1, 0, 0}), "twice", 2},
        {"one kind twice", with_step({red, 3, 0, 0}), ""},
        {"two kinds at one place", with_step({StepKind::supervise, 1, 0, 0}), ""},
        {"yellow after red", with_steps({{red, -1, 0, 0}, {yellow, 1, 0, 0}}),
         "only after warn_red", 2},
        {"yellow after red by percent", with_steps({{yellow, 0, 80, 0}, {red, 0, 50, 0}}),
         "only after warn_red", 2},
        {"yellow after red on one axis", with_steps({{red, 1, 0, 0}, {yellow, 2, 0, 0}}),
         "only after warn_red", 2},
        {"yellow after red by minutes", with_steps({{red, 0, 0, -60}, {yellow, 0, 0, -30}}),
         "only after warn_red", 2},
        {"yellow with red", with_steps({{red, -1, 0, 0}, {yellow, -1, 0, 0}}), ""},
        {"nobody knows which is first", with_steps({{red, 0, 50, 0}, {yellow, -1, 0, 0}}), ""},
        {"a second yellow", with_steps({{yellow, -2, 0, 0}, {red, -1, 0, 0}, {yellow, 1, 0, 0}}),
         ""},
        {"a second red before the last yellow",
         with_steps({{red, -1, 0, 0}, {yellow, 1, 0, 0}, {red, 2, 0, 0}}), ""},
        {"raise before the urge", with_steps({{StepKind::raise, 1, 0, 0}, {urge, 2, 0, 0}}),
         "raise", 2},
        {"raise before supervision",
         with_steps({{StepKind::raise, 0, 0, 0}, {StepKind::supervise, 0, 0, 60}}), "raise", 2},
        {"raise before the letter",
         with_steps({{StepKind::raise, 0, 90, 0}, {StepKind::written_notice, 1, 0, 0}}), "raise",
         2},
        {"a ladder",
         with_steps({{urge, -1, 0, 0},
                     {StepKind::written_notice, 1, 0, 0},
                     {StepKind::supervise, 3, 0, 0},
                     {StepKind::raise, 5, 0, 0}}),
         ""},
        {"supervised and raised before the end",
         with_steps({{StepKind::supervise, -1, 0, 0}, {StepKind::raise, -1, 0, 0}}), ""},
        {"urged after supervision", with_steps({{StepKind::supervise, 1, 0, 0}, {urge, 2, 0, 0}}),
         ""},
        {"a letter before the end", with_steps({{StepKind::written_notice, 0, 80, 0}}), ""},
    });
}

TEST_CASE("an item's limit belongs to a milestone and is given once") {
    const auto with_items = [](std::vector<ItemLimit> limits) -> Change {
        return [=](Policy& p) { p.item_limits = limits; };
    };
    const auto contact = MilestoneKind::contact;
    TimeLimit nothing;
    check({
        {"two items", with_items({{"02", contact, limit("2h")}, {"0203", contact, limit("1h")}}),
         ""},
        {"two milestones",
         with_items({{"02", contact, limit("2h")}, {"02", MilestoneKind::resolve, limit("1wd")}}),
         ""},
        {"no item", with_items({{"", contact, limit("2h")}}), "no item"},
        {"a milestone that there is not", with_items({{"02", MilestoneKind::plan, limit("2h")}}),
         "does not have"},
        {"an item twice", with_items({{"02", contact, limit("2h")}, {"02", contact, limit("1h")}}),
         "twice"},
        {"no limit", with_items({{"02", contact, nothing}}), "item '02': the amount"},
    });
}

TEST_CASE("an extension stays within its cap and gives more than there was") {
    check({
        {"none", with_additions({}, 0), ""},
        {"up to the cap", with_additions({7, 10}, 17), ""},
        {"one step is the cap", with_additions({10}, 10), ""},
        {"past the cap", with_additions({11}, 10), "past the cap"},
        {"without a further cap", with_additions({200}, 0), ""},
        {"nothing", with_additions({0}, 10), "1 working day or more"},
        {"a negative cap", with_additions({5}, -1), "cap must not be negative"},
        {"smaller additions", with_additions({7, 3}, 10), ""},
        {"a new total", with_total({15}, 15), ""},
        {"growing totals", with_total({15, 25, 30}, 30), ""},
        {"no more than the limit", with_total({5}, 0), "limit itself"},
        {"one more than the limit", with_total({6}, 0), ""},
        {"totals that do not grow", with_total({15, 15}, 0), "last one"},
        {"a total past the cap", with_total({15, 25}, 20), "past the cap"},
        {"a limit of the whole ticket",
         [](Policy& p) {
             p.milestones.push_back(milestone(MilestoneKind::resolve, StartEvent::opened, "20wd"));
             with_total({15}, 0)(p);
         },
         "limit itself"},
        {"a limit that is not in working days",
         [](Policy& p) {
             p.milestones[2].limit = limit("30d");
             with_total({15}, 0)(p);
         },
         ""},
        {"the unit approves", [](Policy& p) { p.extension.steps[0].approver = Role::unit; },
         "cannot approve"},
        {"the supervisor approves",
         [](Policy& p) { p.extension.steps[0].approver = Role::supervisor; }, ""},
    });
}

TEST_CASE("returns redos pauses and margins make sense") {
    const PauseReason court{"litigation", "涉诉", 60};
    TimeLimit nothing;
    TimeLimit too_long = limit("500wd");
    ++too_long.amount;
    check({
        {"no window", with_windows("", ""), ""},
        {"a longer window for complex tickets", with_windows("1wd", "2wd"), ""},
        {"an equal one", with_windows("2wd", "2wd"), ""},
        {"a shorter one", with_windows("2wd", "1wd"), "shorter"},
        {"one in another unit", with_windows("2wd", "20h"), ""},
        {"only for complex tickets", with_windows("", "2wd"), "all others have none"},
        {"a window of nothing", [=](Policy& p) { p.returning.window = nothing; }, "return window"},
        {"of complex tickets too", [=](Policy& p) { p.returning.window_complex = too_long; },
         "return window of complex tickets"},
        {"deemed acceptance", [](Policy& p) { p.returning.deemed_acceptance = true; }, ""},
        {"deemed acceptance of nothing",
         [](Policy& p) {
             p.returning.window.reset();
             p.returning.deemed_acceptance = true;
         },
         "without a window"},
        {"negative dispatches", [](Policy& p) { p.returning.max_dispatches = -1; }, "dispatches"},
        {"negative redo", [](Policy& p) { p.redo.escalate_at = -1; }, "redo"},
        {"a reason", with_reasons({court}, 60), ""},
        {"without a total", with_reasons({court}, 0), ""},
        {"more than the total", with_reasons({court}, 59), "more than the total"},
        {"a negative total", with_reasons({}, -1), "total must not be negative"},
        {"twice", with_reasons({court, court}, 90), "twice"},
        {"no code", with_reasons({{"", "涉诉", 5}}, 90), "no code"},
        {"no days", with_reasons({{"season", "季节", 0}}, 90), "1 working day or more"},
        {"the review's code", with_reasons({{"return_review", "", 5}}, 90), "taken"},
        {"a margin", [](Policy& p) { p.external_margin = limit("1wd"); }, ""},
        {"a margin of hours", [](Policy& p) { p.external_margin = limit("4h"); }, ""},
        {"a margin in working time", [](Policy& p) { p.external_margin = limit("4wh"); },
         "external margin: expected"},
        {"a margin of a day", [](Policy& p) { p.external_margin = limit("same_day"); },
         "external margin: expected"},
        {"a margin with options", [](Policy& p) { p.external_margin = limit("1wd instant"); },
         "external margin: expected"},
        {"a margin of nothing", [=](Policy& p) { p.external_margin = nothing; },
         "external margin: the amount"},
    });
}

TEST_CASE("all problems of all policies are told with their places") {
    Policy first = city_policy();
    first.redo.escalate_at = -1;
    first.milestones[1].limit.amount = 0;
    Policy second = city_policy();
    second.effective_to = second.effective_from;
    const auto found = problems_of({first, second});
    REQUIRE(found.size() == 4);
    CHECK(found[0].milestone == 1);
    CHECK(found[1].what.find("redo") != std::string::npos);
    CHECK_FALSE(found[1].milestone);
    CHECK(found[2].policy == 1);
    CHECK(found[2].what == "is never in effect");
    CHECK(found[3].policy == 1);
    CHECK(found[3].other == 0);
    CHECK(found[3].what == "is there twice");
}
