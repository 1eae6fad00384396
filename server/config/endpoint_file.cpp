#include "server/config/endpoint_file.hpp"

#include "dispatch/delivery/standard_webhooks.hpp"
#include "server/config/city_file.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <set>

namespace hotline::server {

namespace {

constexpr std::size_t url_bytes_max = 2000;

// An address a webhook can be posted to. Credentials in it would end up in logs.
bool is_webhook_url(std::string_view text) {
    if (text.size() > url_bytes_max) return false;
    const auto url = boost::urls::parse_uri(boost::urls::string_view{text.data(), text.size()});
    if (url.has_error()) return false;
    const bool http = url->scheme_id() == boost::urls::scheme::http ||
                      url->scheme_id() == boost::urls::scheme::https;
    return http && !url->encoded_host().empty() && !url->has_userinfo() && !url->has_fragment();
}

record::Endpoint read_endpoint(TableReader& table, const dispatch::City& city) {
    record::Endpoint endpoint;
    endpoint.id = table.text("id");
    endpoint.unit = read_unit(table, "unit", city);
    endpoint.url = table.text("url");
    if (!endpoint.url.empty() && !is_webhook_url(endpoint.url))
        table.problem("url", "an http:// or https:// address without user or fragment",
                      TableReader::quoted(endpoint.url));
    endpoint.secret = table.secret("secret");
    if (!endpoint.secret.empty() && !dispatch::is_webhook_secret(endpoint.secret))
        table.problem("secret", "\"whsec_\" and base64 of 24 to 64 bytes", "another text");
    endpoint.full_caller = table.boolean_or("full_caller", false);
    table.finish();
    return endpoint;
}

}  // namespace

std::vector<record::Endpoint> read_endpoints(const std::filesystem::path& path,
                                             const dispatch::City& city, ConfigProblems& problems) {
    std::vector<record::Endpoint> endpoints;
    if (!std::filesystem::exists(path)) return endpoints;
    const TomlFile file{path, problems};
    if (!file.parsed()) return endpoints;
    TableReader root = file.root();
    std::set<std::string> ids;
    for (TableReader& table : root.tables("endpoint")) {
        record::Endpoint endpoint = read_endpoint(table, city);
        if (!endpoint.id.empty() && !ids.insert(endpoint.id).second)
            table.problem("id", "an id of its own", TableReader::quoted(endpoint.id) + " again");
        endpoints.push_back(std::move(endpoint));
    }
    root.finish();
    return endpoints;
}

}  // namespace hotline::server
