#include "dispatch/loop.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

namespace hotline::dispatch {

namespace asio = boost::asio;

struct Loop::State {
    explicit State(LoopSetup given) : setup(std::move(given)), timer(setup.strand) {
        health.name = setup.name;
    }

    LoopSetup setup;
    std::atomic<bool> poked{false};
    std::atomic<bool> stop_wanted{false};

    // Strand only.
    asio::steady_timer timer;
    bool pokable = false;  // the timer waits for what a poke announces

    mutable std::mutex mutex;  // guards what follows
    LoopHealth health;
    bool started = false;
    bool ended = false;
    std::vector<std::function<void()>> when_stopped;

    void note_good_turn() {
        const std::lock_guard lock(mutex);
        health.last_turn = setup.time->now();
        health.failures = 0;
        ++health.turns;
    }

    // Gives the pause before the next turn.
    Millis note_bad_turn(const std::string& error) {
        const std::lock_guard lock(mutex);
        health.last_error = error;
        const int doublings = std::min(health.failures++, 16);
        const auto pause = std::min(setup.back_off * (1 << doublings), setup.back_off_max);
        spdlog::error("loop={} failures={} pause_ms={} error={}", setup.name, health.failures,
                      pause.count(), error);
        return pause;
    }

    void end() {
        std::vector<std::function<void()>> waiting;
        {
            const std::lock_guard lock(mutex);
            ended = true;
            health.running = false;
            waiting.swap(when_stopped);
        }
        for (auto& stopped : waiting)
            stopped();
    }
};

namespace {

std::string text_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "unknown exception";
    }
}

}  // namespace

Loop::Loop(LoopSetup setup) : state_(std::make_shared<State>(std::move(setup))) {}

Loop::~Loop() {
    stop({});
}

asio::awaitable<void> Loop::run(std::shared_ptr<State> state) {
    const auto token = asio::as_tuple(asio::use_awaitable);
    const auto& setup = state->setup;
    while (!state->stop_wanted) {
        state->poked = false;
        std::optional<Instant> wanted;
        std::exception_ptr error;
        try {
            wanted = co_await setup.turn();
        } catch (...) {
            error = std::current_exception();
        }
        if (!error) state->note_good_turn();
        const Millis rest = error ? state->note_bad_turn(text_of(error)) : setup.gap;
        if (state->stop_wanted) break;
        state->timer.expires_after(rest);
        co_await state->timer.async_wait(token);
        if (error || state->stop_wanted || state->poked) continue;
        const Instant now = setup.time->now();
        const Millis sleep = wanted ? std::min(*wanted - now, setup.sweep) : setup.sweep;
        if (sleep <= Millis{0}) continue;
        state->timer.expires_after(sleep);
        state->pokable = true;
        co_await state->timer.async_wait(token);
        state->pokable = false;
    }
    state->end();
}

void Loop::start() {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->started || state_->ended) return;
        state_->started = true;
        state_->health.running = true;
    }
    auto report_exit = [name = state_->setup.name](const std::exception_ptr& error) {
        if (error) spdlog::critical("loop={} died error={}", name, text_of(error));
    };
    asio::co_spawn(state_->setup.strand, run(state_), std::move(report_exit));
}

void Loop::poke() {
    if (state_->poked.exchange(true)) return;  // the one before has not been seen yet
    asio::post(state_->setup.strand, [state = state_] {
        if (state->pokable) state->timer.cancel();
    });
}

void Loop::stop(std::function<void()> stopped) {
    {
        const std::lock_guard lock(state_->mutex);
        const bool is_over = state_->ended || !state_->started;
        if (is_over) {
            state_->ended = true;  // a start after a stop does nothing
            if (stopped) asio::post(state_->setup.strand, std::move(stopped));
            return;
        }
        if (stopped) state_->when_stopped.push_back(std::move(stopped));
    }
    if (state_->stop_wanted.exchange(true)) return;
    asio::post(state_->setup.strand, [state = state_] { state->timer.cancel(); });
}

bool Loop::stopping() const {
    return state_->stop_wanted;
}

LoopHealth Loop::health() const {
    const std::lock_guard lock(state_->mutex);
    return state_->health;
}

}  // namespace hotline::dispatch
