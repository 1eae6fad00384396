#include "server/cli/cli.hpp"

int main(int argc, char** argv) {
    return hotline::server::run_command_line(argc, argv);
}
