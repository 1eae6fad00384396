// Clocks of the default policy, to the minute: receive 1 working day, contact 24 hours, resolve 5
// working days (+10 once), yellow at T-1 working day, red on the first working day after. Working
// hours are 08:30-12:00 and 13:30-17:30.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

TEST_CASE("the limits of a dispatch are counted on the working calendar") {
    struct Row {
        std::string what, dispatched, receive_due, contact_due, resolve_due, resolve_steps;
    };
    const std::vector<Row> table{
        {"a Monday", "2026-03-02 10:00", "2026-03-03 17:30", "2026-03-03 10:00", "2026-03-09 17:30",
         "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms, red 2026-03-10 08:30"},
        {"a Friday after work", "2026-03-06 18:00", "2026-03-09 17:30", "2026-03-07 18:00",
         "2026-03-13 17:30",
         "yellow 2026-03-12 08:30, overdue 2026-03-13 17:30 +1 ms, red 2026-03-16 08:30"},
        {"a Saturday", "2026-03-07 09:00", "2026-03-09 17:30", "2026-03-08 09:00",
         "2026-03-13 17:30",
         "yellow 2026-03-12 08:30, overdue 2026-03-13 17:30 +1 ms, red 2026-03-16 08:30"},
        // 14 February works instead; the festival is off until the 23rd; the 28th works again.
        {"before the Spring Festival", "2026-02-13 16:00", "2026-02-14 17:30", "2026-02-14 16:00",
         "2026-02-27 17:30",
         "yellow 2026-02-26 08:30, overdue 2026-02-27 17:30 +1 ms, red 2026-02-28 08:30"},
        // Due on the last day of work before the festival: red comes nine days later.
        {"due before the festival", "2026-02-09 10:00", "2026-02-10 17:30", "2026-02-10 10:00",
         "2026-02-14 17:30",
         "yellow 2026-02-13 08:30, overdue 2026-02-14 17:30 +1 ms, red 2026-02-24 08:30"},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story(row.dispatched);
        story.must(open_at(story.now())).must(dispatch_to("a1"));
        CHECK(text(story.last(MilestoneKind::receive).due_at) == row.receive_due);
        CHECK(text(story.last(MilestoneKind::contact).due_at) == row.contact_due);
        CHECK(text(story.last(MilestoneKind::resolve).due_at) == row.resolve_due);
        CHECK(text_of(story.last(MilestoneKind::resolve).steps) == row.resolve_steps);
        for (const Clock& clock : story.state().clocks) {
            CHECK(clock.started_at == story.now());
            CHECK(clock.leg == LegId{1});
            CHECK(clock.state == ClockState::running);
            CHECK(clock.policy_version == "2026.1");
            CHECK(clock.calendar_version == "2026.1");
            CHECK_FALSE(clock.guessed);
        }
    }
}

TEST_CASE("the clock runs from dispatch and not from receipt") {
    Story story = handled_story();
    const Instant due = story.last(MilestoneKind::resolve).due_at;
    story.on("2026-03-03 11:00").must(Receive{{1}});
    CHECK(story.last(MilestoneKind::resolve).due_at == due);
}

TEST_CASE("a limit that crosses unpublished days is marked as guessed") {
    Story story("2026-12-30 10:00");
    story.must(open_at(story.now())).must(dispatch_to("a1"));
    CHECK(story.last(MilestoneKind::resolve).guessed);
}

