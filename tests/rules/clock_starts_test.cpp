// What starts a clock, from which instant, and which limit, cap and policy it gets.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

const MilestoneRule contact_in_2h = milestone(Kind::contact, StartEvent::dispatched, "2h");
const MilestoneRule plan_in_1wd = milestone(Kind::plan, StartEvent::dispatched, "1wd");

std::string start_of(const Clock& clock) {
    return text(clock.started_at) + (clock.leg ? " leg" : " ticket");
}

}  // namespace

TEST_CASE("each start event starts its clocks at its own instant and for its own owner") {
    // Received by mail on Sunday, opened on Monday, and an hour between all that follows.
    const auto live = [](const Policy& policy) {
        Story story("2026-03-02 09:00", policy);
        story.must(open_at(at("2026-03-01 22:00"))).on("2026-03-02 10:00").must(dispatch_to("a1"));
        story.on("2026-03-02 11:00").must(Receive{{1}});
        story.on("2026-03-02 12:00").must(RecordContact{{1}, "电话"});
        story.on("2026-03-02 13:00").must(SubmitPlan{{1}, "周三更换灯泡"});
        story.on("2026-03-02 14:00").must(reply_of(1));
        return story.on("2026-03-02 15:00").must(accept_of(1));
    };
    struct Row {
        StartEvent start;
        Kind kind;
        std::string started;
    };
    const std::vector<Row> table{
        {StartEvent::opened, Kind::resolve, "2026-03-01 22:00 ticket"},
        {StartEvent::opened, Kind::dispatch, "2026-03-01 22:00 ticket"},
        {StartEvent::opened, Kind::contact, "2026-03-01 22:00 ticket"},
        {StartEvent::dispatched, Kind::resolve, "2026-03-02 10:00 leg"},
        {StartEvent::dispatched, Kind::receive, "2026-03-02 10:00 leg"},
        {StartEvent::received, Kind::resolve, "2026-03-02 11:00 leg"},
        {StartEvent::received, Kind::plan, "2026-03-02 11:00 leg"},
        {StartEvent::contacted, Kind::resolve, "2026-03-02 12:00 leg"},
        {StartEvent::contacted, Kind::plan, "2026-03-02 12:00 leg"},
        {StartEvent::planned, Kind::resolve, "2026-03-02 13:00 leg"},
        {StartEvent::planned, Kind::reply, "2026-03-02 13:00 leg"},
        {StartEvent::reply_accepted, Kind::visit, "2026-03-02 15:00 ticket"},
    };
    for (const Row& row : table) {
        std::vector<MilestoneRule> rules{milestone(row.kind, row.start, "24h")};
        if (row.start == StartEvent::contacted) rules.push_back(contact_in_2h);
        if (row.start == StartEvent::planned) rules.push_back(plan_in_1wd);
        Story story = live(policy_of(rules));
        INFO(name_of(row.kind) << " from start event " << static_cast<int>(row.start));
        CHECK(start_of(story.last(row.kind)) == row.started);
        CHECK(story.last(row.kind).due_at ==
              story.last(row.kind).started_at + std::chrono::hours{24});
        // All that waits for the unit was met by what came after.
        if (row.kind != Kind::visit) CHECK(story.last(row.kind).state == ClockState::met);
    }
}

TEST_CASE("the clock of a merged ticket's caller starts at the merge or when the caller asked") {
    for (const auto& [start, started] : {std::pair{StartEvent::merged, "2026-03-02 10:00"},
                                         std::pair{StartEvent::opened, "2026-03-01 22:00"}}) {
        Story story("2026-03-02 10:00", policy_of({milestone(Kind::caller_reply, start, "2wd")}));
        CHECK(story.ask(open_at(at("2026-03-01 22:00"))) == Lines{"opened"});
        CHECK(story.ask(Merge{{20260302000002}}) ==
              Lines{"merged", "started m1 caller_reply of the ticket"});
        CHECK(text(story.clock(1).started_at) == started);
    }
}

TEST_CASE("whichever way the citizen was first told starts what waits for the contact") {
    const Policy policy =
        policy_of({contact_in_2h, milestone(Kind::resolve, StartEvent::contacted, "5wd")});
    Story called = handled_by(policy);
    CHECK(called.ask(RecordContact{{1}, "电话"}) ==
          Lines{"received 1", "contacted 1", "stopped m1 met", "started m2 resolve of 1"});
    CHECK(called.ask(RecordContact{{1}, "又电话"}) == Lines{"contacted 1"});
    CHECK(called.ask(AnswerProgress{{1}, "已派人"}) == Lines{"progress 1"});

    Story told = handled_by(policy);
    CHECK(told.ask(AnswerProgress{{1}, "已派人"}) ==
          Lines{"received 1", "progress 1", "stopped m1 met", "started m2 resolve of 1"});
    CHECK(told.ask(RecordContact{{1}, "电话"}) == Lines{"contacted 1"});
}

