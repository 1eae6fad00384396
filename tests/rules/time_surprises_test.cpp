// The surprises of real hotlines that concern time, each a rule that somebody will break one day.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

}  // namespace

TEST_CASE("surprise: danger is received within fifteen minutes on any day at any hour") {
    for (const auto& [start, due] : {std::pair{"2026-02-17 23:50", "2026-02-18 00:05"},
                                     std::pair{"2026-03-02 12:00", "2026-03-02 12:15"},
                                     std::pair{"2026-03-08 08:29", "2026-03-08 08:44"}}) {
        Story story = handled_by(policy_of({dispatched_rule(Kind::receive, "15min"),
                                            dispatched_rule(Kind::reply, "1wd")}),
                                 start);
        CHECK(text(story.last(Kind::receive).due_at) == due);
        story.on(at(due)).must(Receive{{1}});
        CHECK_FALSE(story.last(Kind::receive).overdue);
    }
}

TEST_CASE("surprise: a unit that says nothing has accepted although it never clicked") {
    Policy policy = policy_of({dispatched_rule(Kind::resolve, "5wd")});
    policy.returning = return_within("1wd");
    policy.returning.deemed_acceptance = true;
    Story story = handled_by(policy).live_until("2026-03-04 08:30");
    CHECK(story.leg(1).state == LegState::awaiting_receipt);
    CHECK(story.leg(1).accepted_at.has_value());
    CHECK_FALSE(story.state().overdue);
    CHECK(story.ask(return_of(1)) == Lines{"return_window_closed"});
}

TEST_CASE("surprise: the third dispatch binds even a unit that was never asked before") {
    Policy policy = policy_of({dispatched_rule(Kind::resolve, "5wd")});
    policy.returning.max_dispatches = 3;
    Story story = handled_by(policy);
    for (const int leg : {1, 2}) {
        story.must(return_of(leg)).must(approve(leg));
        story.must(dispatch_to("u" + std::to_string(leg)));
    }
    CHECK(story.leg(3).designated);
    CHECK(story.ask(return_of(3)) == Lines{"designated"});
    CHECK(story.ask(reply_of(3)).back() == "stopped m3 met");
}

TEST_CASE("surprise: a summer policy asks for both the tag and the weeks") {
    Policy season = policy_of({dispatched_rule(Kind::contact, "2h")});
    season.id = "season";
    season.priority = 5;
    season.selector.tags = {"cool-summer"};
    season.effective_from = at("2026-07-15 00:00");
    season.effective_to = at("2026-08-25 00:00");
    const auto id_for = [&](const std::string& start, std::vector<std::string> tags) {
        return handled_by({city_policy(), season}, start, [&](Request& r) { r.tags = tags; })
            .state()
            .policy_id;
    };
    CHECK(id_for("2026-08-01 10:00", {"cool-summer"}) == "season");
    CHECK(id_for("2026-08-01 10:00", {}) == "city-default");
    CHECK(id_for("2026-08-01 10:00", {"warm-winter"}) == "city-default");
    CHECK(id_for("2026-07-01 10:00", {"cool-summer"}) == "city-default");
}

TEST_CASE("surprise: fifteen working days as a new total are not fifteen more") {
    Policy policy = policy_of({dispatched_rule(Kind::resolve, "5wd")});
    policy.extension = {ExtensionMode::total, 0, {extension_step(15)}};
    Story story = handled_by(policy).on("2026-03-09 10:00").must(extension_of(1, 15));
    CHECK(text(story.must(approve(1)).clock(1).due_at) == "2026-03-23 17:30");
}

TEST_CASE("surprise: the enterprise's confirmation of service closes the limit solved or not") {
    Policy policy =
        policy_of({dispatched_rule(Kind::reply, "2wd"), dispatched_rule(Kind::resolve, "10wd")});
    policy.service_confirmation = true;
    Story story = handled_by(policy).live_until("2026-03-16 17:30");
    story.must(ConfirmService{{1}, "企业确认已获服务，问题暂未解决"});
    CHECK(story.clock(2).state == ClockState::met);
    CHECK_FALSE(story.clock(2).overdue);
    // The answer is owed all the same, and late by now.
    CHECK(story.clock(1).state == ClockState::running);
    CHECK(story.clock(1).overdue);
    CHECK(story.state().stage == Stage::handling);
    CHECK_FALSE(story.live_until("2026-04-01 10:00").clock(2).overdue);
}

