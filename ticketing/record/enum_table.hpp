// The names of a described enumeration, as a constant table. Internal to record/; others call
// enum_name() of event_json.hpp.
#pragma once

#include "ticketing/record/describe.hpp"

#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace hotline::record {

// A trailing underscore only dodges a C++ keyword: void_ is "void" outside.
constexpr std::string_view bare_name(std::string_view name) {
    return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

// Described enumerations count 0, 1, 2, ...; anything else does not compile (index out of the
// array).
template <class Enum>
constexpr auto make_enum_table() {
    using Enumerators = boost::describe::describe_enumerators<Enum>;
    std::array<std::string_view, boost::mp11::mp_size<Enumerators>::value> table{};
    boost::mp11::mp_for_each<Enumerators>([&](auto enumerator) {
        table[static_cast<std::size_t>(enumerator.value)] = bare_name(enumerator.name);
    });
    return table;
}

template <class Enum>
inline constexpr auto enum_table = make_enum_table<Enum>();

template <class Enum>
bool find_enum(std::string_view name, Enum& value) {
    for (std::size_t i = 0; i < enum_table<Enum>.size(); ++i) {
        if (enum_table<Enum>[i] == name) {
            value = static_cast<Enum>(i);
            return true;
        }
    }
    return false;
}

}  // namespace hotline::record
