// Returns (退单) with their window, deemed acceptance and designation; appeals (考核申诉); merged
// callers; service confirmation.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

// 天津 draft: one working day, two for complex tickets, then it is the unit's; the third dispatch
// designates.
Policy tianjin() {
    Policy policy = policy_of({milestone(Kind::resolve, StartEvent::dispatched, "5wd")});
    policy.returning = return_within("1wd");
    policy.returning.window_complex = limit("2wd");
    policy.returning.deemed_acceptance = true;
    policy.returning.max_dispatches = 3;
    return policy;
}

Story returned_twice() {
    Story story = handled_by(tianjin()).must(return_of(1)).must(approve(1));
    return story.must(dispatch_to("b1")).must(return_of(2)).must(approve(2));
}

}  // namespace

TEST_CASE("who lets the return window pass has accepted and nobody is overdue for it") {
    Story story = handled_by(tianjin());
    CHECK(story.clock(2).kind == Kind::return_window);
    CHECK(text_of(story.clock(2).steps) == "deem_accepted 2026-03-03 17:30 +1 ms");
    story.on("2026-03-03 18:00");
    CHECK(story.reach_due() ==
          Lines{"reached m2 deem_accepted", "accepted 1", "stopped m2 cancelled"});
    CHECK(story.leg(1).accepted_at == story.now());
    CHECK_FALSE(story.state().overdue);
    CHECK(story.ask(return_of(1)) == Lines{"return_window_closed"});
    // Not even when the ticket turns out to be complex.
    CHECK(story.must(MarkComplex{true, {}}).ask(return_of(1)) == Lines{"return_window_closed"});
}

TEST_CASE("a return at the last instant of its window is in time and ends the window") {
    Story story = handled_by(tianjin()).on("2026-03-03 17:30");
    CHECK(story.ask(return_of(1)) == Lines{"received 1", "stopped m2 met", "asked p1 return 1"});
    Story late = handled_by(tianjin());
    late.on(at("2026-03-03 17:30") + Millis{1});
    CHECK(late.ask(return_of(1)) == Lines{"return_window_closed"});
}

TEST_CASE("after a rejection the unit may ask again within the window it had") {
    Story story = handled_by(tianjin()).must(return_of(1)).must(reject(1));
    CHECK(Story(story).on("2026-03-03 17:30").ask(return_of(1)) == Lines{"asked p2 return 1"});
    CHECK(story.on("2026-03-03 17:31").ask(return_of(1)) == Lines{"return_window_closed"});
    CHECK_FALSE(story.leg(1).accepted_at);
}

TEST_CASE("a reply ends the return window and is not late for it") {
    Story story = handled_by(tianjin()).on("2026-03-03 17:31");  // the step was not acted on yet
    CHECK(story.ask(reply_of(1)) ==
          Lines{"received 1", "replied 1", "stopped m2 cancelled", "stopped m1 met"});
    CHECK_FALSE(story.state().overdue);
    CHECK_FALSE(story.clock(2).overdue);
}

TEST_CASE(
    "the window of a complex ticket is the longer one from dispatch or as soon as it is marked") {
    Story marked = handled_by(tianjin());
    CHECK(marked.ask(MarkComplex{true, "涉及多部门"}) ==
          Lines{"complex", "moved m2 marked_complex"});
    CHECK(marked.ask(MarkComplex{true, {}}) == Lines{"no_change /on"});
    CHECK(text(marked.clock(2).due_at) == "2026-03-04 17:30");
    CHECK(marked.live_until("2026-03-04 17:30").ask(return_of(1)).back() == "asked p1 return 1");

    Story born = handled_by({tianjin()}, "2026-03-02 10:00",
                            [](Request& request) { request.complex = true; });
    CHECK(text(born.clock(2).due_at) == "2026-03-04 17:30");
    // What was given is not taken away.
    CHECK(born.ask(MarkComplex{false, {}}) == Lines{"not complex"});
    CHECK(text(born.clock(2).due_at) == "2026-03-04 17:30");

    // Without deemed acceptance there is no clock, but the window is the same.
    Policy policy = tianjin();
    policy.returning.deemed_acceptance = false;
    Story plain = handled_by(policy);
    CHECK(plain.state().clocks.size() == 1);
    CHECK(plain.must(MarkComplex{true, {}}).on("2026-03-04 17:30").ask(return_of(1)).back() ==
          "asked p1 return 1");
}

