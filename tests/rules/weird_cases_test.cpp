// The first half of the twenty strange things that real regimes ask of a policy engine, each as the
// policy that a city would write and the instants that it must give. 2 March 2026 is a Monday;
// working hours are 08:30-12:00 and 13:30-17:30.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

}  // namespace

TEST_CASE("case 01: each milestone of one policy has its own unit") {
    // Saturday evening; natural time runs on, working time and days begin on Monday.
    const Policy policy = named_policy(
        "p", 0,
        {dispatched_rule(Kind::receive, "30min"), dispatched_rule(Kind::contact, "4wh"),
         dispatched_rule(Kind::plan, "same_day"), dispatched_rule(Kind::reply, "3d"),
         dispatched_rule(Kind::resolve, "13wd next_day")});
    Story story = handled_by(policy, "2026-03-07 20:00");
    CHECK(text(story.last(Kind::receive).due_at) == "2026-03-07 20:30");
    CHECK(text(story.last(Kind::contact).due_at) == "2026-03-09 14:00");
    CHECK(text(story.last(Kind::plan).due_at) == "2026-03-09 17:30");
    CHECK(text(story.last(Kind::reply).due_at) == "2026-03-10 17:30");
    CHECK(text(story.last(Kind::resolve).due_at) == "2026-03-25 17:30");
}

TEST_CASE("case 02: milestones follow one another and each warns for itself") {
    const Policy policy = policy_of(
        {dispatched_rule(Kind::receive, "1wd", {{StepKind::notify, 0, 50}}),
         milestone(Kind::contact, StartEvent::received, "2h", {{StepKind::urge, 0, 0, -30}}),
         milestone(Kind::plan, StartEvent::contacted, "1wd", {{StepKind::warn_yellow, 0, 80}}),
         milestone(Kind::resolve, StartEvent::planned, "5wd", {{StepKind::warn_yellow, -1}})});
    Story story = handled_by(policy);
    story.on("2026-03-03 09:00").must(Receive{{1}});
    CHECK(text_of(story.last(Kind::contact).steps) ==
          "urge 2026-03-03 10:30, overdue 2026-03-03 11:00 +1 ms");
    story.on("2026-03-03 10:00").must(RecordContact{{1}, "电话"});
    CHECK(text(next_step(story.last(Kind::plan))->at) == "2026-03-04 11:12");
    story.on("2026-03-04 09:00").must(SubmitPlan{{1}, "周五修复"});
    CHECK(text_of(story.last(Kind::resolve).steps) ==
          "yellow 2026-03-10 08:30, overdue 2026-03-11 17:30 +1 ms");
    CHECK_FALSE(story.state().overdue);
}

TEST_CASE("case 03: any property of the request selects and the priority number decides") {
    struct Row {
        std::string what;
        std::function<void(PolicySelector&)> select;
        std::function<void(Request&)> request;
    };
    const std::vector<Row> table{
        {"channel", [](auto& s) { s.channels = {Channel::mail}; },
         [](auto& r) { r.channel = Channel::mail; }},
        {"kind", [](auto& s) { s.kinds = {RequestKind::complaint}; },
         [](auto& r) { r.kind = RequestKind::complaint; }},
        {"urgency", [](auto& s) { s.urgencies = {Urgency::critical}; },
         [](auto& r) { r.urgency = Urgency::critical; }},
        {"item", [](auto& s) { s.items = {"02"}; }, [](auto& r) { r.item = "0203"; }},
        {"tag", [](auto& s) { s.tags = {"summer"}; }, [](auto& r) { r.tags = {"x", "summer"}; }},
        {"enterprise", [](auto& s) { s.caller_types = {CallerType::enterprise}; },
         [](auto& r) { r.caller.type = CallerType::enterprise; }},
        {"leader", [](auto& s) { s.origins = {Origin::leader}; },
         [](auto& r) { r.origin = Origin::leader; }},
        {"recheck", [](auto& s) { s.origins = {Origin::recheck, Origin::supervision}; },
         [](auto& r) { r.origin = Origin::recheck; }},
        {"territory", [](auto& s) { s.districts = {"370402"}; },
         [](auto& r) { r.district = "370402"; }},
        {"law version", [](auto& s) { s.laws = {"2019"}; }, [](auto& r) { r.law = "2019"; }},
        {"unit", [](auto& s) { s.units = {"a1"}; }, [](auto&) {}},
        {"hours of receipt", [](auto& s) { s.received_hours = {{9 * 60, 11 * 60}}; }, [](auto&) {}},
        {"a working day", [](auto& s) { s.received_on = DayClass::working; }, [](auto&) {}},
    };
    const Policy ordinary = named_policy("ordinary", 0, {dispatched_rule(Kind::resolve, "5wd")});
    for (const Row& row : table) {
        INFO(row.what);
        Policy special = named_policy("special", 1, {dispatched_rule(Kind::resolve, "3wd")});
        row.select(special.selector);
        CHECK(due_by({ordinary, special}, "2026-03-02 10:00", Kind::resolve, row.request) ==
              "2026-03-05 17:30");
        // Another request at another time and for another unit keeps the ordinary limit.
        Story other("2026-03-07 12:00", {ordinary, special});
        other.must(open_at(other.now())).must(dispatch_to("z9"));
        CHECK(text(other.last(Kind::resolve).due_at) == "2026-03-13 17:30");
        // Most specific does not win by itself.
        special.priority = -1;
        CHECK(due_by({ordinary, special}, "2026-03-02 10:00", Kind::resolve, row.request) ==
              "2026-03-09 17:30");
    }
}