TEST_CASE("the steps of a clock come once each and in order and not before their time") {
    Story story = handled_story();
    CHECK(story.reach(3, StepKind::overdue) == Lines{"step_not_next"});
    CHECK(story.on("2026-03-06 08:29").reach(3, StepKind::warn_yellow) == Lines{"step_not_due"});
    CHECK(story.on("2026-03-06 08:30").reach(3, StepKind::warn_yellow) ==
          Lines{"reached m3 yellow"});
    CHECK(story.clock(3).yellow);
    CHECK_FALSE(story.state().overdue);
    CHECK(story.reach(3, StepKind::warn_yellow) == Lines{"step_not_next"});
    CHECK(story.on("2026-03-09 17:30").reach(3, StepKind::overdue) == Lines{"step_not_due"});
    CHECK(story.on(story.now() + Millis{1}).reach(3, StepKind::overdue) ==
          Lines{"reached m3 overdue"});
    CHECK(story.clock(3).overdue);
    CHECK(story.state().overdue);
    CHECK(story.on("2026-03-10 08:30").reach(3, StepKind::warn_red) == Lines{"reached m3 red"});
    CHECK(story.clock(3).red);
    CHECK(story.reach(3, StepKind::warn_red) == Lines{"step_not_next"});
    CHECK(story.reach(99, StepKind::warn_red) == Lines{"clock_not_found"});
    CHECK_FALSE(next_step(story.clock(3)));
}

TEST_CASE("the next step of a ticket is the earliest over its running clocks") {
    Story story = handled_story();
    CHECK(next_step_at(story.state()) == at("2026-03-03 10:00") + Millis{1});  // contact
    story.must(RecordContact{{1}, "电话"});
    CHECK(next_step_at(story.state()) == at("2026-03-06 08:30"));  // yellow of resolve
    CHECK_FALSE(next_step_at(opened_story().state()));
}

TEST_CASE("a clock met at its due instant is on time and one millisecond later is not") {
    for (const bool late : {false, true}) {
        Story story = handled_story().must(RecordContact{{1}, "电话"});
        story.on(at("2026-03-09 17:30") + Millis{late ? 1 : 0}).must(reply_of(1));
        CHECK(story.clock(3).state == ClockState::met);
        CHECK(story.clock(3).stopped_at == story.now());
        CHECK(story.clock(3).overdue == late);
        CHECK(story.state().overdue == late);
    }
}

TEST_CASE("a clock cancelled after its due instant was not overdue unless it was reached") {
    Story story = handled_story();
    story.on("2026-03-20 10:00").must(Withdraw{"撤回"});
    CHECK(story.clock(3).state == ClockState::cancelled);
    CHECK_FALSE(story.state().overdue);
}

TEST_CASE("the return window is two working days from dispatch") {
    Story in_time = handled_story();
    CHECK(in_time.on("2026-03-04 17:30").ask(return_of(1)).back() == "asked p1 return 1");
    Story late = handled_story();
    late.on(at("2026-03-04 17:30") + Millis{1});
    CHECK(late.ask(return_of(1)) == Lines{"return_window_closed"});

    Policy open = city_policy();
    open.returning = {};
    Story always("2026-03-02 10:00", open);
    always.must(open_at(always.now())).must(dispatch_to("a1")).on("2026-06-01 10:00");
    CHECK(always.ask(return_of(1)).back() == "asked p1 return 1");
}

TEST_CASE("an extension is counted in working days after the old due day") {
    Story story = handled_story().must(extension_of(1, 10));
    story.on("2026-03-09 10:00").reach_due();
    CHECK(story.clock(3).yellow);
    CHECK(story.ask(approve(1)) == Lines{"decided p1 approved", "moved m3 extended"});
    // Yellow lies ahead again, so it is taken back.
    CHECK(text(story.clock(3).due_at) == "2026-03-23 17:30");
    CHECK(text_of(story.clock(3).steps) ==
          "yellow 2026-03-20 08:30, overdue 2026-03-23 17:30 +1 ms, red 2026-03-24 08:30");
    CHECK_FALSE(story.clock(3).yellow);
    CHECK(story.clock(3).steps_reached == 0);
    CHECK(story.leg(1).extension_count == 1);
    story.on("2026-03-24 08:30").reach_due();
    CHECK(story.clock(3).steps_reached == 3);
    CHECK(story.clock(3).overdue);
}

TEST_CASE("a yellow whose new place has passed stays") {
    Story story = handled_story().must(extension_of(1, 1));
    story.on("2026-03-09 09:00").reach_due();
    story.must(approve(1));  // due on the 10th, yellow at the opening of the 9th
    CHECK(text(story.clock(3).due_at) == "2026-03-10 17:30");
    CHECK(story.clock(3).yellow);
    CHECK(story.clock(3).steps_reached == 1);
    CHECK(text_of(story.clock(3).steps) ==
          "yellow 2026-03-06 08:30, overdue 2026-03-10 17:30 +1 ms, red 2026-03-11 08:30");
}

