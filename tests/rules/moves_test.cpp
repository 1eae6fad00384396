// What moves a due instant while its clock runs: extension (延期), suspension (挂起) and its end,
// the time of a rejected return's review, a longer return window.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

using Kind = MilestoneKind;

const MilestoneRule resolve_in_5wd =
    milestone(Kind::resolve, StartEvent::dispatched, "5wd", yellow_and_red());
const MilestoneRule ticket_in_8wd = milestone(Kind::resolve, StartEvent::opened, "8wd");

Policy extendable(ExtensionRule rule) {
    Policy policy = policy_of({resolve_in_5wd, ticket_in_8wd});
    policy.extension = std::move(rule);
    return policy;
}

Policy pausable(std::vector<MilestoneRule> rules, bool stops_ticket = false) {
    Policy policy = policy_of(std::move(rules));
    policy.pause = {{{"litigation", "涉诉", 20}, {"season", "季节", 5}}, 22, stops_ticket};
    return policy;
}

// Dispatched on Monday 2 March at 10:00 and suspended on Wednesday at 10:00 for 5 working days.
Story suspended(const Policy& policy = pausable({resolve_in_5wd})) {
    Story story = handled_by(policy).on("2026-03-04 10:00");
    return story.must(suspension_of(1, 5)).must(approve(1));
}

}  // namespace

TEST_CASE("increments add up and are counted after the old due day on leg and ticket alike") {
    Story story = handled_by(extendable(
        {ExtensionMode::add, 12, {extension_step(7), extension_step(7), extension_step(7)}}));
    CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
    CHECK(story.ask(extension_of(1, 8)) == Lines{"extension_cap /working_days"});
    story.must(extension_of(1, 7));
    CHECK(story.ask(approve(1)) ==
          Lines{"decided p1 approved", "moved m1 extended", "moved m2 extended"});
    CHECK(text(story.clock(2).due_at) == "2026-03-18 17:30");
    CHECK(text(story.clock(1).due_at) == "2026-03-23 17:30");
    CHECK(story.ask(extension_of(1, 6)) == Lines{"extension_cap /working_days"});
    story.must(extension_of(1, 3)).must(approve(2));
    CHECK(story.clock(2).derivation.extended_working_days == 10);
    CHECK(text(story.clock(2).due_at) == "2026-03-23 17:30");
    story.must(extension_of(1, 2)).must(approve(3));
    CHECK(story.ask(extension_of(1, 1)) == Lines{"extension_count"});
}

TEST_CASE("a new total replaces the limit and the next total counts from the start again") {
    Story story =
        handled_by(extendable({ExtensionMode::total, 0, {extension_step(15), extension_step(25)}}));
    CHECK(story.ask(extension_of(1, 16)) == Lines{"extension_cap /working_days"});
    story.must(extension_of(1, 15)).must(approve(1));
    CHECK(text(story.clock(2).due_at) == "2026-03-23 17:30");
    CHECK(text(story.clock(1).due_at) == "2026-03-23 17:30");
    CHECK(text_of(story.clock(2).derivation.limit) == "15wd");
    story.on("2026-03-23 17:30").must(extension_of(1, 25)).must(approve(2));
    CHECK(text(story.clock(2).due_at) == "2026-04-06 17:30");
    CHECK(story.ask(extension_of(1, 25)) == Lines{"extension_count"});
}

TEST_CASE("a new total that gives no more time is refused and stays pending") {
    Story story = handled_by(extendable({ExtensionMode::total, 0, {extension_step(15)}}));
    story.must(extension_of(1, 4));
    CHECK(story.ask(approve(1)) == Lines{"out_of_range /working_days"});
    CHECK(story.petition(1).state == PetitionState::pending);
    CHECK(story.ask(reject(1)) == Lines{"decided p1 rejected"});
    CHECK(story.leg(1).extension_count == 0);
}

TEST_CASE("a new total in working days of a same-day limit keeps none of its options") {
    for (const std::string original :
         {"same_day any_day cutoff=16:00", "4wh next_day", "3d instant"}) {
        Policy policy = policy_of({milestone(Kind::resolve, StartEvent::dispatched, original)});
        policy.extension = {ExtensionMode::total, 0, {extension_step(5)}};
        Story story = handled_by(policy).must(extension_of(1, 5)).must(approve(1));
        std::string why;
        INFO(original << " became " << text_of(story.clock(1).derivation.limit));
        CHECK(parse_time_limit(text_of(story.clock(1).derivation.limit), why) ==
              story.clock(1).derivation.limit);
        CHECK(story.clock(1).due_at >= at("2026-03-09 10:00"));
    }
}

