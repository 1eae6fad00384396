#include "server/auth/authenticate.hpp"

namespace hotline::server {

Result<Actor> authenticate(const TokenBook& tokens, const Request& request) {
    static constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("authorization");
    if (!header.starts_with(scheme)) {
        return Refusal{"unauthenticated", "header/authorization", "a bearer token is needed"};
    }
    if (auto actor = tokens.find(header.substr(scheme.size()))) return *std::move(actor);
    return Refusal{"unauthenticated", "header/authorization", "the token is not known"};
}

}  // namespace hotline::server
