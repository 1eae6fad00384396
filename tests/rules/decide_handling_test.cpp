// Dispatch, the work of units, and their petitions: which events each legal step decides.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace hotline;
using namespace hotline::test;

namespace {

Story joint_story() {  // 1: a1 leads, 2: b1 and 3: c1 assist
    return opened_story().must(dispatch_to("a1", {"b1", "c1"}));
}

}  // namespace

TEST_CASE("a dispatch gives one leg and its clocks to each unit") {
    Story story = opened_story();
    CHECK(story.ask(dispatch_to("a1", {"b1"})) ==
          Lines{"dispatched 1 a1 lead level 1", "started m1 receive of 1",
                "started m2 contact of 1", "started m3 resolve of 1",
                "dispatched 2 b1 assist level 1", "started m4 receive of 2",
                "started m5 contact of 2", "started m6 resolve of 2"});
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.leg(1).state == LegState::awaiting_receipt);
    CHECK_FALSE(story.leg(1).parent);
}

TEST_CASE("a dispatch names one lead and no unit twice") {
    struct Row {
        std::string what;
        std::vector<NewLeg> legs;
        Lines answer;
    };
    const std::vector<Row> table{
        {"nobody", {}, {"required /assignments"}},
        {"no lead", {{"b1", LegRole::assist}}, {"one_lead_required /assignments"}},
        {"two leads",
         {{"a1", LegRole::lead}, {"b1", LegRole::lead}},
         {"one_lead_required /assignments"}},
        {"the lead assists itself",
         {{"a1", LegRole::lead}, {"a1", LegRole::assist}},
         {"unit_already_assigned /assignments/1/unit"}},
        {"one assists twice",
         {{"a1", LegRole::lead}, {"b1", LegRole::assist}, {"b1", LegRole::assist}},
         {"unit_already_assigned /assignments/2/unit"}},
        {"a nameless unit",
         {{"a1", LegRole::lead}, {"", LegRole::assist}},
         {"required /assignments/1/unit"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story = opened_story();
        CHECK(story.ask(Dispatch{row.legs, {}}) == row.answer);
    }
}

TEST_CASE("while a lead handles only assisting units that do not work on it yet are added") {
    Story story = joint_story();
    CHECK(story.ask(dispatch_to("d1")) == Lines{"lead_exists /assignments"});
    CHECK(story.ask(add_assisting("a1")) == Lines{"unit_already_assigned /assignments/0/unit"});
    CHECK(story.ask(add_assisting("b1")) == Lines{"unit_already_assigned /assignments/0/unit"});
    CHECK(story.ask(add_assisting("d1")).front() == "dispatched 4 d1 assist level 1");
    story.must(ExitLeg{{2}, "与我单位无关"});
    CHECK(story.ask(add_assisting("b1")).front() == "dispatched 5 b1 assist level 1");
}

TEST_CASE("a ticket holds at most 200 legs") {
    Story story = handled_story();
    Leg ended = story.leg(1);
    ended.role = LegRole::assist;
    ended.unit = "old";
    ended.state = LegState::exited;
    story.state_to_bend().legs.resize(199, ended);
    CHECK(story.ask_bent(sub_dispatch(1, {"x", "y"})) == Lines{"ticket_full"});
    CHECK(story.ask_bent(add_assisting("b1")).front() == "dispatched 200 b1 assist level 1");
    CHECK(story.ask_bent(add_assisting("c1")) == Lines{"ticket_full"});
}

TEST_CASE("receipt meets the receive clock and is given once") {
    Story story = handled_story().as(Role::unit, "a1");
    CHECK(story.ask(Receive{{1}}) == Lines{"received 1", "stopped m1 met"});
    CHECK(story.leg(1).state == LegState::handling);
    CHECK(story.leg(1).received_at == story.now());
    CHECK(story.ask(Receive{{1}}) == Lines{"already_received"});
}

TEST_CASE("work without the click on receipt counts as receipt") {
    struct Row {
        std::string what;
        Command command;
        Lines answer;
    };
    const std::vector<Row> table{
        {"contact",
         RecordContact{{1}, "电话"},
         {"received 1", "stopped m1 met", "contacted 1", "stopped m2 met"}},
        {"reply",
         reply_of(1),
         {"received 1", "stopped m1 met", "replied 1", "stopped m2 met", "stopped m3 met"}},
        {"return", return_of(1), {"received 1", "stopped m1 met", "asked p1 return 1"}},
        {"extension", extension_of(1, 5), {"received 1", "stopped m1 met", "asked p1 extend 1"}},
        {"sub-dispatch",
         sub_dispatch(1, {"a1-1"}),
         {"received 1", "stopped m1 met", "dispatched 2 a1-1 assist level 2",
          "started m4 receive of 2", "started m5 contact of 2", "started m6 resolve of 2"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story = handled_story().as(Role::unit, "a1");
        CHECK(story.ask(row.command) == row.answer);
        CHECK(story.leg(1).received_at == story.now());
    }
}

TEST_CASE("the first contact meets the contact clock and later ones are kept too") {
    Story story = handled_story().must(Receive{{1}});
    CHECK(story.ask(RecordContact{{1}, ""}) == Lines{"required /note"});
    CHECK(story.ask(RecordContact{{1}, "未接"}) == Lines{"contacted 1", "stopped m2 met"});
    const Instant first = story.now();
    story.on("2026-03-03 09:00");
    CHECK(story.ask(RecordContact{{1}, "接通"}) == Lines{"contacted 1"});
    CHECK(story.leg(1).contacted_at == first);
}

TEST_CASE("sub-dispatched units work one level below their parent") {
    Story story = handled_story().as(Role::unit, "a1");
    story.must(sub_dispatch(1, {"a1-1", "a1-2"}));
    CHECK(story.leg(3).unit == "a1-2");
    CHECK(story.leg(3).role == LegRole::assist);
    CHECK(story.leg(3).level == 2);
    CHECK(story.leg(3).parent == LegId{1});
    story.as(Role::unit, "a1-1").must(sub_dispatch(2, {"a1-1-1"}));
    CHECK(story.leg(4).level == 3);
    CHECK(story.leg(4).parent == LegId{2});
}

TEST_CASE("a sub-dispatch names units that do not work on the ticket yet") {
    struct Row {
        std::string what;
        std::vector<UnitCode> units;
        Lines answer;
    };
    const std::vector<Row> table{
        {"nobody", {}, {"required /units"}},
        {"itself", {"a1"}, {"unit_already_assigned /units/0"}},
        {"an assisting unit", {"x", "b1"}, {"unit_already_assigned /units/1"}},
        {"one twice", {"x", "x"}, {"unit_already_assigned /units/1"}},
        {"a nameless one", {"x", ""}, {"required /units/1"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story = joint_story();
        CHECK(story.ask(sub_dispatch(1, row.units)) == row.answer);
    }
}

TEST_CASE("units are sub-dispatched at most five levels deep") {
    Story story = handled_story();
    for (int leg = 1; leg <= 4; ++leg)
        story.must(sub_dispatch(leg, {"u" + std::to_string(leg)}));
    CHECK(story.leg(5).level == 5);
    CHECK(story.ask(sub_dispatch(5, {"u5"})) == Lines{"ticket_full /units"});
}

TEST_CASE("the lead replies last and its reply waits for the check") {
    Story story = joint_story().must(Receive{{1}}).must(sub_dispatch(2, {"b1-1"}));
    CHECK(story.ask(reply_of(1)) == Lines{"assisting_legs_open"});
    CHECK(story.ask(reply_of(2)) == Lines{"assisting_legs_open"});
    CHECK(story.ask(reply_of(4)).front() == "received 4");
    CHECK(story.leg(4).state == LegState::done);
    story.must(reply_of(2));
    CHECK(story.leg(2).state == LegState::done);
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.ask(reply_of(1)) == Lines{"assisting_legs_open"});
    story.must(ExitLeg{{3}, "无关"});
    CHECK(story.ask(reply_of(1)) == Lines{"replied 1", "stopped m2 met", "stopped m3 met"});
    CHECK(story.leg(1).state == LegState::replied);
    CHECK(story.leg(1).public_reply == "路灯已修好。");
    CHECK(story.leg(1).internal_reply == "更换灯泡两只。");
    CHECK(story.leg(1).replied_at == story.now());
    CHECK(story.state().stage == Stage::awaiting_check);
}

TEST_CASE("a reply needs its public text only") {
    Story story = handled_story();
    CHECK(story.ask(Reply{{1}, "", "内部"}) == Lines{"required /public_text"});
    CHECK(story.ask(Reply{{1}, "答复", std::string(1, '\0')}) ==
          Lines{"invalid_text /internal_text"});
    CHECK(story.ask(Reply{{1}, "答复", ""}).back() == "stopped m3 met");
}

TEST_CASE("an assisting unit exits and takes its sub-units with it") {
    Story story = joint_story().must(sub_dispatch(2, {"b1-1"})).must(sub_dispatch(4, {"b1-2"}));
    CHECK(story.ask(ExitLeg{{2}, ""}) == Lines{"required /reason"});
    const Lines lines = story.ask(ExitLeg{{2}, "无关"});
    CHECK(lines == Lines{"ended 2 exited", "stopped m5 cancelled", "stopped m6 cancelled",
                         "ended 4 superseded", "stopped m11 cancelled", "stopped m12 cancelled",
                         "ended 5 superseded", "stopped m13 cancelled", "stopped m14 cancelled",
                         "stopped m15 cancelled"});
    CHECK(story.leg(3).state == LegState::awaiting_receipt);
    CHECK(story.state().stage == Stage::handling);
}

TEST_CASE("a return needs its reason and its basis") {
    Story story = handled_story();
    AskReturn command = return_of(1);
    command.reason.clear();
    CHECK(story.ask(command) == Lines{"required /reason"});
    command = return_of(1);
    command.basis = " ";
    CHECK(story.ask(command) == Lines{"required /basis"});
    command = return_of(1);
    command.suggested_unit.clear();
    CHECK(story.ask(command).back() == "asked p1 return 1");
}

TEST_CASE("a leg has one pending petition and a pending return stops its work") {
    Story story = handled_story().must(return_of(1));
    CHECK(story.petition(1).state == PetitionState::pending);
    CHECK(story.petition(1).basis == "三定规定第三条");
    CHECK(story.petition(1).suggested_unit == "b1");
    CHECK(story.ask(return_of(1)) == Lines{"petition_pending"});
    CHECK(story.ask(extension_of(1, 5)) == Lines{"petition_pending"});
    CHECK(story.ask(reply_of(1)) == Lines{"petition_pending"});
    CHECK(story.ask(sub_dispatch(1, {"x"})) == Lines{"petition_pending"});
    CHECK(story.ask(RecordContact{{1}, "电话"}).front() == "contacted 1");
    CHECK(story.ask(reject(1)) == Lines{"decided p1 rejected"});
    CHECK(story.petition(1).decision_note == "理由不足");
    CHECK(story.petition(1).decided_at == story.now());
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.ask(reply_of(1)).front() == "replied 1");
}

TEST_CASE("a rejection gives its reason and an approval need not") {
    Story story = handled_story().must(return_of(1));
    CHECK(story.ask(DecidePetition{{1}, false, ""}) == Lines{"required /note"});
    CHECK(story.ask(DecidePetition{{1}, true, ""}).front() == "decided p1 approved");
}

TEST_CASE("an upheld return of the lead gives the ticket back with all its legs") {
    Story story = joint_story().must(sub_dispatch(1, {"a1-1"}));
    story.must(extension_of(2, 5)).must(return_of(1));
    CHECK(story.ask(approve(2)) ==
          Lines{"decided p2 approved", "ended 1 returned", "stopped m2 cancelled",
                "stopped m3 cancelled", "ended 2 superseded", "decided p1 void",
                "stopped m5 cancelled", "stopped m6 cancelled", "ended 3 superseded",
                "stopped m7 cancelled", "stopped m8 cancelled", "stopped m9 cancelled",
                "ended 4 superseded", "stopped m10 cancelled", "stopped m11 cancelled",
                "stopped m12 cancelled"});
    CHECK(story.state().stage == Stage::awaiting_dispatch);
    CHECK(story.ask(dispatch_to("b1")).front() == "dispatched 5 b1 lead level 1");
    CHECK(story.state().stage == Stage::handling);
}

TEST_CASE("an upheld return of an assisting leg leaves the ticket with its lead") {
    Story story = joint_story().must(return_of(2));
    CHECK(story.ask(approve(1)) == Lines{"decided p1 approved", "ended 2 returned",
                                         "stopped m5 cancelled", "stopped m6 cancelled"});
    CHECK(story.state().stage == Stage::handling);
    CHECK(story.leg(1).state == LegState::awaiting_receipt);
    CHECK(story.leg(3).state == LegState::awaiting_receipt);
}

TEST_CASE("a reply makes a pending extension void") {
    Story story = handled_story().must(extension_of(1, 5));
    CHECK(story.ask(reply_of(1)) ==
          Lines{"replied 1", "decided p1 void", "stopped m2 met", "stopped m3 met"});
    CHECK(story.leg(1).extension_count == 0);
}

TEST_CASE("commands that need a policy are refused when the stamped version is not loaded") {
    struct Row {
        std::string what;
        Stage stage;
        Command command;
    };
    const std::vector<Row> table{
        {"dispatch", Stage::awaiting_dispatch, dispatch_to("a1")},
        {"receive", Stage::handling, Receive{{1}}},
        {"contact", Stage::handling, RecordContact{{1}, "电话"}},
        {"sub-dispatch", Stage::handling, sub_dispatch(1, {"x"})},
        {"return", Stage::handling, return_of(1)},
        {"extend", Stage::handling, extension_of(1, 1)},
        {"reply", Stage::handling, reply_of(1)},
        {"accept", Stage::awaiting_check, accept_of(1)},
        {"redo", Stage::closed, Redo{"未解决"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story = story_in(row.stage);
        story.state_to_bend().policy_version = "2019.1";
        CHECK(story.ask_bent(row.command) == Lines{"policy_gone"});
    }
    Story story = handled_story().must(extension_of(1, 5));
    story.state_to_bend().policy_version = "2019.1";
    CHECK(story.ask_bent(approve(1)) == Lines{"policy_gone"});
    CHECK(story.ask_bent(Withdraw{"撤回"}).front() == "withdrawn");
}
