#include "server/json/json_writer.hpp"

#include "server/json/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace hotline::server {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// What a byte means inside a JSON string: copied as it is, written as an escape, or the start of
// UTF-8.
enum class ByteKind : unsigned char { plain, escaped, multibyte };

constexpr std::array<ByteKind, 256> byte_kinds = [] {
    std::array<ByteKind, 256> kinds{};
    for (std::size_t i = 0; i < 0x20; ++i)
        kinds[i] = ByteKind::escaped;
    kinds['"'] = ByteKind::escaped;
    kinds['\\'] = ByteKind::escaped;
    for (std::size_t i = 0x80; i < 0x100; ++i)
        kinds[i] = ByteKind::multibyte;
    return kinds;
}();

void append_escape(std::string& out, char c) {
    constexpr char hex[] = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
    }
}

template <class N>
void append_number(std::string& out, N value) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;  // first byte not yet written
    std::size_t at = 0;
    const auto flush = [&] { out.append(text.substr(from, at - from)); };
    while (at < text.size()) {
        const ByteKind kind = byte_kinds[static_cast<unsigned char>(text[at])];
        if (kind == ByteKind::plain) {
            ++at;
            continue;
        }
        if (kind == ByteKind::multibyte) {
            if (const std::size_t length = utf8_sequence(text, at)) {
                at += length;
                continue;
            }
            flush();
            out.append(replacement);
        } else {
            flush();
            append_escape(out, text[at]);
        }
        from = ++at;
    }
    flush();
    out += '"';
}

void JsonWriter::separate() {
    if (comma_) out_ += ',';
    comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_ += bracket;
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    comma_ = false;  // the value of a key needs none
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    separate();
    append_number(out_, value);
    return *this;
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t value) {
    separate();
    append_number(out_, value);
    return *this;
}

JsonWriter& JsonWriter::number(double value) {
    if (!std::isfinite(value)) return null();
    separate();
    append_number(out_, value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

}  // namespace hotline::server
