// What can be expected in a story: one row a word.
#include "server/config/story.hpp"
#include "ticketing/record/event_json.hpp"

#include <algorithm>
#include <array>

namespace hotline::server {

namespace {

StoryFinding named(const std::string& expected, const std::string& found) {
    return {expected == found, found.empty() ? "none" : found};
}

StoryFinding no_clock() {
    return {false, "no such milestone", true};
}

StoryFinding no_leg() {
    return {false, "no such leg", true};
}

std::string state_of(const Clock& clock) {
    std::string text{record::enum_name(clock.state)};
    return clock.overdue ? text + " and overdue" : text;
}

// The instants of all steps of that kind.
std::vector<Instant> steps_of_kind(const Clock& clock, StepKind kind) {
    std::vector<Instant> found;
    for (const ClockStep& step : clock.steps)
        if (step.kind == kind) found.push_back(step.at);
    return found;
}

// People write times to the second or coarser; an expiry is a millisecond after its due instant.
bool holds_at(const std::vector<Instant>& found, Instant expected) {
    return std::any_of(found.begin(), found.end(), [&](Instant at) {
        return std::chrono::floor<std::chrono::seconds>(at) == expected;
    });
}

std::string texts_of(const std::vector<Instant>& instants, const StoryWorld& world) {
    std::string all;
    for (const Instant at : instants)
        all += (all.empty() ? "" : ", ") + local_text(*world.calendar, at);
    return all.empty() ? "none" : all;
}

// The instants that "due", "started" or a step's name stands for; empty and failed for other words.
std::vector<Instant> instants_named(StoryWords& words, const std::string& what,
                                    const Clock* clock) {
    if (what == "due" || what == "started") {
        if (!clock) return {};
        return {what == "due" ? clock->due_at : clock->started_at};
    }
    for (const auto& [name, kind] : names_of<StepKind>())
        if (name == what) return clock ? steps_of_kind(*clock, kind) : std::vector<Instant>{};
    words.fail();
    return {};
}

// "resolve", "resolve guessed", "resolve due TIME", "resolve due TIME warn_yellow TIME ...".
StoryFinding clock_finding(StoryWords& words, const StoryWorld& world) {
    const Clock* clock = find_clock(world.ticket, words.clock());
    if (words.finished()) return {clock != nullptr, clock ? state_of(*clock) : "no such milestone"};
    if (words.peek() == "guessed") {
        words.word();
        if (!clock) return no_clock();
        return {clock->guessed, clock->guessed ? "guessed" : "not guessed"};
    }
    StoryFinding finding{true, {}};
    while (!words.finished() && !words.failed()) {
        const std::string what = words.word();
        const auto found = instants_named(words, what, clock);
        const Instant expected = instant_at(*world.calendar, words.time());
        if (words.failed() || holds_at(found, expected)) continue;
        finding.holds = false;
        finding.found += (finding.found.empty() ? "" : ", ") + what + ' ' + texts_of(found, world);
    }
    return clock ? finding : no_clock();
}

StoryFinding clock_state(StoryWords& words, const StoryWorld& world, ClockState state) {
    const Clock* clock = find_clock(world.ticket, words.clock());
    if (!clock) return no_clock();
    return {clock->state == state, state_of(*clock)};
}

StoryFinding met(StoryWords& words, const StoryWorld& world) {
    return clock_state(words, world, ClockState::met);
}

StoryFinding running(StoryWords& words, const StoryWorld& world) {
    return clock_state(words, world, ClockState::running);
}

StoryFinding cancelled(StoryWords& words, const StoryWorld& world) {
    return clock_state(words, world, ClockState::cancelled);
}

StoryFinding overdue(StoryWords& words, const StoryWorld& world) {
    if (words.finished()) {
        std::string found;
        for (const Clock& clock : world.ticket.clocks) {
            if (!clock.overdue) continue;
            found +=
                (found.empty() ? "overdue " : ", ") + std::string{record::enum_name(clock.kind)};
        }
        return {world.ticket.overdue, found.empty() ? "nothing overdue" : found};
    }
    const Clock* clock = find_clock(world.ticket, words.clock());
    if (!clock) return no_clock();
    return {clock->overdue, state_of(*clock)};
}

StoryFinding counts(StoryWords& words, const StoryWorld& world) {
    const Clock* clock = find_clock(world.ticket, words.clock());
    if (!clock) return no_clock();
    const bool does = counts_overdue(*clock);
    return {does, does ? "an overdue that counts" : "none that counts"};
}

StoryFinding policy(StoryWords& words, const StoryWorld& world) {
    const auto number = words.number();
    const std::string expected = words.word();
    if (!number) return named(expected, world.ticket.policy_id);
    const Leg* leg = find_leg(world.ticket, LegId{*number});
    return named(expected, leg ? leg->policy_id : "");
}

StoryFinding stage(StoryWords& words, const StoryWorld& world) {
    const Stage expected = words.choice(names_of<Stage>());
    return {expected == world.ticket.stage, std::string{record::enum_name(world.ticket.stage)}};
}

const Leg* leg_in(StoryWords& words, const TicketState& ticket) {
    const auto number = words.number();
    return find_leg(ticket, number ? LegId{*number} : lead_of(ticket));
}

StoryFinding leg(StoryWords& words, const StoryWorld& world) {
    const Leg* found = leg_in(words, world.ticket);
    const LegState expected = words.choice(names_of<LegState>());
    if (!found) return no_leg();
    return {expected == found->state, std::string{record::enum_name(found->state)}};
}

StoryFinding leg_flag(StoryWords& words, const StoryWorld& world, bool (*flag)(const Leg&),
                      const std::string& name) {
    const Leg* found = leg_in(words, world.ticket);
    if (!found) return no_leg();
    return {flag(*found), (flag(*found) ? "" : "not ") + name};
}

StoryFinding designated(StoryWords& words, const StoryWorld& world) {
    return leg_flag(words, world, [](const Leg& l) { return l.designated; }, "designated");
}

StoryFinding received(StoryWords& words, const StoryWorld& world) {
    return leg_flag(
        words, world, [](const Leg& l) { return l.received_by_clock; }, "received by the clock");
}

StoryFinding accepted(StoryWords& words, const StoryWorld& world) {
    return leg_flag(
        words, world, [](const Leg& l) { return l.accepted_at.has_value(); }, "deemed accepted");
}

StoryFinding supervised(StoryWords&, const StoryWorld& world) {
    return {world.ticket.supervised, world.ticket.supervised ? "supervised" : "not supervised"};
}

StoryFinding complex(StoryWords&, const StoryWorld& world) {
    return {world.ticket.complex, world.ticket.complex ? "complex" : "not complex"};
}

StoryFinding notice(StoryWords& words, const StoryWorld& world) {
    const NoticeKind kind = words.choice(names_of<NoticeKind>());
    std::vector<Instant> found;
    for (const Notice& one : world.ticket.notices)
        if (one.kind == kind) found.push_back(one.at);
    if (words.finished()) return {!found.empty(), texts_of(found, world)};
    const Instant expected = instant_at(*world.calendar, words.time());
    return {holds_at(found, expected), texts_of(found, world)};
}

StoryFinding notices(StoryWords& words, const StoryWorld& world) {
    const auto expected = words.number();
    if (!expected) words.fail();
    const std::size_t found = world.ticket.notices.size();
    return {static_cast<std::size_t>(expected.value_or(0)) == found, std::to_string(found)};
}

struct Expectation {
    std::string_view word;
    std::string_view usage;
    StoryFinding (*finding)(StoryWords&, const StoryWorld&);
};

constexpr std::array expectations{
    Expectation{"policy", "policy [LEG] ID", policy},
    Expectation{"stage", "stage STAGE", stage},
    Expectation{"leg", "leg [LEG] STATE", leg},
    Expectation{"met", "met KIND", met},
    Expectation{"running", "running KIND", running},
    Expectation{"cancelled", "cancelled KIND", cancelled},
    Expectation{"overdue", "overdue [KIND]", overdue},
    Expectation{"counts", "counts KIND", counts},
    Expectation{"supervised", "supervised", supervised},
    Expectation{"complex", "complex", complex},
    Expectation{"designated", "designated [LEG]", designated},
    Expectation{"received", "received [LEG]", received},
    Expectation{"accepted", "accepted [LEG]", accepted},
    Expectation{"notice", "notice KIND [TIME]", notice},
    Expectation{"notices", "notices N", notices},
};
constexpr std::string_view clock_usage = "KIND [guessed | due TIME | started TIME | STEP TIME]...";

StoryFinding positive_finding(StoryWords& words, const StoryWorld& world) {
    if (words.next_is_clock()) return clock_finding(words, world);
    const std::string given = words.word();
    for (const Expectation& expectation : expectations)
        if (expectation.word == given) return expectation.finding(words, world);
    words.fail();
    return {};
}

}  // namespace

StoryFinding story_finding(StoryWords& words, const StoryWorld& world) {
    if (words.peek() != "no") return positive_finding(words, world);
    words.word();
    StoryFinding finding = positive_finding(words, world);
    finding.holds = !finding.holds && !finding.missing;
    return finding;
}

std::string expectation_usage(std::string_view word) {
    std::string all = "one of no, KIND, ";
    for (const Expectation& expectation : expectations) {
        if (expectation.word == word) return '"' + std::string{expectation.usage} + '"';
        all += std::string{expectation.word} + ", ";
    }
    for (const auto& [name, kind] : names_of<MilestoneKind>())
        if (word.substr(0, word.find('#')) == name) return '"' + std::string{clock_usage} + '"';
    return all.substr(0, all.size() - 2);
}

}  // namespace hotline::server
