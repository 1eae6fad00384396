// What is on disk, and why nothing that was answered is lost.
//
// One SQLite file, hotline.db, in WAL mode with synchronous=FULL (sql/migrations is its schema):
//
//   tickets, assignments, petitions, milestones, notices
//                       the present: what folding the journal gives
//   journal             the past: one row a command, seq 1, 2, 3, ... without gaps, events as JSON
//   outbox, delivery_attempts   what units must be told; per (endpoint, ticket) a queue with one
//                       head
//   receipts            answers of keyed commands, for seven days
//   number_days, counters   the last ticket number of each day; counts that lists would scan for
//   publications, jobs  versions of calendars and policies; recalculations and how far they are
//
// A command changes all of them in one transaction or none of them. A group of commands shares one
// transaction and one fsync: while it runs the next group gathers in the queue, so the disk sets
// the size of groups and nobody lingers.
//
// The crash argument. An answer is given only after COMMIT returned, and COMMIT returns only after
// the log's frames and the commit mark were fsynced.
//   1. Killed before COMMIT: recovery drops the frames after the last commit mark. Nothing of the
//   group
//      exists; nobody was answered; in-memory counts (seq, numbers) are read again from the file.
//   2. Killed after COMMIT and before the answers: the group exists, its callers do not know. They
//   repeat
//      with their Idempotency-Key and get the first answer; the feed and the deliveries start from
//      the tables, so what was not pushed is found there.
//   3. An item that fails inside the database (a constraint, a bug): the whole transaction is
//   rolled back
//      and run again with a savepoint an item. decide() is pure and `now` is kept, so the
//      neighbours decide the same; the failing item alone is refused and leaves nothing.
//   4. I/O error, full disk or damage: whether the commit is durable cannot be known (a failed
//   fsync may
//      have dropped the pages and marked them clean). Nobody is answered with success, everything
//      queued is refused with store_failed, the writer never writes again and on_fatal stops the
//      process; the next start recovers from the log. Retrying on the same handles would
//      acknowledge what is not there.
// Only this thread's connection writes and checkpoints (sqlite/sqlite_gate.hpp says why that
// matters).
#include "ticketing/record/writer.hpp"

#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/group_work.hpp"
#include "ticketing/record/text_bytes.hpp"
#include "ticketing/record/work_queue.hpp"

#include <atomic>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace hotline::record {
namespace {

// The store can no longer be trusted: the writer must stop for good.
struct StoreLost {
    std::string reason;
};

bool is_lost(DbErrorKind kind) {
    return kind == DbErrorKind::io || kind == DbErrorKind::corrupt || kind == DbErrorKind::full;
}

Refusal store_failed() {
    return {"store_failed", "", "the store failed; whether this was kept is unknown"};
}
Refusal item_failed() {
    return {"store_failed", "", "the store refused this item; nothing was kept"};
}

const char* detail_of(const std::string& code) {
    if (code == "overloaded") return "the queue is full; nothing was kept; try again later";
    if (code == "stopping") return "the writer no longer takes work";
    return "the store failed; nothing was kept";
}

}  // namespace

class Writer::Impl {
  public:
    explicit Impl(WriterSetup setup)
        : setup_(std::move(setup)),
          queue_({setup_.limits.queue_max, setup_.limits.queue_bytes_max, setup_.limits.group_max},
                 {setup_.limits.background_queue_max, setup_.limits.queue_bytes_max,
                  setup_.limits.background_group_max}),
          connection_(setup_.engine->open_writer()),
          work_(*connection_, setup_.policies, setup_.endpoints) {
        last_seq_ = work_.last_seq();
        thread_ = std::thread{[this] { loop(); }};
    }

    void submit(WorkItem item, OnOutcome done, Lane lane) {
        Queued queued{std::move(item), std::move(done), 0};
        queued.bytes = text_bytes(queued.item);
        const char* code = queue_.put(queued, lane);
        if (code != nullptr) queued.done(Refusal{code, "", detail_of(code)});
    }

    void stop() {
        queue_.close("stopping");
        const std::lock_guard lock{join_mutex_};
        if (thread_.joinable()) thread_.join();
    }

    WriterStats stats() const {
        WriterStats stats;
        stats.groups = groups_;
        stats.committed = committed_;
        stats.refused = refused_;
        stats.repeated = repeated_;
        stats.retried_groups = retried_groups_;
        stats.queue_depth = queue_.depth(Lane::normal);
        stats.background_depth = queue_.depth(Lane::background);
        stats.last_seq = last_seq_;
        stats.failed = failed_;
        return stats;
    }

  private:
    using Group = std::vector<Queued>;

    // Everything below runs on the writer thread.

    void loop() {
        for (Group group = queue_.take(); !group.empty(); group = queue_.take()) {
            std::vector<Outcome> outcomes;
            try {
                outcomes = run_group(group);
            } catch (const StoreLost& lost) {
                return fail(std::move(group), lost.reason);
            }
            const std::shared_ptr<const PolicyBook> book = work_.take_new_book();
            if (book && setup_.on_publish) setup_.on_publish(book);
            answer(group, std::move(outcomes));
            const std::vector<CommittedChange> changes = work_.changes();
            if (setup_.on_commit && !changes.empty()) setup_.on_commit(changes);
        }
        try {
            connection_->checkpoint();
        } catch (const DbError&) {
            // Everything answered is in the log already; the next start replays it.
        }
    }

