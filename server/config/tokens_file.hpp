// The bearer tokens of a server (tokens.toml, made by scripts, never in the pack): digests only.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/auth/token_book.hpp"
#include "server/config/toml_reader.hpp"

#include <filesystem>
#include <vector>

namespace hotline::server {

// With `city`, a token's unit must be one of its units. Problems never show a digest: somebody may
// have written the token itself.
std::vector<TokenEntry> read_tokens(const std::filesystem::path& path, const dispatch::City* city,
                                    ConfigProblems& problems);

// Throws ConfigError.
std::vector<TokenEntry> load_tokens(const std::filesystem::path& path,
                                    const dispatch::City* city = nullptr);

}  // namespace hotline::server