TEST_CASE(
    "case 04: a seasonal policy is for tagged tickets inside its window and fixed at creation") {
    const Policy ordinary = named_policy("ordinary", 0, {dispatched_rule(Kind::contact, "24h")});
    Policy season = named_policy("season", 5, {dispatched_rule(Kind::contact, "2h")});
    season.selector.tags = {"summer"};
    season.effective_from = at("2026-07-15 00:00");
    season.effective_to = at("2026-08-25 00:00");
    const auto tagged = [](Request& request) { request.tags = {"summer"}; };
    struct Row {
        std::string start;
        bool is_tagged, is_in_season;
    };
    for (const Row& row :
         {Row{"2026-07-14 23:59", true, false}, Row{"2026-07-15 00:00", true, true},
          Row{"2026-08-24 23:59", true, true}, Row{"2026-08-25 00:00", true, false},
          Row{"2026-08-01 12:00", false, false}}) {
        INFO(row.start);
        Story story =
            handled_by({ordinary, season}, row.start, row.is_tagged ? tagged : [](Request&) {});
        CHECK(story.state().policy_id == (row.is_in_season ? "season" : "ordinary"));
        CHECK(story.last(Kind::contact).due_at ==
              story.now() + std::chrono::hours{row.is_in_season ? 2 : 24});
    }
    // Dispatched after the season, opened in it.
    Story late("2026-08-24 23:00", {ordinary, season});
    OpenTicket command = open_at(late.now());
    tagged(command.request);
    late.must(command).on("2026-08-26 09:00").must(dispatch_to("a1"));
    CHECK(text(late.last(Kind::contact).due_at) == "2026-08-26 11:00");
}

TEST_CASE("case 05: a catalogue item has its own limit and the longest code wins") {
    Policy policy = named_policy(
        "p", 0, {dispatched_rule(Kind::contact, "24h"), dispatched_rule(Kind::resolve, "5wd")});
    policy.item_limits = {{"02", Kind::contact, limit("2h")},
                          {"0203", Kind::contact, limit("30min")},
                          {"0203", Kind::resolve, limit("24h")}};
    struct Row {
        std::string item, contact, resolve;
    };
    for (const Row& row : {Row{"", "2026-03-03 10:00", "2026-03-09 17:30"},
                           Row{"01", "2026-03-03 10:00", "2026-03-09 17:30"},
                           Row{"0204", "2026-03-02 12:00", "2026-03-09 17:30"},
                           Row{"0203", "2026-03-02 10:30", "2026-03-03 10:00"},
                           Row{"020307", "2026-03-02 10:30", "2026-03-03 10:00"}}) {
        INFO("item " << row.item);
        Story story = handled_by({policy}, "2026-03-02 10:00",
                                 [&](Request& request) { request.item = row.item; });
        CHECK(text(story.last(Kind::contact).due_at) == row.contact);
        CHECK(text(story.last(Kind::resolve).due_at) == row.resolve);
    }
}

TEST_CASE("case 06: administrative enforcement runs by its statutory table and is not assessed") {
    const Policy ordinary = named_policy("ordinary", 0, {dispatched_rule(Kind::resolve, "5wd")});
    // 市场监管: decide whether to take it up in 7 working days, mediate in 45 after that.
    Policy statutory = named_policy("enforcement", 9,
                                    {dispatched_rule(Kind::plan, "7wd"),
                                     milestone(Kind::resolve, StartEvent::planned, "45wd")});
    statutory.selector.tags = {"enforcement"};
    statutory.assessed = false;
    Story story = handled_by({ordinary, statutory}, "2026-03-02 10:00",
                             [](Request& request) { request.tags = {"enforcement"}; });
    CHECK(text(story.last(Kind::plan).due_at) == "2026-03-11 17:30");
    CHECK(story.state().clocks.size() == 1);
    CHECK_FALSE(story.book().find("enforcement", "2026.1")->assessed);
    story.on("2026-03-11 17:30").must(SubmitPlan{{1}, "决定受理"});
    CHECK_FALSE(story.last(Kind::plan).overdue);
    CHECK(text(story.last(Kind::resolve).due_at) == "2026-05-13 17:30");
}

