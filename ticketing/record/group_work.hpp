// What the writer does inside one transaction: each item is decided, applied and saved. No thread
// and no commit here; writer.cpp owns both.
#pragma once

#include "ticketing/record/counter_store.hpp"
#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/job_store.hpp"
#include "ticketing/record/journal_store.hpp"
#include "ticketing/record/number_store.hpp"
#include "ticketing/record/outbox_store.hpp"
#include "ticketing/record/publication_store.hpp"
#include "ticketing/record/receipt_store.hpp"
#include "ticketing/record/ticket_load.hpp"
#include "ticketing/record/ticket_save.hpp"
#include "ticketing/record/work.hpp"
#include "ticketing/rules/decide.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace hotline::record {

// What a transaction has done that is not in the database yet. A plain value: a rollback, whole or
// to a savepoint, is an assignment.
struct Ledger {
    std::int64_t last_seq = 0;
    std::int64_t last_outbox_id = 0;
    std::int64_t last_publication_id = 0;
    std::int64_t last_job_id = 0;
    DayNumbers days;
    CounterChanges counters;
    std::shared_ptr<const PolicyBook>
        book;  // of the last publication; the next group decides by it
};

class GroupWork {
  public:
    GroupWork(Connection& connection, std::shared_ptr<const PolicyBook> policies,
              std::shared_ptr<const EndpointBook> endpoints);

    // Forgets what an earlier transaction did without a commit. `now` is the time of every item in
    // it.
    void begin(Instant now);

    // One item inside the open transaction. A refusal has written nothing. What it throws means
    // that its rows must be rolled back.
    Outcome run(const WorkItem& item);

    // Before and after a savepoint's item.
    struct Mark {
        Ledger ledger;
        std::size_t entries = 0;
    };
    Mark mark() const;
    void return_to(Mark mark);

    // The rows that a group shares: numbers, counters, old receipts.
    void finish();

    // The transaction is durable: what it did is now the past, and a book it published decides.
    void committed();
    // That book, once; null when there is none.
    std::shared_ptr<const PolicyBook> take_new_book();

    // What the transaction changed, for on_commit. Valid until the next begin().
    std::vector<CommittedChange> changes() const;
    std::int64_t last_seq() const { return committed_.last_seq; }

    // (source, external_id) of an OpenTicket exists: the refusal with its number.
    std::optional<Refusal> external_id_taken(const TicketWork& work);

  private:
    Outcome run_work(const TicketWork& work);
    Outcome run_work(const DeliveryWork& work);
    Outcome run_work(const PublishWork& work);
    Outcome run_work(const JobWork& work);
    Outcome run_job(const StartJob& work);
    Outcome run_job(const AdvanceJob& work);
    Outcome run_job(const FinishJob& work);
    Result<Job> unfinished_job(std::int64_t id);
    std::optional<Outcome> answered_before(const TicketWork& work);
    Result<DecideContext> context_of(const TicketWork& work);
    Outcome keep(const TicketWork& work, const TicketState* before, std::vector<Event> events);
    void save_webhooks(bool is_new, const TicketState& after, const JournalEntry& entry);

    std::shared_ptr<const PolicyBook> policies_;
    std::shared_ptr<const EndpointBook> endpoints_;
    TicketLoader loader_;
    TicketSaver saver_;
    JournalAppender journal_;
    OutboxStore outbox_;
    ReceiptStore receipts_;
    NumberStore numbers_;
    CounterStore counters_;
    PublicationStore publications_;
    JobStore jobs_;

    Instant now_{};
    Ledger committed_;  // the last ids only; the rest is of one transaction
    Ledger ledger_;
    std::shared_ptr<const PolicyBook> new_book_;
    std::vector<JournalEntry> entries_;
    std::vector<TicketState> states_;  // after each entry
};

}  // namespace hotline::record
