// Idempotency receipts: what a keyed command was answered. Writer thread only; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/work.hpp"

#include <optional>
#include <string>

namespace hotline::record {

struct Receipt {
    std::string request_hash;
    Committed answer;
};

class ReceiptStore {
  public:
    explicit ReceiptStore(Connection& connection);

    std::optional<Receipt> find(const std::string& actor, const std::string& key);
    void save(const TicketWork& work, const Committed& answer, Instant now);

    // Forgets receipts older than seven days, a small batch at a call, so that no commit pays for
    // many.
    void prune(Instant now);

  private:
    Statement& find_;
    Statement& insert_;
    Statement& prune_;
    Statement& oldest_;
    Instant prune_again_at_{};  // nothing is old enough before this
};

}  // namespace hotline::record
