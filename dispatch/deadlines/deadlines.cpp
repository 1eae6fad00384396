#include "dispatch/deadlines/deadlines.hpp"

#include "dispatch/await_record.hpp"
#include "dispatch/deadlines/clock_watch.hpp"
#include "dispatch/deadlines/due_steps.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace hotline::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::size_t in_flight_max = 64;  // steps given to the writer at once
constexpr Millis overload_pause{1'000};    // when the writer's queue is full

// What became of some steps.
struct Tally {
    int reached = 0;
    bool writer_busy = false;  // or stopping: the rest must wait, in order
    std::string refusal;       // the last, for the log
};

bool is_busy(const std::string& code) {
    return code == "overloaded" || code == "stopping" || code == "store_failed";
}

void count(Tally& tally, const std::vector<record::Outcome>& outcomes) {
    for (const auto& outcome : outcomes) {
        if (outcome.has_value()) {
            ++tally.reached;
            continue;
        }
        tally.refusal = outcome.error().code;
        tally.writer_busy = tally.writer_busy || is_busy(tally.refusal);
    }
}

std::vector<record::WorkItem> works_of(std::span<const DueStep> steps, const Roster& roster,
                                       const City& city, Instant now) {
    std::vector<record::WorkItem> works;
    works.reserve(steps.size());
    for (const auto& step : steps)
        works.emplace_back(reach_step(step, telling_of(step.step, step.unit, roster, city, now)));
    return works;
}

}  // namespace

struct Deadlines::State {
    DeadlinesSetup setup;
    ClockWatch watch;
    std::atomic<bool> stop_wanted{false};

    // Zero when the wall clock may be acted on.
    Millis hold_for(Instant now) {
        const auto steps = watch.steps();
        const Millis hold = watch.hold_for(now, setup.time->uptime());
        if (watch.steps() != steps) {
            spdlog::warn("deadlines: the wall clock was set by {} ms; holding for {} ms",
                         watch.last_step().count(), hold.count());
        }
        return hold;
    }

    // In parts, each after the one before: the writer takes them in order.
    static asio::awaitable<Tally> work_off(std::shared_ptr<State> state,
                                           std::vector<DueStep> steps) {
        Tally tally;
        const std::span<const DueStep> all = steps;
        for (std::size_t from = 0; from < all.size(); from += in_flight_max) {
            const auto part = all.subspan(from, std::min(in_flight_max, all.size() - from));
            const auto& setup = state->setup;
            auto works = works_of(part, *setup.roster, *setup.city, setup.time->now());
            const auto outcomes = co_await submit_all(state->setup.writer, std::move(works));
            count(tally, outcomes);
            if (tally.writer_busy || state->stop_wanted) break;
        }
        co_return tally;
    }
};

asio::awaitable<std::optional<Instant>> Deadlines::turn(std::shared_ptr<State> state) {
    const auto& setup = state->setup;
    while (!state->stop_wanted) {
        const Instant now = setup.time->now();
        const Millis hold = state->hold_for(now);
        if (hold > Millis{0}) co_return now + hold;
        const std::function<DuePage(record::ReadSession&)> question =
            [now](record::ReadSession& session) { return read_due(session, now, due_clocks_max); };
        DuePage page = co_await ask<DuePage>(setup.reads, question, errand_read_ms);
        if (page.steps.empty()) {
            // A clock that says it is due and has no due step is a fault of the record: the sweep,
            // not a spin.
            const bool is_ahead = page.next_at && *page.next_at > now;
            co_return is_ahead ? page.next_at : std::nullopt;
        }
        const std::size_t planned = page.steps.size();
        const auto tally = co_await State::work_off(state, std::move(page.steps));
        if (tally.writer_busy) co_return now + overload_pause;
        if (tally.reached == 0) {
            spdlog::warn("deadlines: none of {} due steps was taken, the last answer was {}",
                         planned, tally.refusal);
            co_return std::nullopt;
        }
    }
    co_return std::nullopt;
}

Deadlines::Deadlines(DeadlinesSetup setup)
    : state_(std::make_shared<State>()),
      loop_(LoopSetup{.name = "deadlines",
                      .strand = setup.strand,
                      .time = setup.time,
                      .turn = [state = state_] { return turn(state); },
                      .sweep = setup.sweep}) {
    state_->setup = std::move(setup);
}

Deadlines::~Deadlines() {
    state_->stop_wanted = true;
}

void Deadlines::start() {
    loop_.start();
}
void Deadlines::poke() {
    loop_.poke();
}

void Deadlines::stop(std::function<void()> stopped) {
    state_->stop_wanted = true;
    loop_.stop(std::move(stopped));
}

LoopHealth Deadlines::health() const {
    return loop_.health();
}

namespace {

// Submits in order and waits on the calling thread.
std::vector<record::Outcome> execute_all(record::Writer& writer,
                                         std::vector<record::WorkItem> works) {
    std::mutex mutex;
    std::condition_variable all_done;
    std::vector<record::Outcome> outcomes(works.size(), record::Outcome{Refusal{}});
    std::size_t left = works.size();
    for (std::size_t i = 0; i < works.size(); ++i) {
        writer.submit(std::move(works[i]), [&, i](record::Outcome outcome) {
            const std::lock_guard lock(mutex);
            outcomes[i] = std::move(outcome);
            if (--left == 0) all_done.notify_one();
        });
    }
    std::unique_lock lock(mutex);
    all_done.wait(lock, [&] { return left == 0; });
    return outcomes;
}

}  // namespace

int run_due(record::ReadSession& session, record::Writer& writer, const Roster& roster,
            const City& city, Instant now) {
    int reached = 0;
    for (;;) {
        const auto page = read_due(session, now, due_clocks_max);
        if (page.steps.empty()) return reached;
        Tally tally;
        const std::span<const DueStep> all = page.steps;
        for (std::size_t from = 0; from < all.size() && !tally.writer_busy; from += in_flight_max) {
            const auto part = all.subspan(from, std::min(in_flight_max, all.size() - from));
            count(tally, execute_all(writer, works_of(part, roster, city, now)));
        }
        if (tally.reached == 0) {
            throw std::runtime_error("no due step could be taken: " + tally.refusal);
        }
        reached += tally.reached;
    }
}

}  // namespace hotline::dispatch
