#include "server/runtime/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <unordered_map>

namespace hotline::server {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

const prometheus::Histogram::BucketBoundaries seconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                         0.05,   0.1,   0.25,   0.5,   1.0,  2.5};

}  // namespace

struct Metrics::Impl {
    // A route's series, resolved once: the family's own look-up takes a lock and compares labels.
    struct Series {
        prometheus::Histogram* latency = nullptr;
        std::unordered_map<int, prometheus::Counter*> by_status;
    };

    Impl()
        : requests(BuildCounter()
                       .Name("hotline_http_requests_total")
                       .Help("Answered requests by route and status")
                       .Register(registry)),
          latency(BuildHistogram()
                      .Name("hotline_http_request_seconds")
                      .Help("From the whole header to the written response")
                      .Register(registry)) {}

    void gauge(const char* name, const char* help, double value) {
        BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
    }

    std::mutex mutex;
    prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
    prometheus::Family<prometheus::Counter>& requests;
    prometheus::Family<prometheus::Histogram>& latency;
    std::unordered_map<std::string, Series> series;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(const Exchange& exchange) {
    const std::string route{exchange.route.empty() ? "none" : exchange.route};
    const std::lock_guard lock(impl_->mutex);
    Impl::Series& series = impl_->series[route];
    if (series.latency == nullptr)
        series.latency = &impl_->latency.Add({{"route", route}}, seconds);
    prometheus::Counter*& counter = series.by_status[exchange.status];
    if (counter == nullptr) {
        counter =
            &impl_->requests.Add({{"route", route}, {"status", std::to_string(exchange.status)}});
    }
    counter->Increment();
    series.latency->Observe(std::chrono::duration<double>(exchange.duration).count());
}

std::string Metrics::text(const MetricsSnapshot& now) {
    const std::lock_guard lock(impl_->mutex);
    Impl& impl = *impl_;
    const auto number = [](auto value) { return static_cast<double>(value); };
    impl.gauge("hotline_writer_groups", "Transactions committed", number(now.writer.groups));
    impl.gauge("hotline_writer_committed", "Items committed", number(now.writer.committed));
    impl.gauge("hotline_writer_refused", "Items refused by the rules", number(now.writer.refused));
    impl.gauge("hotline_writer_repeated", "Items answered from a receipt",
               number(now.writer.repeated));
    impl.gauge("hotline_writer_retried_groups", "Groups run again with savepoints",
               number(now.writer.retried_groups));
    impl.gauge("hotline_writer_queue", "Items waiting at the door", number(now.writer.queue_depth));
    impl.gauge("hotline_writer_failed", "1 after an I/O error at commit",
               now.writer.failed ? 1 : 0);
    impl.gauge("hotline_journal_seq", "The last journal entry", number(now.writer.last_seq));
    impl.gauge("hotline_http_connections", "Open connections", number(now.listener.connections));
    impl.gauge("hotline_http_sockets", "Of them WebSockets", number(now.listener.sockets));
    impl.gauge("hotline_http_connections_refused", "Refused over a maximum",
               number(now.listener.refused));
    if (now.outbox_pending) {
        impl.gauge("hotline_outbox_pending", "Webhooks not delivered yet",
                   number(*now.outbox_pending));
    }
    impl.gauge("hotline_deadline_lag_seconds",
               "How long the oldest due step has waited to be acted on",
               number(now.audit.lag.count()) / 1000);
    impl.gauge("hotline_deadline_alarm", "1 when a due step waits too long or nobody could look",
               now.audit.alarmed ? 1 : 0);
    impl.gauge("hotline_deadline_audit_seconds", "When somebody last looked, epoch seconds",
               now.audit.at ? number(now.audit.at->time_since_epoch().count()) / 1000 : 0);
    impl.gauge("hotline_heartbeats", "Heartbeats that the watcher accepted",
               number(now.audit.heartbeats));
    impl.gauge("hotline_writer_background", "Items waiting in the background lane",
               number(now.writer.background_depth));
    impl.gauge("hotline_log_lines_dropped", "Log lines lost", number(now.log_lines_dropped));
    auto& failures = BuildGauge()
                         .Name("hotline_loop_failures")
                         .Help("Bad turns of a loop in a row")
                         .Register(impl.registry);
    auto& last_turn = BuildGauge()
                          .Name("hotline_loop_last_turn_seconds")
                          .Help("End of its last good turn, epoch seconds")
                          .Register(impl.registry);
    for (const dispatch::LoopHealth& loop : now.loops) {
        failures.Add({{"loop", loop.name}}).Set(number(loop.failures));
        const auto at = loop.last_turn ? loop.last_turn->time_since_epoch() : Millis{0};
        last_turn.Add({{"loop", loop.name}}).Set(number(at.count()) / 1000);
    }
    return prometheus::TextSerializer().Serialize(impl.registry.Collect());
}

}  // namespace hotline::server
