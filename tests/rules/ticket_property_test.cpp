// Random commands on random tickets: 20,000 sequences of 40 commands, legal and illegal mixed, over
// three policies, with time moving on between them. After each command the ticket must still make
// sense. The seed is printed; HOTLINE_SEED=N runs one seed again, HOTLINE_SEQUENCES=N runs more or
// fewer.
#include "tests/rules/story.hpp"
#include "tests/rules/ticket_faults.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <random>

using namespace hotline;
using namespace hotline::test;

namespace {

constexpr int commands_per_sequence = 40;

int number_from(const char* name, int otherwise) {
    const char* given = std::getenv(name);
    return given ? std::atoi(given) : otherwise;
}

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

const std::array<UnitCode, 5> units{"a1", "b1", "c1", "d1", ""};

// Mostly a text, sometimes nothing.
std::string some_text(Random& random) {
    return random.one_in(12) ? "" : "文字";
}

LegId some_leg(Random& random, const TicketState& state) {
    const int count = static_cast<int>(state.legs.size());
    return {random.one_in(15) ? random.between(-1, count + 2) : random.between(1, count + 1)};
}

std::vector<NewLeg> some_legs(Random& random) {
    std::vector<NewLeg> legs;
    if (!random.one_in(4)) legs.push_back({random.one_of(units), LegRole::lead});
    for (int n = random.between(0, 2); n > 0; --n)
        legs.push_back({random.one_of(units), random.one_in(8) ? LegRole::lead : LegRole::assist});
    return legs;
}

OpenTicket some_request(Random& random, Instant now) {
    OpenTicket command = open_at(now - Minutes{random.between(-10, 5000)});
    command.request.kind = random.one_in(3) ? RequestKind::complaint : RequestKind::help;
    if (random.one_in(3)) command.request.channel = Channel::mail;
    if (random.one_in(10)) command.missing = "地址";
    command.dispatch_now = random.one_in(2);
    command.routing.unit = random.one_of(units);
    return command;
}

ReachStep some_step(Random& random, const TicketState& state) {
    const int count = static_cast<int>(state.clocks.size());
    const ClockId id{random.between(0, count + 1)};
    const Clock* clock = find_clock(state, id);
    const auto next = clock ? next_step(*clock) : std::nullopt;
    const std::array kinds{StepKind::warn_yellow, StepKind::overdue, StepKind::warn_red};
    return {id, next && !random.one_in(5) ? next->kind : random.one_of(kinds), {}};
}

using Maker = std::function<Command(Random&, const TicketState&, Instant)>;
struct Wish {
    int weight;
    Maker make;
};

// Weights favour what keeps a ticket alive, so that sequences go deep.
const std::vector<Wish>& wishes() {
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
        {10,
         [](R& r, const T& t, I) {
             const int count = static_cast<int>(t.petitions.size());
             return DecidePetition{
                 {r.between(std::min(1, count), count + 1)}, r.one_in(2), some_text(r)};
         }},
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
        {14, [](R& r, const T& t, I) { return some_step(r, t); }},
    };
    return all;
}

Command some_command(Random& random, const TicketState& state, Instant now) {
    static const int total = [] {
        int sum = 0;
        for (const Wish& wish : wishes())
            sum += wish.weight;
        return sum;
    }();
    int pick = random.between(1, total);
    for (const Wish& wish : wishes()) {
        pick -= wish.weight;
        if (pick <= 0) return wish.make(random, state, now);
    }
    return Urge{};
}

// The default policy; one of mails with ticket clocks, percents, hours and a redo rule; one for
// complaints without any limit to resolve.
PolicyBook three_policies() {
    Policy mails = city_policy();
    mails.id = "mail";
    mails.priority = 1;
    mails.selector.channels = {Channel::mail};
    const auto any = MilestoneKind::resolve;
    mails.milestones = {
        milestone(MilestoneKind::receive, StartEvent::dispatched, 30, LimitUnit::minutes),
        milestone(MilestoneKind::contact, StartEvent::received, 4, LimitUnit::working_hours),
        milestone(MilestoneKind::reply, StartEvent::opened, 3, LimitUnit::calendar_days),
        milestone(MilestoneKind::plan, StartEvent::received, 1, LimitUnit::working_days),
        milestone(any, StartEvent::opened, 8, LimitUnit::working_days, yellow_and_red()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, 24, LimitUnit::hours,
                  {{StepKind::warn_yellow, 0, 80}}),
        milestone(MilestoneKind::redo, StartEvent::dispatched, 3, LimitUnit::working_days,
                  yellow_and_red())};
    mails.extension = {12, 3};
    mails.returning = {0};
    Policy complaints = city_policy();
    complaints.id = "complaints";
    complaints.priority = 2;
    complaints.selector.kinds = {RequestKind::complaint};
    complaints.milestones = {
        milestone(MilestoneKind::reply, StartEvent::dispatched, 2, LimitUnit::working_days)};
    return PolicyBook({city_policy(), mails, complaints}, {city_calendar()});
}