TEST_CASE("each extension is decided by the one that its step names") {
    ExtensionRule rule{
        ExtensionMode::add, 0, {extension_step(5), extension_step(5, Role::supervisor)}};
    rule.steps[1].office = "省政府办公厅";
    Story story = handled_by(extendable(rule));
    story.must(extension_of(1, 5));
    CHECK(story.as(Role::supervisor).ask(approve(1)) == Lines{"approver_required"});
    CHECK(story.ask(reject(1)) == Lines{"approver_required"});
    CHECK(story.as(Role::dispatcher).ask(approve(1)).front() == "decided p1 approved");
    story.must(extension_of(1, 5));
    CHECK(story.ask(approve(2)) == Lines{"approver_required"});
    CHECK(story.refusal().detail.find("省政府办公厅") != std::string::npos);
    CHECK(story.as(Role::supervisor).ask(approve(2)).front() == "decided p2 approved");
}

TEST_CASE("some extensions are for complex tickets or those of several units only") {
    Policy policy = extendable(
        {ExtensionMode::add, 0, {extension_step(5, Role::dispatcher, ExtensionNeeds::complex)}});
    Story plain = handled_by(policy);
    CHECK(plain.ask(extension_of(1, 5)) == Lines{"extension_condition"});
    CHECK(plain.must(MarkComplex{true, "跨区"}).ask(extension_of(1, 5)).back() ==
          "asked p1 extend 1");
    policy.extension.steps[0].needs = ExtensionNeeds::several_units;
    Story alone = handled_by(policy);
    CHECK(alone.ask(extension_of(1, 5)) == Lines{"extension_condition"});
    alone.must(add_assisting("b1"));
    CHECK(Story(alone).ask(extension_of(1, 5)).back() == "asked p1 extend 1");
    alone.must(ExitLeg{{2}, "无关"});
    CHECK(alone.ask(extension_of(1, 5)) == Lines{"extension_condition"});
}

TEST_CASE("an external deadline that leaves no time refuses the extension") {
    Policy policy = extendable(extend_once(10));
    policy.external_margin = limit("1wd");
    Story story = handled_by({policy}, "2026-03-02 10:00", [](Request& request) {
        request.external_due_at = at("2026-03-06 12:00");
    });
    CHECK(text(story.clock(2).due_at) == "2026-03-05 17:30");
    story.must(extension_of(1, 5));
    CHECK(story.ask(approve(1)) == Lines{"beyond_parent_due"});
}

TEST_CASE("days inside a suspension do not count and its end is known when it is granted") {
    Story story = suspended();
    const Clock& clock = story.clock(1);
    REQUIRE(clock.derivation.pauses.size() == 1);
    CHECK(text(clock.derivation.pauses[0].from) == "2026-03-04 10:00");
    CHECK(text(clock.derivation.pauses[0].to) == "2026-03-11 17:30");
    CHECK(clock.derivation.pauses[0].code == "litigation");
    CHECK(text(clock.due_at) == "2026-03-16 17:30");
    CHECK(text_of(clock.steps) ==
          "yellow 2026-03-13 08:30, overdue 2026-03-16 17:30 +1 ms, red 2026-03-17 08:30");
    CHECK(clock.state == ClockState::running);
    CHECK(story.ask(suspension_of(1, 5)) == Lines{"no_change"});
    // The work may go on meanwhile.
    CHECK(story.ask(RecordContact{{1}, "电话"}).front() == "contacted 1");
}

TEST_CASE("a suspension stops what waits for the unit's work and not receipt or contact") {
    Story story = handled_by(pausable({milestone(Kind::receive, StartEvent::dispatched, "5wd"),
                                       milestone(Kind::contact, StartEvent::dispatched, "5wd"),
                                       milestone(Kind::plan, StartEvent::dispatched, "5wd"),
                                       milestone(Kind::reply, StartEvent::dispatched, "5wd"),
                                       resolve_in_5wd, ticket_in_8wd}))
                      .on("2026-03-04 10:00")
                      .must(suspension_of(1, 5));
    CHECK(story.ask(approve(1)) == Lines{"decided p1 approved", "moved m4 suspended",
                                         "moved m5 suspended", "moved m6 suspended"});
    CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");  // the citizen's
}

