// Check, visit, redo and the other ends: which events each legal step decides.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::test;

TEST_CASE("an accepted reply waits for the visit and a refused one goes back") {
    Story accepted = story_in(Stage::awaiting_check);
    CHECK(accepted.ask(accept_of(1)) ==
          Lines{"checked 1 accepted", "started m4 visit of the ticket"});
    CHECK(accepted.leg(1).state == LegState::done);
    CHECK(accepted.state().stage == Stage::awaiting_visit);

    Story refused = story_in(Stage::awaiting_check);
    CHECK(refused.ask(CheckReply{{1}, false, ""}) == Lines{"required /note"});
    CHECK(refused.ask(send_back(1)) == Lines{"checked 1 sent back", "started m3 resolve of 1"});
    CHECK(refused.leg(1).state == LegState::handling);
    CHECK(refused.leg(1).sent_back_count == 1);
    CHECK(refused.state().stage == Stage::handling);
    CHECK(refused.ask(reply_of(1)) == Lines{"replied 1", "stopped m3 met"});
}

TEST_CASE("what a visit found decides where the ticket goes") {
    struct Row {
        std::string what;
        RecordVisit visit;
        Lines answer;
        Stage stage;
    };
    const Lines closes{"visited and closes", "stopped m4 met"};
    const Lines stays{"visited", "stopped m4 met"};
    const auto visit = [](bool solved, bool satisfied, bool is_final) {
        return RecordVisit{true, true, solved, satisfied, is_final, {}};
    };
    const std::vector<Row> table{
        {"solved and satisfied", visit(true, true, false), closes, Stage::closed},
        {"solved only", visit(true, false, false), stays, Stage::awaiting_redo},
        {"satisfied only", visit(false, true, false), stays, Stage::awaiting_redo},
        {"neither", visit(false, false, false), stays, Stage::awaiting_redo},
        {"neither, but final", visit(false, false, true), closes, Stage::closed},
        {"not reached", unreached_visit(), {"visited"}, Stage::awaiting_visit},
        {"not reached, final",
         final_visit(),
         {"visited and closes", "stopped m4 cancelled"},
         Stage::closed},
        {"the unit did not call", RecordVisit{true, false, true, true, false, {}}, closes,
         Stage::closed},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Story story = story_in(Stage::awaiting_visit);
        CHECK(story.ask(row.visit) == row.answer);
        CHECK(story.state().stage == row.stage);
        CHECK(story.state().closed_at.has_value() == (row.stage == Stage::closed));
        CHECK(story.state().visit_attempts == 1);
        CHECK(story.state().first_visit.has_value() == row.visit.reached);
    }
}

TEST_CASE("who was not reached has answered nothing") {
    for (const RecordVisit& visit : {RecordVisit{false, true, false, false, false, {}},
                                     RecordVisit{false, false, true, false, false, {}},
                                     RecordVisit{false, false, false, true, true, {}}}) {
        Story story = story_in(Stage::awaiting_visit);
        CHECK(story.ask(visit) == Lines{"contradictory /reached"});
    }
}

TEST_CASE("the first and the last visit that reached the citizen are kept apart") {
    Story story = story_in(Stage::awaiting_visit);
    story.must(unreached_visit()).on("2026-03-03 09:00").must(unsolved_visit());
    const Visit first = *story.state().first_visit;
    CHECK(first.at == at("2026-03-03 09:00"));
    CHECK_FALSE(first.solved);
    CHECK(story.state().final_visit == first);
    story.must(Redo{"未解决"}).must(reply_of(1)).must(accept_of(1));
    story.on("2026-03-05 09:00").must(satisfied_visit());
    CHECK(story.state().first_visit == first);
    CHECK(story.state().final_visit->at == at("2026-03-05 09:00"));
    CHECK(story.state().final_visit->satisfied);
    CHECK(story.state().visit_attempts == 3);
}

TEST_CASE("a final visit closes a ticket that waits for redo") {
    Story story = story_in(Stage::awaiting_redo);
    CHECK(story.ask(satisfied_visit()) == Lines{"wrong_stage"});
    CHECK(story.ask(final_visit()) == Lines{"visited and closes"});
    CHECK(story.state().stage == Stage::closed);
    CHECK(story.state().final_visit->satisfied == false);
}

