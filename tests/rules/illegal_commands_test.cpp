// Every command in every stage, and every leg command in every leg state: allowed, or refused with
// which code. A new command, stage or leg state does not pass here without its row or column.
#include "tests/rules/story.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/refusals.hpp"

#include <array>
#include <set>
#include <string_view>
#include <vector>

using namespace hotline;
using namespace hotline::test;
using namespace hotline::refusals;

namespace {

constexpr std::size_t stage_count = 13;
constexpr std::size_t leg_state_count = 7;

// Warnings are errors, so a new enumerator stops the build here; its number must fit the count.
constexpr std::size_t column(Stage stage) {
    switch (stage) {
        case Stage::needs_supplement:
        case Stage::awaiting_dispatch:
        case Stage::handling:
        case Stage::awaiting_check:
        case Stage::awaiting_visit:
        case Stage::awaiting_redo:
        case Stage::closed:
        case Stage::answered_directly:
        case Stage::declined:
        case Stage::transferred:
        case Stage::withdrawn:
        case Stage::merged:
        case Stage::archived:
            return static_cast<std::size_t>(stage);
    }
    return stage_count;
}
static_assert(column(Stage::archived) == stage_count - 1);

constexpr std::size_t column(LegState state) {
    switch (state) {
        case LegState::awaiting_receipt:
        case LegState::handling:
        case LegState::replied:
        case LegState::done:
        case LegState::returned:
        case LegState::exited:
        case LegState::superseded:
            return static_cast<std::size_t>(state);
    }
    return leg_state_count;
}
static_assert(column(LegState::superseded) == leg_state_count - 1);

constexpr std::string_view allowed = "allowed";
constexpr std::string_view W = wrong_stage;
constexpr std::string_view S = wrong_leg_state;

struct StageRow {
    std::string_view what;
    Command sample;
    std::array<std::string_view, stage_count> answers;  // in the order of enum class Stage
};

// An empty cell is a cell that was forgotten.
template <class Row>
void require_full(const Row& row) {
    INFO("row " << row.what);
    for (const std::string_view answer : row.answers)
        REQUIRE_FALSE(answer.empty());
}

constexpr std::array<std::string_view, stage_count> only_before_dispatch{
    allowed, allowed, W, W, W, W, W, W, W, W, W, W, W};
constexpr std::array<std::string_view, stage_count> only_handling{W, W, allowed, W, W, W, W,
                                                                  W, W, W,       W, W, W};
constexpr std::array<std::string_view, stage_count> while_live{
    allowed, allowed, allowed, allowed, allowed, allowed, W, W, W, W, W, W, W};
constexpr std::array<std::string_view, stage_count> exists_already{
    ticket_exists, ticket_exists, ticket_exists, ticket_exists, ticket_exists,
    ticket_exists, ticket_exists, ticket_exists, ticket_exists, ticket_exists,
    ticket_exists, ticket_exists, ticket_exists};
constexpr std::string_view N = clock_not_found;
constexpr std::string_view R = clock_not_running;
constexpr std::string_view O = not_overdue;
constexpr std::string_view P = petition_not_found;
constexpr std::string_view M = notice_not_found;
constexpr std::array<std::string_view, stage_count> nothing_moves{
    no_change, no_change, no_change, no_change, no_change, no_change, no_change,
    no_change, no_change, no_change, no_change, no_change, no_change};

Story generous_story(Stage stage) {
    return story_in(stage, generous_policy());
}

std::vector<StageRow> stage_table() {
    const LegId leg{1};
    return {
        {"open", open_at(at("2026-03-02 10:00")), exists_already},
        {"supplement", Supplement{"地址是青檀路"}, while_live},
        {"answer", AnswerDirectly{"九点至五点"}, only_before_dispatch},
        {"decline", Decline{DeclineReason::emergency_line, "请拨打110"}, only_before_dispatch},
        {"transfer", TransferToEmergency{}, only_before_dispatch},
        {"dispatch to a lead",
         dispatch_to("b1"),
         {W, allowed, lead_exists, W, W, W, W, W, W, W, W, W, W}},
        {"add an assisting unit",
         add_assisting("b1"),
         {W, one_lead_required, allowed, W, W, W, W, W, W, W, W, W, W}},
        {"receive", Receive{leg}, only_handling},
        {"contact", RecordContact{leg, "14:05 电话联系"}, only_handling},
        {"submit a plan", SubmitPlan{leg, "周三更换灯泡"}, only_handling},
        {"answer in progress", AnswerProgress{leg, "已派人查看"}, only_handling},
        {"confirm the service", ConfirmService{leg, "企业已确认"}, only_handling},
        {"mark as complex", MarkComplex{true, "涉及多部门"}, while_live},
        {"sub-dispatch", sub_dispatch(1, {"a1-1"}), only_handling},
        {"ask to return", return_of(1), only_handling},
        {"ask for more time", extension_of(1, 5), only_handling},
        {"ask to suspend", suspension_of(1, 20), only_handling},
        {"resume", Resume{leg, "法院已判决"}, {W, W, not_suspended, W, W, W, W, W, W, W, W, W, W}},
        {"appeal", appeal_of(1), {N, N, O, O, O, O, O, N, N, N, O, O, W}},
        {"decide a petition", approve(1), {P, P, P, P, P, P, P, P, P, P, P, P, W}},
        {"reply", reply_of(1), only_handling},
        {"accept a reply", accept_of(1), {W, W, W, allowed, W, W, W, W, W, W, W, W, W}},
        {"send a reply back", send_back(1), {W, W, W, allowed, W, W, W, W, W, W, W, W, W}},
        {"exit", ExitLeg{leg, "无关"}, {W, W, lead_cannot_exit, W, W, W, W, W, W, W, W, W, W}},
        {"visit", satisfied_visit(), {W, W, W, W, allowed, W, W, W, W, W, W, W, W}},
        {"visit without reaching",
         unreached_visit(),
         {W, W, W, W, allowed, W, W, W, W, W, W, W, W}},
        {"final visit", final_visit(), {W, W, W, W, allowed, allowed, W, W, W, W, W, W, W}},
        {"redo", Redo{"未解决"}, {W, W, W, W, W, allowed, allowed, W, W, W, W, W, W}},
        {"urge", Urge{"请尽快"}, while_live},
        {"supervise", Supervise{true, "领导批示"}, while_live},
        {"merge", Merge{{20260302000002}}, while_live},
        {"withdraw", Withdraw{"来电人撤回"}, while_live},
        {"complete a notice",
         CompleteNotice{{1}, "已电话催办"},
         {M, M, M, M, M, M, M, M, M, M, M, M, W}},
        {"answer the caller",
         AnswerCaller{"路灯已修好"},
         {W, W, W, W, W, W, W, W, W, W, W, allowed, W}},
        {"archive",
         Archive{},
         {W, W, W, W, W, W, allowed, allowed, allowed, allowed, allowed, caller_unanswered, W}},
        {"reach a step",
         ReachStep{{1}, StepKind::overdue, at("2026-03-03 17:30") + Millis{1}, "值班员", {}},
         {N, N, step_not_due, R, R, R, R, N, N, N, R, R, R}},
        {"recount", recount(), nothing_moves},
    };
}

std::string_view answer_of(const Lines& lines, const Story& story, std::int64_t version_before) {
    return story.state().version > version_before ? allowed : std::string_view(lines.front());
}

std::string code_of(const Lines& lines, const Story& story, std::int64_t version_before) {
    const std::string_view answer = answer_of(lines, story, version_before);
    return std::string(answer.substr(0, answer.find(' ')));
}

}  // namespace