struct Tally {
    std::map<std::size_t, int> decided;  // by command
    std::map<Stage, int> stages;
    int refused = 0;
};

class Sequence {
  public:
    Sequence(Random& random, const PolicyBook& policies, Tally& tally)
        : random_(random), policies_(policies), tally_(tally) {}

    // Empty, or what is wrong after which command. A refused wish is followed by another one, so
    // that sequences go deep.
    std::string run() {
        for (int i = 0; i < commands_per_sequence; ++i) {
            // Little can follow the end of a ticket, but it is tried.
            if (is_over(state_.stage) && state_.version > 0 && random_.one_in(6)) break;
            move_time();
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

  private:
    // Minutes mostly, sometimes days, sometimes straight to the next step of a clock.
    void move_time() {
        const auto next = next_step_at(state_);
        if (next && *next > now_ && random_.one_in(6))
            now_ = *next;
        else if (random_.one_in(8))
            now_ += std::chrono::hours{random_.between(1, 96)};
        else if (!random_.one_in(4))
            now_ += Minutes{random_.between(0, 90)};
    }

    DecideContext context() {
        DecideContext context;
        context.now = now_;
        context.policies = &policies_;
        context.new_number = number_one;
        context.actor =
            random_.one_in(6) ? someone(Role::unit, random_.one_of(units)) : someone(Role::system);
        if (!random_.one_in(5)) context.merge_target = Stage::handling;
        return context;
    }

    std::string step(const Command& command) {
        const TicketState before = state_;
        const auto decided = decide(state_.version == 0 ? nullptr : &state_, command, context());
        if (!(state_ == before)) return "deciding changed the state";
        if (!decided) {
            tally_.refused += 1;
            return decided.error().code.empty() ? "a refusal without code" : "";
        }
        if (decided->empty()) return "no events";
        for (const Event& event : *decided) {
            apply(state_, event);
            history_.push_back(event);
        }
        tally_.decided[command.index()] += 1;
        tally_.stages[state_.stage] += 1;
        if (state_.version != static_cast<std::int64_t>(history_.size())) return "version";
        for (const std::string& fault : {fault_in_stage(state_), fault_in_legs(state_),
                                         fault_in_clocks(state_), fault_between(before, state_)}) {
            if (!fault.empty()) return fault;
        }
        return {};
    }

    Random& random_;
    const PolicyBook& policies_;
    Tally& tally_;
    Instant now_ = at("2026-03-02 10:00");
    TicketState state_;
    std::vector<Event> history_;
};

}  // namespace

TEST_CASE("no sequence of commands leads to a ticket that makes no sense") {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "ticket_property_test: HOTLINE_SEED=" << seed << '\n';
    const PolicyBook policies = three_policies();
    Random random(seed);
    Tally tally;
    const int sequences = number_from("HOTLINE_SEQUENCES", 20'000);
    for (int i = 0; i < sequences; ++i) {
        const std::string fault = Sequence(random, policies, tally).run();
        INFO("HOTLINE_SEED=" << seed << " sequence " << i);
        REQUIRE(fault == "");
    }
    // The random commands are worth something only if they reach everything.
    const int enough = sequences / 400;
    for (std::size_t i = 0; i < std::variant_size_v<Command>; ++i) {
        INFO("command " << i);
        CHECK(tally.decided[i] >= enough);
    }
    for (int i = 0; i <= static_cast<int>(Stage::archived); ++i) {
        INFO("stage " << name_of(static_cast<Stage>(i)));
        CHECK(tally.stages[static_cast<Stage>(i)] >= enough);
    }
    CHECK(tally.refused >= sequences);
}
