#include "server/import/mapping.hpp"

#include "ticketing/record/event_json.hpp"
#include "ticketing/record/time_text.hpp"

namespace hotline::server {
namespace {

Refusal missing_column(const std::string& column) {
    return Refusal{"missing_column", column, "the file has no column \"" + column + "\""};
}

// False with `refusal` set when a column is absent from the file.
bool take_text(const SourceRecord& record, const ColumnText& from, std::string& to,
               std::optional<Refusal>& refusal) {
    for (const std::string& column : from.columns) {
        const auto found = record.columns.find(column);
        if (found == record.columns.end()) {
            refusal = missing_column(column);
            return false;
        }
        if (found->second.empty()) continue;
        if (!to.empty()) to += from.join;
        to += found->second;
    }
    return true;
}

bool take_choice(const SourceRecord& record, const ColumnChoice& from, std::string& to,
                 std::optional<Refusal>& refusal) {
    to = from.otherwise;
    if (from.column.empty()) return true;
    const auto found = record.columns.find(from.column);
    if (found == record.columns.end()) {
        refusal = missing_column(from.column);
        return false;
    }
    if (const auto value = from.values.find(found->second); value != from.values.end()) {
        to = value->second;
    }
    return true;
}

template <class Enum>
bool take_enum(const std::string& name, Enum& to, const char* field,
               std::optional<Refusal>& refusal) {
    if (record::enum_from_name(name, to)) return true;
    refusal = Refusal{"invalid", field, "\"" + name + "\" is not one of the values"};
    return false;
}

bool take_time(const Mapping& mapping, const SourceRecord& record, Instant& to,
               std::optional<Refusal>& refusal) {
    const auto found = record.columns.find(mapping.received_at);
    if (found == record.columns.end()) {
        refusal = missing_column(mapping.received_at);
        return false;
    }
    const auto at = record::parse_time(found->second, mapping.utc_offset_minutes);
    if (!at) {
        refusal = Refusal{"invalid", mapping.received_at,
                          "expected a time such as 2019-02-28T11:25:05+08:00"};
        return false;
    }
    to = *at;
    return true;
}

}  // namespace

Mapping json_lines_mapping(std::string source) {
    Mapping mapping;
    mapping.source = std::move(source);
    mapping.external_id.columns = {"id"};
    mapping.title.columns = {"title"};
    mapping.body.columns = {"body"};
    mapping.caller_name.columns = {"user"};
    mapping.received_at = "created_at";
    mapping.channel.otherwise = "web";
    mapping.kind.otherwise = "help";
    return mapping;
}

Result<OpenTicket> map_record(const Mapping& mapping, const SourceRecord& record) {
    if (!record.error.empty()) return Refusal{"unreadable", "", record.error};
    OpenTicket command;
    Request& request = command.request;
    std::string channel;
    std::string kind;
    std::optional<Refusal> refusal;
    const bool taken = take_text(record, mapping.external_id, request.external_id, refusal) &&
                       take_text(record, mapping.title, request.title, refusal) &&
                       take_text(record, mapping.body, request.body, refusal) &&
                       take_text(record, mapping.place, request.place, refusal) &&
                       take_text(record, mapping.caller_name, request.caller.name, refusal) &&
                       take_text(record, mapping.caller_phone, request.caller.phone, refusal) &&
                       take_choice(record, mapping.channel, channel, refusal) &&
                       take_choice(record, mapping.kind, kind, refusal) &&
                       take_choice(record, mapping.district, request.district, refusal) &&
                       take_enum(channel, request.channel, "channel", refusal) &&
                       take_enum(kind, request.kind, "kind", refusal) &&
                       take_time(mapping, record, command.received_at, refusal);
    if (!taken) return *std::move(refusal);
    request.source = mapping.source;
    if (request.external_id.empty()) {
        return Refusal{"required", "external_id",
                       "without an id of its own a record cannot be imported twice safely"};
    }
    return command;
}

}  // namespace hotline::server
