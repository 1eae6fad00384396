// What may go onto the wire of a webhook, and what of an answer may go into the record. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::dispatch {

struct WebhookUrl {
    bool tls = false;
    std::string host;  // a name or an address, without brackets
    bool is_address = false;
    std::uint16_t port = 0;
    std::string authority;  // the Host header: host, and port when it is not the scheme's
    std::string target;     // path and query, never empty
};

// http or https, with a host, without user information; control characters, spaces and other bytes
// that RFC 3986 does not permit are refused. The fragment is left out. Empty when it cannot be sent
// to.
std::optional<WebhookUrl> parse_webhook_url(std::string_view url);

// RFC 9110: a name is a token; a value has no control characters (no tab either), so that nobody
// can add a header or a request of their own.
bool is_header_name(std::string_view name);
bool is_header_value(std::string_view value);

// The first `bytes_max` bytes of foreign text, fit for the record and for JSON: control characters
// become spaces, bytes that are not UTF-8 become question marks, no character is cut in half.
std::string printable(std::string_view text, std::size_t bytes_max);

}  // namespace hotline::dispatch
