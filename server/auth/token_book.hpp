// Bearer tokens: who a token speaks for. Only SHA-256 digests are kept, so that neither the file
// nor a core dump gives a token away. Accounts and sessions replace this in time.
#pragma once

#include "ticketing/rules/actor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hotline::server {

struct TokenEntry {
    std::string sha256;  // 64 lower-case hex digits of the token's digest
    Actor actor;
};

// Immutable once built; any thread.
class TokenBook {
  public:
    TokenBook() = default;
    explicit TokenBook(const std::vector<TokenEntry>& entries);

    // Looked up by digest, so the time taken says nothing about the tokens that exist.
    std::optional<Actor> find(std::string_view token) const;
    std::size_t size() const { return actors_.size(); }

  private:
    std::unordered_map<std::string, Actor> actors_;
};

}  // namespace hotline::server
