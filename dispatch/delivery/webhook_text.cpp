#include "dispatch/delivery/webhook_text.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace hotline::dispatch {

namespace urls = boost::urls;

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;
constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t host_bytes_max = 253;  // RFC 1035

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

// Bytes of the well-formed UTF-8 character (RFC 3629) at the start of `text`; 0 if there is none.
std::size_t utf8_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    if (first == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
    if (first == 0xED && byte(1) > 0x9F) return 0;  // surrogates
    if (first == 0xF0 && byte(1) < 0x90) return 0;  // overlong
    if (first == 0xF4 && byte(1) > 0x8F) return 0;  // above U+10FFFF
    return size;
}

}  // namespace

std::optional<WebhookUrl> parse_webhook_url(std::string_view text) {
    if (text.size() > url_bytes_max) return std::nullopt;
    const auto parsed = urls::parse_uri(urls::string_view(text.data(), text.size()));
    if (!parsed) return std::nullopt;
    const urls::url_view& url = *parsed;
    WebhookUrl result;
    result.tls = url.scheme_id() == urls::scheme::https;
    if (!result.tls && url.scheme_id() != urls::scheme::http) return std::nullopt;
    if (url.has_userinfo()) return std::nullopt;
    const auto type = url.host_type();
    result.is_address = type == urls::host_type::ipv4 || type == urls::host_type::ipv6;
    if (!result.is_address && type != urls::host_type::name) return std::nullopt;
    const std::string encoded_host{std::string_view(url.encoded_host())};
    result.host = result.is_address ? std::string(url.host_address()) : encoded_host;
    if (result.host.empty() || result.host.size() > host_bytes_max) return std::nullopt;
    if (encoded_host.find('%') != std::string::npos) return std::nullopt;
    const std::uint16_t usual = result.tls ? https_port : http_port;
    result.port = usual;
    result.authority = encoded_host;
    if (url.has_port() && !url.port().empty()) {
        result.port = url.port_number();
        if (result.port == 0) return std::nullopt;  // 0, or more than 65535
    }
    if (result.port != usual) result.authority += ":" + std::to_string(result.port);
    result.target = std::string(std::string_view(url.encoded_path()));
    if (result.target.empty()) result.target = "/";
    if (url.has_query()) result.target += "?" + std::string(std::string_view(url.encoded_query()));
    return result;
}

bool is_header_name(std::string_view name) {
    constexpr std::string_view token =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return !name.empty() && name.find_first_not_of(token) == std::string_view::npos;
}

bool is_header_value(std::string_view value) {
    return std::none_of(value.begin(), value.end(), is_control);
}

std::string printable(std::string_view text, std::size_t bytes_max) {
    std::string result;
    while (!text.empty()) {
        const std::size_t size = utf8_size(text);
        if (result.size() + std::max<std::size_t>(size, 1) > bytes_max) break;
        if (size == 0) {
            result.push_back('?');
        } else if (size == 1 && is_control(text[0])) {
            result.push_back(' ');
        } else {
            result.append(text.substr(0, size));
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return result;
}

}  // namespace hotline::dispatch
