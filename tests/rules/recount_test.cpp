// Counting again after a calendar or a policy was published: what moves, what is corrected beside
// the decision, what stays.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

const MilestoneRule resolve_in_5wd =
    milestone(Kind::resolve, StartEvent::dispatched, "5wd", yellow_and_red());
const MilestoneRule ticket_in_8wd = milestone(Kind::resolve, StartEvent::opened, "8wd");

Policy resolve_policy() {
    return policy_of({resolve_in_5wd});
}

// 9 and 10 March are off by a typhoon.
Calendar typhoon(const std::string& version = "2026.2") {
    return city_calendar_without(version, {day(2026, 3, 9), day(2026, 3, 10)});
}
Calendar back_to_normal() {
    return city_calendar_without("2026.3", {});
}

Policy with_limit(Policy policy, const std::string& version, const std::string& text) {
    policy.version = version;
    policy.milestones[0].limit = limit(text);
    return policy;
}

}  // namespace

TEST_CASE("a running clock moves to the new calendar with its steps and names the version") {
    Story story = handled_by(resolve_policy()).live_until("2026-03-06 09:00");
    CHECK(story.clock(1).yellow);
    CHECK(story.ask(recount()) == Lines{"no_change"});
    story.publish(typhoon());
    CHECK(story.ask(recount()) == Lines{"moved m1 recounted"});
    const Clock& clock = story.clock(1);
    CHECK(text(clock.due_at) == "2026-03-11 17:30");
    CHECK(clock.calendar_version == "2026.2");
    CHECK(clock.policy_version == "2026.1");
    CHECK(text_of(clock.steps) ==
          "yellow 2026-03-06 08:30, overdue 2026-03-11 17:30 +1 ms, red 2026-03-12 08:30");
    CHECK(clock.steps_reached == 1);
    CHECK(story.ask(recount()) == Lines{"no_change"});
    story.publish(back_to_normal());
    CHECK(story.ask(recount()) == Lines{"moved m1 recounted"});
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
}

TEST_CASE("publishing alone moves nothing and new clocks take the new calendar") {
    Story story = handled_by(resolve_policy());
    story.publish(typhoon());
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
    // An extension stays on the calendar on which the clock was counted.
    CHECK(story.must(extension_of(1, 1)).ask(approve(1)).back() == "moved m1 extended");
    CHECK(text(story.clock(1).due_at) == "2026-03-10 17:30");
    CHECK(story.clock(1).calendar_version == "2026.1");
    story.must(add_assisting("b1"));
    CHECK(text(story.clock(2).due_at) == "2026-03-11 17:30");
    CHECK(story.clock(2).calendar_version == "2026.2");
}

TEST_CASE(
    "an overdue that the new count would not have found is corrected and the ladder stands ready "
    "again") {
    Story story = handled_by(resolve_policy()).live_until("2026-03-10 10:00");
    CHECK(story.clock(1).overdue);
    CHECK(story.clock(1).red);
    story.publish(typhoon());
    CHECK(story.ask(recount()) == Lines{"corrected m1 does not count", "moved m1 recounted"});
    const Correction expected{story.now(), false, at("2026-03-11 17:30"), "日历更正"};
    CHECK(story.clock(1).correction == expected);
    CHECK(story.clock(1).overdue);
    CHECK(story.state().overdue);
    CHECK_FALSE(counts_overdue(story.clock(1)));
    CHECK_FALSE(story.clock(1).red);
    CHECK(next_step(story.clock(1))->kind == StepKind::overdue);
    Story answered = story;
    answered.live_until("2026-03-11 17:30").must(reply_of(1));
    CHECK_FALSE(counts_overdue(answered.clock(1)));
    Story missed = story;
    missed.live_until("2026-03-12 09:00");
    CHECK(counts_overdue(missed.clock(1)));
    CHECK(missed.clock(1).red);
    CHECK(missed.clock(1).correction->due_at == at("2026-03-11 17:30"));
}

