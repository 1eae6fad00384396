// How policy files and their examples write the enumerations of time limits: by their C++ names, as
// the API and the journal do.
#pragma once

#include "server/config/toml_reader.hpp"
#include "ticketing/record/enum_table.hpp"

#include <array>
#include <utility>

namespace hotline::server {

// The names of an enumeration's values, without those that files may not write.
template <class Enum, Enum... left_out>
inline constexpr auto enum_names = [] {
    constexpr std::size_t all = record::enum_table<Enum>.size();
    std::array<std::pair<std::string_view, Enum>, all - sizeof...(left_out)> names{};
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all; ++i) {
        const auto value = static_cast<Enum>(i);
        if ((false || ... || (value == left_out))) continue;
        names[kept++] = {record::enum_table<Enum>[i], value};
    }
    return names;
}();

template <class Enum, Enum... left_out>
constexpr Names<Enum> names_of() {
    return enum_names<Enum, left_out...>;
}

// A policy's `return` makes the return window, never a milestone of its own.
constexpr Names<MilestoneKind> rule_milestones() {
    return names_of<MilestoneKind, MilestoneKind::return_window>();
}

// These two come by themselves and are never listed.
constexpr Names<StepKind> rule_steps() {
    return names_of<StepKind, StepKind::overdue, StepKind::deem_accepted>();
}

// The server itself is nobody who approves.
constexpr Names<Role> people() {
    return names_of<Role, Role::system>();
}

}  // namespace hotline::server
