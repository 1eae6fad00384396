// The questions of ReadSession, each answered by the store that owns the rows.
#include "ticketing/record/counter_store.hpp"
#include "ticketing/record/journal_store.hpp"
#include "ticketing/record/outbox_store.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/ticket_list.hpp"
#include "ticketing/record/ticket_load.hpp"

namespace hotline::record {

std::optional<TicketState> ReadSession::ticket(TicketNumber number) {
    return TicketLoader{connection_}.load(number);
}

std::vector<TicketSummary> ReadSession::list(const TicketFilter& filter) {
    return read_list(connection_, filter);
}

std::vector<JournalEntry> ReadSession::journal_of(TicketNumber number) {
    return read_journal_of(connection_, number);
}

std::vector<JournalEntry> ReadSession::journal_after(std::int64_t seq, std::int32_t limit) {
    return read_journal_after(connection_, seq, limit);
}

std::int64_t ReadSession::last_seq() {
    return read_last_seq(connection_);
}

std::vector<DueClock> ReadSession::due_clocks(Instant now, std::int32_t limit) {
    Statement& rows = bound(connection_.query("due_clocks"), now, limit);
    std::vector<DueClock> due;
    while (rows.step()) {
        DueClock& each = due.emplace_back();
        Row{rows}.read(each.ticket, each.clock, each.at);
    }
    return due;
}

std::optional<Instant> ReadSession::next_clock_at() {
    Instant at{};
    return read_one(connection_.query("next_clock_at"), at) ? std::optional{at} : std::nullopt;
}

std::vector<OutboxItem> ReadSession::due_outbox(Instant now, std::int32_t limit,
                                                std::int32_t per_endpoint_max) {
    return read_due_outbox(connection_, now, limit, per_endpoint_max);
}

std::optional<Instant> ReadSession::next_outbox_at() {
    return read_next_outbox_at(connection_);
}

std::int64_t ReadSession::outbox_pending() {
    return read_counter(connection_, outbox_pending_counter);
}

std::vector<OutboxItem> ReadSession::outbox_of(TicketNumber number) {
    return read_outbox_of(connection_, number);
}

std::vector<DeliveryAttempt> ReadSession::attempts_of(TicketNumber number) {
    return read_attempts_of(connection_, number);
}

std::optional<TicketNumber> ReadSession::by_external_id(const std::string& source,
                                                        const std::string& id) {
    return TicketLoader{connection_}.by_external_id(source, id);
}

ReadSession::Counts ReadSession::counts() {
    return read_counts(connection_);
}

}  // namespace hotline::record