TEST_CASE(
    "surprise: expiry itself sends the visitor to the citizen whether the unit replied or not") {
    Story story =
        handled_by(policy_of({dispatched_rule(Kind::resolve, "7d", {{StepKind::start_visit}}),
                              milestone(Kind::visit, StartEvent::reply_accepted, "1wd")}));
    CHECK(story.ask(unsolved_visit()) == Lines{"wrong_stage"});
    story.live_until("2026-03-09 17:30");
    CHECK(story.ask(unsolved_visit()) == Lines{"wrong_stage"});
    story.live_until("2026-03-09 17:31");
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.ask(unsolved_visit()) == Lines{"visited", "stopped m2 met"});
    CHECK(story.state().first_visit->at == story.now());
    CHECK(story.state().stage == Stage::handling);
}

TEST_CASE("surprise: a unit leaves a joint ticket and neither it nor the ticket waits for it") {
    Story story = opened_story().must(dispatch_to("a1", {"b1"})).must(sub_dispatch(2, {"b1-1"}));
    CHECK(story.ask(reply_of(1)) == Lines{"assisting_legs_open"});
    story.must(ExitLeg{{2}, "与我单位无关"});
    CHECK(story.leg(3).state == LegState::superseded);
    CHECK(story.ask(reply_of(1)).front() == "received 1");
    CHECK_FALSE(story.live_until("2026-03-30 10:00").state().overdue);
}

TEST_CASE("surprise: a deadline set above is met with a margin and no extension passes it") {
    Policy policy = city_policy();
    policy.external_margin = limit("1wd");
    Story story = handled_by({policy}, "2026-03-02 10:00", [](Request& request) {
        request.origin = Origin::superior;
        request.source = "province";
        request.external_id = "7";
        request.external_due_at = at("2026-03-09 09:00");
    });
    CHECK(text(story.clock(3).due_at) == "2026-03-06 17:30");
    story.must(extension_of(1, 10));
    CHECK(story.ask(approve(1)) == Lines{"beyond_parent_due"});
}

TEST_CASE("surprise: fifteen working days became twenty on the day the new law came into force") {
    Policy before = policy_of({dispatched_rule(Kind::resolve, "15wd")});
    before.version = "order-492";
    Policy after = policy_of({dispatched_rule(Kind::resolve, "20wd")});
    after.version = "order-711";
    after.effective_from = at("2026-05-15 00:00");
    const auto due = [&](const std::string& received) {
        Story story("2026-05-15 09:00", {before, after});
        story.must(open_at(at(received))).must(dispatch_to("a1"));
        return text(story.clock(1).due_at);
    };
    CHECK(due("2026-05-14 23:59") == "2026-06-05 17:30");
    CHECK(due("2026-05-15 00:00") == "2026-06-12 17:30");
}

TEST_CASE("surprise: merging a child ticket ends its limits and its caller's answer is still due") {
    Policy policy = city_policy();
    policy.milestones.push_back(milestone(Kind::caller_reply, StartEvent::opened, "6wd"));
    Story story = handled_by(policy).on("2026-03-05 10:00").must(Merge{{20260302000002}});
    int running = 0;
    for (const Clock& clock : story.state().clocks)
        running += clock.state == ClockState::running ? 1 : 0;
    CHECK(running == 1);
    // From when this caller asked, not from the merge.
    CHECK(text(story.last(Kind::caller_reply).due_at) == "2026-03-10 17:30");
    story.live_until("2026-03-10 17:31");
    CHECK(counts_overdue(story.last(Kind::caller_reply)));
}

TEST_CASE("surprise: a night assignment by phone becomes a written one on the next working day") {
    Policy night = policy_of({dispatched_rule(Kind::reply, "3h", {{StepKind::written_notice, 1}})});
    night.selector.received_hours = {{22 * 60, 6 * 60}};
    // Friday night: the next working day is Monday.
    Story story = handled_by(night, "2026-03-06 23:00");
    CHECK(text_of(story.clock(1).steps) ==
          "overdue 2026-03-07 02:00 +1 ms, written_notice 2026-03-09 08:30");
    story.live_until("2026-03-08 23:59");
    CHECK(story.state().notices.empty());
    story.live_until("2026-03-09 08:30");
    CHECK(story.notice(1).kind == NoticeKind::written);
    CHECK(story.notice(1).to == "负责人");
}

TEST_CASE("surprise: the red card on the first working day after expiry may be ten days later") {
    Story story = handled_by(policy_of({dispatched_rule(Kind::resolve, "5wd", yellow_and_red())}),
                             "2026-02-09 10:00");
    CHECK(text_of(story.clock(1).steps) ==
          "yellow 2026-02-13 08:30, overdue 2026-02-14 17:30 +1 ms, red 2026-02-24 08:30");
    story.live_until("2026-02-24 08:29");
    CHECK(story.clock(1).overdue);
    CHECK_FALSE(story.clock(1).red);
    CHECK(story.live_until("2026-02-24 08:30").clock(1).red);
}
