#include "server/auth/token_book.hpp"

#include <openssl/sha.h>

#include <array>

namespace hotline::server {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(digest.size() * 2);
    for (const unsigned char byte : digest) {
        hex.push_back(digits[byte >> 4]);
        hex.push_back(digits[byte & 15]);
    }
    return hex;
}

TokenBook::TokenBook(const std::vector<TokenEntry>& entries) {
    for (const TokenEntry& entry : entries)
        actors_.emplace(entry.sha256, entry.actor);
}

std::optional<Actor> TokenBook::find(std::string_view token) const {
    const auto found = actors_.find(sha256_hex(token));
    if (found == actors_.end()) return std::nullopt;
    return found->second;
}

}  // namespace hotline::server
