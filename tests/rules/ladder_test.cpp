// The ladder of a clock's steps: what each does, each once and in order, also after a downtime, and
// the visit that expiry orders.
#include "tests/rules/random_book.hpp"
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

const MilestoneRule visit_in_1wd =
    milestone(MilestoneKind::visit, StartEvent::reply_accepted, "1wd");

Policy ladder_policy() {
    return policy_of(
        {milestone(MilestoneKind::resolve, StartEvent::dispatched, "5wd", whole_ladder()),
         visit_in_1wd});
}

// On expiry the citizen is called, whatever the unit did.
Story visited_on_expiry() {
    Story story = handled_by(policy_of({milestone(MilestoneKind::resolve, StartEvent::dispatched,
                                                  "5wd", {{StepKind::start_visit}}),
                                        visit_in_1wd}));
    return story.live_until("2026-03-09 17:31");
}

Policy step_policy(StepKind step) {
    return policy_of(
        {milestone(MilestoneKind::resolve, StartEvent::dispatched, "5wd", {{step, 1}})});
}

}  // namespace

TEST_CASE("the ladder is climbed from the mild to the harsh with each step at its place") {
    Story story = handled_by(ladder_policy());
    CHECK(text_of(story.clock(1).steps) ==
          "notify 2026-03-06 01:45, yellow 2026-03-06 08:30, urge 2026-03-09 15:30, "
          "overdue 2026-03-09 17:30 +1 ms, start_visit 2026-03-09 17:30 +1 ms, "
          "tell_duty 2026-03-09 17:30 +1 ms, red 2026-03-10 08:30, "
          "written_notice 2026-03-10 08:30, supervise 2026-03-11 08:30, raise 2026-03-12 08:30");
    story.live_until("2026-03-06 08:29");
    CHECK_FALSE(story.clock(1).yellow);
    story.live_until("2026-03-20 10:00");
    CHECK(story.clock(1).steps_reached == 10);
    CHECK(story.clock(1).yellow);
    CHECK(story.clock(1).red);
    CHECK(story.clock(1).overdue);
    CHECK(story.state().supervised);
    CHECK(story.state().notices.size() == 6);
    CHECK(story.notice(2).kind == NoticeKind::phone_task);
    CHECK(text(story.notice(2).at) == "2026-03-09 15:30");
    CHECK(text(story.notice(6).at) == "2026-03-12 08:30");
    CHECK_FALSE(next_step(story.clock(1)));
}

TEST_CASE("after a week of downtime every step comes at once and in order and never again") {
    Story story = handled_by(ladder_policy());
    story.on("2026-03-20 10:00");
    CHECK(story.reach_due() ==
          Lines{"reached m1 notify", "notice n1 message of m1", "reached m1 yellow",
                "reached m1 urge", "notice n2 phone_task of m1", "reached m1 overdue",
                "reached m1 start_visit", "visit opened", "started m2 visit of the ticket",
                "reached m1 tell_duty", "notice n3 duty_told of m1", "reached m1 red",
                "reached m1 written_notice", "notice n4 written of m1", "reached m1 supervise",
                "supervised", "notice n5 supervision of m1", "reached m1 raise",
                "notice n6 raised of m1"});
    CHECK(story.reach_due().empty());
    CHECK(story.notice(2).to == "负责人");
    CHECK(story.notice(3).to == "值班员");
    CHECK(story.notice(1).leg == LegId{1});
    // What began only now is not late because the server was.
    CHECK(text(story.clock(2).due_at) == "2026-03-23 17:30");
}

TEST_CASE(
    "a step is named by its kind and its instant so that a late message of a moved clock does "
    "nothing") {
    Story story = handled_story().must(extension_of(1, 3));
    const ClockStep yellow = *next_step(story.clock(3));
    const ReachStep stale{{3}, yellow.kind, yellow.at, {}, {}};
    story.must(approve(1)).on("2026-03-12 10:00");
    CHECK(story.ask(stale) == Lines{"step_not_next"});
    CHECK(story.reach(3, StepKind::warn_yellow) == Lines{"reached m3 yellow"});
    CHECK(story.reach(3, StepKind::warn_yellow) == Lines{"step_not_next"});
    CHECK(story.ask(stale) == Lines{"step_not_next"});
}

