#include "server/api/text_forms.hpp"

#include "ticketing/record/rfc3339.hpp"
#include "ticketing/record/time_text.hpp"

#include <charconv>

namespace hotline::server {
namespace {

constexpr std::size_t number_digits = 14;

// The whole of `text` as a positive number, or 0.
std::int64_t positive(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

// Splits "20260213000017-p1" into the ticket and 1, given the prefix "p".
std::optional<std::pair<TicketNumber, std::int32_t>> parse_part(std::string_view text,
                                                                std::string_view prefix) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto ticket = parse_ticket(text.substr(0, dash));
    text.remove_prefix(dash + 1);
    if (!ticket || !text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    const std::int64_t index = text.size() <= 4 ? positive(text) : 0;
    if (index == 0 || text.front() == '0') return std::nullopt;
    return std::pair{*ticket, static_cast<std::int32_t>(index)};
}

}  // namespace

std::string ticket_text(TicketNumber number) {
    return std::to_string(number.value);
}
std::string leg_text(TicketNumber number, LegId leg) {
    return ticket_text(number) + "-" + std::to_string(leg.value);
}
std::string petition_text(TicketNumber number, PetitionId id) {
    return ticket_text(number) + "-p" + std::to_string(id.value);
}
std::string clock_text(TicketNumber number, ClockId clock) {
    return ticket_text(number) + "-m" + std::to_string(clock.value);
}

std::string notice_text(TicketNumber number, NoticeId notice) {
    return ticket_text(number) + "-n" + std::to_string(notice.value);
}

std::optional<TicketNumber> parse_ticket(std::string_view text) {
    if (text.size() != number_digits || text.front() == '0') return std::nullopt;
    const std::int64_t value = positive(text);
    if (value == 0) return std::nullopt;
    return TicketNumber{value};
}

std::optional<LegRef> parse_leg(std::string_view text) {
    const auto part = parse_part(text, "");
    if (!part) return std::nullopt;
    return LegRef{part->first, LegId{part->second}};
}

std::optional<PetitionRef> parse_petition(std::string_view text) {
    const auto part = parse_part(text, "p");
    if (!part) return std::nullopt;
    return PetitionRef{part->first, PetitionId{part->second}};
}

std::optional<ClockRef> parse_milestone(std::string_view text) {
    const auto part = parse_part(text, "m");
    if (!part) return std::nullopt;
    return ClockRef{part->first, ClockId{part->second}};
}

std::optional<NoticeRef> parse_notice(std::string_view text) {
    const auto part = parse_part(text, "n");
    if (!part) return std::nullopt;
    return NoticeRef{part->first, NoticeId{part->second}};
}

bool JsonText<TicketNumber>::parse(std::string_view text, TicketNumber& out) {
    const auto number = parse_ticket(text);
    if (number) out = *number;
    return number.has_value();
}

bool JsonText<Instant>::parse(std::string_view text, Instant& out) {
    const auto at = record::parse_time(text, record::china_offset_minutes);
    if (at) out = *at;
    return at.has_value();
}

std::string JsonText<Instant>::print(const Instant& value) {
    return record::rfc3339(value);
}

}  // namespace hotline::server
