#include "server/runtime/health_json.hpp"

#include "server/json/json_writer.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <optional>
#include <string_view>

namespace hotline::server {
namespace {

void time_or_null(JsonWriter& writer, std::string_view name, const std::optional<Instant>& at) {
    writer.key(name);
    if (at)
        writer.string(record::rfc3339(*at));
    else
        writer.null();
}

}  // namespace

std::string health_json(bool store_failed, const std::vector<dispatch::LoopHealth>& loops) {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object();
    writer.member("store_failed", store_failed);
    writer.key("loops").begin_array();
    for (const dispatch::LoopHealth& loop : loops) {
        writer.begin_object();
        writer.member("name", loop.name);
        writer.member("running", loop.running);
        writer.member("failures", loop.failures);
        time_or_null(writer, "last_turn", loop.last_turn);
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return out;
}

std::string audit_json(const dispatch::AuditReport& report) {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object();
    time_or_null(writer, "at", report.at);
    time_or_null(writer, "oldest_unacted", report.oldest);
    writer.member("lag_ms", std::int64_t{report.lag.count()});
    writer.member("alarmed", report.alarmed);
    writer.member("why", report.why);
    writer.member("heartbeats", report.heartbeats);
    writer.member("heartbeat_error", report.heartbeat_error);
    writer.end_object();
    return out;
}

}  // namespace hotline::server
