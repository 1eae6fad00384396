// The command line: what is asked, and where it is done. Exit codes: 0 done; 1 done, and something
// was found wrong (refused lines, an unsound journal); 2 usage or configuration; 74, 75 of serve
// (app.hpp).
#pragma once

namespace hotline::server {

int run_command_line(int argc, char** argv);

}  // namespace hotline::server
