// What decode, encode and schema know in common about a type: one place, so that the three cannot
// disagree.
//
// Types: bool, integers, double, std::string, Text, Integer, List, std::vector, std::optional,
// described enums (BOOST_DESCRIBE_ENUM), described structs (BOOST_DESCRIBE_STRUCT with public
// members), and types that are text in JSON, through JsonText. A trailing underscore of a C++ name
// is not part of the JSON name (void_ is "void").
#pragma once

#include "server/json/text.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hotline::server {

// Specialise for a type that is a string in JSON (a ticket number, an instant):
//   template <> struct JsonText<TicketNumber> {
//       static constexpr std::string_view expected = "a ticket number such as 20260213000017";
//       static constexpr std::string_view format = "";   // of the schema: "date-time", or ""
//       static bool parse(std::string_view text, TicketNumber& out);  // false: refused
//       static std::string print(const TicketNumber& value);
//   };
template <class T>
struct JsonText;

// Names of members that may be absent and then keep the value their struct gives them:
//   struct Body { Text<0, 500> note; static constexpr auto defaulted = members("note"); };
template <class... Name>
constexpr std::array<std::string_view, sizeof...(Name)> members(Name... name) {
    return {std::string_view{name}...};
}

namespace shape {

template <class T>
concept TextShaped = requires(std::string_view text, T& out) { JsonText<T>::parse(text, out); };
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct =
    std::is_class_v<T> && !TextShaped<T> && boost::describe::has_describe_members<T>::value;

template <class T>
inline constexpr bool is_text = false;
template <std::size_t Min, std::size_t Max>
inline constexpr bool is_text<Text<Min, Max>> = true;
template <class T>
inline constexpr bool is_integer = false;
template <std::int64_t Min, std::int64_t Max>
inline constexpr bool is_integer<Integer<Min, Max>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T, std::size_t Min, std::size_t Max>
inline constexpr bool is_list<List<T, Min, Max>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool always_false = false;

constexpr std::string_view json_name(const char* cpp_name) {
    std::string_view name = cpp_name;
    if (!name.empty() && name.back() == '_') name.remove_suffix(1);
    return name;
}

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
template <class E>
using Enumerators = boost::describe::describe_enumerators<E>;

template <class T>
constexpr bool has_member(std::string_view name) {
    bool found = false;
    boost::mp11::mp_for_each<Members<T>>([&](auto d) { found |= json_name(d.name) == name; });
    return found;
}

template <class T>
constexpr bool is_defaulted(std::string_view name) {
    if constexpr (requires { T::defaulted; }) {
        for (const std::string_view each : T::defaulted) {
            if (each == name) return true;
        }
    }
    return false;
}

// A name in `defaulted` that no member has would silently do nothing.
template <class T>
constexpr bool defaulted_names_exist() {
    bool all = true;
    if constexpr (requires { T::defaulted; }) {
        for (const std::string_view each : T::defaulted)
            all = all && has_member<T>(each);
    }
    return all;
}

template <class T, class Descriptor>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*Descriptor::pointer)>;

template <class T, class Descriptor>
constexpr bool is_required() {
    return !is_optional<MemberType<T, Descriptor>> && !is_defaulted<T>(json_name(Descriptor::name));
}

// "phone, web, wechat"
template <DescribedEnum E>
std::string choices() {
    std::string list;
    boost::mp11::mp_for_each<Enumerators<E>>([&](auto d) {
        if (!list.empty()) list += ", ";
        list += json_name(d.name);
    });
    return list;
}

}  // namespace shape

// Name of a described enumerator; "" for a value that is none.
template <shape::DescribedEnum E>
std::string_view enum_text(E value) {
    std::string_view name;
    boost::mp11::mp_for_each<shape::Enumerators<E>>([&](auto d) {
        if (d.value == value) name = shape::json_name(d.name);
    });
    return name;
}

// False on an unknown name.
template <shape::DescribedEnum E>
bool enum_from_text(std::string_view name, E& value) {
    bool found = false;
    boost::mp11::mp_for_each<shape::Enumerators<E>>([&](auto d) {
        if (shape::json_name(d.name) == name) {
            value = d.value;
            found = true;
        }
    });
    return found;
}

}  // namespace hotline::server