TEST_CASE("a clock that was met or cancelled climbs no further") {
    Story met = handled_by(ladder_policy());
    met.live_until("2026-03-06 09:00").must(reply_of(1));
    CHECK(met.live_until("2026-03-20 10:00").state().notices.size() == 1);
    CHECK(met.reach(1, StepKind::urge) == Lines{"clock_not_running"});
    Story withdrawn = handled_by(ladder_policy());
    withdrawn.must(Withdraw{"撤回"}).live_until("2026-03-20 10:00");
    CHECK(withdrawn.state().notices.empty());
    CHECK_FALSE(withdrawn.state().overdue);
}

TEST_CASE("the call of a phone task is made once and urges the unit") {
    Story story = handled_by(step_policy(StepKind::urge)).live_until("2026-03-10 09:00");
    CHECK(story.state().urge_count == 0);
    CHECK(story.ask(CompleteNotice{{1}, " "}) == Lines{"required /note"});
    CHECK(story.ask(CompleteNotice{{2}, "已致电"}) == Lines{"notice_not_found"});
    CHECK(story.ask(CompleteNotice{{1}, "已致电张科长"}) == Lines{"notice n1 done", "urged"});
    CHECK(story.state().urge_count == 1);
    CHECK(story.notice(1).done_at == story.now());
    CHECK(story.notice(1).done_by == "someone");
    CHECK(story.notice(1).note == "已致电张科长");
    CHECK(story.ask(CompleteNotice{{1}, "又致电"}) == Lines{"notice_done"});
}

TEST_CASE("a call that was not made is dropped when its limit is met or gone") {
    Story met = handled_by(step_policy(StepKind::urge)).live_until("2026-03-10 09:00");
    met.must(reply_of(1));
    CHECK(met.notice(1).done_at == met.now());
    CHECK(met.notice(1).done_by.empty());
    CHECK(met.state().urge_count == 0);
    CHECK(met.ask(CompleteNotice{{1}, "已致电"}) == Lines{"notice_done"});
    Story gone = handled_by(step_policy(StepKind::urge)).live_until("2026-03-10 09:00");
    gone.must(Withdraw{"来电人撤回"});
    CHECK(gone.notice(1).done_at == gone.now());
}

TEST_CASE("what is not a call is acknowledged and urges nobody") {
    for (const StepKind step : {StepKind::notify, StepKind::tell_duty, StepKind::written_notice,
                                StepKind::supervise, StepKind::raise}) {
        Story story = handled_by(step_policy(step)).live_until("2026-03-10 09:00");
        INFO(name_of(step));
        CHECK(story.ask(CompleteNotice{{1}, "已回执"}) == Lines{"notice n1 done"});
        CHECK(story.state().urge_count == 0);
    }
}

TEST_CASE("supervision by the clock leaves a ticket that a person supervises as it is") {
    Story story = handled_by(step_policy(StepKind::supervise));
    story.must(Supervise{true, "领导批示"}).on("2026-03-10 09:00");
    CHECK(story.reach_due() ==
          Lines{"reached m1 overdue", "reached m1 supervise", "notice n1 supervision of m1"});
}

TEST_CASE("a ticket full of notices still climbs its ladder") {
    Story story = handled_by(step_policy(StepKind::raise));
    Notice old{{1}, NoticeKind::message, {1}, LegId{1}, {}, story.now(), {}, {}, {}};
    for (int i = 1; i <= 2000; ++i) {
        old.id = NoticeId{i};
        story.state_to_bend().notices.push_back(old);
    }
    story.on("2026-03-10 09:00");
    for (const StepKind step : {StepKind::overdue, StepKind::raise}) {
        const ClockStep next = *next_step(story.clock(1));
        CHECK(story.ask_bent(ReachStep{{1}, step, next.at, {}, {}}) ==
              Lines{"reached m1 " + name_of(step)});
    }
}

TEST_CASE("the redo of the named number is supervised and raised and so are those after it") {
    Policy policy = city_policy();
    policy.redo.escalate_at = 2;
    Story story = story_in(Stage::awaiting_redo, policy);
    CHECK(story.ask(Redo{"未解决"}) == Lines{"redo 1", "started m5 resolve of 1"});
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    CHECK(story.ask(Redo{"仍未解决"}) ==
          Lines{"redo 1", "started m7 resolve of 1", "supervised", "notice n1 raised of m7"});
    story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    CHECK(story.ask(Redo{"还未解决"}) ==
          Lines{"redo 1", "started m9 resolve of 1", "notice n2 raised of m9"});
}