TEST_CASE(
    "an overdue that the new count finds too stands and one that it finds first comes by its "
    "step") {
    Story late = handled_by(resolve_policy()).live_until("2026-03-12 10:00");
    late.publish(typhoon());
    CHECK(late.ask(recount()) == Lines{"moved m1 recounted"});
    CHECK(counts_overdue(late.clock(1)));
    CHECK_FALSE(late.clock(1).correction);

    // The other way round: counted on fewer days off, what was in time is due in the past.
    Story story("2026-03-02 10:00", {resolve_policy()}, {typhoon("2026.0")});
    story.must(open_at(story.now())).must(dispatch_to("a1")).live_until("2026-03-10 10:00");
    CHECK_FALSE(story.state().overdue);
    story.publish(back_to_normal()).must(recount());
    CHECK_FALSE(story.state().overdue);
    CHECK(story.reach_due() == Lines{"reached m1 overdue", "reached m1 red"});
    CHECK(counts_overdue(story.clock(1)));
}

TEST_CASE(
    "a clock that was met late or ended late is corrected once and one met in time is left alone") {
    struct Row {
        std::string what, answered;
        bool is_late, is_corrected;
    };
    const std::vector<Row> table{
        {"in time", "2026-03-09 17:30", false, false},
        {"late on one and in time on the other", "2026-03-11 17:30", true, true},
        {"late on both", "2026-03-11 17:31", true, false},
    };
    for (const Row& row : table) {
        INFO(row.what);
        for (const bool cancelled : {false, true}) {
            Story story = handled_by(resolve_policy()).live_until(row.answered);
            if (cancelled)
                story.must(Withdraw{"撤回"});
            else
                story.must(reply_of(1));
            const Clock before = story.clock(1);
            CHECK(before.overdue == row.is_late);
            story.publish(typhoon()).on("2026-03-30 10:00");
            CHECK(story.ask(recount()) ==
                  Lines{row.is_corrected ? "corrected m1 does not count" : "no_change"});
            CHECK(story.clock(1).due_at == before.due_at);
            CHECK(story.clock(1).overdue == row.is_late);
            CHECK(counts_overdue(story.clock(1)) == (row.is_late && !row.is_corrected));
            CHECK(story.ask(recount()) == Lines{"no_change"});
        }
    }
}

TEST_CASE("an overdue before a late extension is not excused by counting again") {
    Policy policy = resolve_policy();
    policy.extension = extend_once(10);
    Story story = handled_by(policy).must(extension_of(1, 10)).live_until("2026-03-10 10:00");
    story.must(approve(1));
    CHECK(story.clock(1).due_at > story.now());
    CHECK(Story(story).ask(recount()) == Lines{"no_change"});
    story.publish(city_calendar_without("2026.2", {day(2026, 3, 11)}));
    CHECK(story.ask(recount()) == Lines{"moved m1 recounted"});
    CHECK(counts_overdue(story.clock(1)));
}

TEST_CASE("an overdue found on two calendars is corrected by a third that does not find it") {
    Story story = handled_by(resolve_policy()).live_until("2026-03-12 10:00");
    story.publish(typhoon()).must(recount());
    CHECK(counts_overdue(story.clock(1)));
    CHECK(text_of(story.clock(1).steps) ==
          "yellow 2026-03-06 08:30, red 2026-03-10 08:30, overdue 2026-03-11 17:30 +1 ms");
    story.publish(
        city_calendar_without("2026.3", {day(2026, 3, 9), day(2026, 3, 10), day(2026, 3, 11)}));
    CHECK(story.ask(recount()) == Lines{"corrected m1 does not count", "moved m1 recounted"});
}

TEST_CASE("an archived ticket's overdue is corrected too") {
    Story story = handled_by(resolve_policy()).live_until("2026-03-10 10:00").must(reply_of(1));
    story.must(accept_of(1)).must(satisfied_visit()).must(Archive{});
    story.publish(typhoon());
    CHECK(story.ask(recount()) == Lines{"corrected m1 does not count"});
}

