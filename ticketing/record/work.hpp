// What goes through the one door, and what comes back.
#pragma once

#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

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

using WorkItem = std::variant<TicketWork, DeliveryWork>;

// What a committed (or idempotently repeated) command answers.
struct Committed {
    TicketNumber number;
    std::int64_t version = 0;
    Stage stage = Stage::awaiting_dispatch;
    std::int64_t seq = 0;                // journal seq of this command
    std::vector<LegId> new_legs;         // legs this command created
    std::optional<PetitionId> petition;  // the petition it created
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
using Outcome = Result<Committed>;

// Called exactly once per accepted item, on the writer thread, after COMMIT or refusal. Must not
// block.
using OnOutcome = std::function<void(Outcome)>;

}  // namespace hotline::record
