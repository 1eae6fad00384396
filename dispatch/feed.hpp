// The feed: a ring of the last committed entries that consoles and errands read after a cursor.
//
// The ring is a hint, the tables are the truth: a reader that fell off the ring loads its lists
// again and goes on from last_seq. Entries in it hold no texts and no caller data, so memory is
// bounded and a feed cannot leak what a list would mask.
#pragma once

#include "ticketing/record/journal_entry.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/rules/ids.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace hotline::dispatch {

struct CommittedEntry {
    // Its events tell their types only: every member of theirs has its default value.
    record::JournalEntry entry;
    // The ticket after this entry, or after a later one of the same group of commands.
    std::shared_ptr<const record::TicketSummary> summary;
    std::vector<UnitCode> units;  // with a leg, live or not; sorted, each once
};

using FeedItem = std::shared_ptr<const CommittedEntry>;

CommittedEntry committed_entry(const record::JournalEntry& entry, const TicketState& state);

class Feed {
  public:
    // `last_seq` of the record at start: the cursor of a reader that starts at the present.
    Feed(std::size_t capacity, std::int64_t last_seq);

    // Writer thread, from its on_commit: stores the entries and pokes every subscriber.
    void publish(std::span<const record::CommittedChange> changes);

    struct Page {
        std::vector<FeedItem> items;
        std::int64_t last_seq = 0;  // of the record; items.empty() && !fell_off: nothing newer
        bool fell_off =
            false;  // entries after the cursor are gone, or the cursor is from elsewhere
    };
    Page after(std::int64_t seq, std::size_t limit) const;  // any thread
    std::int64_t last_seq() const;                          // any thread

    // Ends the subscription; after the destructor returns its poke is not called again. May outlive
    // the feed. Any thread, but never inside a poke.
    class Subscription {
      public:
        Subscription() = default;
        Subscription(Subscription&& other) noexcept;
        Subscription& operator=(Subscription&& other) noexcept;
        ~Subscription();

      private:
        friend class Feed;
        std::function<void()> end_;
    };

    // `poke` runs on the writer thread after each group of commits: it must not block, throw,
    // subscribe or unsubscribe; posting to an executor is right. Any thread.
    [[nodiscard]] Subscription subscribe(std::function<void()> poke);

  private:
    struct Ring;
    struct Subscribers;

    std::shared_ptr<Ring> ring_;
    std::shared_ptr<Subscribers> subscribers_;
};

}  // namespace hotline::dispatch
