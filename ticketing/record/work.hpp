// What goes through the one door, and what comes back.
#pragma once

#include "ticketing/record/job.hpp"
#include "ticketing/record/publication.hpp"
#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace hotline {
class PolicyBook;
}

namespace hotline::record {

// A command for one ticket.
struct TicketWork {
    Actor actor;
    std::optional<TicketNumber> ticket;  // empty exactly for OpenTicket
    Command command;
    std::optional<std::int64_t>
        if_version;               // If-Match: refuse with version_conflict when it differs
    std::string idempotency_key;  // empty: none. Scoped by actor.name
    std::string request_hash;     // of method, path and body; compared when the key was seen before
};

enum class AttemptResult { delivered, failed };

// The result of one webhook attempt: records the attempt and settles or reschedules the outbox row.
struct DeliveryWork {
    std::int64_t outbox_id = 0;
    std::int32_t attempt = 0;  // 1, 2, ...
    Instant started_at{};
    std::int64_t duration_ms = 0;
    AttemptResult result = AttemptResult::failed;
    std::int32_t http_status = 0;  // 0: no answer
    std::string detail;            // error text or the first bytes of the answer, at most 256 bytes
    Instant next_attempt_at{};     // when failed
};

// A new version of a calendar or of policies, kept for good. Once it is committed the writer
// decides with `book`, also when the very same publication is there already (answered as repeated).
// Items of the same group still see the book before.
struct PublishWork {
    PublicationKind kind = PublicationKind::calendar;
    std::string name;
    std::string version;
    std::string text;
    std::string sha256;  // sha256_hex(text)
    std::string by;
    std::string note;
    std::shared_ptr<const PolicyBook> book;  // with this publication in it; null: the book stays
    // The publication that `book` was built after (0: none): refused with publication_outrun when
    // another came in between, which `book` would take back. Empty: not looked at.
    std::optional<std::int64_t> after;
};

struct StartJob {
    std::string kind;
    std::optional<std::int64_t> publication;
    std::string arguments;  // JSON
    std::int64_t total = 0;
};
struct AdvanceJob {
    std::int64_t id = 0;
    JobProgress progress;
};
struct FinishJob {
    std::int64_t id = 0;
    JobProgress progress;
    std::string failure;  // empty: done, else why it failed
};
// A finished job stays as it is: what comes later is refused with job_finished.
using JobWork = std::variant<StartJob, AdvanceJob, FinishJob>;

using WorkItem = std::variant<TicketWork, DeliveryWork, PublishWork, JobWork>;

// Who waits. A group takes all waiting normal items before it takes the first background item, and
// always has room for a few of those: a normal item waits for one such part at most.
enum class Lane {
    normal,      // people, and clocks that are due
    background,  // recalculations: much work that nobody waits for
};

// What a committed (or idempotently repeated) work item answers; of a PublishWork and of a JobWork
// only `id` and `repeated`, of a DeliveryWork only `number` and `repeated`.
struct Committed {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    std::int64_t seq = 0;                // journal seq of this command
    std::vector<LegId> new_legs;         // legs this command created
    std::optional<PetitionId> petition;  // the petition it created
    std::optional<std::int64_t> id;      // of the publication or of the job
    std::int32_t corrections = 0;        // of overdue clocks, by a recount or an appeal
    bool repeated = false;  // answered from the receipt of an earlier identical request
};

// Refusal codes of the door itself, beside those of decide():
//   overloaded            the queue is full; nothing was kept; try again later           (503)
//   stopping              the writer no longer takes work                                 (503)
//   store_failed          an I/O error at commit: outcome unknown, the process will stop; or this
//                         item alone failed in the store and was not kept: see detail     (503)
//   ticket_not_found      no such ticket                                                  (404)
//   version_conflict      if_version is not the ticket's version; detail names it         (412)
//   idempotency_mismatch  the key was used with another request                           (422)
//   external_id_taken     (source, external_id) exists; detail is the ticket's number     (409)
//   numbers_exhausted     999,999 tickets were received on that day                       (503)
//   delivery_not_found    a DeliveryWork names no outbox row
//   delivery_out_of_order a DeliveryWork is not about the head of its queue
//   publication_exists    that version of that name was published with another text        (409)
//   publication_outrun    another publication came first; build the book again             (409)
//   job_not_found         a JobWork names no job
//   job_finished          a JobWork is about a job that is over
using Outcome = Result<Committed>;

// Called exactly once per accepted item, on the writer thread, after COMMIT or refusal. Must not
// block.
using OnOutcome = std::function<void(Outcome)>;

}  // namespace hotline::record