    std::vector<Outcome> run_group(const Group& group) {
        const Instant now = setup_.time->now();
        ++groups_;
        try {
            return run_together(group, now);
        } catch (const DbError& error) {
            if (is_lost(error.kind())) throw StoreLost{error.what()};
        } catch (const std::exception&) {
            // A bug that one item woke: found again, alone, below.
        }
        ++retried_groups_;
        rollback();
        try {
            return run_apart(group, now);
        } catch (const DbError& error) {
            if (is_lost(error.kind())) throw StoreLost{error.what()};
        } catch (const std::exception&) {
            // Out of memory, at the worst: nothing was committed.
        }
        // The transaction itself would not begin or finish; it was not committed.
        rollback();
        work_.begin(now);
        return std::vector<Outcome>(group.size(), Outcome{item_failed()});
    }

    std::vector<Outcome> run_together(const Group& group, Instant now) {
        std::vector<Outcome> outcomes;
        outcomes.reserve(group.size());
        begin(now);
        for (const Queued& queued : group)
            outcomes.push_back(work_.run(queued.item));
        commit();
        return outcomes;
    }

    std::vector<Outcome> run_apart(const Group& group, Instant now) {
        std::vector<Outcome> outcomes;
        outcomes.reserve(group.size());
        begin(now);
        for (const Queued& queued : group)
            outcomes.push_back(run_one(queued.item));
        commit();
        return outcomes;
    }

    Outcome run_one(const WorkItem& item) {
        const GroupWork::Mark mark = work_.mark();
        connection_->savepoint();
        try {
            Outcome outcome = work_.run(item);
            connection_->release_savepoint();
            return outcome;
        } catch (const DbError& error) {
            if (is_lost(error.kind())) throw;
            return take_back(item, mark, error.kind());
        } catch (const std::exception&) {
            return take_back(item, mark, DbErrorKind::other);
        }
    }

    Outcome take_back(const WorkItem& item, const GroupWork::Mark& mark, DbErrorKind kind) {
        connection_->rollback_to_savepoint();
        work_.return_to(mark);
        const auto* work = std::get_if<TicketWork>(&item);
        if (kind == DbErrorKind::unique && work != nullptr) {
            if (auto taken = work_.external_id_taken(*work)) return *taken;
        }
        return item_failed();
    }

    void begin(Instant now) {
        work_.begin(now);
        connection_->begin();
    }

    void commit() {
        work_.finish();
        failpoint("writer.before_commit");
        try {
            connection_->commit();
            failpoint("writer.after_commit");
        } catch (const DbError& error) {
            throw StoreLost{error.what()};
        }
        work_.committed();
        last_seq_ = work_.last_seq();
    }

    void rollback() {
        try {
            connection_->rollback();
        } catch (const DbError& error) {
            throw StoreLost{error.what()};
        }
    }

    void answer(Group& group, std::vector<Outcome> outcomes) {
        for (const Outcome& outcome : outcomes) {
            if (!outcome) {
                ++refused_;
            } else if (outcome->repeated) {
                ++repeated_;
            } else {
                ++committed_;
            }
        }
        for (std::size_t i = 0; i < group.size(); ++i) {
            failpoint("writer.before_answer");
            group[i].done(std::move(outcomes[i]));
        }
    }

    void fail(Group group, const std::string& reason) {
        failed_ = true;
        queue_.close("store_failed");
        for (; !group.empty(); group = queue_.take()) {
            for (Queued& queued : group)
                queued.done(store_failed());
        }
        if (setup_.on_fatal) setup_.on_fatal(reason);
    }

    WriterSetup setup_;
    WorkQueue queue_;
    std::unique_ptr<Connection> connection_;
    GroupWork work_;

    std::atomic<std::uint64_t> groups_{0};
    std::atomic<std::uint64_t> committed_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<std::uint64_t> repeated_{0};
    std::atomic<std::uint64_t> retried_groups_{0};
    std::atomic<std::int64_t> last_seq_{0};
    std::atomic<bool> failed_{false};

    std::mutex join_mutex_;
    std::thread thread_;  // last: everything it uses is built before and destroyed after it
};

Writer::Writer(WriterSetup setup) : impl_(std::make_unique<Impl>(std::move(setup))) {}

Writer::~Writer() {
    impl_->stop();
}

void Writer::submit(WorkItem item, OnOutcome done, Lane lane) {
    impl_->submit(std::move(item), std::move(done), lane);
}

Outcome Writer::execute(WorkItem item) {
    std::promise<Outcome> promise;
    std::future<Outcome> answer = promise.get_future();
    submit(std::move(item), [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
    return answer.get();
}

void Writer::stop() {
    impl_->stop();
}

WriterStats Writer::stats() const {
    return impl_->stats();
}

}  // namespace hotline::record
