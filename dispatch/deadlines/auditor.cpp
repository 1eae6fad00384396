#include "dispatch/deadlines/auditor.hpp"

#include "dispatch/await_record.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <mutex>
#include <utility>

namespace hotline::dispatch {

namespace asio = boost::asio;

namespace {

// Looks that may be missed before the report counts as silence.
constexpr int looks_missed_max = 3;

}  // namespace

struct Auditor::State {
    AuditorSetup setup;

    AuditReport copy() const {
        const std::lock_guard lock(mutex);
        return report;
    }

    void note_look(Instant now, std::optional<Instant> oldest) {
        const Millis lag = oldest ? now - *oldest : Millis{0};
        const bool late = lag > setup.lag_max;
        note([&](AuditReport& each) {
            each.at = now;
            each.oldest = oldest;
            each.lag = lag;
            each.alarmed = late;
            each.why = late ? "a due step has waited for " + std::to_string(lag.count()) + " ms"
                            : std::string{};
        });
    }

    void note_failure(const std::string& what) {
        note([&](AuditReport& each) {
            each.alarmed = true;
            each.why = "the due steps could not be read: " + what;
        });
    }

    void note_heartbeat(const WebhookAnswer& answer) {
        const bool accepted = answer.status >= 200 && answer.status < 300;
        const std::lock_guard lock(mutex);
        if (accepted) ++report.heartbeats;
        report.heartbeat_error.clear();
        if (accepted) return;
        report.heartbeat_error =
            answer.status != 0 ? "status " + std::to_string(answer.status) : answer.detail;
    }

  private:
    template <class Change>
    void note(Change change) {
        bool changed = false;
        AuditReport now;
        {
            const std::lock_guard lock(mutex);
            const bool before = report.alarmed;
            change(report);
            changed = before != report.alarmed;
            now = report;
        }
        if (changed && setup.on_change) setup.on_change(now);
    }

    mutable std::mutex mutex;
    AuditReport report;
};

asio::awaitable<std::optional<Instant>> Auditor::turn(std::shared_ptr<State> state) {
    const auto& setup = state->setup;
    const Instant now = setup.time->now();
    using Oldest = std::optional<Instant>;
    const std::function<Oldest(record::ReadSession&)> question =
        [now](record::ReadSession& session) { return session.oldest_due(now); };
    try {
        const Oldest oldest = co_await ask<Oldest>(setup.reads, question, errand_read_ms);
        state->note_look(now, oldest);
    } catch (const std::exception& error) {
        state->note_failure(error.what());
        throw;
    }
    const bool well = !state->copy().alarmed;
    if (well && setup.transport != nullptr && !setup.heartbeat_url.empty()) {
        WebhookRequest beat;
        beat.url = setup.heartbeat_url;
        const WebhookAnswer answer = co_await setup.transport->post(std::move(beat));
        state->note_heartbeat(answer);
    }
    co_return std::nullopt;  // at the next sweep
}

Auditor::Auditor(AuditorSetup setup)
    : state_(std::make_shared<State>()),
      loop_(LoopSetup{.name = "auditor",
                      .strand = setup.strand,
                      .time = setup.time,
                      .turn = [state = state_] { return turn(state); },
                      .sweep = setup.every}) {
    state_->setup = std::move(setup);
}

Auditor::~Auditor() = default;

void Auditor::start() {
    loop_.start();
}

void Auditor::poke() {
    loop_.poke();
}

void Auditor::stop(std::function<void()> stopped) {
    loop_.stop(std::move(stopped));
}

LoopHealth Auditor::health() const {
    return loop_.health();
}

AuditReport Auditor::report() const {
    return state_->copy();
}

bool Auditor::is_well(Instant now) const {
    const AuditReport report = state_->copy();
    if (!report.at || report.alarmed) return false;
    return now - *report.at <= state_->setup.every * looks_missed_max;
}

}  // namespace hotline::dispatch
