// The questions of ReadSession, each answered by the store that owns the rows.
#include "ticketing/record/clock_scan.hpp"
#include "ticketing/record/counter_store.hpp"
#include "ticketing/record/job_store.hpp"
#include "ticketing/record/journal_store.hpp"
#include "ticketing/record/outbox_store.hpp"
#include "ticketing/record/publication_store.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/ticket_list.hpp"
#include "ticketing/record/ticket_load.hpp"

#include <algorithm>

namespace hotline::record {
namespace {

constexpr std::int32_t phone_tasks_page_max = 200;

}  // namespace

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

std::optional<Instant> ReadSession::oldest_due(Instant now) {
    const std::optional<Instant> next = next_clock_at();
    return next && *next <= now ? next : std::nullopt;
}

std::vector<RunningClock> ReadSession::running_clocks(const ClockPlace& after, std::int32_t limit) {
    return read_running_clocks(connection_, after, limit);
}

std::vector<TicketNumber> ReadSession::tickets_with_running_clocks(TicketNumber after,
                                                                   Instant opened_until,
                                                                   std::int32_t limit) {
    return read_tickets_with_running_clocks(connection_, after, opened_until, limit);
}

std::int64_t ReadSession::count_tickets_with_running_clocks() {
    return count_running_tickets(connection_);
}

std::vector<PhoneTask> ReadSession::open_phone_tasks(const PhoneTaskPlace& after,
                                                     std::int32_t limit) {
    Statement& rows = bound(connection_.query("open_phone_tasks"), after.at, after.ticket,
                            after.notice, std::clamp(limit, 1, phone_tasks_page_max));
    std::vector<PhoneTask> tasks;
    while (rows.step()) {
        PhoneTask& task = tasks.emplace_back();
        Notice& notice = task.notice;
        Row{rows}.read(task.ticket, notice.id, notice.kind, notice.clock, notice.leg, notice.to,
                       notice.at, notice.done_at, notice.done_by, notice.note);
    }
    return tasks;
}

std::vector<Publication> ReadSession::publications() {
    return read_publications(connection_);
}

std::optional<Job> ReadSession::job(std::int64_t id) {
    return read_job(connection_, id);
}

std::vector<Job> ReadSession::jobs() {
    return read_jobs(connection_);
}

std::vector<Job> ReadSession::unfinished_jobs() {
    return read_unfinished_jobs(connection_);
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
