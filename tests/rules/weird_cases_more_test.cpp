// The second half of the twenty strange things that real regimes ask of a policy engine, each as
// the policy that a city would write and the instants that it must give. 2 March 2026 is a Monday;
// working hours are 08:30-12:00 and 13:30-17:30.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

}  // namespace

TEST_CASE("case 11: a limit stays as it was counted until a recount says which versions move it") {
    const Policy policy = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
    Policy amended = policy;
    amended.version = "2026.2";
    amended.milestones[0].limit = limit("4wd");
    Story story = handled_by(policy);
    story.publish(city_calendar_without("2026.2", {day(2026, 3, 6)})).publish(amended);
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
    CHECK(story.clock(1).calendar_version == "2026.1");
    story.must(recount());
    CHECK(text(story.clock(1).due_at) == "2026-03-10 17:30");
    CHECK(story.clock(1).calendar_version == "2026.2");
    CHECK(story.clock(1).policy_version == "2026.1");
    story.must(adopt_policies());
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
    CHECK(story.clock(1).policy_version == "2026.2");
}

TEST_CASE("case 12: a redo has its own shorter limit and does not erase the first overdue") {
    Story story = handled_by(
        policy_of({dispatched_rule(Kind::resolve, "5wd"), dispatched_rule(Kind::redo, "3wd")}));
    story.live_until("2026-03-11 10:00")
        .must(reply_of(1))
        .must(accept_of(1))
        .must(unsolved_visit());
    const Clock first = story.clock(1);
    CHECK(first.overdue);
    story.on("2026-03-12 10:00").must(Redo{"未解决"});
    CHECK(text(story.last(Kind::redo).due_at) == "2026-03-17 17:30");
    story.live_until("2026-03-17 17:30")
        .must(reply_of(1))
        .must(accept_of(1))
        .must(satisfied_visit());
    CHECK_FALSE(story.last(Kind::redo).overdue);
    CHECK(story.clock(1) == first);
    CHECK(story.state().overdue);
}

TEST_CASE("case 13: the same day after the cut-off or on a holiday is the policy's to say") {
    struct Row {
        std::string text, start, due;
    };
    const std::vector<Row> table{
        {"same_day", "2026-03-02 10:00", "2026-03-02 17:30"},
        {"same_day", "2026-03-02 23:50", "2026-03-02 17:30"},  // see below
        {"same_day cutoff=16:00", "2026-03-02 15:59", "2026-03-02 17:30"},
        {"same_day cutoff=16:00", "2026-03-02 16:00", "2026-03-03 17:30"},
        {"same_day cutoff=16:00", "2026-03-06 23:50", "2026-03-09 17:30"},
        {"same_day cutoff=16:00", "2026-02-16 10:00", "2026-02-24 17:30"},
        {"same_day any_day", "2026-02-16 10:00", "2026-02-17 00:00"},
        {"same_day any_day", "2026-03-02 23:50", "2026-03-03 00:00"},
        {"same_day any_day cutoff=20:00", "2026-03-02 23:50", "2026-03-04 00:00"},
    };
    for (const Row& row : table) {
        INFO(row.text << " from " << row.start);
        const Story story =
            handled_by(policy_of({dispatched_rule(Kind::resolve, row.text)}), row.start);
        // Without a cut-off a start after the close of business leaves nothing of its day: it is
        // late at once or belongs to the next day, but never earlier than it began.
        if (row.start == "2026-03-02 23:50" && row.text == "same_day")
            CHECK(story.clock(1).due_at >= story.now());
        else
            CHECK(text(story.clock(1).due_at) == row.due);
    }
}

TEST_CASE("case 14: a platform's own deadline holds less a margin when it is the earlier") {
    Policy policy = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
    policy.external_margin = limit("1wd");
    for (const auto& [external, due] : {std::pair{"2026-03-06 17:00", "2026-03-05 17:30"},
                                        std::pair{"2026-03-16 17:00", "2026-03-09 17:30"}}) {
        CHECK(due_by({policy}, "2026-03-02 10:00", Kind::resolve, [&](Request& request) {
                  request.origin = Origin::superior;
                  request.external_due_at = at(external);
              }) == due);
    }
}

TEST_CASE("case 15: the law in force at receipt or the law named gives the limit") {
    // 政府信息公开: 15 working days under Order 492, 20 since 15 May 2019.
    Policy old_law = named_policy("disclosure", 0, {dispatched_rule(Kind::resolve, "15wd")});
    old_law.version = "2008";
    Policy new_law = named_policy("disclosure", 0, {dispatched_rule(Kind::resolve, "20wd")});
    new_law.version = "2019";
    new_law.effective_from = at("2026-03-15 00:00");  // in the calendar's years
    Policy by_name = named_policy("old-matters", 1, {dispatched_rule(Kind::resolve, "15wd")});
    by_name.selector.laws = {"order-492"};
    const std::vector<Policy> policies{old_law, new_law, by_name};
    CHECK(due_by(policies, "2026-03-13 10:00", Kind::resolve) == "2026-04-03 17:30");
    CHECK(due_by(policies, "2026-03-16 10:00", Kind::resolve) == "2026-04-13 17:30");
    CHECK(due_by(policies, "2026-03-16 10:00", Kind::resolve,
                 [](Request& request) { request.law = "order-492"; }) == "2026-04-06 17:30");
    // The switch does not touch what was received before it.
    Story before("2026-03-13 10:00", policies);
    before.must(open_at(before.now())).on("2026-03-16 10:00").must(dispatch_to("a1"));
    CHECK(text(before.clock(1).due_at) == "2026-04-06 17:30");
    CHECK(before.ask(adopt_policies()) == Lines{"no_change"});
}

