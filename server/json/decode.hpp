// decode<T>(text): a request body as a value of T, or what is wrong with it and where.
//
//   auto body = decode<NewTicketBody>(request.body);
//   if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
//   use(body->title);
//
// Rules: a member is required unless it is a std::optional (null counts as absent) or named in
// T::defaulted; unknown members are refused; nothing is converted ("5" is not 5, 5.0 is not an
// integer); numbers outside their type or Integer<Min,Max>, texts outside Text<Min,Max> (code
// points) and lists outside List are refused. shape.hpp lists the types. Any thread; costs about 1
// us for a ticket of 300 bytes.
#pragma once

#include "server/json/parse.hpp"
#include "server/json/problems.hpp"
#include "server/json/shape.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace hotline::server {

// Where the decoder stands: a chain of frames on the stack, turned into a pointer only for a
// problem.
struct JsonPlace {
    static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

    const JsonPlace* parent = nullptr;  // nullptr: the whole body
    std::string_view key;
    std::size_t index = no_index;
};

std::string json_pointer(const JsonPlace& place);

class JsonReader {
  public:
    void refuse(const JsonPlace& place, std::string code, std::string detail);
    void wrong_type(const JsonPlace& place, std::string_view expected,
                    const boost::json::value& got);
    void wrong_size(const JsonPlace& place, std::string_view what, std::size_t min, std::size_t max,
                    std::size_t got);
    void out_of_range(const JsonPlace& place, std::int64_t min, std::uint64_t max);

    bool sound() const { return problems_.items.empty(); }
    bool full() const { return problems_.items.size() >= Problems::items_max; }
    Problems take() { return std::move(problems_); }
    Problems& problems() { return problems_; }

  private:
    Problems problems_;
};

namespace shape {

template <class T>
void read(JsonReader& reader, const JsonPlace& place, const boost::json::value& value, T& out);

template <class T>
struct MemberRow {
    std::string_view name;
    void (*read)(JsonReader&, const JsonPlace&, const boost::json::value&, T&);
    bool required;
};

template <class T, class D>
void read_member(JsonReader& reader, const JsonPlace& place, const boost::json::value& value,
                 T& out) {
    read(reader, place, value, out.*D::pointer);
}

template <class T, template <class...> class L, class... D>
constexpr std::array<MemberRow<T>, sizeof...(D)> member_rows(L<D...>) {
    return {{{json_name(D::name), &read_member<T, D>, is_required<T, D>()}...}};
}

// Members mostly come in the order of the struct, so the search starts behind the last one found.
template <class Rows>
std::size_t find_row(const Rows& rows, std::string_view key, std::size_t from) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t at = from + i < rows.size() ? from + i : from + i - rows.size();
        if (rows[at].name == key) return at;
    }
    return rows.size();
}

template <class T>
void read_struct(JsonReader& reader, const JsonPlace& place, const boost::json::value& value,
                 T& out) {
    static_assert(defaulted_names_exist<T>(), "a name in `defaulted` is no member");
    static constexpr auto rows = member_rows<T>(Members<T>{});
    static_assert(rows.size() <= 64);
    if (!value.is_object()) return reader.wrong_type(place, "an object", value);

    std::uint64_t seen = 0;
    std::size_t next = 0;
    for (const auto& item : value.get_object()) {
        const std::string_view key{item.key().data(), item.key().size()};
        const JsonPlace here{&place, key};
        const std::size_t row = find_row(rows, key, next);
        if (row == rows.size()) {
            reader.refuse(here, "unknown_member", "unknown member");
            continue;
        }
        seen |= std::uint64_t{1} << row;
        next = row + 1 == rows.size() ? 0 : row + 1;
        rows[row].read(reader, here, item.value(), out);
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!rows[row].required || (seen >> row & 1) != 0) continue;
        const JsonPlace here{&place, rows[row].name};
        reader.refuse(here, "required", "required member is missing");
    }
}