TEST_CASE("the third dispatch designates the unit and it cannot be returned") {
    Story story = returned_twice();
    const Lines lines = story.ask(dispatch_to("c1", {"d1"}));
    CHECK(lines == Lines{"dispatched 3 c1 lead level 1 designated", "started m5 resolve of 3",
                         "dispatched 4 d1 assist level 1", "started m6 resolve of 4",
                         "started m7 return_window of 4"});
    CHECK(story.ask(return_of(3)) == Lines{"designated"});
    CHECK(story.ask(return_of(4)).back() == "asked p3 return 4");
    CHECK(story.ask(extension_of(3, 5)).back() == "asked p4 extend 3");
}

TEST_CASE("returns of assisting units do not designate and without the rule nothing does") {
    Story assisting = opened_story(tianjin()).must(dispatch_to("a1", {"b1", "c1"}));
    assisting.must(return_of(2)).must(approve(1)).must(return_of(3)).must(approve(2));
    assisting.must(return_of(1)).must(approve(3));
    CHECK(assisting.ask(dispatch_to("d1")).front() == "dispatched 4 d1 lead level 1");

    Policy policy = tianjin();
    policy.returning.max_dispatches = 0;
    Story story = handled_by(policy);
    for (int leg = 1; leg <= 5; ++leg) {
        story.must(return_of(leg)).must(approve(leg));
        CHECK(story.ask(dispatch_to("u" + std::to_string(leg))).front().find("designated") ==
              std::string::npos);
    }
}

TEST_CASE("the citizen's clock never stops because units return the ticket") {
    Policy policy = tianjin();
    policy.milestones.push_back(milestone(Kind::resolve, StartEvent::opened, "8wd"));
    policy.returning.charge_time = false;
    policy.pause.stops_ticket = true;
    Story story = handled_by(policy);
    const Clock citizen = story.clock(1);
    CHECK_FALSE(citizen.leg);
    story.must(return_of(1)).on("2026-03-04 10:00").must(reject(1));
    CHECK(story.clock(1) == citizen);
    Story passed_on = handled_by(policy);
    passed_on.must(return_of(1)).on("2026-03-05 10:00").must(approve(1));
    passed_on.on("2026-03-10 10:00").must(dispatch_to("b1"));
    CHECK(passed_on.clock(1) == citizen);
}

TEST_CASE("an appeal excuses an overdue and the clock and its ladder stay as they are") {
    Story story = handled_story().live_until("2026-03-11 10:00");
    const Clock before = story.clock(3);
    CHECK(story.as(Role::unit, "b1").ask(appeal_of(3)) == Lines{"not_your_assignment"});
    CHECK(story.as(Role::unit, "a1").ask(AskAppeal{{3}, ""}) == Lines{"required /reason"});
    CHECK(story.ask(appeal_of(9)) == Lines{"clock_not_found"});
    CHECK(story.ask(appeal_of(3)) == Lines{"asked p1 appeal m3"});
    CHECK(story.ask(appeal_of(3)) == Lines{"petition_pending"});
    // It does not stand in the way of the work.
    CHECK(story.ask(Receive{{1}}).front() == "received 1");
    CHECK(story.as(Role::supervisor).ask(approve(1)) ==
          Lines{"decided p1 approved", "corrected m3 does not count"});
    Clock expected = before;
    expected.correction = Correction{story.now(), false, before.due_at, "办理期间遇台风停工"};
    CHECK(story.clock(3) == expected);
    CHECK(story.state().overdue);
    CHECK_FALSE(counts_overdue(story.clock(3)));
    CHECK(story.ask(appeal_of(3)) == Lines{"not_overdue"});
    // What was excused stays excused when the work is done at last.
    story.as(Role::system).on("2026-03-13 10:00").must(reply_of(1));
    CHECK_FALSE(counts_overdue(story.clock(3)));
}

