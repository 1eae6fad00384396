#include "ticketing/record/json_write.hpp"

#include <array>

namespace hotline::record {
namespace {

constexpr std::string_view cut_marker = "…（已截断）";

// 0: copy; 'u': \u00XX; else the letter after the backslash.
constexpr std::array<char, 256> make_escapes() {
    std::array<char, 256> escapes{};
    for (std::size_t c = 0; c < 0x20; ++c)
        escapes[c] = 'u';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
}
constexpr std::array<char, 256> escapes = make_escapes();

void append_escape(std::string& out, unsigned char c, char escape) {
    constexpr char digits[] = "0123456789abcdef";
    out += '\\';
    out += escape;
    if (escape == 'u') {
        out += "00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
}

void append_all(std::string& out, std::string_view text) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (escapes[c] == 0) continue;
        out.append(text, copied, i - copied);
        append_escape(out, c, escapes[c]);
        copied = i + 1;
    }
    out.append(text, copied, text.size() - copied);
}

std::size_t escaped_size(unsigned char c) {
    if (escapes[c] == 0) return 1;
    return escapes[c] == 'u' ? 6 : 2;
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The longest prefix of `text`, in whole characters, whose escaped form has at most `bytes_max`
// bytes.
std::size_t fitting_prefix(std::string_view text, std::size_t bytes_max) {
    std::size_t used = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!continues_character(text[i])) end = i;
        used += escaped_size(static_cast<unsigned char>(text[i]));
        if (used > bytes_max) return end;
    }
    return text.size();
}

}  // namespace

void append_json_text(std::string& out, std::string_view text, std::size_t bytes_max) {
    // No byte grows to more than six, so most texts need no counting.
    if (text.size() <= bytes_max / 6 || fitting_prefix(text, bytes_max) == text.size()) {
        return append_all(out, text);
    }
    if (bytes_max < cut_marker.size()) return;
    append_all(out, text.substr(0, fitting_prefix(text, bytes_max - cut_marker.size())));
    out += cut_marker;
}

}  // namespace hotline::record
