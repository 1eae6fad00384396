#include "server/app.hpp"

#include "dispatch/deadlines/auditor.hpp"
#include "dispatch/deadlines/deadlines.hpp"
#include "dispatch/delivery/beast_transport.hpp"
#include "dispatch/delivery/courier.hpp"
#include "dispatch/recalculation/recalculator.hpp"
#include "server/api/feed_stream.hpp"
#include "server/api/routes.hpp"
#include "server/auth/authenticate.hpp"
#include "server/http/listener.hpp"
#include "server/publishing/publisher.hpp"
#include "server/runtime/health_json.hpp"
#include "server/runtime/io_pool.hpp"
#include "server/runtime/log.hpp"
#include "server/runtime/metrics.hpp"
#include "server/runtime/stop_signals.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>

namespace hotline::server {
namespace {

constexpr std::size_t feed_capacity = 8192;
constexpr std::chrono::seconds errand_patience{6};
constexpr std::chrono::seconds slow_request{1};
constexpr int stop_budget_s = 15;
constexpr std::size_t long_questions_max = 4;  // waiting; each may take seconds

// Asks an errand to stop and waits until it has.
template <class Errand>
void stop_and_wait(Errand& errand) {
    std::promise<void> stopped;
    auto done = stopped.get_future();
    errand.stop([&stopped] { stopped.set_value(); });
    done.wait();
}

}  // namespace

// Members are built from top to bottom and destroyed from bottom to top: what coroutines refer to
// comes before the io threads that run them.
class App::Impl {
  public:
    explicit Impl(AppSetup setup)
        : setup_(std::move(setup)),
          log_({setup_.config.log.level, setup_.config.log.file}),
          engine_(record::open_sqlite(setup_.config.data_dir.string())),
          reads_(*engine_, setup_.config.reader_threads, setup_.config.reader_queue_max),
          long_reads_(*engine_, 1, long_questions_max),
          pack_(publish_pack(publications_at_start(), setup_.city.calendar_texts,
                             setup_.city.policies_text, *setup_.city.city)),
          book_(pack_.rules.book()),
          feed_(feed_capacity, last_seq_at_start()),
          roster_(make_roster()),
          writer_(writer_setup()),
          publisher_(publisher_setup()),
          services_(make_services()),
          errand_pool_(1, [this](std::string_view what) { report("errand", what); }),
          transport_(dispatch::make_beast_transport(transport_setup())),
          deadlines_(deadlines_setup()),
          auditor_(auditor_setup()),
          recalculator_(recalculator_setup()),
          courier_(courier_setup()),
          io_pool_(setup_.config.io_threads,
                   [this](std::string_view what) { report("session", what); }),
          listener_(io_pool_, listener_setup()) {
        try {
            start();
        } catch (...) {
            stop();  // what was started must not outlive what it refers to
            throw;
        }
    }

    ~Impl() { stop(); }

    std::uint16_t port() const { return port_; }

    int wait_and_stop() {
        wait_for_stop_signal();
        // A second signal, or too much time, ends the process: nothing acknowledged is lost by
        // that.
        std::thread watchdog([signals = stop_signals()] {
            const timespec budget{stop_budget_s, 0};
            // A debugger or a leak check may interrupt the wait, which is neither.
            while (sigtimedwait(&signals, nullptr, &budget) == -1 && errno == EINTR) {
            }
            ::_exit(exit_code::stop_took_too_long);
        });
        watchdog.detach();
        stop();
        return store_failed_ ? exit_code::store_failed : 0;
    }

    void stop() {
        if (stopped_.exchange(true)) return;
        log_.write(LogLevel::info, "stopping", {});
        ready_ = false;  // load balancers look elsewhere
        listener_.stop(
            setup_.config.stop_patience);  // no new requests; running ones get their answers
        stop_and_wait(deadlines_);         // no new work for the door from us either
        stop_and_wait(recalculator_);      // its job goes on after the next start
        stop_and_wait(auditor_);
        stop_and_wait(courier_);
        deadlines_poke_ = {};
        courier_poke_ = {};
        writer_.stop();  // commits what is queued, checkpoints
        io_pool_.stop(
            setup_.config.stop_patience);  // after the writer: its answers need these threads
        errand_pool_.stop(errand_patience);
        log_.write(LogLevel::info, "stopped", {{"last_seq", writer_.stats().last_seq}});
    }

