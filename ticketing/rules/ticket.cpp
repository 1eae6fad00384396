#include "ticketing/rules/ticket.hpp"

namespace hotline {
namespace {

// Ids count from 1 and rows are never removed, so the id is the position.
template <class Row, class Id>
const Row* row_of(const std::vector<Row>& rows, Id id) {
    if (id.value < 1 || static_cast<std::size_t>(id.value) > rows.size()) return nullptr;
    return &rows[static_cast<std::size_t>(id.value) - 1];
}

}  // namespace

bool is_live(const Leg& leg) {
    switch (leg.state) {
        case LegState::awaiting_receipt:
        case LegState::handling:
        case LegState::replied:
            return true;
        case LegState::done:
        case LegState::returned:
        case LegState::exited:
        case LegState::superseded:
            return false;
    }
    return false;
}

bool is_over(Stage stage) {
    switch (stage) {
        case Stage::needs_supplement:
        case Stage::awaiting_dispatch:
        case Stage::handling:
        case Stage::awaiting_check:
        case Stage::awaiting_visit:
        case Stage::awaiting_redo:
            return false;
        case Stage::closed:
        case Stage::answered_directly:
        case Stage::declined:
        case Stage::transferred:
        case Stage::withdrawn:
        case Stage::merged:
        case Stage::archived:
            return true;
    }
    return true;
}

std::optional<ClockStep> next_step(const Clock& clock) {
    if (clock.state != ClockState::running) return std::nullopt;
    const auto reached = static_cast<std::size_t>(clock.steps_reached);
    if (reached >= clock.steps.size()) return std::nullopt;
    return clock.steps[reached];
}

std::optional<Instant> next_step_at(const TicketState& state) {
    std::optional<Instant> earliest;
    for (const Clock& clock : state.clocks) {
        const auto step = next_step(clock);
        if (step && (!earliest || step->at < *earliest)) earliest = step->at;
    }
    return earliest;
}

const Leg* find_leg(const TicketState& state, LegId id) {
    return row_of(state.legs, id);
}

const Petition* find_petition(const TicketState& state, PetitionId id) {
    return row_of(state.petitions, id);
}

const Clock* find_clock(const TicketState& state, ClockId id) {
    return row_of(state.clocks, id);
}

const Notice* find_notice(const TicketState& state, NoticeId id) {
    return row_of(state.notices, id);
}

bool counts_overdue(const Clock& clock) {
    return clock.correction ? clock.correction->counts : clock.overdue;
}

const Pause* pause_at(const Clock& clock, Instant at) {
    for (const Pause& pause : clock.derivation.pauses) {
        if (pause.from <= at && at < pause.to) return &pause;
    }
    return nullptr;
}

}  // namespace hotline
