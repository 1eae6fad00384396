// The Authorization header of a request becomes an Actor, or a refusal.
#pragma once

#include "server/auth/token_book.hpp"
#include "server/http/message.hpp"
#include "ticketing/rules/result.hpp"

namespace hotline::server {

// `unauthenticated` without a valid `Authorization: Bearer TOKEN`.
Result<Actor> authenticate(const TokenBook& tokens, const Request& request);

}  // namespace hotline::server
