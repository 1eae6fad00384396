#include "ticketing/rules/text.hpp"

#include "ticketing/rules/refusals.hpp"

#include <algorithm>

namespace hotline {

std::size_t count_chars(std::string_view utf8) {
    // Every code point has exactly one byte that is not a continuation byte.
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    }));
}

bool is_blank(std::string_view utf8) {
    constexpr std::string_view ideographic_space = "\xE3\x80\x80";
    while (!utf8.empty()) {
        if (utf8.starts_with(ideographic_space)) {
            utf8.remove_prefix(ideographic_space.size());
        } else if (std::string_view(" \t\r\n\v\f").find(utf8.front()) != std::string_view::npos) {
            utf8.remove_prefix(1);
        } else {
            return false;
        }
    }
    return true;
}

std::optional<Refusal> check_text(std::string_view utf8, const TextRule& rule) {
    const auto refuse_as = [&rule](std::string_view code, std::string detail) {
        return Refusal{std::string(code), std::string(rule.field), std::move(detail)};
    };
    if (rule.is_required && is_blank(utf8)) return refuse_as(refusals::required, "must be given");
    if (utf8.find('\0') != std::string_view::npos) {
        return refuse_as(refusals::invalid_text, "must not hold a NUL character");
    }
    // Bytes bound characters from above, so short text is not counted.
    if (utf8.size() > rule.chars_max && count_chars(utf8) > rule.chars_max) {
        return refuse_as(refusals::too_long,
                         "must be at most " + std::to_string(rule.chars_max) + " characters");
    }
    return std::nullopt;
}

}  // namespace hotline
