// Random commands on random tickets: 20,000 sequences of 40 commands, legal and illegal mixed, over
// policies that between them use everything a policy can say, with time moving on and calendars and
// policies being published in between. After each command the ticket must still make sense. The
// seed is printed; HOTLINE_SEED=N runs one seed again, HOTLINE_SEQUENCES=N runs more or fewer.
#include "tests/rules/random_book.hpp"
#include "tests/rules/random_commands.hpp"
#include "tests/rules/story.hpp"
#include "tests/rules/ticket_faults.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

constexpr int commands_per_sequence = 40;

int number_from(const char* name, int otherwise) {
    const char* given = std::getenv(name);
    return given ? std::atoi(given) : otherwise;
}

struct Tally {
    std::map<std::size_t, int> decided;  // by command
    std::map<std::size_t, int> events;
    std::map<StepKind, int> steps;
    std::map<Stage, int> stages;
    int refused = 0;
};

class Sequence {
  public:
    Sequence(Random& random, const std::vector<PolicyBook>& books, Tally& tally)
        : random_(random), books_(books), tally_(tally) {}

    // Empty, or what is wrong after which command. A refused wish is followed by another one, so
    // that sequences go deep.
    std::string run() {
        for (int i = 0; i < commands_per_sequence; ++i) {
            // Little can follow the end of a ticket, but it is tried.
            if (is_over(state_.stage) && state_.version > 0 && random_.one_in(6)) break;
            if (is_neglected_ && i > 4 && !random_.one_in(4)) {
                const std::string fault = let_time_pass();
                if (!fault.empty()) return fault + " while nobody did anything";
                continue;
            }
            move_time();
            if (random_.one_in(15) && book_ + 1 < books_.size()) ++book_;
            for (int draws = 0; draws < 3; ++draws) {
                const Command command = state_.version == 0 ? Command{some_request(random_, now_)}
                                                            : some_command(random_, state_, now_);
                const auto version = state_.version;
                const std::string fault = step(command);
                if (!fault.empty()) {
                    return fault + " after command " + std::to_string(i) + " of kind " +
                           std::to_string(command.index());
                }
                if (state_.version != version) break;
            }
        }
        return fold(history_) == state_ ? "" : "the fold of the history is not the state";
    }

    // What happened, for a fault's report.
    std::string history() const {
        std::string all;
        for (const Event& event : history_)
            all += text_of(event) + "\n";
        return all;
    }