TEST_CASE(
    "a statutory suspension of the lead stops the ticket's own clock and an assisting one does "
    "not") {
    const Policy policy = pausable({resolve_in_5wd, ticket_in_8wd}, true);
    Story lead = handled_by(policy).on("2026-03-04 10:00").must(suspension_of(1, 5));
    CHECK(lead.ask(approve(1)) ==
          Lines{"decided p1 approved", "moved m1 suspended", "moved m2 suspended"});
    CHECK(text(lead.clock(1).due_at) == "2026-03-19 17:30");
    Story assist = handled_by(policy).must(add_assisting("b1")).on("2026-03-04 10:00");
    assist.must(suspension_of(2, 5));
    CHECK(assist.ask(approve(1)) == Lines{"decided p1 approved", "moved m3 suspended"});
}

TEST_CASE("a suspension that would stop no clock is refused") {
    Story story = handled_by(pausable({ticket_in_8wd}));
    CHECK(story.ask(suspension_of(1, 5)) == Lines{"clock_not_running"});
    Story statutory = handled_by(pausable({ticket_in_8wd}, true));
    CHECK(statutory.ask(suspension_of(1, 5)).back() == "asked p1 suspend 1");
}

TEST_CASE("a suspension has a reason of the policy and stays within the caps") {
    Story story = handled_by(pausable({resolve_in_5wd}));
    CHECK(story.ask(suspension_of(1, 5, "holiday")) == Lines{"suspension_reason /code"});
    CHECK(story.ask(suspension_of(1, 5, "")) == Lines{"required /code"});
    CHECK(story.ask(suspension_of(1, 0)) == Lines{"out_of_range /working_days"});
    CHECK(story.ask(suspension_of(1, 21)) == Lines{"suspension_cap /working_days"});
    CHECK(story.ask(suspension_of(1, 6, "season")) == Lines{"suspension_cap /working_days"});
    CHECK(story.ask(AskSuspension{{1}, "season", 5, ""}) == Lines{"required /reason"});
    story.must(suspension_of(1, 20)).must(reject(1)).must(suspension_of(1, 20)).must(approve(2));
    story.must(Resume{{1}, "已判决"});
    CHECK(story.ask(suspension_of(1, 3, "season")) == Lines{"suspension_cap /working_days"});
    CHECK(story.ask(suspension_of(1, 2, "season")).back() == "asked p3 suspend 1");
    Story none = handled_story();
    CHECK(none.ask(suspension_of(1, 1)) == Lines{"suspension_reason /code"});
}

TEST_CASE("resuming early gives back what was not used") {
    Story story = suspended();
    CHECK(story.ask(Resume{{1}, ""}) == Lines{"required /note"});
    story.on("2026-03-06 09:00");
    CHECK(story.ask(Resume{{1}, "已判决"}) == Lines{"moved m1 resumed"});
    CHECK(text(story.clock(1).derivation.pauses[0].to) == "2026-03-06 09:00");
    CHECK(text(story.clock(1).due_at) == "2026-03-11 17:30");
    CHECK(story.ask(Resume{{1}, "已判决"}) == Lines{"not_suspended"});
    Story over = suspended();
    CHECK(over.on("2026-03-11 17:29").ask(Resume{{1}, "判决"}).size() == 1);
    Story too_late = suspended();
    CHECK(too_late.on("2026-03-11 17:30").ask(Resume{{1}, "判决"}) == Lines{"not_suspended"});
}

TEST_CASE("pauses are half-open and to the second") {
    Story story = handled_by(pausable({milestone(Kind::resolve, StartEvent::dispatched, "40h")}));
    story.on(at("2026-03-03 10:00") + Millis{700}).must(suspension_of(1, 1)).must(approve(1));
    story.on(at("2026-03-03 11:00") + Millis{900}).must(Resume{{1}, "判决"});
    const Pause pause = story.clock(1).derivation.pauses.at(0);
    CHECK(text(pause.from) == "2026-03-03 10:00");
    CHECK(text(pause.to) == "2026-03-03 11:00");
    CHECK(text(story.clock(1).due_at) == "2026-03-04 03:00");
    // Resumed within its first second it is no pause at all.
    story.on(at("2026-03-03 12:00") + Millis{100}).must(suspension_of(1, 1)).must(approve(2));
    story.on(at("2026-03-03 12:00") + Millis{900}).must(Resume{{1}, "判决"});
    CHECK(story.clock(1).derivation.pauses.size() == 1);
    CHECK(text(story.clock(1).due_at) == "2026-03-04 03:00");
}