  private:
    void start() {
        deadlines_poke_ = feed_.subscribe([this] { deadlines_.poke(); });
        courier_poke_ = feed_.subscribe([this] { courier_.poke(); });
        deadlines_.start();
        auditor_.start();
        recalculator_.start();
        courier_.start();
        port_ = listener_.listen(setup_.config.listen_address, setup_.config.port);
        ready_ = true;
        for (const std::string& warning : setup_.city.warnings) {
            log_.write(LogLevel::warning, "city_pack", {{"warning", warning}});
        }
        log_.write(LogLevel::info, "listening",
                   {{"address", setup_.config.listen_address}, {"port", std::int64_t{port_}}});
        if (setup_.on_ready) setup_.on_ready(setup_.config.listen_address, port_);
    }

    std::vector<record::Publication> publications_at_start() {
        const auto connection = engine_->open_reader();
        return record::ReadSession(*connection).publications();
    }

    // Nobody is served before the pack's calendars and policies are durable: every clock names its
    // versions.
    void publish_city_pack() {
        keep_publications(writer_, pack_);
        for (const std::string& note : pack_.notes)
            log_.write(LogLevel::info, "publication", {{"note", note}});
    }

    std::shared_ptr<const PolicyBook> book() const {
        const std::lock_guard lock(book_mutex_);
        return book_;
    }

    std::int64_t last_seq_at_start() {
        const auto connection = engine_->open_reader();
        return record::ReadSession(*connection).last_seq();
    }

    // A year back for what is asked about the past, two ahead for planning.
    std::shared_ptr<const dispatch::Roster> make_roster() const {
        const std::chrono::year_month_day today{setup_.city.calendar->day_of(time_.now())};
        const std::chrono::year_month month{today.year(), today.month()};
        return std::make_shared<const dispatch::Roster>(setup_.city.duty->slots(
            month - std::chrono::months{12}, month + std::chrono::months{24}));
    }

    record::WriterSetup writer_setup() {
        record::WriterSetup setup;
        setup.engine = engine_.get();
        setup.time = &time_;
        setup.policies = book_;
        setup.endpoints = setup_.city.endpoints;
        setup.limits = setup_.config.writer;
        setup.on_publish = [this](const std::shared_ptr<const PolicyBook>& book) {
            const std::lock_guard lock(book_mutex_);
            book_ = book;
        };
        setup.on_commit = [this](std::span<const record::CommittedChange> changes) {
            feed_.publish(changes);
        };
        setup.on_fatal = [this](const std::string& reason) {
            store_failed_ = true;
            ready_ = false;
            log_.write(LogLevel::error, "store_failed", {{"reason", reason}});
            ::kill(::getpid(), SIGTERM);
        };
        return setup;
    }

    Publisher::Setup publisher_setup() {
        publish_city_pack();
        Publisher::Setup setup;
        setup.rules = pack_.rules;
        setup.city = setup_.city.city;
        setup.writer = &writer_;
        setup.time = &time_;
        setup.job_started = [this] { recalculator_.poke(); };
        return setup;
    }

    Services make_services() {
        Services services;
        services.writer = &writer_;
        services.reads = &reads_;
        services.long_reads = &long_reads_;
        services.publisher = &publisher_;
        services.feed = &feed_;
        services.time = &time_;
        services.routing = std::make_shared<const dispatch::Router>(setup_.city.city);
        services.rules = [this] { return book(); };
        services.endpoints = setup_.city.endpoints;
        services.roster = roster_;
        services.calendar = setup_.city.calendar;
        services.auto_dispatch = setup_.config.auto_dispatch;
        services.ready = [this] { return ready_.load(); };
        services.metrics = [this](std::optional<std::int64_t> outbox_pending) {
            return metrics_text(outbox_pending);
        };
        services.health = [this] { return health_json(store_failed_, loops()); };
        services.audit = [this] { return audit_json(auditor_.report()); };
        services.deadlines_well = [this] { return auditor_.is_well(time_.now()); };
        return services;
    }

    dispatch::DeadlinesSetup deadlines_setup() {
        dispatch::DeadlinesSetup setup;
        setup.strand = errand_pool_.at(0).get_executor();
        setup.reads = &reads_;
        setup.writer = &writer_;
        setup.time = &time_;
        setup.roster = roster_;
        setup.city = setup_.city.city;
        return setup;
    }

    dispatch::AuditorSetup auditor_setup() {
        dispatch::AuditorSetup setup;
        setup.strand = errand_pool_.at(0).get_executor();
        setup.reads = &reads_;
        setup.time = &time_;
        setup.transport = transport_.get();
        setup.heartbeat_url = setup_.config.deadlines.heartbeat_url;
        setup.every = setup_.config.deadlines.audit_every;
        setup.lag_max = setup_.config.deadlines.lag_max;
        setup.on_change = [this](const dispatch::AuditReport& report) {
            const auto level = report.alarmed ? LogLevel::error : LogLevel::info;
            log_.write(level, "deadlines_audit",
                       {{"alarmed", report.alarmed}, {"why", report.why}});
        };
        return setup;
    }