TEST_CASE("a redo goes to the unit that answered with a fresh limit") {
    for (const Stage stage : {Stage::awaiting_redo, Stage::closed}) {
        Story story = story_in(stage);
        CHECK(story.ask(Redo{" "}) == Lines{"required /reason"});
        story.on("2026-03-12 09:00");
        CHECK(story.ask(Redo{"未解决"}) == Lines{"redo 1", "started m5 resolve of 1"});
        CHECK(story.state().stage == Stage::handling);
        CHECK(story.state().redo_count == 1);
        CHECK_FALSE(story.state().closed_at);
        CHECK(story.leg(1).state == LegState::handling);
        CHECK(story.clock(5).started_at == story.now());
        CHECK(story.ask(reply_of(1)) == Lines{"replied 1", "stopped m5 met"});
        CHECK(story.ask(accept_of(1)).front() == "checked 1 accepted");
    }
}

TEST_CASE("a redo after a return goes to the unit that took over") {
    Story story = handled_story().must(return_of(1)).must(approve(1)).must(dispatch_to("b1"));
    story.must(reply_of(2)).must(accept_of(2)).must(unsolved_visit());
    CHECK(story.ask(Redo{"未解决"}).front() == "redo 2");
}

TEST_CASE("urging counts and supervision is set and lifted") {
    Story story = handled_story();
    CHECK(story.ask(Urge{"请尽快"}) == Lines{"urged"});
    CHECK(story.ask(Urge{}) == Lines{"urged"});
    CHECK(story.state().urge_count == 2);
    CHECK(story.ask(Supervise{false, {}}) == Lines{"no_change /on"});
    CHECK(story.ask(Supervise{true, "领导批示"}) == Lines{"supervised"});
    CHECK(story.state().supervised);
    CHECK(story.ask(Supervise{true, {}}) == Lines{"no_change /on"});
    CHECK(story.ask(Supervise{false, {}}) == Lines{"not supervised"});
    CHECK_FALSE(story.state().supervised);
}

TEST_CASE("a ticket is merged into another live ticket only") {
    struct Row {
        std::string what;
        TicketNumber into;
        std::optional<Stage> target;
        bool is_allowed;
    };
    const TicketNumber other{20260302000002};
    std::vector<Row> table{
        {"itself", number_one, Stage::handling, false},
        {"an unknown ticket", other, std::nullopt, false},
    };
    for (int i = 0; i <= static_cast<int>(Stage::archived); ++i) {
        const Stage stage = static_cast<Stage>(i);
        table.push_back({name_of(stage), other, stage, stage < Stage::closed});
    }
    for (const Row& row : table) {
        INFO(row.what);
        Story story = opened_story().with_merge_target(row.target);
        CHECK(story.ask(Merge{row.into}) ==
              (row.is_allowed ? Lines{"merged"} : Lines{"merge_target_invalid /into"}));
        if (row.is_allowed) {
            CHECK(story.state().merged_into == other);
            CHECK(story.state().closed_at == story.now());
        }
    }
}

TEST_CASE("the end of a ticket ends its legs and petitions and clocks") {
    for (const Command& command : {Command{Withdraw{"来电人撤回"}}, Command{Merge{{7}}}}) {
        Story story = opened_story().must(dispatch_to("a1", {"b1"})).must(return_of(2));
        const Lines lines = story.ask(command);
        CHECK(Lines(lines.begin() + 1, lines.end()) ==
              Lines{"ended 1 superseded", "stopped m1 cancelled", "stopped m2 cancelled",
                    "stopped m3 cancelled", "ended 2 superseded", "decided p1 void",
                    "stopped m5 cancelled", "stopped m6 cancelled"});
        CHECK_FALSE(next_step_at(story.state()));
    }
    Story story = handled_story();
    CHECK(story.ask(Withdraw{""}) == Lines{"required /reason"});
    story.must(Withdraw{"来电人撤回"});
    CHECK(story.state().closing_note == "来电人撤回");
    CHECK(story.state().closed_at == story.now());
}

TEST_CASE("archiving keeps everything but the stage") {
    Story story = story_in(Stage::closed);
    TicketState expected = story.state();
    CHECK(story.ask(Archive{}) == Lines{"archived"});
    expected.stage = Stage::archived;
    expected.version += 1;
    CHECK(story.state() == expected);
}

TEST_CASE("live and over are what the stages and leg states say") {
    for (int i = 0; i <= static_cast<int>(Stage::archived); ++i) {
        const Stage stage = static_cast<Stage>(i);
        INFO(name_of(stage));
        // A stage is over exactly when nothing but redo or archive can follow.
        Story story = story_in(stage);
        CHECK((story.ask(Urge{}) == Lines{"wrong_stage"}) == is_over(stage));
    }
    for (int i = 0; i <= static_cast<int>(LegState::superseded); ++i) {
        Leg leg;
        leg.state = static_cast<LegState>(i);
        CHECK(is_live(leg) == (leg.state <= LegState::replied));
    }
}