TEST_CASE("every command in every stage is allowed or refused with its code") {
    std::set<std::size_t> commands_seen;
    for (const StageRow& row : stage_table()) {
        require_full(row);
        commands_seen.insert(row.sample.index());
        for (std::size_t i = 0; i < stage_count; ++i) {
            const Stage stage = static_cast<Stage>(i);
            Story story = generous_story(stage);
            REQUIRE(story.state().stage == stage);
            const auto version = story.state().version;
            const Lines lines = story.ask(row.sample);
            INFO(row.what << " in " << name_of(stage));
            CHECK(code_of(lines, story, version) == row.answers[i]);
        }
    }
    // A command without a row.
    CHECK(commands_seen.size() == std::variant_size_v<Command>);
}

TEST_CASE("without a ticket only opening is possible") {
    for (const StageRow& row : stage_table()) {
        Story story;
        INFO(row.what);
        const Lines lines = story.ask(row.sample);
        if (std::holds_alternative<OpenTicket>(row.sample)) {
            CHECK(lines.front() == "opened");
        } else {
            CHECK(lines == Lines{"ticket_not_found"});
        }
    }
}

namespace {

struct LegRow {
    std::string_view what;
    Command sample;
    Stage stage = Stage::handling;
    std::array<std::string_view, leg_state_count> answers;  // in the order of enum class LegState
};

std::vector<LegRow> lead_table() {
    const auto handling = Stage::handling;
    const LegId leg{1};
    return {
        {"receive", Receive{leg}, handling, {allowed, already_received, S, S, S, S, S}},
        {"contact", RecordContact{leg, "电话"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"plan", SubmitPlan{leg, "方案"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"progress", AnswerProgress{leg, "进展"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"confirm", ConfirmService{leg, "确认"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"sub-dispatch", sub_dispatch(1, {"x"}), handling, {allowed, allowed, S, S, S, S, S}},
        {"return", return_of(1), handling, {allowed, allowed, S, S, S, S, S}},
        {"extend", extension_of(1, 5), handling, {allowed, allowed, S, S, S, S, S}},
        {"suspend", suspension_of(1, 9), handling, {allowed, allowed, S, S, S, S, S}},
        {"resume", Resume{leg, "恢复"}, handling, {not_suspended, not_suspended, S, S, S, S, S}},
        {"reply", reply_of(1), handling, {allowed, allowed, S, S, S, S, S}},
        {"exit",
         ExitLeg{leg, "无关"},
         handling,
         {lead_cannot_exit, lead_cannot_exit, S, S, S, S, S}},
        {"accept", accept_of(1), Stage::awaiting_check, {S, S, allowed, S, S, S, S}},
        {"send back", send_back(1), Stage::awaiting_check, {S, S, allowed, S, S, S, S}},
    };
}

std::vector<LegRow> assist_table() {
    const auto handling = Stage::handling;
    const LegId leg{2};
    return {
        {"receive", Receive{leg}, handling, {allowed, already_received, S, S, S, S, S}},
        {"contact", RecordContact{leg, "电话"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"plan", SubmitPlan{leg, "方案"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"progress", AnswerProgress{leg, "进展"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"confirm", ConfirmService{leg, "确认"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"sub-dispatch", sub_dispatch(2, {"x"}), handling, {allowed, allowed, S, S, S, S, S}},
        {"return", return_of(2), handling, {allowed, allowed, S, S, S, S, S}},
        {"extend", extension_of(2, 5), handling, {allowed, allowed, S, S, S, S, S}},
        {"suspend", suspension_of(2, 9), handling, {allowed, allowed, S, S, S, S, S}},
        {"resume", Resume{leg, "恢复"}, handling, {not_suspended, not_suspended, S, S, S, S, S}},
        {"reply", reply_of(2), handling, {allowed, allowed, S, S, S, S, S}},
        {"exit", ExitLeg{leg, "无关"}, handling, {allowed, allowed, S, S, S, S, S}},
        {"accept", accept_of(2), Stage::awaiting_check, {S, S, S, S, S, S, S}},
        {"send back", send_back(2), Stage::awaiting_check, {S, S, S, S, S, S, S}},
    };
}

template <class C>
constexpr bool names_a_leg = requires(C command) { command.leg; };

// Some (leg state, stage) pairs cannot be led to by commands; the rules must refuse them all the
// same.
void check_leg_table(const std::vector<LegRow>& table, const Story& start, std::size_t leg) {
    std::set<std::size_t> seen;
    for (const LegRow& row : table) {
        require_full(row);
        seen.insert(row.sample.index());
        CHECK(std::visit([]<class C>(const C&) { return names_a_leg<C>; }, row.sample));
        for (std::size_t i = 0; i < leg_state_count; ++i) {
            const LegState state = static_cast<LegState>(i);
            Story story = start;
            story.state_to_bend().legs[leg].state = state;
            story.state_to_bend().stage = row.stage;
            const auto version = story.state().version;
            const Lines lines = story.ask_bent(row.sample);
            INFO(row.what << " of leg " << leg + 1 << " in " << name_of(state));
            CHECK(code_of(lines, story, version) == row.answers[i]);
        }
    }
    const auto leg_commands = []<class... C>(const std::variant<C...>*) {
        return (static_cast<std::size_t>(names_a_leg<C>) + ...);
    };
    CHECK(seen.size() == leg_commands(static_cast<const Command*>(nullptr)));
}

}  // namespace

TEST_CASE("every command on the lead leg in every leg state is allowed or refused") {
    check_leg_table(lead_table(), handled_story(generous_policy()), 0);
}

TEST_CASE("every command on an assisting leg in every leg state is allowed or refused") {
    check_leg_table(assist_table(), opened_story(generous_policy()).must(dispatch_to("a1", {"b1"})),
                    1);
}

TEST_CASE("a leg or petition that the ticket does not have is not found") {
    for (const int id : {-1, 0, 2, 1000}) {
        INFO("id " << id);
        for (LegRow row : lead_table()) {
            std::visit(
                [id](auto& command) {
                    if constexpr (names_a_leg<std::decay_t<decltype(command)>>) {
                        command.leg = LegId{id};
                    }
                },
                row.sample);
            Story story = generous_story(row.stage);
            INFO(row.what);
            CHECK(story.ask(row.sample) == Lines{"assignment_not_found"});
        }
        Story story = handled_story();
        CHECK(story.ask(approve(id)) == Lines{"petition_not_found"});
    }
}

TEST_CASE("a petition is decided once") {
    Story story = handled_story().must(extension_of(1, 5)).must(reject(1));
    CHECK(story.ask(approve(1)) == Lines{"petition_decided"});
    CHECK(story.ask(reject(1)) == Lines{"petition_decided"});
}

namespace {

// What a unit may ask for; everything else is the hotline's, and steps are reached by time alone.
// An appeal names a clock, which has its leg.
bool is_unit_work(const Command& command) {
    return std::visit(
        []<class C>(const C&) {
            return std::is_same_v<C, AskAppeal> ||
                   (names_a_leg<C> && !std::is_same_v<C, CheckReply>);
        },
        command);
}

}  // namespace

TEST_CASE("a unit acts on its own legs only and never for the hotline") {
    for (const StageRow& row : stage_table()) {
        INFO(row.what);
        const Stage stage =
            std::holds_alternative<OpenTicket>(row.sample) ? Stage::closed : Stage::handling;
        Story own = generous_story(stage).as(Role::unit, "a1");
        Story other = generous_story(stage).as(Role::unit, "b1");
        if (std::holds_alternative<OpenTicket>(row.sample)) {
            CHECK(Story().as(Role::unit, "a1").ask(row.sample) == Lines{"role_not_allowed"});
        } else if (is_unit_work(row.sample)) {
            CHECK(own.ask(row.sample) != Lines{"not_your_assignment"});
            CHECK(own.ask(row.sample) != Lines{"role_not_allowed"});
            CHECK(other.ask(row.sample) == Lines{"not_your_assignment"});
        } else {
            CHECK(own.ask(row.sample) == Lines{"role_not_allowed"});
            CHECK(other.ask(row.sample) == Lines{"role_not_allowed"});
        }
    }
}

TEST_CASE("a unit does not act for the unit below or above it") {
    Story story = handled_story().must(sub_dispatch(1, {"a1-1"}));
    CHECK(story.as(Role::unit, "a1").ask(Receive{{2}}) == Lines{"not_your_assignment"});
    CHECK(story.as(Role::unit, "a1-1").ask(reply_of(1)) == Lines{"not_your_assignment"});
    CHECK(story.as(Role::unit, "a1-1").ask(Receive{{2}}).front() == "received 2");
}

TEST_CASE("every refusal code is listed once and every code met here is listed") {
    std::set<std::string_view> codes;
    for (const RefusalCode& row : all) {
        CHECK(codes.insert(row.code).second);
        CHECK_FALSE(row.meaning.empty());
    }
    for (const StageRow& row : stage_table()) {
        for (const std::string_view answer : row.answers) {
            if (answer != allowed) CHECK(codes.count(answer) == 1);
        }
    }
}
