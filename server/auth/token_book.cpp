#include "server/auth/token_book.hpp"

#include "ticketing/record/sha256.hpp"

namespace hotline::server {

TokenBook::TokenBook(const std::vector<TokenEntry>& entries) {
    for (const TokenEntry& entry : entries)
        actors_.emplace(entry.sha256, entry.actor);
}

std::optional<Actor> TokenBook::find(std::string_view token) const {
    const auto found = actors_.find(record::sha256_hex(token));
    if (found == actors_.end()) return std::nullopt;
    return found->second;
}

}  // namespace hotline::server
