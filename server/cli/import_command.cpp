#include "dispatch/routing/routing.hpp"
#include "server/app.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/cli/settings.hpp"
#include "server/import/importer.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace hotline::server {
namespace {

constexpr std::size_t refused_shown_max = 10;

ImportFormat format_of(const ImportOptions& options) {
    const std::string extension = std::filesystem::path(options.file).extension().string();
    const bool csv = options.format.empty() ? extension == ".csv" : options.format == "csv";
    return csv ? ImportFormat::csv : ImportFormat::json_lines;
}

Mapping mapping_of(const ImportOptions& options, ImportFormat format) {
    const std::string name = std::filesystem::path(options.file).stem().string();
    if (options.mapping.empty() && format == ImportFormat::csv) {
        throw std::runtime_error("a CSV file needs --mapping: which column is what?");
    }
    Mapping mapping =
        options.mapping.empty() ? json_lines_mapping(name) : load_mapping(options.mapping);
    if (!options.source.empty()) mapping.source = options.source;
    return mapping;
}

// Routing completes what the file does not say; it dispatches only when that is asked for.
std::function<void(OpenTicket&)> router_of(const LoadedCity& city, bool dispatch) {
    auto router = std::make_shared<const dispatch::Router>(city.city);
    return [router, dispatch](OpenTicket& command) {
        dispatch::RoutingProposal proposal = router->propose(command.request);
        if (command.request.district.empty()) command.request.district = proposal.district;
        if (command.request.item.empty()) command.request.item = proposal.item;
        command.routing = {std::move(proposal.unit), std::move(proposal.explanation)};
        command.dispatch_now = dispatch && !command.routing.unit.empty();
    };
}

std::string line_of(const RefusedRecord& refused) {
    std::string line = "line " + std::to_string(refused.line);
    if (!refused.external_id.empty()) line += " (" + refused.external_id + ")";
    line += ": " + refused.why.code;
    if (!refused.why.field.empty()) line += " at " + refused.why.field;
    return line + ": " + refused.why.detail;
}

void print_report(const ImportReport& report, const ImportOptions& options) {
    std::cout << "read " << report.read << ", added " << report.added << ", already there "
              << report.already_there << ", refused " << report.refused.size() << '\n';
    for (std::size_t i = 0; i < report.refused.size() && i < refused_shown_max; ++i) {
        std::cout << line_of(report.refused[i]) << '\n';
    }
    if (report.refused.size() > refused_shown_max && options.refused_file.empty()) {
        std::cout << "... " << report.refused.size() - refused_shown_max
                  << " more; --refused FILE keeps them all\n";
    }
    if (options.refused_file.empty()) return;
    std::ofstream file(options.refused_file);
    for (const RefusedRecord& refused : report.refused)
        file << line_of(refused) << '\n';
    if (!file.flush()) throw std::runtime_error(options.refused_file + ": cannot be written");
}

std::int64_t count_lines(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::int64_t lines = 0;
    for (std::string line; std::getline(file, line);)
        ++lines;
    return lines;
}

}  // namespace

int import_command(const CommonOptions& common, const ImportOptions& options) {
    const ServerConfig config = settings_of(common);
    ImportJob job;
    job.path = options.file;
    job.format = format_of(options);
    job.mapping = mapping_of(options, job.format);
    job.actor = {Role::admin, "import", ""};
    const LoadedCity city = load_city(config.city_dir);
    job.prepare = router_of(city, options.dispatch);
    // A CSV record may span lines, so only JSON lines know how much there is.
    const std::int64_t all = job.format == ImportFormat::json_lines ? count_lines(options.file) : 0;
    ImportReport report;
    {
        Progress progress("Importing", options.quiet);
        job.progress = [&](const ImportProgress& now) {
            progress.show(now.read, all, "refused " + std::to_string(now.refused));
        };
        const auto store = open_store(config, city);
        report = run_import(*store->writer, job);
        store->writer->stop();
    }
    print_report(report, options);
    if (report.stopped) {
        std::cerr << "The store failed; mend it and run the same import again.\n";
        return exit_code::store_failed;
    }
    return report.refused.empty() ? 0 : 1;
}

}  // namespace hotline::server