TEST_CASE(
    "a visit that expiry ordered finds the unit at work and a discontent citizen leaves it there") {
    Story story = visited_on_expiry();
    CHECK(story.state().visit_open);
    CHECK(text(story.last(MilestoneKind::visit).due_at) == "2026-03-10 17:30");
    CHECK(story.ask(unreached_visit()) == Lines{"visited"});
    CHECK(story.state().visit_open);
    CHECK(story.ask(unsolved_visit()) == Lines{"visited", "stopped m2 met"});
    CHECK(story.state().stage == Stage::handling);
    CHECK_FALSE(story.state().visit_open);
    CHECK(story.ask(satisfied_visit()) == Lines{"wrong_stage"});
    CHECK(story.ask(reply_of(1)) == Lines{"received 1", "replied 1", "stopped m1 met"});
    // The reply has its own visit.
    CHECK(story.ask(accept_of(1)) == Lines{"checked 1 accepted", "started m3 visit of the ticket"});
    CHECK(story.ask(satisfied_visit()).front() == "visited and closes");
    CHECK_FALSE(story.state().first_visit->solved);
}

TEST_CASE("a content citizen closes a ticket that expiry visited and the unit's work ends") {
    Story story = visited_on_expiry();
    CHECK(story.ask(satisfied_visit()) == Lines{"visited and closes", "stopped m2 met",
                                                "ended 1 superseded", "stopped m1 cancelled"});
    CHECK(story.state().stage == Stage::closed);
    CHECK(story.clock(1).overdue);
    CHECK_FALSE(next_step_at(story.state()));
}

TEST_CASE("a close by such a visit is not final either") {
    Story story = visited_on_expiry().must(satisfied_visit()).on("2026-03-16 10:00");
    CHECK(story.ask(Redo{"又坏了"}) == Lines{"redo 1", "started m3 resolve of 1"});
    CHECK(story.leg(1).state == LegState::handling);
    CHECK(text(story.clock(3).due_at) == "2026-03-23 17:30");
    CHECK(story.clock(1).overdue);
}

TEST_CASE("a final visit that reached nobody leaves no visit open for the redo") {
    Story story = visited_on_expiry().must(final_visit());
    CHECK_FALSE(story.state().visit_open);
    story.must(Redo{"来电人称未解决"});
    CHECK(story.ask(satisfied_visit()) == Lines{"wrong_stage"});
}

TEST_CASE(
    "a visit is ordered once while it is open and a reply accepted meanwhile does not order "
    "another") {
    Story story = handled_by(policy_of(
        {milestone(MilestoneKind::reply, StartEvent::dispatched, "2wd", {{StepKind::start_visit}}),
         milestone(MilestoneKind::resolve, StartEvent::dispatched, "5wd",
                   {{StepKind::start_visit}}),
         visit_in_1wd}));
    story.on("2026-03-10 09:00");
    CHECK(story.reach_due() == Lines{"reached m1 overdue", "reached m1 start_visit", "visit opened",
                                     "started m3 visit of the ticket", "reached m2 overdue",
                                     "reached m2 start_visit"});
    story.must(reply_of(1));
    CHECK(story.ask(accept_of(1)) == Lines{"checked 1 accepted"});
    CHECK(story.ask(unsolved_visit()) == Lines{"visited", "stopped m3 met"});
    CHECK(story.state().stage == Stage::awaiting_redo);
}

TEST_CASE("steps that act by the policy wait when it is not loaded and lights do not") {
    Story story = handled_by(policy_of({milestone(MilestoneKind::receive, StartEvent::dispatched,
                                                  "1wd", {{StepKind::auto_receive}}),
                                        milestone(MilestoneKind::resolve, StartEvent::dispatched,
                                                  "1wd", {{StepKind::start_visit}}),
                                        visit_in_1wd}));
    story.on("2026-03-04 09:00");
    story.state_to_bend().policy_version = "2019.1";
    for (const int clock : {1, 2}) {
        const ClockStep first = *next_step(story.clock(clock));
        const ReachStep light{ClockId{clock}, first.kind, first.at, {}, {}};
        CHECK(story.ask_bent(light) == Lines{"reached m" + std::to_string(clock) + " overdue"});
        const ClockStep next = *next_step(story.clock(clock));
        CHECK(story.ask_bent(ReachStep{ClockId{clock}, next.kind, next.at, {}, {}}) ==
              Lines{"policy_gone"});
    }
}