TEST_CASE("an extension granted late moves the limit and does not erase the overdue") {
    Story story = handled_story().must(extension_of(1, 10));
    story.on("2026-03-10 09:00").reach_due();
    CHECK(story.clock(3).steps_reached == 3);
    story.must(approve(1));
    CHECK(text(story.clock(3).due_at) == "2026-03-23 17:30");
    CHECK(text_of(story.clock(3).steps) ==
          "overdue 2026-03-09 17:30 +1 ms, yellow 2026-03-20 08:30, red 2026-03-24 08:30");
    CHECK(story.clock(3).steps_reached == 1);
    CHECK(story.clock(3).overdue);
    CHECK(story.state().overdue);
    CHECK_FALSE(story.clock(3).yellow);
    CHECK_FALSE(story.clock(3).red);
}

TEST_CASE("an extension is asked in time and within the caps") {
    Story story = handled_story();
    CHECK(story.ask(extension_of(1, 0)) == Lines{"out_of_range /working_days"});
    CHECK(story.ask(extension_of(1, -3)) == Lines{"out_of_range /working_days"});
    CHECK(story.ask(extension_of(1, 11)) == Lines{"extension_cap /working_days"});
    CHECK(story.ask(extension_of(1, 2'147'483'647)) == Lines{"extension_cap /working_days"});
    CHECK(story.ask(AskExtension{{1}, 5, ""}) == Lines{"required /reason"});
    Story late = story;
    late.on(at("2026-03-09 17:30") + Millis{1});
    CHECK(late.ask(extension_of(1, 5)) == Lines{"already_due"});
    CHECK(story.on("2026-03-09 17:30").ask(extension_of(1, 10)).back() == "asked p1 extend 1");
    story.must(approve(1));
    CHECK(story.ask(extension_of(1, 1)) == Lines{"extension_count"});
}

TEST_CASE("all extensions of a leg together stay within the cap and rejected ones do not count") {
    Policy policy = city_policy();
    policy.extension = {
        ExtensionMode::add, 10, {extension_step(10), extension_step(10), extension_step(10)}};
    Story story("2026-03-02 10:00", policy);
    story.must(open_at(story.now())).must(dispatch_to("a1"));
    story.must(extension_of(1, 10)).must(reject(1));
    story.must(extension_of(1, 6)).must(approve(2));
    CHECK(story.ask(extension_of(1, 5)) == Lines{"extension_cap /working_days"});
    story.must(extension_of(1, 4)).must(approve(3));
    CHECK(text(story.clock(3).due_at) == "2026-03-23 17:30");
    CHECK(story.leg(1).extension_count == 2);
    CHECK(story.ask(extension_of(1, 1)) == Lines{"extension_cap /working_days"});
}

TEST_CASE("without a limit there is nothing to extend") {
    Policy policy = city_policy();
    policy.milestones.clear();
    Story story("2026-03-02 10:00", policy);
    story.must(open_at(story.now())).must(dispatch_to("a1"));
    CHECK(story.state().clocks.empty());
    CHECK(story.ask(extension_of(1, 1)) == Lines{"clock_not_running"});
}

TEST_CASE("a sub-dispatched unit has no more time than the unit above it") {
    Story story = handled_story();  // due on 9 March
    story.on("2026-03-05 10:00").must(sub_dispatch(1, {"a1-1"}));
    const Clock resolve = story.last(MilestoneKind::resolve);
    CHECK(resolve.leg == LegId{2});
    CHECK(text(resolve.due_at) == "2026-03-09 17:30");
    CHECK(text_of(resolve.steps) ==
          "yellow 2026-03-06 08:30, overdue 2026-03-09 17:30 +1 ms, red 2026-03-10 08:30");
    // Receive and contact are the child's own.
    CHECK(text(story.last(MilestoneKind::receive).due_at) == "2026-03-06 17:30");

    story.must(extension_of(2, 5));
    CHECK(story.ask(approve(1)) == Lines{"beyond_parent_due"});
    story.must(extension_of(1, 3)).must(approve(2));  // the parent: 12 March
    story.must(approve(1));
    CHECK(text(story.last(MilestoneKind::resolve).due_at) == "2026-03-12 17:30");
}

TEST_CASE("a grandchild is capped by its own parent") {
    Story story = handled_story();
    story.on("2026-03-03 10:00").must(sub_dispatch(1, {"x"})).must(extension_of(1, 10));
    story.must(approve(1)).on("2026-03-05 10:00").must(sub_dispatch(2, {"y"}));
    CHECK(story.last(MilestoneKind::resolve).leg == LegId{3});
    CHECK(text(story.last(MilestoneKind::resolve).due_at) == "2026-03-09 17:30");
}

TEST_CASE("a sub-dispatch after the parent's limit is late from its first instant") {
    Story story = handled_story();
    story.on("2026-03-11 10:00").must(sub_dispatch(1, {"x"}));
    const Clock resolve = story.last(MilestoneKind::resolve);
    CHECK(resolve.due_at == story.now());
    CHECK(text_of(resolve.steps) ==
          "yellow 2026-03-11 10:00, overdue 2026-03-11 10:00 +1 ms, red 2026-03-12 08:30");
}

TEST_CASE("an assisting unit added later has its own full limit") {
    Story story = handled_story();
    story.on("2026-03-05 10:00").must(add_assisting("b1"));
    CHECK(text(story.last(MilestoneKind::resolve).due_at) == "2026-03-12 17:30");
}

TEST_CASE("a reply that the check sends back has met nothing") {
    Story story = handled_story();
    story.on("2026-03-06 09:00").reach_due();  // yellow
    story.must(reply_of(1));
    const Clock met = story.clock(3);
    CHECK(met.state == ClockState::met);
    story.on("2026-03-12 10:00").must(send_back(1));
    Clock expected = met;
    expected.state = ClockState::running;
    expected.stopped_at.reset();
    CHECK(story.clock(3) == expected);
    CHECK(next_step(story.clock(3))->kind == StepKind::overdue);
    CHECK_FALSE(story.clock(3).overdue);
    // Its due has passed meanwhile: it is overdue at once by the usual step.
    CHECK(story.reach(3, StepKind::warn_yellow) == Lines{"step_not_next"});
    CHECK(story.reach(3, StepKind::overdue) == Lines{"reached m3 overdue"});
    CHECK(story.reach(3, StepKind::warn_red) == Lines{"reached m3 red"});
    // Contact and receipt stay met.
    CHECK(story.clock(1).state == ClockState::met);
    CHECK(story.clock(2).state == ClockState::met);
    CHECK(story.state().clocks.size() == 3);
}

TEST_CASE("a redo has a fresh limit and the first overdue stays") {
    Story story = handled_story();
    story.on("2026-03-11 10:00").reach_due();
    const bool first_overdue = story.clock(3).overdue;
    CHECK(first_overdue);
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    const Clock first = story.clock(3);
    story.on("2026-03-16 10:00").must(Redo{"未解决"});
    const Clock redo = story.last(MilestoneKind::resolve);
    CHECK(text(redo.due_at) == "2026-03-23 17:30");
    CHECK_FALSE(redo.overdue);
    CHECK(story.clock(3) == first);
    CHECK(story.state().overdue);
    // Sent back during the redo, only the redo's clock runs on.
    story.on("2026-03-17 10:00").must(reply_of(1)).on("2026-03-18 10:00");
    CHECK(story.ask(send_back(1)) == Lines{"checked 1 sent back", "started m5 resolve of 1"});
    CHECK(story.clock(3) == first);
}

TEST_CASE("a policy's redo rule gives the limit of a redo and starts at nothing else") {
    Policy policy = city_policy();
    policy.milestones.push_back(
        milestone(MilestoneKind::redo, StartEvent::dispatched, 3, LimitUnit::working_days));
    Story story("2026-03-02 10:00", policy);
    story.must(open_at(story.now())).must(dispatch_to("a1"));
    CHECK(story.state().clocks.size() == 3);
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit()).must(Redo{"未解决"});
    CHECK(text(story.last(MilestoneKind::redo).due_at) == "2026-03-05 17:30");
    CHECK(story.ask(extension_of(1, 2)).back() == "asked p1 extend 1");
    story.must(approve(1));
    CHECK(text(story.last(MilestoneKind::redo).due_at) == "2026-03-09 17:30");
    CHECK(story.ask(reply_of(1)) == Lines{"replied 1", "stopped m5 met"});
    // All at one instant: still only the redo's clock resumes, not the resolve clock of the first
    // round.
    CHECK(story.ask(send_back(1)) == Lines{"checked 1 sent back", "started m5 redo of 1"});
}

TEST_CASE("the visit clock is the ticket's and ends with the first visit that reached") {
    Story story = story_in(Stage::awaiting_visit);
    const Clock visit = story.last(MilestoneKind::visit);
    CHECK_FALSE(visit.leg);
    CHECK(text(visit.due_at) == "2026-03-03 17:30");
    story.must(unreached_visit());
    CHECK(story.last(MilestoneKind::visit).state == ClockState::running);
    story.on("2026-03-04 09:00").must(unsolved_visit());
    CHECK(story.last(MilestoneKind::visit).state == ClockState::met);
    CHECK(story.last(MilestoneKind::visit).overdue);
    CHECK(story.state().overdue);
}

TEST_CASE("a clock of the whole ticket runs from receipt of the request through all returns") {
    Policy policy = city_policy();
    policy.milestones = {
        milestone(MilestoneKind::receive, StartEvent::opened, 1, LimitUnit::working_days),
        milestone(MilestoneKind::resolve, StartEvent::opened, 5, LimitUnit::working_days),
        milestone(MilestoneKind::contact, StartEvent::received, 2, LimitUnit::hours)};
    Story story("2026-03-02 10:00", policy);
    story.must(open_at(at("2026-02-27 10:00")));
    CHECK(text(story.clock(2).started_at) == "2026-02-27 10:00");
    CHECK(text(story.clock(2).due_at) == "2026-03-05 17:30");  // the 28th works
    CHECK(story.ask(dispatch_to("a1", {"b1"})).size() == 2);
    // An assisting unit does not stop the ticket's clocks; its own start with its receipt.
    CHECK(story.ask(Receive{{2}}) == Lines{"received 2", "started m3 contact of 2"});
    CHECK(story.ask(reply_of(2)) == Lines{"replied 2", "stopped m3 met"});
    CHECK(story.ask(return_of(1)) ==
          Lines{"received 1", "stopped m1 met", "started m4 contact of 1", "asked p1 return 1"});
    story.must(approve(1));
    CHECK(story.clock(4).state == ClockState::cancelled);
    CHECK(story.clock(2).state == ClockState::running);
    story.must(dispatch_to("c1")).must(extension_of(3, 2)).must(approve(2));
    CHECK(text(story.clock(2).due_at) == "2026-03-09 17:30");
    story.must(reply_of(3));
    CHECK(story.clock(2).state == ClockState::met);
    story.must(send_back(3));
    CHECK(story.clock(2).state == ClockState::running);
}

TEST_CASE("a reply sent back during a redo resumes nothing that the first reply had met") {
    Policy policy = city_policy();
    policy.milestones.push_back(
        milestone(MilestoneKind::reply, StartEvent::dispatched, 2, LimitUnit::working_days));
    Story story("2026-03-02 10:00", policy);
    story.must(open_at(story.now())).must(dispatch_to("a1")).must(reply_of(1));
    CHECK(story.ask(send_back(1)) ==
          Lines{"checked 1 sent back", "started m3 resolve of 1", "started m4 reply of 1"});
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit()).must(Redo{"未解决"});
    story.on("2026-03-03 10:00").must(reply_of(1));
    CHECK(story.ask(send_back(1)) == Lines{"checked 1 sent back", "started m6 resolve of 1"});
}
