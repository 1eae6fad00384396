#include "ticketing/record/text_bytes.hpp"

#include "ticketing/record/describe.hpp"

#include <boost/mp11/algorithm.hpp>

#include <vector>

namespace hotline::record {
namespace {

// Anything without text counts nothing; the struct itself is bounded by the number of items.
template <class T>
std::size_t bytes_of(const T& item);

std::size_t bytes_of(const std::string& text) {
    return text.size();
}

template <class T>
std::size_t bytes_of(const std::vector<T>& list) {
    std::size_t sum = 0;
    for (const T& each : list)
        sum += sizeof(T) + bytes_of(each);
    return sum;
}

template <class T>
std::size_t bytes_of(const T& item) {
    std::size_t sum = 0;
    if constexpr (std::is_class_v<T> && boost::describe::has_describe_members<T>::value) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) { sum += bytes_of(item.*member.pointer); });
    }
    return sum;
}

std::size_t bytes_of_work(const TicketWork& work) {
    return bytes_of(work.actor) + bytes_of(work.idempotency_key) + bytes_of(work.request_hash) +
           std::visit([](const auto& command) { return bytes_of(command); }, work.command);
}

std::size_t bytes_of_work(const DeliveryWork& work) {
    return work.detail.size();
}

std::size_t bytes_of_work(const PublishWork& work) {
    return work.name.size() + work.version.size() + work.text.size() + work.by.size() +
           work.note.size();
}

std::size_t bytes_of_work(const StartJob& work) {
    return work.kind.size() + work.arguments.size();
}

std::size_t bytes_of_work(const AdvanceJob& /*work*/) {
    return 0;
}

std::size_t bytes_of_work(const FinishJob& work) {
    return work.failure.size();
}

std::size_t bytes_of_work(const JobWork& work) {
    return std::visit([](const auto& part) { return bytes_of_work(part); }, work);
}

}  // namespace

std::size_t text_bytes(const WorkItem& item) {
    return std::visit([](const auto& work) { return bytes_of_work(work); }, item);
}

}  // namespace hotline::record
