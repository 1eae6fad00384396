#include "server/import/mapping.hpp"
#include "server/replay/replay.hpp"
#include "ticketing/record/time_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace hotline::server {
namespace {

constexpr int city_offset_minutes = 480;

std::string column(const SourceRecord& record, const std::string& name) {
    const auto found = record.columns.find(name);
    return found == record.columns.end() ? std::string{} : found->second;
}

ReplayRequest parse(const Mapping& mapping, const SourceRecord& record, const std::string& path) {
    const std::string where = path + ":" + std::to_string(record.line) + ": ";
    auto command = map_record(mapping, record);
    if (!command.has_value()) throw std::runtime_error(where + command.error().detail);
    const auto replied = record::parse_time(column(record, "replied_at"), city_offset_minutes);
    if (!replied) throw std::runtime_error(where + "replied_at is not a time");
    if (*replied < command->received_at) throw std::runtime_error(where + "replied before created");
    ReplayRequest request;
    request.id = command->request.external_id;
    request.request = std::move(command->request);
    request.reply = column(record, "reply");
    request.created_at = command->received_at;
    request.replied_at = *replied;
    return request;
}

}  // namespace

std::vector<ReplayRequest> read_replay_file(const std::string& path) {
    const Mapping mapping = json_lines_mapping("replay");
    std::vector<ReplayRequest> requests;
    read_json_lines(path, [&](const SourceRecord& record) {
        requests.push_back(parse(mapping, record, path));
        return true;
    });
    std::sort(requests.begin(), requests.end(), [](const auto& a, const auto& b) {
        return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
    });
    return requests;
}

}  // namespace hotline::server