TEST_CASE("the first plan starts what waits for it and every plan is kept") {
    Story story =
        handled_by(policy_of({plan_in_1wd, milestone(Kind::resolve, StartEvent::planned, "5wd")}));
    CHECK(story.ask(extension_of(1, 1)) == Lines{"clock_not_running"});
    CHECK(story.ask(SubmitPlan{{1}, " "}) == Lines{"required /text"});
    CHECK(story.ask(SubmitPlan{{1}, "周三更换"}) ==
          Lines{"received 1", "planned 1", "stopped m1 met", "started m2 resolve of 1"});
    CHECK(story.ask(SubmitPlan{{1}, "改为周四"}) == Lines{"planned 1"});
    CHECK(story.leg(1).plan == "改为周四");
}

TEST_CASE("an answer in progress meets the contact and the reply and leaves the ticket open") {
    Story story =
        handled_by(policy_of({contact_in_2h, milestone(Kind::reply, StartEvent::dispatched, "3wd"),
                              milestone(Kind::resolve, StartEvent::dispatched, "15wd")}));
    CHECK(story.ask(AnswerProgress{{1}, ""}) == Lines{"required /text"});
    story.on("2026-03-05 17:30");
    CHECK(story.ask(AnswerProgress{{1}, "材料已订购"}) ==
          Lines{"received 1", "progress 1", "stopped m1 met", "stopped m2 met"});
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.leg(1).progress == "材料已订购");
    CHECK(story.leg(1).contacted_at == story.now());
    CHECK_FALSE(story.clock(2).overdue);
    CHECK(story.clock(3).state == ClockState::running);
}

TEST_CASE("the hotline has its own limit to dispatch and again after each return") {
    const Policy policy = policy_of({milestone(Kind::dispatch, StartEvent::opened, "4wh")});
    Story story("2026-03-02 09:00", policy);
    CHECK(story.ask(open_at(at("2026-03-02 08:30"))) ==
          Lines{"opened", "started m1 dispatch of the ticket"});
    CHECK(text(story.clock(1).due_at) == "2026-03-02 14:00");
    CHECK(story.ask(dispatch_to("a1")) == Lines{"dispatched 1 a1 lead level 1", "stopped m1 met"});
    story.on("2026-03-03 15:00").must(return_of(1)).on("2026-03-03 16:30");
    CHECK(story.ask(approve(1)) ==
          Lines{"decided p1 approved", "ended 1 returned", "started m2 dispatch of the ticket"});
    CHECK(text(story.clock(2).due_at) == "2026-03-04 11:30");
    story.live_until("2026-03-04 11:31");
    CHECK(story.clock(2).overdue);
    CHECK(story.ask(dispatch_to("b1")) == Lines{"dispatched 2 b1 lead level 1", "stopped m2 met"});
    CHECK_FALSE(story.clock(1).overdue);
}

TEST_CASE("every way to end before dispatch ends the hotline's own limit") {
    struct Row {
        Command command;
        std::string stop;
    };
    const std::vector<Row> table{
        {AnswerDirectly{"九点"}, "stopped m1 met"},
        {Decline{DeclineReason::already_handled, "已答复过"}, "stopped m1 met"},
        {TransferToEmergency{}, "stopped m1 met"},
        {Withdraw{"撤回"}, "stopped m1 cancelled"},
        {Merge{{7}}, "stopped m1 cancelled"},
    };
    for (const Row& row : table) {
        Story story("2026-03-02 09:00",
                    policy_of({milestone(Kind::dispatch, StartEvent::opened, "4wh")}));
        CHECK(story.must(open_at(story.now())).ask(row.command).back() == row.stop);
    }
}

TEST_CASE("who does not click is received by the clock and what waits for receipt starts") {
    const Policy policy = policy_of(
        {milestone(Kind::receive, StartEvent::dispatched, "1wd", {{StepKind::auto_receive}}),
         milestone(Kind::contact, StartEvent::received, "2h")});
    Story story = handled_by(policy);
    story.on("2026-03-03 17:30");
    CHECK(story.reach(1, StepKind::overdue) == Lines{"step_not_due"});
    story.on(story.now() + Millis{1});
    CHECK(story.reach_due() == Lines{"reached m1 overdue", "reached m1 auto_receive",
                                     "received 1 by the clock", "stopped m1 met",
                                     "started m2 contact of 1"});
    CHECK(story.leg(1).received_by_clock);
    CHECK(story.clock(1).overdue);
    CHECK(story.clock(2).started_at == story.now());
    CHECK(story.ask(Receive{{1}}) == Lines{"already_received"});

    Story clicked = handled_by(policy);
    clicked.on("2026-03-03 17:30").must(Receive{{1}});
    CHECK_FALSE(clicked.leg(1).received_by_clock);
    CHECK_FALSE(clicked.clock(1).overdue);
    CHECK(clicked.on("2026-03-04 10:00").reach(1, StepKind::auto_receive) ==
          Lines{"clock_not_running"});
}

