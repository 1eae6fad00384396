// Random commands for a ticket in some state, legal and illegal mixed: every command there is, with
// weights that keep tickets alive.
#pragma once

#include "tests/rules/story.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace hotline::test {

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    int between(int low, int high) {
        return std::uniform_int_distribution<int>{low, high}(engine_);
    }
    bool one_in(int n) { return between(1, n) == 1; }
    template <class T, std::size_t n>
    const T& one_of(const std::array<T, n>& values) {
        return values[static_cast<std::size_t>(between(0, static_cast<int>(n) - 1))];
    }

  private:
    std::mt19937_64 engine_;
};

inline const std::array<UnitCode, 5> units{"a1", "b1", "c1", "d1", ""};
inline const std::array<std::string, 3> pause_codes{"litigation", "season", "unknown"};

// Mostly a text, sometimes nothing.
inline std::string some_text(Random& random) {
    return random.one_in(12) ? "" : "文字";
}

inline LegId some_leg(Random& random, const TicketState& state) {
    const int count = static_cast<int>(state.legs.size());
    return {random.one_in(15) ? random.between(-1, count + 2) : random.between(1, count + 1)};
}

inline std::vector<NewLeg> some_legs(Random& random) {
    std::vector<NewLeg> legs;
    if (!random.one_in(4)) legs.push_back({random.one_of(units), LegRole::lead});
    for (int n = random.between(0, 2); n > 0; --n)
        legs.push_back({random.one_of(units), random.one_in(8) ? LegRole::lead : LegRole::assist});
    return legs;
}

