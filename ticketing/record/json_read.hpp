// Reads what json_write.hpp wrote. A missing member keeps its default: journals outlive programs,
// and members are only ever added. An unknown member, enumerator or wrong kind throws
// std::runtime_error that names the path: it can only come from a newer program or from damage.
#pragma once

#include "ticketing/record/enum_table.hpp"

#include <boost/json/error.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hotline::record {

// Accepts any bytes inside strings, because texts are kept byte for byte as received.
boost::json::value parse_json(std::string_view text, boost::json::storage_ptr memory = {});

[[noreturn]] inline void json_mismatch(std::string_view what) {
    throw std::runtime_error("JSON: " + std::string{what});
}

inline void read_json(const boost::json::value& json, std::string& text) {
    if (!json.is_string()) json_mismatch("expected a string");
    text.assign(json.get_string().data(), json.get_string().size());
}

inline void read_json(const boost::json::value& json, bool& flag) {
    if (!json.is_bool()) json_mismatch("expected true or false");
    flag = json.get_bool();
}

template <std::integral Int>
void read_json(const boost::json::value& json, Int& number) {
    if (!json.is_int64() && !json.is_uint64()) json_mismatch("expected an integer");
    boost::json::error_code error;
    number = json.to_number<Int>(error);
    if (error) json_mismatch("integer out of range");
}

inline void read_json(const boost::json::value& json, TicketNumber& number) {
    if (!json.is_string()) json_mismatch("expected a ticket number");
    const auto& text = json.get_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (error != std::errc{} || end != text.data() + text.size())
        json_mismatch("bad ticket number");
}

inline void read_json(const boost::json::value& json, LegId& id) {
    read_json(json, id.value);
}
inline void read_json(const boost::json::value& json, PetitionId& id) {
    read_json(json, id.value);
}
inline void read_json(const boost::json::value& json, ClockId& id) {
    read_json(json, id.value);
}
inline void read_json(const boost::json::value& json, NoticeId& id) {
    read_json(json, id.value);
}

inline void read_json(const boost::json::value& json, TimeLimit& limit) {
    std::string text;
    read_json(json, text);
    std::string why;
    const std::optional<TimeLimit> parsed = parse_time_limit(text, why);
    if (!parsed) json_mismatch("bad time limit: " + why);
    limit = *parsed;
}

inline void read_json(const boost::json::value& json, Instant& at) {
    std::int64_t ms = 0;
    read_json(json, ms);
    at = Instant{Millis{ms}};
}

template <class Enum>
    requires std::is_enum_v<Enum>
void read_json(const boost::json::value& json, Enum& enumerator) {
    if (!json.is_string()) json_mismatch("expected the name of an enumerator");
    const std::string_view name{json.get_string().data(), json.get_string().size()};
    if (!find_enum(name, enumerator)) json_mismatch("unknown enumerator " + std::string{name});
}

template <class T>
void read_json(const boost::json::value& json, std::optional<T>& item);
template <class T>
void read_json(const boost::json::value& json, std::vector<T>& list);

// The members of a described object; `skip` names a member that is not one of them (the "type").
template <class T>
    requires(boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>)
void read_json(const boost::json::value& json, T& object, std::string_view skip = {}) {
    if (!json.is_object()) json_mismatch("expected an object");
    for (const auto& [key, value] : json.get_object()) {
        const std::string_view name{key.data(), key.size()};
        if (!skip.empty() && name == skip) continue;
        bool known = false;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) {
                if (known || name != member.name) return;
                known = true;
                try {
                    read_json(value, object.*member.pointer);
                } catch (const std::runtime_error& error) {
                    throw std::runtime_error(std::string{name} + ": " + error.what());
                }
            });
        if (!known) json_mismatch("unknown member " + std::string{name});
    }
}

template <class T>
void read_json(const boost::json::value& json, std::optional<T>& item) {
    item.emplace();
    read_json(json, *item);
}

template <class T>
void read_json(const boost::json::value& json, std::vector<T>& list) {
    if (!json.is_array()) json_mismatch("expected an array");
    list.clear();
    list.reserve(json.get_array().size());
    for (const auto& value : json.get_array()) {
        list.emplace_back();
        read_json(value, list.back());
    }
}

}  // namespace hotline::record
