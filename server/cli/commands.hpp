// The commands behind the command line, one function each; options are what CLI11 filled in. They
// print for people on standard output, problems on standard error, and return the exit code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hotline::server {

struct CommonOptions {
    std::string config = "config/server.toml";
    std::string data;  // overrides data_dir
    std::string city;  // overrides city_dir
};

struct ServeOptions {
    std::string listen;   // overrides
    int port = -1;        // overrides; 0: any free port
    std::string tokens;   // overrides tokens_file
    std::string console;  // overrides console_dir
};

struct ImportOptions {
    std::string file;
    std::string mapping;
    std::string source;
    std::string format;  // csv, jsonl, or empty: by the file's name
    std::string refused_file;
    bool dispatch = false;
    bool quiet = false;
};

struct ReplayOptions {
    std::string file;
    std::string work_dir;  // empty: a temporary directory, removed afterwards
    bool json = false;
    bool quiet = false;
};

struct TokenOptions {
    std::string file;
    std::string role;
    std::string name;
    std::string unit;
};

struct ReceiveOptions {
    std::string listen = "127.0.0.1";
    int port = 8090;
    std::vector<std::string> secrets;
};

struct CheckPolicyOptions {
    std::string file;
    std::string city;  // empty: the file stands alone
};

struct CalendarOptions {
    std::string calendar = "config/calendars/china.toml";
    std::string from, to;       // days
    std::string first, second;  // add, between
    std::vector<std::string> limit;
    bool explain = false;
};

int init_command(const CommonOptions& common);
int serve_command(const CommonOptions& common, const ServeOptions& options);
int import_command(const CommonOptions& common, const ImportOptions& options);
int replay_command(const CommonOptions& common, const ReplayOptions& options);
int check_command(const CommonOptions& common);
int check_policy_command(const CheckPolicyOptions& options);
int calendar_days_command(const CalendarOptions& options);
int calendar_add_command(const CalendarOptions& options);
int calendar_between_command(const CalendarOptions& options);
int verify_command(const CommonOptions& common);
int token_command(const CommonOptions& common, const TokenOptions& options);
int receive_command(const ReceiveOptions& options);
int openapi_command();

}  // namespace hotline::server
