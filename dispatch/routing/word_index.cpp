#include "dispatch/routing/word_index.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace hotline::dispatch {

namespace {

bool is_ascii_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Bytes of the character that starts with this byte; 1 for a byte that cannot start one.
std::size_t character_bytes(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0xC0) return 1;
    if (byte < 0xE0) return 2;
    if (byte < 0xF0) return 3;
    return byte < 0xF8 ? 4 : 1;
}

// The character at `at`, 0 at the end. What is not UTF-8 gives some number: equal bytes equal
// numbers, and the words are compared byte by byte in the end.
char32_t character_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const std::size_t size = std::min(character_bytes(text[at]), text.size() - at);
    char32_t code = static_cast<unsigned char>(text[at]);
    if (size > 1) code &= 0x7FU >> size;
    for (std::size_t i = 1; i < size; ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    return code;
}

std::size_t bucket_of(char32_t first) {
    return first & 0xFFFFU;
}

std::int32_t count_characters(std::string_view text) {
    std::int32_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += character_bytes(text[i]))
        ++count;
    return count;
}

// U+FF01..U+FF5E are the full-width forms of '!'..'~': EF BC 81..BF and EF BD 80..9E in UTF-8.
constexpr char full_width_lead = '\xEF';
std::optional<char> half_width(std::string_view rest) {
    if (rest.size() < 3 || rest[0] != full_width_lead) return std::nullopt;
    const auto second = static_cast<unsigned char>(rest[1]);
    const auto third = static_cast<unsigned char>(rest[2]);
    if (second == 0xBC && third >= 0x81 && third <= 0xBF) {
        return static_cast<char>(third - 0x81 + '!');
    }
    if (second == 0xBD && third >= 0x80 && third <= 0x9E) {
        return static_cast<char>(third - 0x80 + '`');
    }
    return std::nullopt;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool at_word_edges(std::string_view text, std::size_t at, std::size_t size) {
    const std::size_t end = at + size;
    const bool cut_before = at > 0 && is_ascii_word(text[at - 1]) && is_ascii_word(text[at]);
    const bool cut_after =
        end < text.size() && is_ascii_word(text[end - 1]) && is_ascii_word(text[end]);
    return !cut_before && !cut_after;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string folded(text.size(), '\0');
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto half = text[i] == full_width_lead ? half_width(text.substr(i)) : std::nullopt;
        folded[end++] = lower(half.value_or(text[i]));
        i += half ? 3 : 1;
    }
    folded.resize(end);
    return folded;
}

void WordIndex::add(std::string_view word, std::int32_t owner) {
    const std::string text = fold(word);
    if (text.empty()) return;
    const auto [found, is_new] = by_text_.try_emplace(text, words_.size());
    if (is_new) words_.push_back({text, std::string(word), {}, count_characters(text)});
    auto& owners = words_[found->second].owners;
    if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
}

void WordIndex::build() {
    std::vector<std::uint32_t> order(words_.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto bucket = [&](std::uint32_t word) {
        return bucket_of(character_at(words_[word].text, 0));
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto size_a = words_[a].text.size();
        const auto size_b = words_[b].text.size();
        return std::tuple(bucket(a), size_b, a) < std::tuple(bucket(b), size_a, b);
    });
    buckets_.assign(0x10000, {});
    entries_.clear();
    for (const std::uint32_t word : order) {
        const std::string& text = words_[word].text;
        auto& place = buckets_[bucket(word)];
        const auto end = static_cast<std::uint32_t>(entries_.size());
        if (place.from == place.to) place.from = end;
        place.to = end + 1;
        entries_.push_back({character_at(text, character_bytes(text[0])), word});
    }
}

// The longest word that starts at `at`; words_.size() if none does.
std::size_t WordIndex::longest_at(std::string_view folded, std::size_t at, char32_t first,
                                  char32_t second) const {
    const Bucket bucket = buckets_[bucket_of(first)];
    for (std::uint32_t i = bucket.from; i < bucket.to; ++i) {
        const Entry& entry = entries_[i];
        if (entry.second != second && entry.second != 0) continue;
        const std::string& word = words_[entry.word].text;
        if (folded.compare(at, word.size(), word) != 0) continue;
        if (at_word_edges(folded, at, word.size())) return entry.word;
    }
    return words_.size();
}

std::vector<WordIndex::Match> WordIndex::find(std::string_view folded) const {
    std::vector<Match> matches;
    if (entries_.empty()) return matches;
    std::size_t covered_until = 0;
    char32_t second = character_at(folded, 0);
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t next = at + character_bytes(folded[at]);
        const char32_t first = std::exchange(second, character_at(folded, next));
        const std::size_t index = longest_at(folded, at, first, second);
        if (index < words_.size() && at + words_[index].text.size() > covered_until) {
            matches.push_back({index, at, words_[index].text.size()});
            covered_until = at + words_[index].text.size();
        }
        at = next;
    }
    return matches;
}

}  // namespace hotline::dispatch
