// The read side: a pool of threads, each with its own read-only connection, and the questions they
// answer.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/job.hpp"
#include "ticketing/record/journal_entry.hpp"
#include "ticketing/record/publication.hpp"
#include "ticketing/rules/result.hpp"
#include "ticketing/rules/ticket.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline::record {

// A line of a list. Holds no caller data.
struct TicketSummary {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    Channel channel = Channel::phone;
    RequestKind kind = RequestKind::help;
    Urgency urgency = Urgency::normal;
    std::string title;
    std::string district;
    std::string item;
    UnitCode lead_unit;  // of the last lead leg, or empty
    Instant received_at{};
    std::optional<Instant> next_due_at;  // the earliest due instant of a running clock
    bool overdue = false;
    bool yellow = false;
    bool red = false;
    bool supervised = false;
    bool complex = false;
    bool confidential = false;
    std::int32_t urge_count = 0;
    std::string led_by;
};

struct TicketFilter {
    std::optional<Stage> stage;
    UnitCode unit;                // tickets with a leg of this unit
    bool live_legs_only = false;  // with `unit`: only legs still to be worked on
    std::string district;
    std::optional<bool> overdue;
    std::optional<TicketNumber> before;  // cursor: numbers smaller than this, newest first
    std::int32_t limit = 50;             // 1..200
};

struct DueClock {
    TicketNumber ticket;
    ClockId clock;
    Instant at{};
};

// A running clock, as a recalculation needs it: everything its due instant follows from.
struct RunningClock {
    TicketNumber ticket;
    ClockId clock;
    MilestoneKind kind = MilestoneKind::resolve;
    std::optional<LegId> leg;
    Instant started_at{};
    Instant due_at{};
    bool overdue = false;
    std::string policy_id;
    std::string policy_version;
    std::string calendar_id;
    std::string calendar_version;
    Derivation derivation;  // of a clock of before 0002: TimeLimit{}, and no ids above
    std::string item;       // the ticket's catalogue code
    Instant received_at{};  // of the ticket
    bool ticket_overdue = false;
};

// Where a walk over running clocks stands: after this clock. {} is before the first.
struct ClockPlace {
    TicketNumber ticket;
    ClockId clock;
};

// A call that the hotline has to make (电话催办).
struct PhoneTask {
    TicketNumber ticket;
    Notice notice;
};

// Where a list of phone tasks goes on: after this one, by (at, ticket, notice).
struct PhoneTaskPlace {
    Instant at{Instant::min()};
    TicketNumber ticket;
    NoticeId notice;
};

struct OutboxItem {
    std::int64_t id = 0;  // stable over retries; the webhook-id is "msg_" + id
    TicketNumber ticket;
    std::string endpoint;       // Endpoint::id
    std::int64_t sequence = 0;  // 1, 2, ... per (endpoint, ticket)
    std::string type;           // "ticket.dispatched"
    std::string payload;        // JSON, frozen at commit
    Instant created_at{};
    std::int32_t attempts = 0;
    Instant next_attempt_at{};
};

struct DeliveryAttempt {
    std::int64_t outbox_id = 0;
    std::int32_t attempt = 0;
    Instant started_at{};
    std::int64_t duration_ms = 0;
    bool delivered = false;
    std::int32_t http_status = 0;
    std::string detail;
};

// Questions over one connection; the caller owns the thread. Throws DbError.
class ReadSession {
  public:
    explicit ReadSession(Connection& connection) : connection_(connection) {}

    std::optional<TicketState> ticket(TicketNumber number);
    std::vector<TicketSummary> list(const TicketFilter& filter);
    std::vector<JournalEntry> journal_of(TicketNumber number);
    std::vector<JournalEntry> journal_after(std::int64_t seq, std::int32_t limit);
    std::int64_t last_seq();

    // Clocks whose next step is at or before `now`, earliest first; and the earliest next step of
    // all.
    std::vector<DueClock> due_clocks(Instant now, std::int32_t limit);
    std::optional<Instant> next_clock_at();
    // The earliest step that is due at `now` and not acted on: what an auditor watches.
    std::optional<Instant> oldest_due(Instant now);

    // Running clocks by (ticket, clock), one page: the next one starts after its last. Tickets with
    // at least one of them that were opened by then, by number.
    std::vector<RunningClock> running_clocks(const ClockPlace& after, std::int32_t limit);
    std::vector<TicketNumber> tickets_with_running_clocks(TicketNumber after, Instant opened_until,
                                                          std::int32_t limit);
    std::int64_t count_tickets_with_running_clocks();

    // Phone tasks nobody has done yet, the oldest first; 1..200 a page.
    std::vector<PhoneTask> open_phone_tasks(const PhoneTaskPlace& after, std::int32_t limit);

    std::vector<Publication> publications();  // all, in the order of publication

    std::optional<Job> job(std::int64_t id);
    std::vector<Job> jobs();             // all, oldest first
    std::vector<Job> unfinished_jobs();  // to be taken up again after a start

    // Heads of the (endpoint, ticket) queues that may be attempted at `now`, earliest first. Only
    // the lowest undelivered sequence of a queue is a head: later ones wait for it. At most
    // `per_endpoint_max` of one endpoint, its earliest, so that the backlog of one dead endpoint
    // cannot fill the page and starve the others.
    std::vector<OutboxItem> due_outbox(Instant now, std::int32_t limit,
                                       std::int32_t per_endpoint_max);
    std::optional<Instant> next_outbox_at();
    std::int64_t outbox_pending();
    std::vector<OutboxItem> outbox_of(TicketNumber number);
    std::vector<DeliveryAttempt> attempts_of(TicketNumber number);

    std::optional<TicketNumber> by_external_id(const std::string& source, const std::string& id);

    // Counts per stage and of overdue tickets, for the overview and metrics.
    struct Counts {
        std::vector<std::pair<Stage, std::int64_t>> by_stage;
        std::int64_t overdue_open = 0;
        std::int64_t phone_tasks_open = 0;
    };
    Counts counts();

    Connection& connection() { return connection_; }

  private:
    Connection& connection_;
};

class Reads {
  public:
    Reads(Engine& engine, std::size_t threads, std::size_t queue_max);
    ~Reads();  // finishes what is queued
    Reads(const Reads&) = delete;
    Reads& operator=(const Reads&) = delete;

    // Any thread. Runs `job` on a pool thread in a snapshot with `deadline_ms` from its start;
    // false when the queue is full. The job must catch nothing of its own: what it throws is given
    // to `failed`.
    bool post(std::function<void(ReadSession&)> job, std::function<void(std::exception_ptr)> failed,
              std::int64_t deadline_ms = 2000);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::record
