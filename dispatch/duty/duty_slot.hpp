// One turn of duty (值班): a leader at the centre, the duty officer who is told when limits break,
// the head of duty (带班领导). Planned in the city pack.
#pragma once

#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/time.hpp"

#include <string>

namespace hotline::dispatch {

enum class DutyKind { leader_session, duty_officer, head_of_duty };
enum class DutyStatus { planned, published, running, done, cancelled };

struct DutySlot {
    std::string id;  // "2026-02-13-leader_session-1", unique in the roster
    DutyKind kind = DutyKind::duty_officer;
    Instant from{};
    Instant to{};  // half-open
    std::string leader;
    std::string post;
    UnitCode unit;
    std::string seat;
    std::string phone;
    std::string scope;  // for people: "本辖区诉求"
    DutyStatus status = DutyStatus::published;
};

}  // namespace hotline::dispatch