    dispatch::RecalculatorSetup recalculator_setup() {
        dispatch::RecalculatorSetup setup;
        setup.strand = errand_pool_.at(0).get_executor();
        setup.reads = &reads_;
        setup.writer = &writer_;
        setup.time = &time_;
        return setup;
    }

    dispatch::BeastTransportSetup transport_setup() {
        dispatch::BeastTransportSetup setup;
        setup.strand = errand_pool_.at(0).get_executor();
        setup.budget = setup_.config.delivery.timeout;
        return setup;
    }

    dispatch::CourierSetup courier_setup() {
        dispatch::CourierSetup setup;
        setup.strand = errand_pool_.at(0).get_executor();
        setup.reads = &reads_;
        setup.writer = &writer_;
        setup.time = &time_;
        setup.transport = transport_.get();
        setup.endpoints = setup_.city.endpoints;
        setup.limits.in_flight_max =
            static_cast<std::int32_t>(setup_.config.delivery.concurrency_max);
        return setup;
    }

    ListenerSetup listener_setup() {
        ListenerSetup setup;
        setup.limits = setup_.config.http;
        setup.ws_limits = setup_.config.ws;
        setup.router = std::make_shared<const Router>(api_routes(&services_));
        if (!setup_.config.console_dir.empty()) {
            setup.console = StaticFiles::load(setup_.config.console_dir);
        }
        setup.sockets = {feed_socket(&services_)};
        setup.allowed_hosts = setup_.config.allowed_hosts;
        setup.time = &time_;
        setup.authenticate = [this](const Request& request) {
            return authenticate(setup_.tokens, request);
        };
        setup.observe = [this](const Exchange& exchange) { observe(exchange); };
        setup.report = [this](std::string_view what) { report("request", what); };
        return setup;
    }

    void observe(const Exchange& exchange) {
        metrics_.count(exchange);
        const bool worth_a_line = exchange.status >= 400 || exchange.duration > slow_request;
        if (!worth_a_line && !setup_.config.log.requests) return;
        const auto micros =
            std::chrono::duration_cast<std::chrono::microseconds>(exchange.duration);
        log_.write(LogLevel::info, "request",
                   {{"method", exchange.method},
                    {"route", exchange.route},
                    {"path", exchange.path},
                    {"status", std::int64_t{exchange.status}},
                    {"code", exchange.code},
                    {"micros", std::int64_t{micros.count()}},
                    {"actor", exchange.actor},
                    {"peer", exchange.peer},
                    {"request_id", exchange.request_id}});
    }

    void report(std::string_view where, std::string_view what) {
        log_.write(LogLevel::error, "unexpected", {{"where", where}, {"what", what}});
    }

    std::vector<dispatch::LoopHealth> loops() const {
        return {deadlines_.health(), auditor_.health(), recalculator_.health(), courier_.health()};
    }

    std::string metrics_text(std::optional<std::int64_t> outbox_pending) {
        MetricsSnapshot snapshot;
        snapshot.writer = writer_.stats();
        snapshot.listener = listener_.stats();
        snapshot.loops = loops();
        snapshot.audit = auditor_.report();
        snapshot.outbox_pending = outbox_pending;
        snapshot.log_lines_dropped = log_.dropped();
        return metrics_.text(snapshot);
    }

    AppSetup setup_;
    record::SystemTime time_;
    Log log_;
    Metrics metrics_;
    std::atomic<bool> ready_{false};
    std::atomic<bool> store_failed_{false};
    std::atomic<bool> stopped_{false};
    std::uint16_t port_ = 0;
    std::unique_ptr<record::Engine> engine_;
    record::Reads reads_;
    record::Reads long_reads_;
    PackPublication pack_;
    mutable std::mutex book_mutex_;
    std::shared_ptr<const PolicyBook> book_;  // in force
    dispatch::Feed feed_;
    std::shared_ptr<const dispatch::Roster> roster_;
    record::Writer writer_;
    Publisher publisher_;
    Services services_;
    IoPool errand_pool_;
    std::unique_ptr<dispatch::WebhookTransport> transport_;
    dispatch::Deadlines deadlines_;
    dispatch::Auditor auditor_;
    dispatch::Recalculator recalculator_;
    dispatch::Courier courier_;
    dispatch::Feed::Subscription deadlines_poke_;
    dispatch::Feed::Subscription courier_poke_;
    IoPool io_pool_;
    Listener listener_;
};

App::App(AppSetup setup) : impl_(std::make_unique<Impl>(std::move(setup))) {}
App::~App() = default;

std::uint16_t App::port() const {
    return impl_->port();
}

int App::wait_and_stop() {
    return impl_->wait_and_stop();
}

void App::stop() {
    impl_->stop();
}

}  // namespace hotline::server