TEST_CASE("the ticket's own limit to receive receives the lead by the clock") {
    Story story = handled_by(policy_of(
        {milestone(Kind::receive, StartEvent::opened, "1wd", {{StepKind::auto_receive}})}));
    story.on("2026-03-04 09:00");
    CHECK(story.reach_due() == Lines{"reached m1 overdue", "reached m1 auto_receive",
                                     "received 1 by the clock", "stopped m1 met"});
}

TEST_CASE("the earlier of our limit and the external deadline less its margin holds") {
    struct Row {
        std::string what, external, margin, due, cap;
    };
    const std::vector<Row> table{
        {"none", "", "1wd", "2026-03-09 17:30", "own"},
        {"later than ours", "2026-03-12 12:00", "1wd", "2026-03-09 17:30", "external"},
        {"a working day before noon", "2026-03-06 12:00", "1wd", "2026-03-05 17:30", "external"},
        {"over a weekend", "2026-03-09 09:00", "1wd", "2026-03-06 17:30", "external"},
        {"a day", "2026-03-06 12:00", "1d", "2026-03-05 12:00", "external"},
        {"hours", "2026-03-06 12:00", "2h", "2026-03-06 10:00", "external"},
        {"minutes", "2026-03-06 12:00", "30min", "2026-03-06 11:30", "external"},
        {"passed before it came", "2026-03-01 12:00", "1wd", "2026-03-02 10:00", "external"},
        {"not looked at", "2026-03-06 12:00", "", "2026-03-09 17:30", "own"},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Policy policy = policy_of({milestone(Kind::resolve, StartEvent::dispatched, "5wd")});
        if (!row.margin.empty()) policy.external_margin = limit(row.margin);
        Story story = handled_by({policy}, "2026-03-02 10:00", [&](Request& request) {
            if (!row.external.empty()) request.external_due_at = at(row.external);
        });
        CHECK(text(story.clock(1).due_at) == row.due);
        CHECK(story.clock(1).derivation.cap_reason ==
              (row.cap == "own" ? CapReason::none : CapReason::external));
    }
}

TEST_CASE("a redo by the resolve rule is not late because of an external deadline answered for") {
    Policy policy = policy_of({milestone(Kind::resolve, StartEvent::dispatched, "5wd")});
    policy.external_margin = limit("1wd");
    Story story = handled_by({policy}, "2026-03-02 10:00", [](Request& request) {
        request.external_due_at = at("2026-03-06 12:00");
    });
    story.on("2026-03-05 10:00").must(reply_of(1)).must(accept_of(1)).must(unsolved_visit());
    story.on("2026-03-11 10:00").must(Redo{"未解决"});
    CHECK(text(story.last(Kind::resolve).due_at) == "2026-03-18 17:30");
    CHECK(story.ask(recount()) == Lines{"no_change"});
}

TEST_CASE("a unit's own policy counts its assignments and the ticket keeps its own") {
    const Policy of_ticket = policy_of({milestone(Kind::resolve, StartEvent::dispatched, "5wd"),
                                        milestone(Kind::resolve, StartEvent::opened, "8wd")});
    Policy of_unit = policy_of({milestone(Kind::resolve, StartEvent::dispatched, "2wd"),
                                milestone(Kind::resolve, StartEvent::opened, "1wd")});
    of_unit.id = "water";
    of_unit.selector.units = {"b1"};
    for (const int priority : {-1, 1}) {
        of_unit.priority = priority;
        Story story("2026-03-02 10:00", std::vector{of_ticket, of_unit});
        story.must(open_at(story.now())).must(dispatch_to("a1", {"b1"}));
        const bool is_above = priority > 0;
        CHECK(story.leg(1).policy_id == "city-default");
        CHECK(story.leg(2).policy_id == (is_above ? "water" : "city-default"));
        REQUIRE(story.state().clocks.size() == 3);
        CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
        CHECK(text(story.clock(2).due_at) == "2026-03-09 17:30");
        CHECK(text(story.clock(3).due_at) == (is_above ? "2026-03-04 17:30" : "2026-03-09 17:30"));
        CHECK(story.clock(3).policy_id == story.leg(2).policy_id);
    }
}

TEST_CASE("the first plan during a redo starts no second limit beside the redo's own") {
    for (const bool has_redo_rule : {false, true}) {
        std::vector<MilestoneRule> rules{plan_in_1wd,
                                         milestone(Kind::resolve, StartEvent::planned, "5wd")};
        if (has_redo_rule) rules.push_back(milestone(Kind::redo, StartEvent::dispatched, "3wd"));
        Story story = handled_by(policy_of(rules));
        story.must(reply_of(1)).must(accept_of(1)).must(unsolved_visit()).must(Redo{"未解决"});
        CHECK(story.ask(SubmitPlan{{1}, "周三更换"}) == Lines{"planned 1"});
        CHECK(story.state().clocks.size() == 2);
    }
}
