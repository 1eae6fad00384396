#include "dispatch/feed.hpp"

#include "tests/support/catch.hpp"

#include <atomic>
#include <thread>

using namespace hotline;
using namespace hotline::dispatch;

namespace {

struct Change {
    record::JournalEntry entry;
    TicketState state;
};

Change change(std::int64_t seq) {
    Change made;
    made.entry.seq = seq;
    made.entry.ticket = {20260213000001 + seq};
    made.entry.version = 2;
    made.state.number = made.entry.ticket;
    made.state.stage = Stage::handling;
    made.state.request.title = "停水";
    Opened opened;
    opened.request.body = "secret body";
    opened.request.caller.name = "secret caller";
    made.entry.events = {Event{opened}, Event{Dispatched{}}};
    for (const char* unit : {"b", "a", "b"}) {
        Leg leg;
        leg.unit = unit;
        made.state.legs.push_back(leg);
    }
    return made;
}

void publish(Feed& feed, std::int64_t from, std::int64_t to) {
    std::vector<Change> changes;
    for (auto seq = from; seq <= to; ++seq)
        changes.push_back(change(seq));
    std::vector<record::CommittedChange> pointers;
    for (const auto& each : changes)
        pointers.push_back({&each.entry, &each.state});
    feed.publish(pointers);
}

std::vector<std::int64_t> seqs(const Feed::Page& page) {
    std::vector<std::int64_t> found;
    for (const auto& item : page.items)
        found.push_back(item->entry.seq);
    return found;
}

}  // namespace

TEST_CASE("the feed gives what came after a cursor or says that it fell off") {
    Feed feed(4, 10);
    CHECK(feed.last_seq() == 10);
    CHECK_FALSE(feed.after(10, 5).fell_off);
    CHECK(feed.after(9, 5).fell_off);
    CHECK(feed.after(11, 5).fell_off);  // a cursor from another record
    publish(feed, 11, 13);
    struct Row {
        std::int64_t after;
        std::size_t limit;
        bool fell_off;
        std::vector<std::int64_t> expected;
    };
    const std::vector<Row> early = {{10, 9, false, {11, 12, 13}},
                                    {10, 2, false, {11, 12}},
                                    {13, 9, false, {}},
                                    {9, 9, true, {}},
                                    {12, 0, false, {}}};
    for (const auto& row : early) {
        INFO("after " << row.after);
        const auto page = feed.after(row.after, row.limit);
        CHECK(page.fell_off == row.fell_off);
        CHECK(seqs(page) == row.expected);
        CHECK(page.last_seq == 13);
    }
    publish(feed, 14, 16);  // 11 and 12 leave the ring
    CHECK(feed.after(11, 9).fell_off);
    CHECK(seqs(feed.after(12, 9)) == std::vector<std::int64_t>{13, 14, 15, 16});
}

TEST_CASE("a feed item holds a summary and units but no texts of the events") {
    Feed feed(4, 0);
    publish(feed, 1, 1);
    const auto item = feed.after(0, 1).items.at(0);
    CHECK(item->summary->title == "停水");
    CHECK(item->summary->stage == Stage::handling);
    CHECK(item->units == std::vector<UnitCode>{"a", "b"});
    REQUIRE(item->entry.events.size() == 2);
    const auto& opened = std::get<Opened>(item->entry.events[0]);
    CHECK(opened.request.body.empty());
    CHECK(opened.request.caller.name.empty());
    CHECK(std::holds_alternative<Dispatched>(item->entry.events[1]));
}

TEST_CASE("a subscriber is poked once for each group and never after it ended") {
    Feed feed(100, 0);
    int first = 0;
    int second = 0;
    auto one = feed.subscribe([&] { ++first; });
    {
        const auto two = feed.subscribe([&] { ++second; });
        publish(feed, 1, 3);
        feed.publish({});
    }
    publish(feed, 4, 4);
    CHECK(first == 2);
    CHECK(second == 1);
    one = Feed::Subscription{};
    publish(feed, 5, 5);
    CHECK(first == 2);
}

TEST_CASE("readers on other threads see every entry in order") {
    constexpr std::int64_t last = 2000;
    Feed feed(4096, 0);
    std::atomic<std::int64_t> pokes{0};
    const auto subscription = feed.subscribe([&] { ++pokes; });
    std::atomic<bool> in_order{true};
    std::thread reader([&] {
        std::int64_t cursor = 0;
        while (cursor < last) {
            const auto page = feed.after(cursor, 64);
            if (page.fell_off) in_order = false;
            for (const auto& item : page.items) {
                if (item->entry.seq != cursor + 1) in_order = false;
                cursor = item->entry.seq;
            }
            if (page.items.empty()) std::this_thread::yield();
        }
    });
    for (std::int64_t seq = 1; seq <= last; seq += 4)
        publish(feed, seq, seq + 3);
    reader.join();
    CHECK(in_order);
    CHECK(pokes == last / 4);
}
