// encode(value): a described value as JSON. Absent optionals are left out. The mirror of decode, so
// that a response written with it is what schema<T>() says.
#pragma once

#include "server/json/json_writer.hpp"
#include "server/json/shape.hpp"

#include <string>

namespace hotline::server {

template <class T>
void encode(JsonWriter& writer, const T& value) {
    if constexpr (shape::is_optional<T>) {
        if (value)
            encode(writer, *value);
        else
            writer.null();
    } else if constexpr (shape::is_text<T> || shape::is_integer<T>) {
        writer.value(value.value);
    } else if constexpr (std::integral<T> || std::same_as<T, double> ||
                         std::same_as<T, std::string>) {
        writer.value(value);
    } else if constexpr (shape::TextShaped<T>) {
        writer.string(JsonText<T>::print(value));
    } else if constexpr (shape::is_list<T> || shape::is_vector<T>) {
        writer.begin_array();
        for (const auto& item : value)
            encode(writer, item);
        writer.end_array();
    } else if constexpr (shape::DescribedEnum<T>) {
        writer.string(enum_text(value));
    } else if constexpr (shape::DescribedStruct<T>) {
        writer.begin_object();
        boost::mp11::mp_for_each<shape::Members<T>>([&](auto d) {
            const auto& member = value.*d.pointer;
            if constexpr (shape::is_optional<shape::MemberType<T, decltype(d)>>) {
                if (!member) return;
            }
            writer.key(shape::json_name(d.name));
            encode(writer, member);
        });
        writer.end_object();
    } else {
        static_assert(shape::always_false<T>,
                      "no JSON form: describe the type or specialise JsonText");
    }
}

template <class T>
std::string encode(const T& value) {
    std::string out;
    JsonWriter writer{out};
    encode(writer, value);
    return out;
}

}  // namespace hotline::server
