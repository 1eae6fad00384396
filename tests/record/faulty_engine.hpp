// An engine whose writer fails where a test wants it to: on a text, or at COMMIT.
#pragma once

#include "ticketing/record/engine.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace hotline::test {

using record::Connection;
using record::DbError;
using record::DbErrorKind;
using record::Engine;
using record::Statement;

struct Faults {
    std::string poison;  // binding a text that holds it fails, as a constraint would
    std::atomic<bool> fail_commit{false};
    bool commit_is_durable = false;  // the failing COMMIT had reached the disk
    DbErrorKind commit_error = DbErrorKind::io;
    std::atomic<int> commits{0};
    std::atomic<int> savepoints{0};
};

class FaultyStatement final : public Statement {
  public:
    FaultyStatement(Statement& inner, const Faults& faults) : inner_(inner), faults_(faults) {}
    void bind(int parameter, std::int64_t value) override { inner_.bind(parameter, value); }
    void bind(int parameter, std::string_view text) override {
        if (!faults_.poison.empty() && text.find(faults_.poison) != std::string_view::npos) {
            throw DbError(DbErrorKind::constraint, "poisoned text");
        }
        inner_.bind(parameter, text);
    }
    void bind_null(int parameter) override { inner_.bind_null(parameter); }
    bool step() override { return inner_.step(); }
    void reset() override { inner_.reset(); }
    bool is_null(int column) const override { return inner_.is_null(column); }
    std::int64_t integer(int column) const override { return inner_.integer(column); }
    std::string_view text(int column) const override { return inner_.text(column); }

  private:
    Statement& inner_;
    const Faults& faults_;
};

class FaultyConnection final : public Connection {
  public:
    FaultyConnection(std::unique_ptr<Connection> inner, Faults& faults)
        : inner_(std::move(inner)), faults_(faults) {}
    Statement& query(std::string_view name) override {
        Statement& inner = inner_->query(name);
        auto& statement = statements_[std::string{name}];
        if (!statement) statement = std::make_unique<FaultyStatement>(inner, faults_);
        return *statement;
    }
    void begin() override { inner_->begin(); }
    void commit() override {
        ++faults_.commits;
        if (!faults_.fail_commit) return inner_->commit();
        if (faults_.commit_is_durable) inner_->commit();
        throw DbError(faults_.commit_error, "injected at COMMIT");
    }
    void rollback() override { inner_->rollback(); }
    void savepoint() override {
        ++faults_.savepoints;
        inner_->savepoint();
    }
    void release_savepoint() override { inner_->release_savepoint(); }
    void rollback_to_savepoint() override { inner_->rollback_to_savepoint(); }
    void set_deadline(std::int64_t ms) override { inner_->set_deadline(ms); }
    void checkpoint() override { inner_->checkpoint(); }

  private:
    std::unique_ptr<Connection> inner_;
    Faults& faults_;
    std::map<std::string, std::unique_ptr<FaultyStatement>> statements_;
};

class FaultyEngine final : public Engine {
  public:
    FaultyEngine(Engine& inner, Faults& faults) : inner_(inner), faults_(faults) {}
    std::unique_ptr<Connection> open_writer() override {
        return std::make_unique<FaultyConnection>(inner_.open_writer(), faults_);
    }
    std::unique_ptr<Connection> open_reader() override { return inner_.open_reader(); }
    std::string check_integrity() override { return inner_.check_integrity(); }

  private:
    Engine& inner_;
    Faults& faults_;
};

}  // namespace hotline::test
