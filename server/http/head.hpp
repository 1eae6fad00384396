// The header of a request as it stands in the buffer: parsed by Beast, without copies.
#pragma once

#include "server/http/problem.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hotline::server {

struct HeadField {
    std::string_view name;  // as sent
    std::string_view value;
};

// Views into the buffer the header was parsed from.
struct Head {
    std::string_view method;
    std::string_view target;
    int version = 0;  // 10 or 11
    bool keep_alive = false;
    bool upgrade = false;  // Connection: upgrade and an Upgrade field
    std::vector<HeadField> fields;
};

// `raw` is everything up to and with the empty line. Gives what is wrong with it, or nothing.
// Beside the grammar: line ends are CRLF, no folded lines, no control characters, at most
// `fields_max` fields. The fields' memory is used again when `out` is.
std::optional<Problem> parse_head(std::string_view raw, std::size_t fields_max, Head& out);

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace hotline::server