inline OpenTicket some_request(Random& random, Instant now) {
    OpenTicket command = open_at(now - Minutes{random.between(-10, 5000)});
    Request& r = command.request;
    if (random.one_in(3)) r.kind = RequestKind::complaint;
    if (random.one_in(3)) r.channel = random.one_in(2) ? Channel::mail : Channel::web;
    if (random.one_in(5)) r.tags = {"summer"};
    if (random.one_in(4)) r.item = random.one_in(2) ? "0203" : "0203-07";
    if (random.one_in(6)) r.external_due_at = now + Minutes{random.between(-3000, 20'000)};
    r.complex = random.one_in(8);
    if (random.one_in(10)) command.missing = "地址";
    command.dispatch_now = random.one_in(2);
    command.routing.unit = random.one_of(units);
    return command;
}

inline ClockId some_clock(Random& random, const TicketState& state) {
    return {random.between(0, static_cast<int>(state.clocks.size()) + 1)};
}

inline ReachStep some_step(Random& random, const TicketState& state) {
    const ClockId id = some_clock(random, state);
    const Clock* clock = find_clock(state, id);
    const auto next = clock ? next_step(*clock) : std::nullopt;
    if (next && !random.one_in(5)) return {id, next->kind, next->at, "值班员", "负责人"};
    const std::array kinds{StepKind::warn_yellow, StepKind::overdue, StepKind::auto_receive,
                           StepKind::supervise};
    return {id, random.one_of(kinds), next ? next->at : Instant{}, {}, {}};
}

// Mostly one that a policy may allow.
inline AskSuspension some_suspension(Random& random, const TicketState& state) {
    return {some_leg(random, state), random.one_of(pause_codes), random.between(0, 6),
            some_text(random)};
}

// A leg that is suspended, where there is one.
inline Resume some_resumption(Random& random, const TicketState& state, Instant now) {
    for (const Clock& clock : state.clocks)
        if (clock.leg && pause_at(clock, now) != nullptr) return {*clock.leg, some_text(random)};
    return {some_leg(random, state), some_text(random)};
}

inline DecidePetition some_decision(Random& random, const TicketState& state) {
    const int count = static_cast<int>(state.petitions.size());
    const PetitionId id{random.between(std::min(1, count), count + 1)};
    return {id, random.one_in(2), some_text(random)};
}

using Maker = std::function<Command(Random&, const TicketState&, Instant)>;
struct Wish {
    int weight;
    Maker make;
};

// Weights favour what keeps a ticket alive, so that sequences go deep.
inline const std::vector<Wish>& wishes() {
    using R = Random;
    using T = TicketState;
    using I = Instant;
    static const std::vector<Wish> all{
        {1, [](R& r, const T&, I now) { return some_request(r, now); }},
        {2, [](R& r, const T&, I) { return Supplement{some_text(r)}; }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(4)) return Supplement{"补充"};
             return AnswerDirectly{some_text(r)};
         }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(4)) return Urge{};
             return Decline{DeclineReason::already_handled, some_text(r)};
         }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(4)) return Urge{};
             return TransferToEmergency{EmergencyLine::fire_119, some_text(r)};
         }},
        {12, [](R& r, const T&, I) { return Dispatch{some_legs(r), some_text(r)}; }},
        {6, [](R& r, const T& t, I) { return Receive{some_leg(r, t)}; }},
        {6, [](R& r, const T& t, I) { return RecordContact{some_leg(r, t), some_text(r)}; }},
        {6, [](R& r, const T& t,
               I) { return SubDispatch{some_leg(r, t), {r.one_of(units)}, some_text(r)}; }},
        {6,
         [](R& r, const T& t, I) {
             return AskReturn{some_leg(r, t), some_text(r), some_text(r), r.one_of(units)};
         }},
        {8, [](R& r, const T& t,
               I) { return AskExtension{some_leg(r, t), r.between(-1, 6), some_text(r)}; }},
        {10, [](R& r, const T& t, I) { return some_suspension(r, t); }},
        {5, [](R& r, const T& t, I now) { return some_resumption(r, t, now); }},
        {4, [](R& r, const T& t, I) { return AskAppeal{some_clock(r, t), some_text(r)}; }},
        {18, [](R& r, const T& t, I) { return some_decision(r, t); }},
        {4, [](R& r, const T& t, I) { return SubmitPlan{some_leg(r, t), some_text(r)}; }},
        {4, [](R& r, const T& t, I) { return AnswerProgress{some_leg(r, t), some_text(r)}; }},
        {4, [](R& r, const T& t, I) { return ConfirmService{some_leg(r, t), some_text(r)}; }},
        {2, [](R& r, const T&, I) { return MarkComplex{!r.one_in(3), some_text(r)}; }},
        {4,
         [](R& r, const T& t, I) {
             const int count = static_cast<int>(t.notices.size());
             return CompleteNotice{{r.between(std::min(1, count), count + 1)}, some_text(r)};
         }},
        {2, [](R& r, const T&, I) { return AnswerCaller{some_text(r)}; }},
        {6, [](R& r, const T&, I) { return Recount{r.one_in(2), "重算"}; }},
        {16, [](R& r, const T& t, I) { return Reply{some_leg(r, t), some_text(r), {}}; }},
        {14, [](R& r, const T& t,
                I) { return CheckReply{some_leg(r, t), !r.one_in(3), some_text(r)}; }},
        {4, [](R& r, const T& t, I) { return ExitLeg{some_leg(r, t), some_text(r)}; }},
        {14,
         [](R& r, const T&, I) {
             return RecordVisit{!r.one_in(4), r.one_in(2), r.one_in(2),
                                r.one_in(2),  r.one_in(8), some_text(r)};
         }},
        {10, [](R& r, const T&, I) { return Redo{some_text(r)}; }},
        {1, [](R& r, const T&, I) { return Urge{some_text(r)}; }},
        {2, [](R& r, const T&, I) { return Supervise{r.one_in(2), some_text(r)}; }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(4)) return Urge{};
             return Merge{{20260302000000 + r.between(1, 3)}};
         }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(4)) return Urge{};
             return Withdraw{some_text(r)};
         }},
        {1,
         [](R& r, const T&, I) -> Command {
             if (!r.one_in(2)) return Urge{};
             return Archive{};
         }},
        {24, [](R& r, const T& t, I) { return some_step(r, t); }},
    };
    return all;
}

inline Command some_command(Random& random, const TicketState& state, Instant now) {
    static const int total = [] {
        int sum = 0;
        for (const Wish& wish : wishes())
            sum += wish.weight;
        return sum;
    }();
    // Little else can follow a merge.
    if (state.stage == Stage::merged && random.one_in(3)) return AnswerCaller{some_text(random)};
    int pick = random.between(1, total);
    for (const Wish& wish : wishes()) {
        pick -= wish.weight;
        if (pick <= 0) return wish.make(random, state, now);
    }
    return Urge{};
}

}  // namespace hotline::test