TEST_CASE("a light that was on before a suspension is not lit again when it ends at once") {
    Story story =
        handled_by(pausable({milestone(Kind::resolve, StartEvent::dispatched, "5wd",
                                       {{StepKind::urge, -1}, {StepKind::warn_yellow, -1}})}));
    story.live_until("2026-03-06 10:00").must(suspension_of(1, 5)).must(approve(1));
    CHECK(story.state().notices.size() == 1);
    CHECK_FALSE(story.clock(1).yellow);
    story.live_until("2026-03-06 15:00").must(Resume{{1}, "误申请"});
    CHECK(text(story.clock(1).due_at) == "2026-03-09 17:30");
    CHECK(story.clock(1).yellow);
    CHECK(story.live_until("2026-03-09 17:30").state().notices.size() == 1);
    CHECK_FALSE(story.clock(1).overdue);
}

TEST_CASE("a unit below has no more time than the unit above it when that one resumes early") {
    Story story = suspended().must(sub_dispatch(1, {"a1-1"}));
    CHECK(text(story.clock(2).due_at) == "2026-03-11 17:30");  // its own 5 working days
    story.must(suspension_of(2, 3)).must(approve(2));
    CHECK(text(story.clock(2).due_at) == "2026-03-13 17:30");
    story.on("2026-03-05 10:00");
    CHECK(story.ask(Resume{{1}, "已判决"}) == Lines{"moved m1 resumed", "moved m2 resumed"});
    CHECK(text(story.clock(1).due_at) == "2026-03-10 17:30");
    CHECK(text(story.clock(2).due_at) == "2026-03-10 17:30");
}

TEST_CASE("the time of a rejected return's review is charged or not as the policy says") {
    for (const bool charged : {true, false}) {
        Policy policy = pausable({milestone(Kind::contact, StartEvent::dispatched, "5wd"),
                                  resolve_in_5wd, ticket_in_8wd},
                                 true);
        policy.returning.charge_time = charged;
        Story story = handled_by(policy).on("2026-03-03 10:00").must(return_of(1));
        story.on("2026-03-05 10:00");
        // The citizen's own clock runs through, even where a suspension would stop it.
        CHECK(story.ask(reject(1)) ==
              (charged ? Lines{"decided p1 rejected"}
                       : Lines{"decided p1 rejected", "moved m3 return_rejected"}));
        CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
        CHECK(text(story.clock(3).due_at) == (charged ? "2026-03-09 17:30" : "2026-03-11 17:30"));
        if (!charged) CHECK(story.clock(3).derivation.pauses[0].code == "return_review");
    }
}

TEST_CASE(
    "an overdue during the review of a return that is not charged is corrected and can come "
    "again") {
    Policy policy = policy_of({resolve_in_5wd});
    policy.returning = {};
    policy.returning.charge_time = false;
    Story story = handled_by(policy).on("2026-03-06 10:00").must(return_of(1));
    story.live_until("2026-03-11 10:00");
    CHECK(story.clock(1).overdue);
    CHECK(story.ask(reject(1)) ==
          Lines{"decided p1 rejected", "corrected m1 does not count", "moved m1 return_rejected"});
    CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
    CHECK(story.clock(1).overdue);
    CHECK_FALSE(counts_overdue(story.clock(1)));
    Story in_time = story;
    in_time.live_until("2026-03-12 17:30").must(reply_of(1));
    CHECK_FALSE(counts_overdue(in_time.clock(1)));
    Story missed = story;
    missed.live_until("2026-03-12 17:31");
    CHECK(counts_overdue(missed.clock(1)));
    // Answered late before the clock's step was acted on: late all the same.
    Story answered_late = story;
    answered_late.on("2026-03-12 17:31").must(reply_of(1));
    CHECK(counts_overdue(answered_late.clock(1)));
}

TEST_CASE("an upheld return gives nothing back because the next unit has its own limit") {
    Policy policy = policy_of({resolve_in_5wd, ticket_in_8wd});
    policy.returning.charge_time = false;
    Story story = handled_by(policy).on("2026-03-04 10:00").must(return_of(1));
    story.on("2026-03-05 10:00").must(approve(1)).must(dispatch_to("b1"));
    CHECK(text(story.last(Kind::resolve).due_at) == "2026-03-12 17:30");
    CHECK(story.last(Kind::resolve).derivation.pauses.empty());
    CHECK(text(story.clock(1).due_at) == "2026-03-12 17:30");
}
