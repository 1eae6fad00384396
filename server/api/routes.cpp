#include "server/api/routes.hpp"

#include "server/api/calls.hpp"
#include "server/api/explanation_view.hpp"
#include "server/api/feed_stream.hpp"
#include "server/api/publication_views.hpp"
#include "server/api/requests.hpp"
#include "server/api/views.hpp"
#include "server/http/openapi.hpp"

#include <boost/json/object.hpp>

namespace hotline::server {
namespace {

// Written by hand where the form is the record's own: the journal's events have many shapes.
boost::json::value items_of_objects(const char* also) {
    boost::json::object any;
    any["type"] = "object";
    boost::json::object items;
    items["type"] = "array";
    items["items"] = any;
    boost::json::object properties;
    properties["items"] = items;
    if (also != nullptr) properties[also] = boost::json::object{{"type", "integer"}};
    boost::json::object out;
    out["type"] = "object";
    out["properties"] = properties;
    out["required"] = boost::json::array{"items"};
    return out;
}

boost::asio::awaitable<Response> document(std::shared_ptr<const std::string> text, Request) {
    co_return json_response(*text);
}

RouteTable without_document(const Services* services) {
    RouteTable table;
    for (auto* part : {&ticket_read_routes, &ticket_command_routes, &assignment_routes,
                       &milestone_routes, &publication_routes, &city_routes, &operations_routes}) {
        for (Route& route : part(services))
            table.push_back(std::move(route));
    }
    table.push_back(feed_route(services));
    return table;
}

Route document_route(std::shared_ptr<const std::string> text) {
    Route route;
    route.path = "/api/v1/openapi.json";
    route.id = "openapi";
    route.summary = "This document";
    route.handler = [text](Request request) { return document(text, std::move(request)); };
    return route;
}

}  // namespace

SchemaBook api_schemas() {
    return {{"NewTicket", schema<api::NewTicket>()},
            {"WithText", schema<api::WithText>()},
            {"NewAnswer", schema<api::NewAnswer>()},
            {"NewDecline", schema<api::NewDecline>()},
            {"NewTransfer", schema<api::NewTransfer>()},
            {"NewDispatch", schema<api::NewDispatch>()},
            {"NewVisit", schema<api::NewVisit>()},
            {"WithReason", schema<api::WithReason>()},
            {"WithNote", schema<api::WithNote>()},
            {"OnOff", schema<api::OnOff>()},
            {"NewMerge", schema<api::NewMerge>()},
            {"Empty", schema<api::Empty>()},
            {"NewSubDispatch", schema<api::NewSubDispatch>()},
            {"NewReturn", schema<api::NewReturn>()},
            {"NewExtension", schema<api::NewExtension>()},
            {"NewSuspension", schema<api::NewSuspension>()},
            {"NewReply", schema<api::NewReply>()},
            {"NewCheck", schema<api::NewCheck>()},
            {"RoutingQuestion", schema<api::RoutingQuestion>()},
            {"Receipt", schema<api::Receipt>()},
            {"Ticket", schema<api::Ticket>()},
            {"Explanation", schema<api::Explanation>()},
            {"NoticeList", schema<api::NoticeList>()},
            {"NewPublication", schema<api::NewPublication>()},
            {"PublicationPreview", schema<api::PublicationPreview>()},
            {"Published", schema<api::Published>()},
            {"PublicationList", schema<api::PublicationList>()},
            {"Job", schema<api::Job>()},
            {"JobList", schema<api::JobList>()},
            {"TicketList", schema<api::TicketList>()},
            {"DeliveryList", schema<api::DeliveryList>()},
            {"Me", schema<api::Me>()},
            {"City", schema<api::City>()},
            {"Overview", schema<api::Overview>()},
            {"RoutingSuggestion", schema<api::RoutingSuggestion>()},
            {"CalendarMonth", schema<api::CalendarMonth>()},
            {"DutyMonth", schema<api::DutyMonth>()},
            {"DutyNow", schema<api::DutyNow>()},
            {"Journal", items_of_objects(nullptr)},
            {"FeedPage", items_of_objects("last_seq")}};
}

std::string api_document(const Services* services) {
    RouteTable table = without_document(services);
    table.push_back(document_route(nullptr));
    return openapi_document(
        table, api_schemas(),
        {"Hotline", HOTLINE_VERSION, "A city's 12345 hotline. docs/api.md explains it."});
}

RouteTable api_routes(const Services* services) {
    RouteTable table = without_document(services);
    table.push_back(document_route(std::make_shared<const std::string>(api_document(services))));
    return table;
}

}  // namespace hotline::server
