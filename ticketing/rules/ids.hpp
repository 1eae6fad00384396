// Identities of the domain. A ticket's number is its id; legs, petitions and clocks are numbered
// from 1 within their ticket, so that every id follows from the journal and none needs a global
// counter.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace hotline {

// yyyymmdd of the day of receipt in the city's zone, then six digits: 20260213000017. Text in JSON.
struct TicketNumber {
    std::int64_t value = 0;
    friend auto operator<=>(const TicketNumber&, const TicketNumber&) = default;
};

// One unit's assignment (承办) of a ticket: 1, 2, ... within the ticket. "20260213000017-2" in
// JSON.
struct LegId {
    std::int32_t value = 0;
    friend auto operator<=>(const LegId&, const LegId&) = default;
};

// One petition (申请) of a ticket: 1, 2, ... within the ticket. "20260213000017-p1" in JSON.
struct PetitionId {
    std::int32_t value = 0;
    friend auto operator<=>(const PetitionId&, const PetitionId&) = default;
};

// One milestone (时限节点) of a ticket: 1, 2, ... within the ticket. "20260213000017-m1" in JSON.
struct ClockId {
    std::int32_t value = 0;
    friend auto operator<=>(const ClockId&, const ClockId&) = default;
};

// One notice (催办、通知、督办) that a milestone's step issued: 1, 2, ... within the ticket.
// "20260213000017-n1" in JSON.
struct NoticeId {
    std::int32_t value = 0;
    friend auto operator<=>(const NoticeId&, const NoticeId&) = default;
};

// Code of a handling unit (承办单位) in the city pack, such as "a3-housing". Stable over renamings.
using UnitCode = std::string;

}  // namespace hotline
