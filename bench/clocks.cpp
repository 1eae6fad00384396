// The time-limit engine under load, in one process on a real database, without HTTP:
//
//   bench_clocks fill DIR TICKETS PER_SECOND SECONDS   tickets of four running clocks each; over
//                                                      SECONDS, PER_SECOND of the clocks come due
//   bench_clocks due DIR SECONDS                       how late due steps are acted on, and memory
//   bench_clocks recount DIR                           preview and recalculation after a calendar
//                                                      change, beside intake
//
// `fill` writes without waiting for the disk; the others do as the server does. Each prints one
// JSON line. The clock of the bench runs in real time from a fixed start, so a filled database can
// be used again (a copy of it: `due` and `recount` change it).
#include "dispatch/deadlines/deadlines.hpp"
#include "dispatch/recalculation/preview.hpp"
#include "dispatch/recalculation/recalculator.hpp"
#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/writer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace hotline;
using Steady = std::chrono::steady_clock;

// A Tuesday morning in China.
const Instant bench_start{std::chrono::seconds{1'772'503'200}};

// Real time that begins at `bench_start`, whatever the date is.
class BenchTime final : public record::TimeSource {
  public:
    Instant now() const override { return bench_start + uptime(); }
    Millis uptime() const override { return std::chrono::floor<Millis>(Steady::now() - started_); }

  private:
    Steady::time_point started_ = Steady::now();
};

std::shared_ptr<const WorkCalendar> calendar(const char* version, bool with_stop) {
    CalendarSpec spec;
    spec.id = "bench";
    spec.version = version;
    spec.known_from_year = 2025;
    spec.known_to_year = 2027;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    const Day stop{std::chrono::local_days{std::chrono::year{2026} / 3 / 5}};
    if (with_stop) spec.exceptions[stop] = {DayKind::holiday, "停工", {}};
    return std::make_shared<const WorkCalendar>(std::move(spec));
}

// Receive by natural time, so that the instants of `fill` are exact; the others on working days,
// which the calendar change moves.
Policy policy() {
    Policy made;
    made.id = "bench";
    made.version = "1";
    made.calendar_id = "bench";
    const auto add = [&](MilestoneKind kind, std::int32_t amount, LimitUnit unit) {
        MilestoneRule rule;
        rule.kind = kind;
        rule.limit.amount = amount;
        rule.limit.unit = unit;
        made.milestones.push_back(rule);
    };
    add(MilestoneKind::receive, 24, LimitUnit::hours);
    add(MilestoneKind::contact, 3, LimitUnit::working_days);
    add(MilestoneKind::reply, 5, LimitUnit::working_days);
    add(MilestoneKind::resolve, 15, LimitUnit::working_days);
    made.milestones.back().steps = {{StepKind::warn_yellow, -1}, {StepKind::warn_red, 1}};
    return made;
}

std::shared_ptr<const PolicyBook> book(bool with_stop) {
    std::vector<std::shared_ptr<const WorkCalendar>> calendars{calendar("1", false)};
    if (with_stop) calendars.push_back(calendar("2", true));
    return std::make_shared<const PolicyBook>(std::vector<Policy>{policy()}, std::move(calendars));
}

record::TicketWork opening(Instant received_at) {
    OpenTicket open;
    open.request.title = "小区路灯不亮";
    open.request.body = "青檀路与建设路路口的路灯三天不亮，晚上走路看不清，请尽快派人维修。";
    open.received_at = received_at;
    open.routing = {"unit", "bench"};
    open.dispatch_now = true;
    record::TicketWork work;
    work.actor = {Role::agent, "bench", ""};
    work.command = std::move(open);
    return work;
}

double megabytes_resident() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    statm >> pages >> pages;
    return pages * 4096 / 1e6;
}

double percentile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double seconds_since(Steady::time_point start) {
    return std::chrono::duration<double>(Steady::now() - start).count();
}

struct Stores {
    Stores(const std::string& directory, record::Durability durability,
           const record::TimeSource* time, std::shared_ptr<const PolicyBook> policies,
           std::function<void(std::span<const record::CommittedChange>)> on_commit = {})
        : engine(record::open_sqlite(directory, durability)), reads(*engine, 2, 1024) {
        record::WriterSetup setup;
        setup.engine = engine.get();
        setup.time = time;
        setup.policies = std::move(policies);
        setup.endpoints = std::make_shared<const record::EndpointBook>();
        setup.on_commit = std::move(on_commit);
        writer = std::make_unique<record::Writer>(std::move(setup));
    }
    ~Stores() { writer->stop(); }

    std::unique_ptr<record::Engine> engine;
    record::Reads reads;
    std::unique_ptr<record::Writer> writer;
};

// Keeps `width` openings in flight until `go_on` says no; milliseconds of each.
std::vector<double> intake(record::Writer& writer, const record::TimeSource& time, int width,
                           const std::function<bool()>& go_on) {
    std::mutex mutex;
    std::vector<double> took;
    std::vector<std::thread> clients;
    for (int i = 0; i < width; ++i) {
        clients.emplace_back([&] {
            while (go_on()) {
                const auto start = Steady::now();
                if (!writer.execute(opening(time.now()))) std::abort();
                const double ms = seconds_since(start) * 1000;
                const std::lock_guard lock(mutex);
                took.push_back(ms);
            }
        });
    }
    for (auto& client : clients)
        client.join();
    return took;
}

int fill(const std::string& directory, int tickets, int per_second, int seconds) {
    record::VirtualTime time{bench_start};
    Stores stores(directory, record::Durability::scratch, &time, book(false));
    const auto started = Steady::now();
    const int due_tickets = std::min(tickets, per_second * seconds);
    std::atomic<int> in_flight{0};
    for (int i = 0; i < tickets; ++i) {
        // Those that come due: from two seconds after the start on, evenly. The others: a day
        // later.
        const Millis offset = i < due_tickets ? Millis{2'000 + std::int64_t{i} * 1'000 / per_second}
                                              : Millis{std::chrono::hours{24}};
        const Instant opened = bench_start - std::chrono::hours{24} + offset;
        if (i % 512 == 0 || i <= due_tickets) {
            while (in_flight.load() > 0)
                std::this_thread::yield();
            time.set(opened);
        }
        while (in_flight.load() > 2'000)
            std::this_thread::yield();
        ++in_flight;
        // Received over five days, because a day has 999,999 ticket numbers; limits run from now.
        stores.writer->submit(opening(opened - std::chrono::days{i % 5}),
                              [&](const record::Outcome& outcome) {
                                  if (!outcome) std::abort();
                                  --in_flight;
                              });
    }
    while (in_flight.load() > 0)
        std::this_thread::yield();
    std::printf("{\"tickets\":%d,\"clocks\":%d,\"come_due\":%d,\"seconds\":%.1f}\n", tickets,
                tickets * 4, due_tickets, seconds_since(started));
    return 0;
}

int due(const std::string& directory, int seconds) {
    BenchTime time;
    std::mutex mutex;
    std::vector<double> late;
    const auto on_commit = [&](std::span<const record::CommittedChange> changes) {
        const Instant now = time.now();
        const std::lock_guard lock(mutex);
        for (const auto& change : changes) {
            for (const Event& event : change.entry->events) {
                const auto* reached = std::get_if<StepReached>(&event);
                if (reached == nullptr) continue;
                const Clock& clock = *find_clock(*change.state, reached->clock);
                const auto index = static_cast<std::size_t>(clock.steps_reached - 1);
                late.push_back(static_cast<double>((now - clock.steps[index].at).count()));
            }
        }
    };
    Stores stores(directory, record::Durability::full, &time, book(false), on_commit);
    const double before = megabytes_resident();
    boost::asio::io_context io;
    auto work = boost::asio::make_work_guard(io);
    std::thread thread([&] { io.run(); });
    double during = 0;
    {
        dispatch::DeadlinesSetup setup;
        setup.strand = io.get_executor();
        setup.reads = &stores.reads;
        setup.writer = stores.writer.get();
        setup.time = &time;
        setup.roster = std::make_shared<const dispatch::Roster>();
        setup.city = std::make_shared<const dispatch::City>();
        dispatch::Deadlines deadlines(std::move(setup));
        deadlines.start();
        std::this_thread::sleep_for(std::chrono::seconds{seconds});
        during = megabytes_resident();
        std::promise<void> stopped;
        deadlines.stop([&] { stopped.set_value(); });
        stopped.get_future().wait();
    }
    work.reset();
    thread.join();
    const std::lock_guard lock(mutex);
    const double early = static_cast<double>(
        std::count_if(late.begin(), late.end(), [](double ms) { return ms < 0; }));
    std::printf(
        "{\"acted_on\":%zu,\"early\":%.0f,\"late_ms_p50\":%.1f,\"late_ms_p99\":%.1f,"
        "\"late_ms_max\":%.1f,\"mb_before\":%.0f,\"mb_during\":%.0f}\n",
        late.size(), early, percentile(late, 0.5), percentile(late, 0.99), percentile(late, 1),
        before, during);
    return 0;
}

double preview_seconds(Stores& stores, const PolicyBook& after, Instant now,
                       dispatch::RecountPreview& preview) {
    const auto connection = stores.engine->open_reader();
    record::ReadSession session(*connection);
    dispatch::PreviewSetup setup;
    setup.book = &after;
    setup.command = {false, "停工"};
    setup.now = now;
    const auto start = Steady::now();
    preview = dispatch::preview_recount(session, setup);
    return seconds_since(start);
}

int recount(const std::string& directory) {
    constexpr int clients = 16;
    BenchTime time;
    const auto after = book(true);
    Stores stores(directory, record::Durability::full, &time, book(false));
    dispatch::RecountPreview preview;
    const double previewed = preview_seconds(stores, *after, time.now(), preview);
    const double mb_preview = megabytes_resident();

    const auto idle_until = Steady::now() + std::chrono::seconds{5};
    auto idle = intake(*stores.writer, time, clients, [&] { return Steady::now() < idle_until; });

    record::PublishWork publish;
    publish.name = "bench";
    publish.version = "2";
    publish.text = "bench";
    publish.book = after;
    if (!stores.writer->execute(std::move(publish))) std::abort();
    record::JobWork start_job = dispatch::start_recount({false, "停工"}, 1, preview.tickets);
    const auto job = *stores.writer->execute(std::move(start_job))->id;

    boost::asio::io_context io;
    auto work = boost::asio::make_work_guard(io);
    std::thread thread([&] { io.run(); });
    std::vector<double> busy;
    double applied = 0;
    {
        dispatch::RecalculatorSetup setup;
        setup.strand = io.get_executor();
        setup.reads = &stores.reads;
        setup.writer = stores.writer.get();
        setup.time = &time;
        dispatch::Recalculator recalculator(setup);
        std::atomic<bool> running{true};
        std::thread watcher([&] {
            const auto connection = stores.engine->open_reader();
            const auto start = Steady::now();
            while (record::ReadSession(*connection).job(job)->state == record::JobState::running)
                std::this_thread::sleep_for(std::chrono::milliseconds{20});
            applied = seconds_since(start);
            running = false;
        });
        recalculator.start();
        busy = intake(*stores.writer, time, clients, [&] { return running.load(); });
        watcher.join();
        std::promise<void> stopped;
        recalculator.stop([&] { stopped.set_value(); });
        stopped.get_future().wait();
    }
    work.reset();
    thread.join();
    const auto connection = stores.engine->open_reader();
    const auto done = *record::ReadSession(*connection).job(job);
    std::printf(
        "{\"tickets\":%lld,\"clocks\":%lld,\"moved\":%lld,\"preview_s\":%.2f,\"apply_s\":%.2f,"
        "\"changed_tickets\":%lld,\"idle_per_s\":%.0f,\"idle_p99_ms\":%.2f,\"busy_per_s\":%.0f,"
        "\"busy_p99_ms\":%.2f,\"mb_preview\":%.0f,\"mb\":%.0f}\n",
        static_cast<long long>(preview.tickets), static_cast<long long>(preview.clocks),
        static_cast<long long>(preview.moved), previewed, applied,
        static_cast<long long>(done.progress.changed), static_cast<double>(idle.size()) / 5,
        percentile(idle, 0.99), static_cast<double>(busy.size()) / applied, percentile(busy, 0.99),
        mb_preview, megabytes_resident());
    return 0;
}

int usage() {
    std::fputs("bench_clocks fill DIR TICKETS PER_SECOND SECONDS | due DIR SECONDS | recount DIR\n",
               stderr);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what == "fill" && argc == 6) {
        return fill(argv[2], std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5]));
    }
    if (what == "due" && argc == 4) return due(argv[2], std::atoi(argv[3]));
    if (what == "recount" && argc == 3) return recount(argv[2]);
    return usage();
}
