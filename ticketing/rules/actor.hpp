// Who asks for a command. The door (server/auth) makes it; the rules read it.
#pragma once

#include "ticketing/rules/ids.hpp"

#include <string>

namespace hotline {

// One value per kind of principal. A new role extends server/auth/permissions.cpp and the console.
enum class Role {
    agent,       // 话务员: takes requests, supplements, answers, declines, transfers
    dispatcher,  // 派单员: dispatches, decides petitions, checks replies
    visitor,     // 回访员: calls citizens back
    unit,        // 承办单位联络员: acts on the legs of its own unit only
    supervisor,  // 督办员: urges, supervises, reads everything
    leader,      // 值班领导: reads what was put before the leader
    admin,       // system administrator: operates, imports
    system,      // the server itself: clocks, routing, delivery
};

struct Actor {
    Role role = Role::system;
    std::string name;  // display name, kept in the journal
    UnitCode unit;     // for Role::unit the unit it speaks for, else empty
    friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace hotline
