#include "dispatch/deadlines/telling.hpp"

namespace hotline::dispatch {
namespace {

constexpr const char* nobody = "无人值班";

std::string person_of(const DutySlot& slot) {
    return slot.post.empty() ? slot.leader : slot.leader + "（" + slot.post + "）";
}

std::string on_duty(const Roster& roster, Instant at, DutyKind kind) {
    const auto slots = roster.on_duty(at, kind);
    return slots.empty() ? std::string{} : person_of(*slots.front());
}

// The unit with the leader who gets the copy. A unit that the city pack no longer has keeps its
// code.
std::string unit_and_leader(const City& city, const UnitCode& code) {
    const Unit* unit = city.unit(code);
    if (unit == nullptr) return code;
    return unit->leader.empty() ? unit->name : unit->name + "（抄送" + unit->leader + "）";
}

// The unit above; above the top unit, the hotline's own office.
std::string unit_above(const City& city, const UnitCode& code) {
    const Unit* unit = city.unit(code);
    if (unit != nullptr && !unit->parent.empty()) return unit_and_leader(city, unit->parent);
    for (const Unit& each : city.units) {
        if (each.kind == UnitKind::hotline) return unit_and_leader(city, each.code);
    }
    return city.name;
}

}  // namespace

std::string who_is_told(const Roster& roster, Instant at) {
    const std::string officer = on_duty(roster, at, DutyKind::duty_officer);
    return officer.empty() ? nobody : officer;
}

std::string leader_on_duty(const Roster& roster, Instant at) {
    const std::string head = on_duty(roster, at, DutyKind::head_of_duty);
    return head.empty() ? who_is_told(roster, at) : head;
}

Telling telling_of(StepKind step, const UnitCode& unit, const Roster& roster, const City& city,
                   Instant at) {
    switch (step) {
        case StepKind::warn_yellow:
        case StepKind::overdue:
        case StepKind::warn_red:
        case StepKind::auto_receive:
        case StepKind::deem_accepted:
        case StepKind::start_visit:
            return {who_is_told(roster, at), {}};
        case StepKind::tell_duty:
            return {leader_on_duty(roster, at), {}};
        case StepKind::notify:
        case StepKind::urge:
        case StepKind::written_notice:
        case StepKind::supervise:
            return {who_is_told(roster, at), unit_and_leader(city, unit)};
        case StepKind::raise:
            return {who_is_told(roster, at), unit_above(city, unit)};
    }
    return {};
}

}  // namespace hotline::dispatch