TEST_CASE("case 16: after a merge each caller still has an answer to come") {
    Story story = handled_by(policy_of({dispatched_rule(Kind::resolve, "5wd"),
                                        milestone(Kind::caller_reply, StartEvent::merged, "6wd")}));
    story.on("2026-03-04 10:00").must(Merge{{20260302000002}});
    CHECK(story.clock(1).state == ClockState::cancelled);
    CHECK(text(story.last(Kind::caller_reply).due_at) == "2026-03-12 17:30");
    CHECK(story.ask(Archive{}) == Lines{"caller_unanswered"});
    story.live_until("2026-03-12 17:31");
    CHECK(counts_overdue(story.last(Kind::caller_reply)));
    CHECK(story.must(AnswerCaller{"已修好"}).ask(Archive{}) == Lines{"archived"});
}

TEST_CASE("case 17: an appeal changes what is assessed and not what happened") {
    Story story =
        handled_story().live_until("2026-03-11 10:00").must(appeal_of(3)).must(approve(1));
    CHECK(story.clock(3).overdue);
    CHECK(story.clock(3).red);
    CHECK(story.clock(3).state == ClockState::running);
    CHECK_FALSE(counts_overdue(story.clock(3)));
    CHECK(story.state().stage == Stage::handling);
}

TEST_CASE("case 18: a suspension has a reason and a cap and ends by itself on its review date") {
    Policy policy = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
    policy.pause = {{{"litigation", "涉诉", 10}}, 12, false};
    Story story = handled_by(policy).on("2026-03-04 10:00");
    CHECK(story.ask(suspension_of(1, 11)) == Lines{"suspension_cap /working_days"});
    CHECK(story.ask(suspension_of(1, 5, "mood")) == Lines{"suspension_reason /code"});
    story.must(suspension_of(1, 10)).must(approve(1));
    CHECK(text(story.clock(1).derivation.pauses[0].to) == "2026-03-18 17:30");
    CHECK(text(story.clock(1).due_at) == "2026-03-23 17:30");
    story.live_until("2026-03-18 17:30");
    CHECK(story.ask(Resume{{1}, "判决"}) == Lines{"not_suspended"});
    CHECK(story.ask(suspension_of(1, 3)) == Lines{"suspension_cap /working_days"});
    CHECK(story.live_until("2026-03-23 17:31").clock(1).overdue);
}

TEST_CASE(
    "case 19: a call at night or noon that is not answered quickly becomes a written supervised "
    "ticket the next day") {
    const Policy ordinary = named_policy("ordinary", 0, {dispatched_rule(Kind::reply, "3wd")});
    Policy night =
        named_policy("night", 5,
                     {dispatched_rule(Kind::reply, "2h",
                                      {{StepKind::written_notice, 1}, {StepKind::supervise, 1}})});
    night.selector.channels = {Channel::phone};
    night.selector.received_hours = {{12 * 60, 13 * 60 + 30}, {18 * 60, 8 * 60 + 30}};
    for (const auto& [start, is_night] :
         {std::pair{"2026-03-03 22:00", true}, std::pair{"2026-03-03 12:30", true},
          std::pair{"2026-03-03 13:30", false}, std::pair{"2026-03-03 08:29", true}}) {
        INFO(start);
        Story story = handled_by({ordinary, night}, start);
        CHECK((story.state().policy_id == "night") == is_night);
    }
    Story story = handled_by({ordinary, night}, "2026-03-03 20:00");
    story.live_until("2026-03-04 08:29");
    CHECK(story.clock(1).overdue);
    CHECK(story.state().notices.empty());
    story.live_until("2026-03-04 08:30");
    REQUIRE(story.state().notices.size() == 2);
    CHECK(story.notice(1).kind == NoticeKind::written);
    CHECK(story.notice(2).kind == NoticeKind::supervision);
    CHECK(story.state().supervised);
    Story answered = handled_by({ordinary, night}, "2026-03-03 20:00");
    answered.on("2026-03-03 22:00").must(AnswerProgress{{1}, "已断电处理"});
    CHECK(answered.live_until("2026-03-10 10:00").state().notices.empty());
}

TEST_CASE(
    "case 20: what the duty leader is told is solved the same day or has an opinion on record") {
    Policy policy = named_policy(
        "duty", 5, {dispatched_rule(Kind::reply, "same_day any_day", {{StepKind::tell_duty}})});
    policy.selector.channels = {Channel::leader_session};
    const Policy ordinary = named_policy("ordinary", 0, {dispatched_rule(Kind::resolve, "5wd")});
    const auto session = [](Request& request) { request.channel = Channel::leader_session; };
    // A Saturday of live sessions.
    Story silent = handled_by({ordinary, policy}, "2026-03-07 10:00", session);
    CHECK(silent.live_until("2026-03-08 00:00").state().overdue == false);
    silent.live_until("2026-03-08 00:01");
    CHECK(silent.state().overdue);
    CHECK(silent.notice(1).kind == NoticeKind::duty_told);
    for (const Command& command :
         {Command{reply_of(1)}, Command{AnswerProgress{{1}, "王市长意见：住建局周一到场协调"}}}) {
        Story done = handled_by({ordinary, policy}, "2026-03-07 10:00", session);
        done.on("2026-03-07 23:59").must(command);
        CHECK_FALSE(done.live_until("2026-03-09 10:00").state().overdue);
    }
}
