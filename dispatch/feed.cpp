#include "dispatch/feed.hpp"

#include "ticketing/record/summary.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <type_traits>
#include <utility>
#include <variant>

namespace hotline::dispatch {

// Guarded by its mutex. The items have consecutive seqs; the last is last_seq unless it is empty.
struct Feed::Ring {
    mutable std::mutex mutex;
    std::vector<FeedItem> slots;  // item with seq s is at s % slots.size()
    std::size_t count = 0;
    std::int64_t last_seq = 0;

    std::int64_t first_seq() const { return last_seq - static_cast<std::int64_t>(count) + 1; }
    FeedItem& slot(std::int64_t seq) { return slots[static_cast<std::size_t>(seq) % slots.size()]; }
};

struct Feed::Subscribers {
    std::mutex mutex;  // held while pokes run, so that an ended subscription is not poked
    std::int64_t last_id = 0;
    std::map<std::int64_t, std::function<void()>> pokes;
};

namespace {

Event type_only(const Event& event) {
    const auto blank = [](const auto& full) -> Event {
        return std::remove_cvref_t<decltype(full)>{};
    };
    return std::visit(blank, event);
}

}  // namespace

CommittedEntry committed_entry(const record::JournalEntry& entry, const TicketState& state) {
    CommittedEntry committed;
    committed.entry.seq = entry.seq;
    committed.entry.ticket = entry.ticket;
    committed.entry.version = entry.version;
    committed.entry.at = entry.at;
    committed.entry.actor = entry.actor;
    committed.entry.events.reserve(entry.events.size());
    for (const auto& event : entry.events)
        committed.entry.events.push_back(type_only(event));
    committed.summary = std::make_shared<const record::TicketSummary>(record::summary_of(state));
    for (const auto& leg : state.legs)
        committed.units.push_back(leg.unit);
    std::sort(committed.units.begin(), committed.units.end());
    committed.units.erase(std::unique(committed.units.begin(), committed.units.end()),
                          committed.units.end());
    return committed;
}

Feed::Feed(std::size_t capacity, std::int64_t last_seq)
    : ring_(std::make_shared<Ring>()), subscribers_(std::make_shared<Subscribers>()) {
    ring_->slots.resize(std::max<std::size_t>(capacity, 1));
    ring_->last_seq = last_seq;
}

void Feed::publish(std::span<const record::CommittedChange> changes) {
    if (changes.empty()) return;
    std::vector<FeedItem> items;
    items.reserve(changes.size());
    for (const auto& change : changes) {
        items.push_back(
            std::make_shared<const CommittedEntry>(committed_entry(*change.entry, *change.state)));
    }
    {
        const std::lock_guard lock(ring_->mutex);
        for (auto& item : items) {
            // A gap cannot happen; if it did, readers before it are told that they fell off.
            const bool follows = item->entry.seq == ring_->last_seq + 1;
            if (!follows) ring_->count = 0;
            ring_->last_seq = item->entry.seq;
            ring_->count = std::min(ring_->count + 1, ring_->slots.size());
            ring_->slot(ring_->last_seq) = std::move(item);
        }
    }
    const std::lock_guard lock(subscribers_->mutex);
    for (const auto& [id, poke] : subscribers_->pokes)
        poke();
}

Feed::Page Feed::after(std::int64_t seq, std::size_t limit) const {
    Page page;
    const std::lock_guard lock(ring_->mutex);
    page.last_seq = ring_->last_seq;
    page.fell_off = seq > ring_->last_seq || seq < ring_->first_seq() - 1;
    if (page.fell_off) return page;
    const auto newer = static_cast<std::size_t>(ring_->last_seq - seq);
    const auto taken = static_cast<std::int64_t>(std::min(newer, limit));
    page.items.reserve(static_cast<std::size_t>(taken));
    for (std::int64_t i = 1; i <= taken; ++i)
        page.items.push_back(ring_->slot(seq + i));
    return page;
}

std::int64_t Feed::last_seq() const {
    const std::lock_guard lock(ring_->mutex);
    return ring_->last_seq;
}

Feed::Subscription Feed::subscribe(std::function<void()> poke) {
    const std::lock_guard lock(subscribers_->mutex);
    const std::int64_t id = ++subscribers_->last_id;
    subscribers_->pokes.emplace(id, std::move(poke));
    Subscription subscription;
    subscription.end_ = [subscribers = subscribers_, id] {
        const std::lock_guard end_lock(subscribers->mutex);
        subscribers->pokes.erase(id);
    };
    return subscription;
}

Feed::Subscription::Subscription(Subscription&& other) noexcept
    : end_(std::exchange(other.end_, nullptr)) {}

Feed::Subscription& Feed::Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        if (end_) end_();
        end_ = std::exchange(other.end_, nullptr);
    }
    return *this;
}

Feed::Subscription::~Subscription() {
    if (end_) end_();
}

}  // namespace hotline::dispatch