template <class I>
void read_integer(JsonReader& reader, const JsonPlace& place, const boost::json::value& value,
                  std::int64_t min, std::uint64_t max, I& out) {
    if (value.is_int64()) {
        const std::int64_t number = value.get_int64();
        if (number < min || (number > 0 && static_cast<std::uint64_t>(number) > max)) {
            return reader.out_of_range(place, min, max);
        }
        out = static_cast<I>(number);
    } else if (value.is_uint64()) {
        const std::uint64_t number = value.get_uint64();
        if (number > max) return reader.out_of_range(place, min, max);
        out = static_cast<I>(number);
    } else {
        reader.wrong_type(place, "an integer", value);
    }
}

inline std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

template <class T>
void read_text(JsonReader& reader, const JsonPlace& place, const boost::json::value& value,
               T& out) {
    if (!value.is_string()) return reader.wrong_type(place, "a string", value);
    const std::string_view text = view(value.get_string());
    if constexpr (is_text<T>) {
        const std::size_t length = code_points(text);
        if (length < T::min || length > T::max) {
            return reader.wrong_size(place, "characters", T::min, T::max, length);
        }
        out.value.assign(text);
    } else if constexpr (TextShaped<T>) {
        if (!JsonText<T>::parse(text, out)) {
            reader.refuse(place, "invalid", "expected " + std::string{JsonText<T>::expected});
        }
    } else {
        out.assign(text);
    }
}

template <class T>
void read_items(JsonReader& reader, const JsonPlace& place, const boost::json::value& value,
                std::vector<T>& out) {
    const auto& array = value.get_array();
    out.resize(array.size());
    for (std::size_t i = 0; i < array.size() && !reader.full(); ++i) {
        const JsonPlace here{&place, {}, i};
        read(reader, here, array[i], out[i]);
    }
}

template <class T>
void read(JsonReader& reader, const JsonPlace& place, const boost::json::value& value, T& out) {
    if constexpr (is_optional<T>) {
        if (!value.is_null()) read(reader, place, value, out.emplace());
    } else if constexpr (std::same_as<T, bool>) {
        if (!value.is_bool()) return reader.wrong_type(place, "true or false", value);
        out = value.get_bool();
    } else if constexpr (is_integer<T>) {
        read_integer(reader, place, value, T::min, static_cast<std::uint64_t>(T::max), out.value);
        static_assert(T::max >= 0, "give the range of a negative Integer another type");
    } else if constexpr (std::integral<T>) {
        using Limits = std::numeric_limits<T>;
        read_integer(reader, place, value, static_cast<std::int64_t>(Limits::min()),
                     static_cast<std::uint64_t>(Limits::max()), out);
    } else if constexpr (std::same_as<T, double>) {
        if (!value.is_number()) return reader.wrong_type(place, "a number", value);
        out = value.template to_number<double>();
    } else if constexpr (std::same_as<T, std::string> || is_text<T> || TextShaped<T>) {
        read_text(reader, place, value, out);
    } else if constexpr (is_list<T>) {
        if (!value.is_array()) return reader.wrong_type(place, "an array", value);
        const std::size_t size = value.get_array().size();
        if (size < T::min || size > T::max) {
            return reader.wrong_size(place, "items", T::min, T::max, size);
        }
        read_items(reader, place, value, out.items);
    } else if constexpr (is_vector<T>) {
        if (!value.is_array()) return reader.wrong_type(place, "an array", value);
        read_items(reader, place, value, out);
    } else if constexpr (DescribedEnum<T>) {
        if (!value.is_string()) return reader.wrong_type(place, "a string", value);
        if (!enum_from_text(view(value.get_string()), out)) {
            reader.refuse(place, "unknown_value", "expected one of " + choices<T>());
        }
    } else if constexpr (DescribedStruct<T>) {
        read_struct(reader, place, value, out);
    } else {
        static_assert(always_false<T>, "no JSON form: describe the type or specialise JsonText");
    }
}

}  // namespace shape

template <class T>
Decoded<T> decode(std::string_view text) {
    JsonReader reader;
    JsonDocument document;
    if (!document.parse(text, reader.problems())) return reader.take();
    T out{};
    shape::read(reader, JsonPlace{}, document.root(), out);
    if (!reader.sound()) return reader.take();
    return out;
}

}  // namespace hotline::server
