#include "server/cli/cli.hpp"

#include "server/cli/commands.hpp"
#include "server/config/toml_reader.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <functional>
#include <iostream>

namespace hotline::server {
namespace {

struct Options {
    CommonOptions common;
    ServeOptions serve;
    ImportOptions import;
    ReplayOptions replay;
    TokenOptions token;
    ReceiveOptions receive;
    CheckPolicyOptions policy;
    CalendarOptions calendar;
    std::function<int()> chosen;
};

void add_common(CLI::App* command, Options& options) {
    command->add_option("--config", options.common.config, "Server settings (TOML)")
        ->capture_default_str();
    command->add_option("--data", options.common.data, "Data directory, instead of data_dir");
    command->add_option("--city", options.common.city, "City pack directory, instead of city_dir");
}

CLI::App* add(CLI::App& app, Options& options, const char* name, const char* about,
              std::function<int()> run) {
    CLI::App* command = app.add_subcommand(name, about);
    command->callback([&options, run = std::move(run)] { options.chosen = run; });
    return command;
}

void add_serving(CLI::App& app, Options& o) {
    add_common(add(app, o, "init", "Create the database, or bring it to this version's schema",
                   [&o] { return init_command(o.common); }),
               o);
    CLI::App* serve = add(app, o, "serve", "Serve the API, the console and the errands",
                          [&o] { return serve_command(o.common, o.serve); });
    add_common(serve, o);
    serve->add_option("--listen", o.serve.listen, "Address to listen on");
    serve->add_option("--port", o.serve.port, "Port; 0: any free one")->check(CLI::Range(0, 65535));
    serve->add_option("--tokens", o.serve.tokens, "File of bearer tokens, instead of tokens_file");
    serve->add_option("--console", o.serve.console, "Directory of the built console");
    CLI::App* token = add(app, o, "token", "Make a bearer token: printed once, kept as a digest",
                          [&o] { return token_command(o.common, o.token); });
    add_common(token, o);
    token->add_option("--file", o.token.file, "Tokens file to add it to, instead of tokens_file");
    token
        ->add_option("--role", o.token.role,
                     "agent, dispatcher, visitor, unit, supervisor, leader or admin")
        ->required();
    token->add_option("--name", o.token.name, "Whom it speaks for")->required();
    token->add_option("--unit", o.token.unit, "Unit code, for the role unit");
}

void add_data(CLI::App& app, Options& o) {
    CLI::App* import =
        add(app, o, "import", "Bring in a file of requests; running it again adds nothing twice",
            [&o] { return import_command(o.common, o.import); });
    add_common(import, o);
    import->add_option("file", o.import.file, "CSV or JSON lines")
        ->required()
        ->check(CLI::ExistingFile);
    import->add_option("--mapping", o.import.mapping, "Column mapping (config/import/*.toml)")
        ->check(CLI::ExistingFile);
    import->add_option("--source", o.import.source,
                       "Name of the origin; default: the mapping's, or the file's name");
    import->add_option("--format", o.import.format, "csv or jsonl; default: by the file's name")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    import->add_option("--refused", o.import.refused_file,
                       "Write the refused lines with their reasons to this file");
    import->add_flag("--dispatch", o.import.dispatch,
                     "Dispatch what routing can place (webhooks will be sent)");
    import->add_flag("--quiet", o.import.quiet, "No progress bar");
    CLI::App* replay =
        add(app, o, "replay", "Run answered requests through the whole chain on a virtual clock",
            [&o] { return replay_command(o.common, o.replay); });
    add_common(replay, o);
    replay->add_option("file", o.replay.file, "JSON lines with created_at and replied_at")
        ->required()
        ->check(CLI::ExistingFile);
    replay->add_option("--work-dir", o.replay.work_dir,
                       "Keep the databases of the runs in this directory, which must be empty");
    replay->add_flag("--json", o.replay.json, "Print the ledger as JSON");
    replay->add_flag("--quiet", o.replay.quiet, "No progress bar");
    add_common(add(app, o, "verify", "Fold the journal and compare it with the rows",
                   [&o] { return verify_command(o.common); }),
               o);
}

void add_check(CLI::App& app, Options& o) {
    CLI::App* check = app.add_subcommand("check", "Check the settings and the city pack");
    add_common(check, o);
    CLI::App* policy =
        check->add_subcommand("policy", "Check one policy file, and run its examples");
    policy->add_option("file", o.policy.file, "Policies (TOML)")->required();
    policy->add_option("--city", o.policy.city,
                       "City pack directory: its codes and calendars, instead of the file's own");
    // CLI11 calls the outer command last, so it must not take the place of the inner one.
    check->callback([&o, policy] {
        if (policy->parsed())
            o.chosen = [&o] { return check_policy_command(o.policy); };
        else
            o.chosen = [&o] { return check_command(o.common); };
    });
}

void add_calendar(CLI::App& app, Options& o) {
    CLI::App* calendar = app.add_subcommand("calendar", "Ask a working calendar");
    calendar->require_subcommand(1);
    const auto ask = [&](const char* name, const char* about,
                         int (*command)(const CalendarOptions&)) {
        CLI::App* question =
            add(*calendar, o, name, about, [&o, command] { return command(o.calendar); });
        question->add_option("--calendar", o.calendar.calendar, "Calendar (TOML)")
            ->capture_default_str();
        return question;
    };
    CLI::App* days =
        ask("days", "One line a day: the date, and 1 if it works or 0", calendar_days_command);
    days->add_option("--from", o.calendar.from, "First day")->required();
    days->add_option("--to", o.calendar.to, "Last day")->required();
    CLI::App* add_limit = ask("add", "When a time limit ends", calendar_add_command);
    add_limit->add_option("start", o.calendar.first, "Such as 2026-02-13T16:00+08:00")->required();
    add_limit
        ->add_option("limit", o.calendar.limit,
                     "Such as 5wd, 24h, 13wd next_day, same_day cutoff=16:00")
        ->required();
    add_limit->add_flag("--explain", o.calendar.explain,
                        "One line a segment: from, to, kind, amount, name");
    CLI::App* between =
        ask("between", "Working time and working days between two times", calendar_between_command);
    between->add_option("from", o.calendar.first, "Such as 2026-02-13T16:00+08:00")->required();
    between->add_option("to", o.calendar.second, "Such as 2026-02-24T09:00+08:00")->required();
}

void add_tools(CLI::App& app, Options& o) {
    add_check(app, o);
    add_calendar(app, o);
    CLI::App* receive = add(app, o, "receive", "A demo department: shows the webhooks that arrive",
                            [&o] { return receive_command(o.receive); });
    receive->add_option("--listen", o.receive.listen, "Address")->capture_default_str();
    receive->add_option("--port", o.receive.port, "Port; 0: any free one")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    receive
        ->add_option("--secret", o.receive.secrets,
                     "An endpoint's secret, whsec_...; may be repeated")
        ->required();
    add(app, o, "openapi", "Print the OpenAPI document", [] { return openapi_command(); });
}

int run_chosen(const Options& options) {
    try {
        return options.chosen();
    } catch (const ConfigError& error) {
        std::cerr << error.what() << '\n';
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "hotline: " << error.what() << '\n';
        return 2;
    }
}

}  // namespace

int run_command_line(int argc, char** argv) {
    Options options;
    CLI::App app{"The backend and console of a city's 12345 hotline"};
    app.require_subcommand(1);
    app.set_version_flag("--version", "hotline " HOTLINE_VERSION);
    app.footer(
        "Exit codes: 0 done, 1 found something wrong, 2 usage or configuration,\n"
        "74 the store failed, 75 stopping took too long.");
    add_serving(app, options);
    add_data(app, options);
    add_tools(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run_chosen(options);
}

}  // namespace hotline::server
