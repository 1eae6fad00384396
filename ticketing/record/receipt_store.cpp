#include "ticketing/record/receipt_store.hpp"

#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/json_read.hpp"
#include "ticketing/record/json_write.hpp"
#include "ticketing/record/row.hpp"

#include <algorithm>

namespace hotline::record {
namespace {

constexpr std::chrono::days receipt_life{7};
constexpr int prune_batch = 50;
constexpr Minutes prune_interval{1};

}  // namespace

ReceiptStore::ReceiptStore(Connection& connection)
    : find_(connection.query("receipt")),
      insert_(connection.query("insert_receipt")),
      prune_(connection.query("prune_receipts")),
      oldest_(connection.query("oldest_receipt_at")) {}

std::optional<Receipt> ReceiptStore::find(const std::string& actor, const std::string& key) {
    Receipt receipt;
    Committed& answer = receipt.answer;
    std::string new_legs;
    bound(find_, actor, key);
    if (!read_one(find_, receipt.request_hash, answer.number, answer.version, answer.stage,
                  answer.seq, new_legs, answer.petition)) {
        return std::nullopt;
    }
    read_json(parse_json(new_legs), answer.new_legs);
    return receipt;
}

void ReceiptStore::save(const TicketWork& work, const Committed& answer, Instant now) {
    failpoint("receipt.save");
    std::string new_legs;
    JsonWriter{new_legs}.value(answer.new_legs);
    run(insert_, work.actor.name, work.idempotency_key, work.request_hash, now, answer.number,
        answer.version, answer.stage, answer.seq, new_legs, answer.petition);
}

void ReceiptStore::prune(Instant now) {
    if (now < prune_again_at_) return;
    const Instant limit = now - receipt_life;
    run(prune_, limit, prune_batch);
    Instant oldest = now;
    read_one(oldest_, oldest);
    // More to forget: go on with the next group. Else nothing is due before the oldest one is.
    if (oldest >= limit) prune_again_at_ = std::max(oldest + receipt_life, now + prune_interval);
}

}  // namespace hotline::record