TEST_CASE("pauses and extensions are counted again with the rest") {
    Policy policy = resolve_policy();
    policy.extension = extend_once(10);
    policy.pause.reasons = {{"litigation", "涉诉", 20}};
    Story story = handled_by(policy).on("2026-03-03 10:00").must(extension_of(1, 2));
    story.must(approve(1)).must(suspension_of(1, 1)).must(approve(2));
    // 3 March does not count, so the limit ends on the 10th and the extension on the 12th.
    CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
    story.publish(typhoon()).must(recount());
    CHECK(text(story.clock(1).due_at) == "2026-03-16 17:30");
}

TEST_CASE("a unit below moves with the unit above it and never past it") {
    Story story = handled_by(resolve_policy()).on("2026-03-05 10:00").must(sub_dispatch(1, {"x"}));
    CHECK(text(story.clock(2).due_at) == "2026-03-09 17:30");
    story.publish(typhoon());
    CHECK(story.ask(recount()) == Lines{"moved m1 recounted", "moved m2 recounted"});
    CHECK(text(story.clock(1).due_at) == "2026-03-11 17:30");
    CHECK(text(story.clock(2).due_at) == "2026-03-11 17:30");
    story.publish(back_to_normal()).must(recount());
    CHECK(text(story.clock(2).due_at) == "2026-03-09 17:30");
}

TEST_CASE("a unit below that is suspended later does not pass where the unit above ends since") {
    Policy policy = resolve_policy();
    policy.pause.reasons = {{"litigation", "涉诉", 20}};
    Story story("2026-03-02 10:00", {policy}, {typhoon("2026.0")});
    story.must(open_at(story.now())).must(dispatch_to("a1")).must(sub_dispatch(1, {"x"}));
    story.publish(back_to_normal()).must(recount());
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
    story.must(suspension_of(2, 5)).must(approve(1));
    CHECK(text(story.clock(2).due_at) == "2026-03-09 17:30");
}

TEST_CASE("counting again gives a unit below no extension that only the unit above was granted") {
    Policy policy = resolve_policy();
    policy.extension = extend_once(10);
    Story story = handled_by(policy).on("2026-03-05 10:00").must(sub_dispatch(1, {"x"}));
    story.must(extension_of(1, 10)).must(approve(1));
    CHECK(story.ask(recount()) == Lines{"no_change"});
    CHECK(story.ask(adopt_policies()) == Lines{"no_change"});
    // A typhoon's days are nobody's grant.
    story.publish(typhoon()).must(recount());
    CHECK(text(story.clock(1).due_at) == "2026-03-25 17:30");
    CHECK(text(story.clock(2).due_at) == "2026-03-11 17:30");
    CHECK(story.ask(recount()) == Lines{"no_change"});
}

TEST_CASE("an overdue of a unit below is not excused because the unit above ended since") {
    Policy policy = resolve_policy();
    Story story = handled_by(policy).on("2026-03-05 10:00").must(sub_dispatch(1, {"x"}));
    story.live_until("2026-03-10 10:00").must(reply_of(2));  // its own 5 days would be the 12th
    CHECK(counts_overdue(story.clock(2)));
    CHECK(Story(story).ask(recount()) == Lines{"no_change"});
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    CHECK(Story(story).ask(recount()) == Lines{"no_change"});
    story.must(Redo{"未解决"});
    CHECK(Story(story).ask(recount()) == Lines{"no_change"});
    // With the typhoon both would have had until the 11th.
    story.publish(typhoon()).must(recount());
    CHECK_FALSE(counts_overdue(story.clock(1)));
    CHECK_FALSE(counts_overdue(story.clock(2)));
}

TEST_CASE("another version of the policy is adopted only when that is asked for") {
    Story story = handled_by(resolve_policy());
    Policy longer = with_limit(resolve_policy(), "2026.2", "7wd");
    longer.milestones[0].steps = {{StepKind::warn_yellow, -2}};
    story.publish(longer);
    CHECK(story.ask(recount()) == Lines{"no_change"});
    CHECK(story.ask(adopt_policies()) == Lines{"moved m1 recounted"});
    CHECK(text_of(story.clock(1).steps) ==
          "yellow 2026-03-09 08:30, overdue 2026-03-11 17:30 +1 ms");
    CHECK(story.clock(1).policy_version == "2026.2");
    CHECK(text_of(story.clock(1).derivation.limit) == "7wd");
    CHECK(story.ask(adopt_policies()) == Lines{"no_change"});
    // The ticket and its legs keep what they were born with.
    CHECK(story.state().policy_version == "2026.1");
    CHECK(story.leg(1).policy_version == "2026.1");
}

