// Who may ask for what is time's alone, what stays possible to the end, and that the documentation
// knows every refusal.
#include "ticketing/rules/refusals.hpp"

#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace hotline;
using namespace hotline::test;
using namespace hotline::refusals;

namespace {

constexpr std::size_t stages = static_cast<std::size_t>(Stage::archived) + 1;

Story generous_story(Stage stage) {
    return story_in(stage, generous_policy());
}

}  // namespace

TEST_CASE("an overdue can be appealed against in every stage until the ticket is archived") {
    for (std::size_t i = 0; i < stages; ++i) {
        const Stage stage = static_cast<Stage>(i);
        Story story = generous_story(stage);
        if (story.state().clocks.empty()) continue;
        story.state_to_bend().clocks[0].overdue = true;
        INFO(name_of(stage));
        const bool is_open = stage != Stage::archived;
        CHECK(story.ask_bent(appeal_of(1)) ==
              Lines{is_open ? "asked p1 appeal m1" : "wrong_stage"});
        if (!is_open) continue;
        CHECK(story.ask_bent(approve(1)) ==
              Lines{"decided p1 approved", "corrected m1 does not count"});
    }
}

TEST_CASE("a notice is completed in every stage until the ticket is archived") {
    for (std::size_t i = 0; i < stages; ++i) {
        const Stage stage = static_cast<Stage>(i);
        Story story = generous_story(stage);
        if (story.state().clocks.empty()) continue;
        Notice call{{1}, NoticeKind::phone_task, {1}, LegId{1}, "负责人", story.now(), {}, {}, {}};
        story.state_to_bend().notices = {call};
        INFO(name_of(stage));
        Lines answer{"notice n1 done"};
        if (!is_over(stage)) answer.push_back("urged");
        if (stage == Stage::archived) answer = {"wrong_stage"};
        CHECK(story.ask_bent(CompleteNotice{{1}, "已电话催办"}) == answer);
    }
}

TEST_CASE("only a recalculation of the server counts a ticket again") {
    for (const Role role : {Role::agent, Role::dispatcher, Role::visitor, Role::unit,
                            Role::supervisor, Role::leader, Role::admin}) {
        Story story = handled_story().as(role, "a1");
        CHECK(story.ask(recount()) == Lines{"role_not_allowed"});
    }
}

TEST_CASE("only the clock of the server reaches a step") {
    for (const Role role : {Role::agent, Role::dispatcher, Role::visitor, Role::unit,
                            Role::supervisor, Role::leader, Role::admin}) {
        Story story = handled_story().on("2026-03-20 10:00").as(role, "a1");
        CHECK(story.reach(1, StepKind::overdue) == Lines{"role_not_allowed"});
        CHECK(story.as(Role::system).reach(1, StepKind::overdue) == Lines{"reached m1 overdue"});
    }
}

TEST_CASE("every refusal code is explained in the API's documentation with the same words") {
    std::ifstream file(HOTLINE_SOURCE_DIR "/docs/api.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    REQUIRE_FALSE(page.empty());
    for (const RefusalCode& row : all) {
        const std::string line =
            "| `" + std::string(row.code) + "` | " + std::string(row.meaning) + " |\n";
        INFO(line);
        CHECK(page.find(line) != std::string::npos);
    }
}
