// Columns that hold JSON, or the text of a time limit. Internal to record/.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/json_read.hpp"
#include "ticketing/record/json_write.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <optional>
#include <string>
#include <vector>

namespace hotline::record {

// As json_write.hpp writes it; a NULL leaves `item` alone. Throws DbError on damage.
template <class T>
void read_column(const std::optional<std::string>& json, T& item) {
    if (!json) return;
    boost::json::monotonic_resource memory;
    try {
        read_json(parse_json(*json, &memory), item);
    } catch (const std::runtime_error& error) {
        throw DbError(DbErrorKind::corrupt, error.what());
    }
}

template <class T>
std::optional<std::string> json_of(const T& item) {
    std::string text;
    JsonWriter{text}.value(item);
    return text;
}

// NULL for nothing.
template <class T>
std::optional<std::string> json_of(const std::optional<T>& item) {
    return item ? json_of(*item) : std::nullopt;
}
template <class T>
std::optional<std::string> json_of_list(const std::vector<T>& list) {
    return list.empty() ? std::nullopt : json_of(list);
}

// Empty for the TimeLimit{} of a clock that was started before clocks kept their derivation.
inline std::string limit_column(const TimeLimit& limit) {
    return limit == TimeLimit{} ? std::string{} : text_of(limit);
}

inline TimeLimit read_limit(std::string_view text) {
    if (text.empty()) return {};
    std::string why;
    const std::optional<TimeLimit> limit = parse_time_limit(text, why);
    if (!limit) throw DbError(DbErrorKind::corrupt, "a row's time limit: " + why);
    return *limit;
}

}  // namespace hotline::record
