// The header of a response as bytes. The one place where outgoing field names and values are
// checked: Beast and Asio would write a line break in a value as it is, and with it a second
// response.
#pragma once

#include "server/http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace hotline::server {

enum class ContentPolicy {
    api,      // nothing may run, nothing is stored
    console,  // the page's own scripts, styles, images and fonts
};

struct ResponseFacts {
    std::string_view date;  // IMF-fixdate (RFC 9110, 5.6.7)
    std::string_view request_id;
    std::size_t content_length = 0;
    ContentPolicy policy = ContentPolicy::api;
    bool closes = false;
};

// Appends the status line, the fields and the empty line to `out`. False, with `out` as it was,
// when the status, a name or a value must not be sent, or when a field is one that only the session
// may set (Content-Length, Connection, Transfer-Encoding, Date).
bool append_response_head(std::string& out, const Response& response, const ResponseFacts& facts);

bool is_field_name(std::string_view name);    // a token of RFC 9110
bool is_field_value(std::string_view value);  // no control characters

}  // namespace hotline::server
