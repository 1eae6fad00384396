// A real record in a directory that goes away, with a clock that tests move, for the errands'
// tests.
#pragma once

#include "dispatch/feed.hpp"
#include "tests/dispatch/io_thread.hpp"
#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hotline::dispatch::test {

// 2026-03-02T02:00:00Z, a Monday morning in China.
inline const Instant start_of_test{std::chrono::seconds{1'772'416'800}};

// Every minute of every day works, so that limits are plain time: receive 1 hour, resolve 10 hours
// with warnings at half time and a day later.
inline std::shared_ptr<const PolicyBook> plain_policies() {
    CalendarSpec spec;
    spec.id = "plain";
    spec.version = "1";
    spec.known_from_year = 2025;
    spec.known_to_year = 2027;
    for (auto& day : spec.week)
        day = {{0, 1440}};
    Policy policy;
    policy.id = "plain";
    policy.version = "1";
    policy.calendar_id = "plain";
    MilestoneRule receive;
    receive.kind = MilestoneKind::receive;
    receive.limit.amount = 1;
    receive.limit.unit = LimitUnit::hours;
    MilestoneRule resolve = receive;
    resolve.kind = MilestoneKind::resolve;
    resolve.limit.amount = 10;
    resolve.steps = {{StepKind::warn_yellow, 0, 50}, {StepKind::warn_red, 1, 0}};
    policy.milestones = {receive, resolve};
    return std::make_shared<const PolicyBook>(std::vector<Policy>{policy},
                                              std::vector<std::shared_ptr<const WorkCalendar>>{
                                                  std::make_shared<const WorkCalendar>(spec)});
}

inline const std::string test_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// Units "one" and "two" with an endpoint of the same name each.
inline std::shared_ptr<const record::EndpointBook> two_endpoints() {
    return std::make_shared<const record::EndpointBook>(std::vector<record::Endpoint>{
        {"one", "one", "http://one.example/hook", test_secret, false},
        {"two", "two", "http://two.example/hook", test_secret, false}});
}

class RecordWorld {
  public:
    explicit RecordWorld(record::WriterLimits limits = {},
                         std::shared_ptr<const PolicyBook> policies = plain_policies())
        : limits_(limits), policies_(std::move(policies)) {
        std::string name = "/tmp/hotline-dispatch-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        root_ = name;
        open();
    }
    ~RecordWorld() {
        close();
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }

    // The next open() decides with this book, as after a publication.
    void use(std::shared_ptr<const PolicyBook> policies) { policies_ = std::move(policies); }

    void open() {
        engine_ = record::open_sqlite(root_ + "/data");
        record::WriterSetup setup;
        setup.engine = engine_.get();
        setup.time = &time;
        setup.policies = policies_;
        setup.endpoints = two_endpoints();
        setup.limits = limits_;
        setup.on_commit = [this](std::span<const record::CommittedChange> changes) {
            feed.publish(changes);
        };
        writer_ = std::make_unique<record::Writer>(std::move(setup));
        reads_ = std::make_unique<record::Reads>(*engine_, 2, 256);
        reader_ = engine_->open_reader();
    }
    void close() {
        reader_.reset();
        reads_.reset();
        writer_.reset();
        engine_.reset();
    }

    record::Writer& writer() { return *writer_; }
    record::Reads& reads() { return *reads_; }
    record::ReadSession read() { return record::ReadSession(*reader_); }

    record::Committed must(Command command, std::optional<TicketNumber> ticket = {}) {
        record::TicketWork work;
        work.actor = {Role::dispatcher, "test", ""};
        work.ticket = ticket;
        work.command = std::move(command);
        const auto outcome = writer_->execute(std::move(work));
        if (!outcome.has_value()) {
            throw std::runtime_error(outcome.error().code + " " + outcome.error().detail);
        }
        return *outcome;
    }
    // Opened and dispatched to the unit: one webhook, two clocks.
    TicketNumber dispatched(const UnitCode& unit, const std::string& title = "停水") {
        OpenTicket open;
        open.request.title = title;
        open.received_at = time.now();
        open.routing = {unit, "by hand"};
        open.dispatch_now = true;
        return must(std::move(open)).number;
    }
    std::vector<record::JournalEntry> journal() { return read().journal_after(0, 100'000); }

    record::VirtualTime time{start_of_test};
    Feed feed{1024, 0};

  private:
    record::WriterLimits limits_;
    std::shared_ptr<const PolicyBook> policies_;
    std::string root_;
    std::unique_ptr<record::Engine> engine_;
    std::unique_ptr<record::Writer> writer_;
    std::unique_ptr<record::Reads> reads_;
    std::unique_ptr<record::Connection> reader_;
};

// Waits, by looking again and again, until `condition` holds; false after `patience`.
template <class Condition>
bool eventually(Condition condition) {
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        std::this_thread::yield();
    }
    return true;
}

// Pokes and waits until a turn that began after the poke has ended.
template <class Errand>
bool one_more_turn(Errand& errand) {
    const auto before = errand.health().turns;
    errand.poke();
    // The first may have begun before the poke; the poke makes a second one follow it.
    return eventually([&] { return errand.health().turns > before; });
}

}  // namespace hotline::dispatch::test
