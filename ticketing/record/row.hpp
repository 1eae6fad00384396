// Typed binding and reading in column order, over Statement's int64, text and NULL.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/enum_table.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace hotline::record {

// bound(s, a, b, c) binds $1, $2, $3. Texts are copied by the statement.
class Binder {
  public:
    explicit Binder(Statement& statement) : statement_(statement) {}

    template <class... T>
    Binder& add(const T&... items) {
        (one(items), ...);
        return *this;
    }

  private:
    template <std::integral Int>
    void one(Int number) {
        statement_.bind(next_++, static_cast<std::int64_t>(number));
    }
    void one(std::string_view text) { statement_.bind(next_++, text); }
    void one(Instant at) { one(std::int64_t{at.time_since_epoch().count()}); }
    void one(TicketNumber number) { one(number.value); }
    void one(LegId id) { one(id.value); }
    void one(PetitionId id) { one(id.value); }
    void one(ClockId id) { one(id.value); }
    void one(NoticeId id) { one(id.value); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void one(Enum value) {
        one(enum_table<Enum>[static_cast<std::size_t>(value)]);
    }
    template <class T>
    void one(const std::optional<T>& item) {
        if (item) {
            one(*item);
        } else {
            statement_.bind_null(next_++);
        }
    }

    Statement& statement_;
    int next_ = 1;
};

template <class... T>
Statement& bound(Statement& statement, const T&... items) {
    Binder{statement}.add(items...);
    return statement;
}

// Binds and runs a statement that gives no rows.
template <class... T>
void run(Statement& statement, const T&... items) {
    bound(statement, items...).step();
}

// Reads the columns of the current row from the left.
class Row {
  public:
    explicit Row(Statement& statement) : statement_(statement) {}

    template <class... T>
    void read(T&... items) {
        (one(items), ...);
    }

  private:
    template <std::integral Int>
    void one(Int& number) {
        number = static_cast<Int>(statement_.integer(next_++));
    }
    void one(bool& flag) { flag = statement_.integer(next_++) != 0; }
    void one(std::string& text) { text = statement_.text(next_++); }
    void one(Instant& at) { at = Instant{Millis{statement_.integer(next_++)}}; }
    void one(TicketNumber& number) { one(number.value); }
    void one(LegId& id) { one(id.value); }
    void one(PetitionId& id) { one(id.value); }
    void one(ClockId& id) { one(id.value); }
    void one(NoticeId& id) { one(id.value); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void one(Enum& value) {
        const std::string_view name = statement_.text(next_++);
        if (!find_enum(name, value)) {
            throw DbError(DbErrorKind::corrupt,
                          "unknown enumerator in a row: " + std::string{name});
        }
    }
    template <class T>
    void one(std::optional<T>& item) {
        if (statement_.is_null(next_)) {
            ++next_;
            item.reset();
        } else {
            one(item.emplace());
        }
    }

    Statement& statement_;
    int next_ = 0;
};

// Resets a statement that may be left before its last row, so that it holds no snapshot open.
class ResetOnExit {
  public:
    explicit ResetOnExit(Statement& statement) : statement_(statement) {}
    ~ResetOnExit() { statement_.reset(); }
    ResetOnExit(const ResetOnExit&) = delete;
    ResetOnExit& operator=(const ResetOnExit&) = delete;

  private:
    Statement& statement_;
};

// The one row of a bound statement, or false.
template <class... T>
bool read_one(Statement& statement, T&... items) {
    const ResetOnExit reset{statement};
    if (!statement.step()) return false;
    Row{statement}.read(items...);
    return true;
}

}  // namespace hotline::record
