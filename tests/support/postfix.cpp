#include "support/postfix.hpp"

#include "support/line_server.hpp"

#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace ansvar::tests {

namespace {

namespace fs = std::filesystem;

constexpr auto master = "/usr/lib/postfix/sbin/master";

/// Postfix's own user reads all of it, whatever this process keeps to itself (umask).
constexpr auto open_to_all = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;

void write(const fs::path& path, const std::string& text) {
    std::ofstream{path, std::ios::binary} << text;
    fs::permissions(path, open_to_all);
}

void make_folder(const fs::path& path) {
    fs::create_directory(path);
    fs::permissions(path, open_to_all);
}

/// "anna@skola.example" for a regular expression, with or without something after a plus.
std::string pattern_of(const std::string& address) {
    std::string pattern = "/^";
    for (const char c : address) {
        pattern += c == '@' ? "(\\+[^@]*)?@" : c == '.' ? "\\." : std::string{c};
    }
    return pattern + "$/";
}

}  // namespace

Postfix::Postfix(const std::map<std::string, fs::path>& mailboxes, uid_t owner, gid_t group) : port_{free_port()} {
    const auto* postfix = ::getpwnam("postfix");
    if (postfix == nullptr) {
        throw std::runtime_error("Debian's package postfix is missing");
    }
    fs::permissions(home_.path(), open_to_all);
    for (const auto* folder : {"etc", "data", "spool"}) {
        make_folder(home_.path() / folder);
    }
    for (const auto* folder : {"pid", "public", "private", "incoming", "active", "deferred", "defer", "bounce", "corrupt", "hold", "maildrop", "flush", "trace", "saved"}) {
        make_folder(home_.path() / "spool" / folder);
        const bool is_owned = std::string{folder} != "pid";
        if (is_owned && ::chown((home_.path() / "spool" / folder).c_str(), postfix->pw_uid, postfix->pw_gid) != 0) {
            throw std::runtime_error("cannot give Postfix its queue");
        }
    }
    if (::chown((home_.path() / "data").c_str(), postfix->pw_uid, postfix->pw_gid) != 0) {
        throw std::runtime_error("cannot give Postfix its folder");
    }
    write_configuration(mailboxes, owner, group);
    start();
}

Postfix::~Postfix() {
    ::kill(process_, SIGTERM);  // it ends its own processes
    for (int i = 0; i < 100 && ::waitpid(process_, nullptr, WNOHANG) == 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, WNOHANG);
}

bool Postfix::may_run() { return ::geteuid() == 0; }

std::string Postfix::log() const {
    std::ifstream log{home_.path() / "log"};
    return {std::istreambuf_iterator<char>{log}, {}};
}

void Postfix::write_configuration(const std::map<std::string, fs::path>& mailboxes, uid_t owner, gid_t group) const {
    const auto home = home_.path().string();
    std::string boxes, domains;
    for (const auto& [address, folder] : mailboxes) {
        boxes += pattern_of(address) + " " + folder.string() + "/\n";
        domains = address.substr(address.find('@') + 1);
    }
    write(home_.path() / "etc" / "boxes", boxes);
    write(home_.path() / "etc" / "main.cf",
          "compatibility_level = 3.6\nqueue_directory = " + home + "/spool\ndata_directory = " + home + "/data\nmaillog_file = " + home +
              "/log\nmaillog_file_prefixes = " + home + "\nmyhostname = mx.skola.example\nmydestination =\nlocal_recipient_maps =\nalias_maps =\n" +
              "inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\nsmtpd_relay_restrictions = reject_unauth_destination\n" +
              "relayhost =\nrecipient_delimiter = +\nvirtual_mailbox_domains = " + domains + "\nvirtual_mailbox_base = /\n" +
              "virtual_mailbox_maps = regexp:" + home + "/etc/boxes\nvirtual_minimum_uid = 1\nvirtual_uid_maps = static:" + std::to_string(owner) +
              "\nvirtual_gid_maps = static:" + std::to_string(group) + "\nsmtpd_tls_security_level = none\nsmtpd_peername_lookup = no\n");
    std::string services = "127.0.0.1:" + std::to_string(port_) + " inet n - n - - smtpd\n" + "postlog unix-dgram n - n - 1 postlogd\n";
    for (const std::string service : {"cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite",
                                      "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify",
                                      "proxymap unix - - n - - proxymap", "error unix - - n - - error", "retry unix - - n - - error",
                                      "discard unix - - n - - discard", "virtual unix - n n - - virtual", "anvil unix - - n - 1 anvil",
                                      "showq unix n - n - - showq", "flush unix n - n 1000? 0 flush", "pickup unix n - n 60 1 pickup"}) {
        services += service + "\n";
    }
    write(home_.path() / "etc" / "master.cf", services);
}

void Postfix::start() {
    const auto configuration = (home_.path() / "etc").string();
    process_ = ::fork();
    if (process_ == 0) {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::signal(SIGPIPE, SIG_DFL);  // what we ignore, its programs would ignore too
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::setenv("MAIL_CONFIG", configuration.c_str(), 1);
        ::execl(master, master, "-c", configuration.c_str(), "-d", nullptr);
        ::_exit(127);
    }
    for (int i = 0; i < 1000 && ::waitpid(process_, nullptr, WNOHANG) == 0; ++i) {
        if (answers(port_)) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error("Postfix does not start: " + log());
}

}  // namespace ansvar::tests