TEST_CASE("a version is adopted by the tickets that were received while it is in effect") {
    Policy later = with_limit(resolve_policy(), "2026.2", "7wd");
    later.effective_from = at("2026-03-02 10:01");
    CHECK(handled_by(resolve_policy()).publish(later).ask(adopt_policies()) == Lines{"no_change"});
    later.effective_from = at("2026-03-02 10:00");
    CHECK(handled_by(resolve_policy()).publish(later).ask(adopt_policies()) ==
          Lines{"moved m1 recounted"});
}

TEST_CASE("what an extension granted stays when a version is adopted") {
    Policy added = resolve_policy();
    added.extension = extend_once(10);
    Story story = handled_by(added).must(extension_of(1, 2)).must(approve(1));
    story.publish(with_limit(added, "2026.2", "7wd")).must(adopt_policies());
    CHECK(text(story.clock(1).due_at) == "2026-03-13 17:30");

    Policy total = resolve_policy();
    total.extension = {ExtensionMode::total, 0, {extension_step(15)}};
    Story whole = handled_by(total).must(extension_of(1, 15)).must(approve(1));
    CHECK(text(whole.clock(1).due_at) == "2026-03-23 17:30");
    whole.publish(with_limit(total, "2026.2", "7wd"));
    CHECK(whole.ask(adopt_policies()) == Lines{"no_change"});
}

TEST_CASE("the extension rule is the assignment's own also after a version was adopted") {
    Policy added = resolve_policy();
    added.extension = extend_once(10);
    Policy total = with_limit(added, "2026.2", "7wd");
    total.extension = {ExtensionMode::total, 0, {extension_step(15)}};
    Story story = handled_by(added).publish(total).must(adopt_policies());
    CHECK(text(story.clock(1).due_at) == "2026-03-11 17:30");
    story.must(extension_of(1, 2)).must(approve(1));
    CHECK(text(story.clock(1).due_at) == "2026-03-13 17:30");
}

TEST_CASE("a return window and a redo of the ticket's rule are adopted too") {
    Policy policy = policy_of({milestone(Kind::redo, StartEvent::opened, "3wd")});
    policy.returning = return_within("1wd");
    policy.returning.deemed_acceptance = true;
    Policy longer = with_limit(policy, "2026.2", "4wd");
    longer.returning.window = limit("2wd");
    Story window = handled_by(policy).publish(longer);
    CHECK(window.ask(adopt_policies()) == Lines{"moved m1 recounted"});
    CHECK(text(window.clock(1).due_at) == "2026-03-04 17:30");

    Story redo = handled_by(policy).must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    redo.must(Redo{"未解决"}).publish(longer);
    CHECK(redo.ask(adopt_policies()) == Lines{"moved m2 recounted"});
    CHECK(text(redo.clock(2).due_at) == "2026-03-06 17:30");
}

TEST_CASE("a version on another calendar is counted on that one from then on") {
    CalendarSpec spec = city_spec();
    spec.id = "seven-days";
    spec.version = "1";
    for (const std::size_t i : {5, 6})
        spec.week[i] = {{510, 720}, {810, 1050}};
    Policy moved = with_limit(resolve_policy(), "2026.2", "5wd");
    moved.calendar_id = "seven-days";
    Story story("2026-03-02 10:00", {resolve_policy()}, {city_calendar(), calendar_of(spec)});
    story.must(open_at(story.now())).must(dispatch_to("a1")).publish(moved);
    CHECK(story.ask(adopt_policies()) == Lines{"moved m1 recounted"});
    CHECK(text(story.clock(1).due_at) == "2026-03-07 17:30");
    CHECK(story.clock(1).calendar_id == "seven-days");
    CHECK(story.clock(1).calendar_version == "1");
    CHECK(story.ask(adopt_policies()) == Lines{"no_change"});
}

