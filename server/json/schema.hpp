// schema<T>(): the JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it) of what decode<T> accepts.
#pragma once

#include "server/json/shape.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <limits>
#include <map>
#include <string>

namespace hotline::server {

// Schemas of the OpenAPI document by name: {"NewTicket", schema<NewTicketBody>()}.
using SchemaBook = std::map<std::string, boost::json::value>;

template <class T>
boost::json::value schema();

namespace shape {

inline boost::json::string_view json_view(std::string_view text) {
    return {text.data(), text.size()};
}

template <class T>
boost::json::value struct_schema() {
    boost::json::object properties;
    boost::json::array required;
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
        const auto name = json_view(json_name(d.name));
        properties[name] = schema<MemberType<T, decltype(d)>>();
        if (is_required<T, decltype(d)>()) required.emplace_back(name);
    });
    boost::json::object out;
    out["type"] = "object";
    out["properties"] = std::move(properties);
    if (!required.empty()) out["required"] = std::move(required);
    out["additionalProperties"] = false;
    return out;
}

template <class T>
boost::json::value optional_schema() {
    boost::json::value inner = schema<T>();
    boost::json::array either;
    either.push_back(std::move(inner));
    boost::json::object null_type;
    null_type["type"] = "null";
    either.emplace_back(std::move(null_type));
    boost::json::object out;
    out["anyOf"] = std::move(either);
    return out;
}

template <class T>
boost::json::value integer_schema() {
    boost::json::object out;
    out["type"] = "integer";
    if constexpr (is_integer<T>) {
        out["minimum"] = T::min;
        out["maximum"] = T::max;
    } else {
        out["minimum"] = std::numeric_limits<T>::min();
        out["maximum"] = std::numeric_limits<T>::max();
    }
    return out;
}

template <class T>
boost::json::value string_schema() {
    boost::json::object out;
    out["type"] = "string";
    if constexpr (is_text<T>) {
        if (T::min > 0) out["minLength"] = T::min;
        out["maxLength"] = T::max;
    } else if constexpr (TextShaped<T>) {
        if (!JsonText<T>::format.empty()) out["format"] = json_view(JsonText<T>::format);
        out["description"] = json_view(JsonText<T>::expected);
    } else if constexpr (DescribedEnum<T>) {
        boost::json::array names;
        boost::mp11::mp_for_each<Enumerators<T>>(
            [&](auto d) { names.emplace_back(json_view(json_name(d.name))); });
        out["enum"] = std::move(names);
    }
    return out;
}

template <class T>
boost::json::value array_schema() {
    boost::json::object out;
    out["type"] = "array";
    if constexpr (is_list<T>) {
        out["items"] = schema<typename T::Item>();
        if (T::min > 0) out["minItems"] = T::min;
        out["maxItems"] = T::max;
    } else {
        out["items"] = schema<typename T::value_type>();
    }
    return out;
}

}  // namespace shape

template <class T>
boost::json::value schema() {
    if constexpr (shape::is_optional<T>) {
        return shape::optional_schema<typename T::value_type>();
    } else if constexpr (std::same_as<T, bool> || std::same_as<T, double>) {
        boost::json::object out;
        out["type"] = std::same_as<T, bool> ? "boolean" : "number";
        return out;
    } else if constexpr (shape::is_integer<T> || std::integral<T>) {
        return shape::integer_schema<T>();
    } else if constexpr (std::same_as<T, std::string> || shape::is_text<T> ||
                         shape::TextShaped<T> || shape::DescribedEnum<T>) {
        return shape::string_schema<T>();
    } else if constexpr (shape::is_list<T> || shape::is_vector<T>) {
        return shape::array_schema<T>();
    } else if constexpr (shape::DescribedStruct<T>) {
        return shape::struct_schema<T>();
    } else {
        static_assert(shape::always_false<T>,
                      "no JSON form: describe the type or specialise JsonText");
    }
}

}  // namespace hotline::server
