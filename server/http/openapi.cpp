#include "server/http/openapi.hpp"

#include "server/http/router.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace hotline::server {

namespace json = boost::json;

namespace {

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

json::object text_schema() {
    json::object schema;
    schema["type"] = "string";
    return schema;
}

json::object reference(const SchemaBook& schemas, const Route& route, const std::string& name) {
    if (schemas.find(name) == schemas.end()) {
        throw std::invalid_argument("route " + route.id + " names the unknown schema " + name);
    }
    json::object ref;
    ref["$ref"] = "#/components/schemas/" + name;
    return ref;
}

json::object content(std::string_view type, json::object schema) {
    json::object media;
    media["schema"] = std::move(schema);
    json::object out;
    out[view(type)] = std::move(media);
    return out;
}

json::object parameter(std::string_view place, std::string_view name) {
    json::object out;
    out["name"] = view(name);
    out["in"] = view(place);
    out["required"] = place == "path";
    out["schema"] = text_schema();
    return out;
}

json::array parameters_of(const Route& route) {
    json::array out;
    std::string_view rest = route.path;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const std::size_t close = rest.find('}', open);
        out.emplace_back(parameter("path", rest.substr(open + 1, close - open - 1)));
        rest.remove_prefix(close + 1);
    }
    for (const std::string& name : route.query)
        out.emplace_back(parameter("query", name));
    return out;
}

json::string_view role_name(Role role) {
    switch (role) {
        case Role::agent:
            return "agent";
        case Role::dispatcher:
            return "dispatcher";
        case Role::visitor:
            return "visitor";
        case Role::unit:
            return "unit";
        case Role::supervisor:
            return "supervisor";
        case Role::leader:
            return "leader";
        case Role::admin:
            return "admin";
        case Role::system:
            return "system";
    }
    return "";
}

json::array security_of(const Route& route) {
    json::array requirements;
    json::array roles;
    for (const Role role : route.roles)
        roles.emplace_back(role_name(role));
    json::object bearer;
    bearer["bearer"] = std::move(roles);
    requirements.emplace_back(std::move(bearer));
    return requirements;
}

json::object responses_of(const Route& route, const SchemaBook& schemas) {
    json::object success;
    success["description"] = view(reason_phrase(route.success_status));
    if (!route.response_schema.empty()) {
        success["content"] =
            content("application/json", reference(schemas, route, route.response_schema));
    }
    json::object problem;
    problem["$ref"] = "#/components/responses/Problem";
    json::object out;
    out[std::to_string(route.success_status)] = std::move(success);
    out["default"] = std::move(problem);
    return out;
}

json::object operation_of(const Route& route, const SchemaBook& schemas) {
    json::object out;
    out["operationId"] = route.id;
    out["summary"] = route.summary;
    json::array parameters = parameters_of(route);
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (!route.request_schema.empty()) {
        json::object body;
        body["required"] = true;
        body["content"] =
            content("application/json", reference(schemas, route, route.request_schema));
        out["requestBody"] = std::move(body);
    }
    out["responses"] = responses_of(route, schemas);
    out["security"] = route.roles.empty() ? json::array{} : security_of(route);
    return out;
}

json::object problem_schema() {
    json::object properties;
    for (const char* name : {"type", "title", "code", "detail", "field", "request_id"}) {
        properties[name] = text_schema();
    }
    json::object status;
    status["type"] = "integer";
    properties["status"] = std::move(status);

    json::object error_properties;
    for (const char* name : {"field", "code", "detail"})
        error_properties[name] = text_schema();
    json::object error;
    error["type"] = "object";
    error["properties"] = std::move(error_properties);
    json::object errors;
    errors["type"] = "array";
    errors["items"] = std::move(error);
    properties["errors"] = std::move(errors);

    json::array required;
    for (const char* name : {"type", "title", "status", "code", "request_id"})
        required.emplace_back(name);
    json::object out;
    out["type"] = "object";
    out["properties"] = std::move(properties);
    out["required"] = std::move(required);
    return out;
}

json::object components_of(const SchemaBook& schemas) {
    json::object named;
    for (const auto& [name, schema] : schemas)
        named[name] = schema;
    named["Problem"] = problem_schema();

    json::object problem_ref;
    problem_ref["$ref"] = "#/components/schemas/Problem";
    json::object problem;
    problem["description"] = "Any refusal or failure (RFC 9457)";
    problem["content"] = content("application/problem+json", std::move(problem_ref));
    json::object responses;
    responses["Problem"] = std::move(problem);

    json::object bearer;
    bearer["type"] = "http";
    bearer["scheme"] = "bearer";
    json::object security;
    security["bearer"] = std::move(bearer);

    json::object out;
    out["schemas"] = std::move(named);
    out["responses"] = std::move(responses);
    out["securitySchemes"] = std::move(security);
    return out;
}

std::string lower_method(Method method) {
    std::string name{method_name(method)};
    for (char& c : name)
        c = static_cast<char>(c | 0x20);
    return name;
}

}  // namespace

std::string openapi_document(const RouteTable& routes, const SchemaBook& schemas,
                             const OpenApiInfo& info) {
    json::object paths;
    for (const Route& route : routes) {
        json::value& item = paths[route.path];
        if (!item.is_object()) item.emplace_object();
        item.get_object()[lower_method(route.method)] = operation_of(route, schemas);
    }
    json::object about;
    about["title"] = info.title;
    about["version"] = info.version;
    if (!info.description.empty()) about["description"] = info.description;

    json::object document;
    document["openapi"] = "3.1.0";
    document["info"] = std::move(about);
    document["paths"] = std::move(paths);
    document["components"] = components_of(schemas);
    return json::serialize(document);
}

}  // namespace hotline::server