  private:
    // Minutes mostly, sometimes days, sometimes straight to the next step of a clock. Seconds and
    // milliseconds are there, so that pauses must be cut to the second.
    void move_time() {
        const auto next = next_step_at(state_);
        if (next && *next > now_ && random_.one_in(4))
            now_ = *next;
        else if (random_.one_in(8))
            now_ += std::chrono::hours{random_.between(1, 96)};
        else if (!random_.one_in(4))
            now_ += Millis{random_.between(0, 90 * 60'000)};
    }

    // The next step comes at its own instant and is acted on.
    std::string let_time_pass() {
        const auto next = next_step_at(state_);
        if (!next) return {};
        now_ = std::max(now_, *next);
        for (const Clock& clock : state_.clocks) {
            const auto due = next_step(clock);
            if (due && due->at <= now_)
                return step(ReachStep{clock.id, due->kind, due->at, "值班员", "负责人"});
        }
        return {};
    }

    Actor some_actor() {
        if (random_.one_in(6)) return someone(Role::unit, random_.one_of(units));
        if (random_.one_in(5)) {
            const std::array roles{Role::dispatcher, Role::supervisor, Role::leader};
            return someone(random_.one_of(roles));
        }
        return someone(Role::system);
    }

    DecideContext context() {
        DecideContext context;
        context.now = now_;
        context.policies = &books_[book_];
        context.new_number = number_one;
        context.actor = some_actor();
        if (!random_.one_in(5)) context.merge_target = Stage::handling;
        return context;
    }

    std::string step(const Command& command) {
        const TicketState before = state_;
        DecideContext with = context();
        const auto decided = decide(state_.version == 0 ? nullptr : &state_, command, with);
        if (!(state_ == before)) return "deciding changed the state";
        if (!decided) {
            tally_.refused += 1;
            return decided.error().code.empty() ? "a refusal without code" : "";
        }
        if (decided->empty()) return "no events";
        for (const Event& event : *decided) {
            const std::string fault = fault_in_order(event);
            if (!fault.empty()) return fault;
            apply(state_, event);
            history_.push_back(event);
            tally_.events[event.index()] += 1;
        }
        tally_.decided[command.index()] += 1;
        tally_.stages[state_.stage] += 1;
        if (state_.version != static_cast<std::int64_t>(history_.size())) return "version";
        for (const std::string& fault :
             {fault_in_stage(state_), fault_in_legs(state_), fault_in_clocks(state_),
              fault_in_notices(state_), fault_in_counts(state_, books_[book_]),
              fault_between(before, state_, *decided), fault_in_recount(command, with)}) {
            if (!fault.empty()) return fault;
        }
        return {};
    }

    // A step comes at its time or later, and once for one place on the clock unless the clock was
    // counted again in between.
    std::string fault_in_order(const Event& event) {
        if (const auto* move = std::get_if<ClockMoved>(&event)) {
            if (move->cause == MoveCause::recounted) reached_.erase(move->clock);
        }
        const auto* reached = std::get_if<StepReached>(&event);
        if (reached == nullptr) return {};
        const auto next = next_step(*find_clock(state_, reached->clock));
        if (!next || next->kind != reached->step) return "a step out of order";
        if (reached->at < next->at) return "a step before its time";
        const bool is_first = reached_[reached->clock].insert({next->kind, next->at}).second;
        tally_.steps[next->kind] += 1;
        return is_first ? "" : "a step reached twice";
    }

    // Counting again what was just counted moves nothing; nor does it where nothing was published
    // since the ticket was opened.
    std::string fault_in_recount(const Command& command, const DecideContext& with) {
        if (std::holds_alternative<OpenTicket>(command)) book_at_opening_ = book_;
        const auto* recount = std::get_if<Recount>(&command);
        if (recount == nullptr) return {};
        if (book_ == book_at_opening_) return "a recount of an unchanged ticket";
        const auto again = decide(&state_, *recount, with);
        return again ? "a recount is not idempotent" : "";
    }

    Random& random_;
    const std::vector<PolicyBook>& books_;
    const bool is_neglected_ = random_.one_in(5);
    std::size_t book_ = 0;
    std::size_t book_at_opening_ = 0;
    Tally& tally_;
    Instant now_ = at("2026-03-02 10:00");
    TicketState state_;
    std::vector<Event> history_;
    std::map<ClockId, std::set<std::pair<StepKind, Instant>>> reached_;
};

}  // namespace

TEST_CASE("no sequence of commands leads to a ticket that makes no sense") {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "ticket_property_test: HOTLINE_SEED=" << seed << '\n';
    const std::vector<PolicyBook> books = random_books();
    Random random(seed);
    Tally tally;
    const int sequences = number_from("HOTLINE_SEQUENCES", 20'000);
    for (int i = 0; i < sequences; ++i) {
        Sequence sequence(random, books, tally);
        const std::string fault = sequence.run();
        INFO("HOTLINE_SEED=" << seed << " sequence " << i << "\n"
                             << (fault.empty() ? "" : sequence.history()));
        REQUIRE(fault == "");
    }
    // The random commands are worth something only if they reach everything.
    const int enough = sequences / 400;
    for (std::size_t i = 0; i < std::variant_size_v<Command>; ++i) {
        INFO("command " << i);
        CHECK(tally.decided[i] >= enough);
    }
    for (std::size_t i = 0; i < std::variant_size_v<Event>; ++i) {
        INFO("event " << i);
        CHECK(tally.events[i] >= enough);
    }
    for (int i = 0; i <= static_cast<int>(Stage::archived); ++i) {
        INFO("stage " << name_of(static_cast<Stage>(i)));
        CHECK(tally.stages[static_cast<Stage>(i)] >= enough);
    }
    for (int i = 0; i <= static_cast<int>(StepKind::raise); ++i) {
        INFO("step " << name_of(static_cast<StepKind>(i)));
        CHECK(tally.steps[static_cast<StepKind>(i)] >= enough);
    }
    CHECK(tally.refused >= sequences);
}
