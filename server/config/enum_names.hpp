// How the pack's files write enumerations of the rules: by their C++ names, as the API does.
#pragma once

#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/ticket.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace hotline::server {

template <class Enum, std::size_t n>
using NameTable = std::array<std::pair<std::string_view, Enum>, n>;

inline constexpr NameTable<Channel, 7> channel_names{{
    {"phone", Channel::phone},
    {"web", Channel::web},
    {"wechat", Channel::wechat},
    {"app", Channel::app},
    {"mail", Channel::mail},
    {"platform", Channel::platform},
    {"leader_session", Channel::leader_session},
}};

inline constexpr NameTable<RequestKind, 7> request_kind_names{{
    {"consultation", RequestKind::consultation},
    {"help", RequestKind::help},
    {"complaint", RequestKind::complaint},
    {"report", RequestKind::report},
    {"suggestion", RequestKind::suggestion},
    {"praise", RequestKind::praise},
    {"other", RequestKind::other},
}};

inline constexpr NameTable<Urgency, 3> urgency_names{{
    {"normal", Urgency::normal},
    {"urgent", Urgency::urgent},
    {"critical", Urgency::critical},
}};

// Without Role::system: no token speaks for the server itself.
inline constexpr NameTable<Role, 7> token_role_names{{
    {"agent", Role::agent},
    {"dispatcher", Role::dispatcher},
    {"visitor", Role::visitor},
    {"unit", Role::unit},
    {"supervisor", Role::supervisor},
    {"leader", Role::leader},
    {"admin", Role::admin},
}};

}  // namespace hotline::server
