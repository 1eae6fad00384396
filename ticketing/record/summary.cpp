#include "ticketing/record/summary.hpp"

#include <algorithm>

namespace hotline::record {

DerivedColumns derived_of(const TicketState& state) {
    DerivedColumns derived;
    for (const Leg& leg : state.legs) {
        if (leg.role == LegRole::lead && leg.level == 1) derived.lead = &leg;
    }
    for (const Clock& clock : state.clocks) {
        if (clock.state != ClockState::running) continue;
        derived.next_due_at = std::min(derived.next_due_at.value_or(clock.due_at), clock.due_at);
        derived.yellow = derived.yellow || clock.yellow;
        derived.red = derived.red || clock.red;
    }
    return derived;
}

TicketSummary summary_of(const TicketState& state) {
    const DerivedColumns derived = derived_of(state);
    TicketSummary summary;
    summary.number = state.number;
    summary.version = state.version;
    summary.stage = state.stage;
    summary.channel = state.request.channel;
    summary.kind = state.request.kind;
    summary.urgency = state.request.urgency;
    summary.title = state.request.title;
    summary.district = state.request.district;
    summary.item = state.request.item;
    if (derived.lead != nullptr) summary.lead_unit = derived.lead->unit;
    summary.received_at = state.received_at;
    summary.overdue = state.overdue;
    summary.supervised = state.supervised;
    summary.complex = state.complex;
    summary.confidential = state.request.caller.confidential;
    summary.urge_count = state.urge_count;
    summary.led_by = state.led_by;
    summary.next_due_at = derived.next_due_at;
    summary.yellow = derived.yellow;
    summary.red = derived.red;
    return summary;
}

bool counts_as_overdue_open(Stage stage, bool overdue) {
    return overdue && !is_over(stage);
}

}  // namespace hotline::record