TEST_CASE("case 07: an extension adds days or names a new total and each step has its approver") {
    Policy adds = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
    adds.extension = extend_once(10);
    Policy total = adds;
    total.extension = {
        ExtensionMode::total, 0, {extension_step(15), extension_step(30, Role::supervisor)}};
    Story added = handled_by(adds).must(extension_of(1, 10)).must(approve(1));
    CHECK(text(added.clock(1).due_at) == "2026-03-23 17:30");
    Story totalled = handled_by(total).must(extension_of(1, 15)).must(approve(1));
    CHECK(text(totalled.clock(1).due_at) == "2026-03-23 17:30");
    totalled.must(extension_of(1, 30));
    CHECK(totalled.as(Role::dispatcher).ask(approve(2)) == Lines{"approver_required"});
    CHECK(totalled.as(Role::supervisor).ask(approve(2)).back() == "moved m1 extended");
    CHECK(text(totalled.clock(1).due_at) == "2026-04-13 17:30");
    CHECK(totalled.as(Role::unit, "a1").ask(extension_of(1, 30)) == Lines{"extension_count"});
    // Before expiry only, and with its reason.
    Story late = handled_by(adds);
    CHECK(late.ask(AskExtension{{1}, 5, " "}) == Lines{"required /reason"});
    CHECK(late.on("2026-03-09 17:31").ask(extension_of(1, 5)) == Lines{"already_due"});
}

TEST_CASE(
    "case 08: the return window depends on complexity and silence accepts and the third dispatch "
    "designates") {
    Policy policy = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
    policy.returning = return_within("1wd");
    policy.returning.window_complex = limit("2wd");
    policy.returning.deemed_acceptance = true;
    policy.returning.max_dispatches = 3;
    for (const bool is_complex : {false, true}) {
        const auto change = [&](Request& request) { request.complex = is_complex; };
        const std::string end = is_complex ? "2026-03-04 17:30" : "2026-03-03 17:30";
        Story asked = handled_by({policy}, "2026-03-02 10:00", change).live_until(end);
        CHECK(asked.ask(return_of(1)).back() == "asked p1 return 1");
        Story silent = handled_by({policy}, "2026-03-02 10:00", change);
        silent.live_until(end).live_until("2026-03-05 09:00");
        CHECK(silent.leg(1).accepted_at == at(end) + Millis{1});
        CHECK(silent.ask(return_of(1)) == Lines{"return_window_closed"});
    }
    Story passed = handled_by(policy).must(return_of(1)).must(approve(1)).must(dispatch_to("b1"));
    CHECK_FALSE(passed.leg(2).designated);
    passed.must(return_of(2)).must(approve(2)).must(dispatch_to("c1"));
    CHECK(passed.leg(3).designated);
    CHECK(passed.ask(return_of(3)) == Lines{"designated"});
    // The time of a rejected return is charged to the unit or not.
    for (const bool charged : {true, false}) {
        policy.returning.charge_time = charged;
        Story story = handled_by(policy).must(return_of(1)).on("2026-03-04 10:00").must(reject(1));
        CHECK(text(story.clock(1).due_at) == (charged ? "2026-03-09 17:30" : "2026-03-10 17:30"));
    }
}

TEST_CASE("case 09: lights lie relative to working days or at a percentage of the limit") {
    const Story story = handled_by(
        policy_of({dispatched_rule(Kind::resolve, "5wd",
                                   {{StepKind::warn_yellow, -1}, {StepKind::warn_red, 1}}),
                   dispatched_rule(Kind::reply, "10h",
                                   {{StepKind::warn_yellow, 0, 80}, {StepKind::warn_red, 0, 95}})}),
        "2026-02-12 09:00");
    // The 14th works; the festival lasts until the 23rd.
    CHECK(text_of(story.last(Kind::resolve).steps) ==
          "yellow 2026-02-25 08:30, overdue 2026-02-26 17:30 +1 ms, red 2026-02-27 08:30");
    CHECK(text_of(story.last(Kind::reply).steps) ==
          "yellow 2026-02-12 17:00, red 2026-02-12 18:30, overdue 2026-02-12 19:00 +1 ms");
}

TEST_CASE(
    "case 10: a level below ends no later than the one above unless the policy allows and a unit "
    "may leave") {
    for (const bool may_exceed : {false, true}) {
        Policy policy = named_policy("p", 0, {dispatched_rule(Kind::resolve, "5wd")});
        policy.child_may_exceed = may_exceed;
        Story story = handled_by(policy).on("2026-03-04 10:00").must(sub_dispatch(1, {"a1-1"}));
        story.on("2026-03-05 10:00").must(sub_dispatch(2, {"a1-1-1"}));
        CHECK(text(story.clock(2).due_at) ==
              (may_exceed ? "2026-03-11 17:30" : "2026-03-09 17:30"));
        CHECK(text(story.clock(3).due_at) ==
              (may_exceed ? "2026-03-12 17:30" : "2026-03-09 17:30"));
        CHECK(story.clock(3).derivation.cap_reason ==
              (may_exceed ? CapReason::none : CapReason::parent));
    }
    Story joint = handled_story().must(add_assisting("b1"));
    joint.must(ExitLeg{{2}, "与我单位无关"});
    CHECK(joint.leg(2).state == LegState::exited);
    joint.live_until("2026-03-09 17:31");
    CHECK(counts_overdue(joint.clock(3)));
    for (const Clock& clock : joint.state().clocks)
        if (clock.leg == LegId{2}) CHECK(clock.state == ClockState::cancelled);
}