TEST_CASE("a rejected appeal leaves the overdue and an appeal outlives the ticket's work") {
    Story story = handled_story().live_until("2026-03-11 10:00").must(appeal_of(3));
    CHECK(story.ask(DecidePetition{{1}, false, ""}) == Lines{"required /note"});
    CHECK(story.ask(reject(1)) == Lines{"decided p1 rejected"});
    CHECK(counts_overdue(story.clock(3)));
    story.must(appeal_of(3)).must(reply_of(1)).must(accept_of(1)).must(satisfied_visit());
    CHECK(story.petition(2).state == PetitionState::pending);
    CHECK(story.ask(approve(2)).back() == "corrected m3 does not count");
}

TEST_CASE("nobody appeals for the hotline's own limit before a unit had the ticket") {
    Story story("2026-03-02 10:00",
                policy_of({milestone(Kind::dispatch, StartEvent::opened, "4wh")}));
    story.must(open_at(story.now())).live_until("2026-03-03 10:00");
    CHECK(story.ask(appeal_of(1)) == Lines{"wrong_leg_state"});
}

TEST_CASE("service confirmation ends the limit and the reply and its check still follow") {
    Policy policy = city_policy();
    CHECK(handled_by(policy).ask(ConfirmService{{1}, "企业已确认"}) == Lines{"not_in_policy"});
    policy.service_confirmation = true;
    Story story = handled_by(policy);
    CHECK(story.ask(ConfirmService{{1}, ""}) == Lines{"required /note"});
    story.on("2026-03-09 17:30");
    CHECK(story.ask(ConfirmService{{1}, "企业已确认"}) ==
          Lines{"received 1", "stopped m1 met", "confirmed 1", "stopped m3 met"});
    CHECK_FALSE(story.clock(3).overdue);
    CHECK(story.ask(ConfirmService{{1}, "又确认"}) == Lines{"no_change"});
    CHECK(story.ask(extension_of(1, 1)) == Lines{"clock_not_running"});
    CHECK(story.state().stage == Stage::handling);
    // Sent back, the limit that the confirmation met stays met, even at one instant.
    story.must(reply_of(1));
    CHECK(story.ask(send_back(1)) == Lines{"checked 1 sent back"});
}

TEST_CASE("a redo can be confirmed like the first time") {
    Policy policy = city_policy();
    policy.service_confirmation = true;
    Story story = handled_by(policy).must(ConfirmService{{1}, "企业已确认"}).must(reply_of(1));
    story.must(accept_of(1)).must(unsolved_visit()).on("2026-03-04 10:00").must(Redo{"未解决"});
    CHECK(story.ask(ConfirmService{{1}, "企业再次确认"}) == Lines{"confirmed 1", "stopped m5 met"});
    CHECK(story.ask(ConfirmService{{1}, "又确认"}) == Lines{"no_change"});
}

TEST_CASE("each caller of a merged ticket is answered before it is archived") {
    Policy policy = city_policy();
    policy.milestones.push_back(
        milestone(Kind::caller_reply, StartEvent::merged, "2wd", {{StepKind::urge}}));
    Story story = handled_by(policy);
    CHECK(story.ask(Merge{{20260302000002}}).back() == "started m4 caller_reply of the ticket");
    CHECK(story.ask(Archive{}) == Lines{"caller_unanswered"});
    CHECK(story.ask(AnswerCaller{" "}) == Lines{"required /text"});
    story.live_until("2026-03-05 09:00");
    CHECK(story.clock(4).overdue);
    CHECK(story.notice(1).kind == NoticeKind::phone_task);
    CHECK_FALSE(story.clock(3).overdue);
    CHECK(story.ask(AnswerCaller{"路灯已修好"}) ==
          Lines{"caller answered", "stopped m4 met", "notice n1 done"});
    CHECK(story.state().caller_answer == "路灯已修好");
    CHECK(story.state().caller_answered_at == story.now());
    CHECK(story.ask(AnswerCaller{"又答"}) == Lines{"already_answered"});
    CHECK(story.ask(Archive{}) == Lines{"archived"});
    // Where no policy asks for it the answer may still be given, and the archive does not wait.
    Story plain = story_in(Stage::merged);
    CHECK(Story(plain).ask(Archive{}) == Lines{"archived"});
    CHECK(plain.ask(AnswerCaller{"路灯已修好"}) == Lines{"caller answered"});
}
