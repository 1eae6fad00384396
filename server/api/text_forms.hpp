// Ids and times as they stand in JSON and in paths.
#pragma once

#include "server/json/shape.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hotline::server {

std::string ticket_text(TicketNumber number);                   // "20260213000017"
std::string leg_text(TicketNumber number, LegId leg);           // "20260213000017-2"
std::string petition_text(TicketNumber number, PetitionId id);  // "20260213000017-p1"
std::string clock_text(TicketNumber number, ClockId clock);     // "20260213000017-m3"
std::string notice_text(TicketNumber number, NoticeId notice);  // "20260213000017-n1"

struct LegRef {
    TicketNumber ticket;
    LegId leg;
};
struct PetitionRef {
    TicketNumber ticket;
    PetitionId petition;
};

struct ClockRef {
    TicketNumber ticket;
    ClockId clock;
};
struct NoticeRef {
    TicketNumber ticket;
    NoticeId notice;
};

// Empty when the text is not such an id.
std::optional<TicketNumber> parse_ticket(std::string_view text);
std::optional<LegRef> parse_leg(std::string_view text);
std::optional<PetitionRef> parse_petition(std::string_view text);
std::optional<ClockRef> parse_milestone(std::string_view text);
std::optional<NoticeRef> parse_notice(std::string_view text);

template <>
struct JsonText<TicketNumber> {
    static constexpr std::string_view expected = "a ticket number such as 20260213000017";
    static constexpr std::string_view format = "";
    static bool parse(std::string_view text, TicketNumber& out);
    static std::string print(const TicketNumber& value) { return ticket_text(value); }
};

// Written with China's offset and milliseconds; read with any offset, and without one as China's
// time.
template <>
struct JsonText<Instant> {
    static constexpr std::string_view expected = "a time such as 2026-02-13T16:00:00+08:00";
    static constexpr std::string_view format = "date-time";
    static bool parse(std::string_view text, Instant& out);
    static std::string print(const Instant& value);
};

}  // namespace hotline::server
