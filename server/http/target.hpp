// The parts of a request target: percent-decoding and the query.
#pragma once

#include "server/http/problem.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::server {

struct TargetParts {
    std::string_view path;   // "/api/v1/tickets/a%2Fb", still encoded
    std::string_view query;  // behind the question mark, or empty
};

// Of an origin-form target ("/path?query"). A fragment is no part of a target: the guard refuses
// it.
TargetParts split_target(std::string_view target);

// False when an escape is not %XX, or when the result is not UTF-8 or holds a control character.
// With `plus_is_space` as HTML forms write queries.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);

// A repeated name is refused: which of the two would count?
std::optional<Problem> parse_query(std::string_view query, std::map<std::string, std::string>& out);

}  // namespace hotline::server
