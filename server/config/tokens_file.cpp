#include "server/config/tokens_file.hpp"

#include "server/config/city_file.hpp"
#include "server/config/enum_names.hpp"

#include <algorithm>
#include <set>

namespace hotline::server {

namespace {

bool is_sha256(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

TokenEntry read_token(TableReader& table, const dispatch::City* city) {
    TokenEntry token;
    token.sha256 = table.secret("sha256");
    if (!token.sha256.empty() && !is_sha256(token.sha256))
        table.problem("sha256", "64 lower-case hex digits", "another text");
    token.actor.role = table.choice("role", Names<Role>{token_role_names});
    token.actor.name = table.text("name");
    const bool is_unit = token.actor.role == Role::unit;
    if (is_unit != table.has("unit"))
        table.problem("unit", is_unit ? "the code of a unit" : "a unit only for role \"unit\"",
                      is_unit ? "nothing" : "one here");
    else if (is_unit)
        token.actor.unit = city ? read_unit(table, "unit", *city) : table.text("unit");
    table.finish();
    return token;
}

}  // namespace

std::vector<TokenEntry> read_tokens(const std::filesystem::path& path, const dispatch::City* city,
                                    ConfigProblems& problems) {
    std::vector<TokenEntry> tokens;
    const TomlFile file{path, problems};
    if (!file.parsed()) return tokens;
    TableReader root = file.root();
    std::set<std::string> digests;
    std::set<std::string> names;
    for (TableReader& table : root.tables("token")) {
        TokenEntry token = read_token(table, city);
        if (!token.sha256.empty() && !digests.insert(token.sha256).second)
            table.problem("sha256", "each token once", "one again");
        // Idempotency keys and the journal tell actors apart by name.
        if (!token.actor.name.empty() && !names.insert(token.actor.name).second)
            table.problem("name", "a name of its own",
                          TableReader::quoted(token.actor.name) + " again");
        tokens.push_back(std::move(token));
    }
    root.finish();
    return tokens;
}

std::vector<TokenEntry> load_tokens(const std::filesystem::path& path, const dispatch::City* city) {
    ConfigProblems problems;
    auto tokens = read_tokens(path, city, problems);
    problems.throw_if_any();
    return tokens;
}

}  // namespace hotline::server
