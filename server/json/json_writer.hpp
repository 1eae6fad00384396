// Appends JSON to a string. Commas are its business, the nesting is the caller's: every begin has
// its end, and inside an object every value follows a key.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace hotline::server {

// Not owned: `out` outlives the writer. One thread.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name);  // any text; escaped

    // Bytes that are not UTF-8 are written as U+FFFD, so that the output is JSON whatever comes in.
    JsonWriter& string(std::string_view text);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& unsigned_integer(std::uint64_t value);
    JsonWriter& number(double value);  // null when it is not finite: JSON has no such numbers
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);  // a whole value that is JSON already

    // The value of the matching kind.
    JsonWriter& value(std::string_view text) { return string(text); }
    JsonWriter& value(const std::string& text) { return string(text); }
    JsonWriter& value(const char* text) { return string(text); }
    template <std::same_as<bool> B>
    JsonWriter& value(B flag) {
        return boolean(flag);
    }
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    JsonWriter& value(I number) {
        if constexpr (std::unsigned_integral<I>)
            return unsigned_integer(number);
        else
            return integer(number);
    }
    JsonWriter& value(double number_value) { return number(number_value); }

    // "name": value
    template <class T>
    JsonWriter& member(std::string_view name, const T& content) {
        key(name);
        return value(content);
    }

  private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string& out_;
    bool comma_ = false;  // a value stands before: the next one on this level needs a comma
};

// `text` as a JSON string with quotes, appended.
void append_json_string(std::string& out, std::string_view text);

}  // namespace hotline::server
