#include "dispatch/routing/routing.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/cli/settings.hpp"
#include "server/json/json_writer.hpp"
#include "server/replay/replay.hpp"

#include <array>
#include <filesystem>
#include <iostream>

namespace hotline::server {
namespace {

constexpr std::array<ReplayLimit, 3> replay_limits = {ReplayLimit{5, 0}, ReplayLimit{15, 0},
                                                      ReplayLimit{5, 10}};
constexpr std::chrono::year first_counted_year{2018};
constexpr const char* weekday_calendar_id = "weekdays";

// A directory that is removed with everything in it, unless the caller wants to keep it.
class WorkDirectory {
  public:
    explicit WorkDirectory(const std::string& given) : keep_(!given.empty()) {
        if (keep_) {
            path_ = given;
            std::filesystem::create_directories(path_);
            return;
        }
        std::string pattern = (std::filesystem::temp_directory_path() / "hotline-replay-XXXXXX");
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error(pattern + ": cannot be made");
        }
        path_ = pattern;
    }
    ~WorkDirectory() {
        std::error_code ignored;
        if (!keep_) std::filesystem::remove_all(path_, ignored);
    }
    WorkDirectory(const WorkDirectory&) = delete;
    WorkDirectory& operator=(const WorkDirectory&) = delete;

    std::string run(std::size_t number) const {
        const auto path = path_ / ("limit-" + std::to_string(number));
        if (std::filesystem::exists(path)) {
            throw std::runtime_error(path.string() + " exists; a replay starts from nothing");
        }
        return path;
    }

  private:
    std::filesystem::path path_;
    bool keep_;
};

void put_tally(JsonWriter& writer, const Tally& tally) {
    writer.member("on_time", tally.on_time);
    writer.member("late", tally.late);
}

// With an extension the limit is its total, told apart by the two parts it is made of.
void put_limit(JsonWriter& writer, const ReplayLimit& limit, const Tally& tally) {
    writer.begin_object();
    writer.member("working_days", limit.working_days + limit.extension_working_days);
    if (limit.extension_working_days > 0) {
        writer.key("extended").begin_object();
        writer.member("from_working_days", limit.working_days);
        writer.member("by_working_days", limit.extension_working_days);
        writer.end_object();
    }
    put_tally(writer, tally);
    writer.end_object();
}

std::int64_t count(const Tally& tally) {
    return tally.on_time + tally.late;
}

std::string ledger_json(std::size_t requests, const std::vector<LimitLedger>& ledgers) {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object();
    writer.member("requests", requests);
    writer.member("since", std::to_string(int{first_counted_year}) + "-01-01");
    writer.member("counted", count(ledgers[0].since));
    writer.key("limits").begin_array();
    for (const LimitLedger& ledger : ledgers)
        put_limit(writer, ledger.limit, ledger.since);
    writer.end_array();
    writer.key("units").begin_object();
    for (const auto& [unit, tally] : ledgers[0].by_unit) {
        writer.key(unit).begin_object();
        writer.member("requests", count(tally));
        writer.key("limits").begin_array();
        for (const LimitLedger& ledger : ledgers) {
            put_limit(writer, ledger.limit, ledger.by_unit.at(unit));
        }
        writer.end_array();
        writer.end_object();
    }
    writer.end_object();
    writer.key("before").begin_object();
    writer.member("requests", count(ledgers[0].before));
    writer.member("calendar", weekday_calendar_id);
    writer.key("limits").begin_array();
    for (const LimitLedger& ledger : ledgers)
        put_limit(writer, ledger.limit, ledger.before);
    writer.end_array();
    writer.end_object();
    writer.end_object();
    return out;
}

std::string limit_name(const ReplayLimit& limit) {
    std::string name = std::to_string(limit.working_days);
    if (limit.extension_working_days > 0)
        name += "+" + std::to_string(limit.extension_working_days);
    return name + " working days";
}

void print_ledger(std::size_t requests, const std::vector<LimitLedger>& ledgers) {
    std::cout << requests << " requests, " << count(ledgers[0].since) << " of them since "
              << int{first_counted_year} << "\n\n";
    for (const LimitLedger& ledger : ledgers) {
        std::cout << limit_name(ledger.limit) << ": on time " << ledger.since.on_time << ", late "
                  << ledger.since.late << "; before " << int{first_counted_year}
                  << ", by weekdays: " << ledger.before.on_time << " and " << ledger.before.late
                  << '\n';
        for (const auto& [unit, tally] : ledger.by_unit) {
            std::cout << "    " << unit << ": on time " << tally.on_time << ", late " << tally.late
                      << '\n';
        }
    }
}

// Where the dispatcher sends what routing cannot place: the hotline's own centre.
UnitCode hotline_unit(const dispatch::City& city) {
    for (const dispatch::Unit& unit : city.units) {
        if (unit.kind == dispatch::UnitKind::hotline) return unit.code;
    }
    throw std::runtime_error("the city pack has no unit of the kind hotline");
}

ReplaySetup setup_of(const LoadedCity& city) {
    ReplaySetup setup;
    setup.calendar = city.calendar;
    setup.weekday_calendar = city.find_calendar(weekday_calendar_id);
    if (!setup.weekday_calendar) {
        throw std::runtime_error("the city pack has no calendar \"weekdays\" for earlier years");
    }
    const Day first{first_counted_year / 1 / 1};
    setup.since = city.calendar->instant_of(first, 0);
    auto router = std::make_shared<const dispatch::Router>(city.city);
    setup.route = [router](const hotline::Request& request) {
        const dispatch::RoutingProposal proposal = router->propose(request);
        return RoutingNote{proposal.unit, proposal.explanation};
    };
    setup.dispatchers_choice = hotline_unit(*city.city);
    return setup;
}

}  // namespace

int replay_command(const CommonOptions& common, const ReplayOptions& options) {
    const ServerConfig config = settings_of(common);
    const LoadedCity city = load_city(config.city_dir);
    const std::vector<ReplayRequest> requests = read_replay_file(options.file);
    const WorkDirectory work(options.work_dir);
    ReplaySetup setup = setup_of(city);
    std::vector<LimitLedger> ledgers;
    for (const ReplayLimit& limit : replay_limits) {
        Progress progress("Replaying " + limit_name(limit), options.quiet);
        setup.progress = [&](std::size_t done, std::size_t all) {
            progress.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(all));
        };
        setup.directory = work.run(ledgers.size() + 1);
        ledgers.push_back(replay(requests, limit, setup));
    }
    if (options.json)
        std::cout << ledger_json(requests.size(), ledgers) << '\n';
    else
        print_ledger(requests.size(), ledgers);
    return 0;
}

}  // namespace hotline::server