TEST_CASE("the caller's clock of a merged ticket is counted again like any other") {
    Story story = handled_by(policy_of({milestone(Kind::caller_reply, StartEvent::merged, "5wd")}));
    story.must(Merge{{20260302000002}}).publish(typhoon());
    CHECK(story.ask(recount()) == Lines{"moved m1 recounted"});
    CHECK(text(story.clock(1).due_at) == "2026-03-11 17:30");
}

namespace {

// 2020 as the State Council had ordered it: off from 24 to 30 January, working on the Sunday before
// and on Saturday 1 February. The notice of 27 January added 31 January to 2 February and with that
// took the make-up day away (国办发明电〔2020〕1号).
Calendar year_2020(bool is_extended) {
    CalendarSpec spec = city_spec();
    spec.version = is_extended ? "2020.2" : "2020.1";
    spec.known_from_year = spec.known_to_year = 2020;
    spec.exceptions.clear();
    spec.exceptions[day(2020, 1, 19)] = {DayKind::make_up_day, "春节", {}};
    for (int d = 24; d <= 30; ++d)
        spec.exceptions[day(2020, 1, d)] = {DayKind::holiday, "春节", {}};
    if (is_extended) {
        spec.exceptions[day(2020, 1, 31)] = {DayKind::holiday, "春节", {}};
        for (const int d : {1, 2})
            spec.exceptions[day(2020, 2, d)] = {DayKind::holiday, "春节", {}};
    } else {
        spec.exceptions[day(2020, 2, 1)] = {DayKind::make_up_day, "春节", {}};
    }
    return calendar_of(std::move(spec));
}

Story dispatched_in_2020(const std::string& when) {
    Story story(when, {resolve_policy()}, {year_2020(false)});
    return story.must(open_at(story.now())).must(dispatch_to("a1"));
}

}  // namespace

TEST_CASE("the holiday that was made longer while it was running on 27 January 2020") {
    struct Row {
        std::string dispatched, before, after;
    };
    const std::vector<Row> table{
        {"2020-01-16 10:00", "2020-01-22 17:30", "2020-01-22 17:30"},
        {"2020-01-19 10:00", "2020-01-31 17:30", "2020-02-03 17:30"},
        {"2020-01-20 10:00", "2020-02-01 17:30", "2020-02-04 17:30"},
        {"2020-01-22 10:00", "2020-02-04 17:30", "2020-02-06 17:30"},
        {"2020-01-26 10:00", "2020-02-05 17:30", "2020-02-07 17:30"},
    };
    for (const Row& row : table) {
        INFO("dispatched " << row.dispatched);
        Story story = dispatched_in_2020(row.dispatched);
        CHECK(text(story.clock(1).due_at) == row.before);
        story.live_until("2020-01-27 12:00").publish(year_2020(true));
        const bool moves = row.before != row.after;
        CHECK(story.ask(recount()) == Lines{moves ? "moved m1 recounted" : "no_change"});
        CHECK(text(story.clock(1).due_at) == row.after);
        CHECK(story.clock(1).overdue == !moves);  // that was late before the festival
    }
}

TEST_CASE("who was late by the old holiday before the server heard of the new one is corrected") {
    Story story = dispatched_in_2020("2020-01-19 10:00").live_until("2020-02-01 10:00");
    CHECK(story.clock(1).overdue);
    CHECK(story.clock(1).red);  // the make-up Saturday that was none
    story.publish(year_2020(true));
    CHECK(story.ask(recount()) == Lines{"corrected m1 does not count", "moved m1 recounted"});
    CHECK(text_of(story.clock(1).steps) ==
          "yellow 2020-01-23 08:30, overdue 2020-02-03 17:30 +1 ms, red 2020-02-04 08:30");
    CHECK(story.clock(1).yellow);
    CHECK_FALSE(story.clock(1).red);
    story.live_until("2020-02-03 17:30").must(reply_of(1));
    CHECK(story.clock(1).overdue);
    CHECK_FALSE(counts_overdue(story.clock(1)));
}
