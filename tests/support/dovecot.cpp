#include "support/dovecot.hpp"

#include "support/line_server.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace ansvar::tests {

namespace {

namespace fs = std::filesystem;

constexpr auto program = "/usr/sbin/dovecot";

void write(const fs::path& path, const std::string& text) {
    std::ofstream{path, std::ios::binary} << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

std::string user_name(uid_t user) {
    const auto* entry = ::getpwuid(user);
    return entry == nullptr ? std::to_string(user) : entry->pw_name;
}

std::string group_name(gid_t group) {
    const auto* entry = ::getgrgid(group);
    return entry == nullptr ? std::to_string(group) : entry->gr_name;
}

}  // namespace

Dovecot::Dovecot(const std::optional<Certificate>& certificate)
    : maildir_{home_.path() / "mail"}, owner_{::getuid()}, group_{::getgid()}, port_{free_port()}, tls_port_{free_port()} {
    if (owner_ == 0) {  // Dovecot reads no mail as root
        const auto* nobody = ::getpwnam("nobody");
        owner_ = nobody->pw_uid;
        group_ = nobody->pw_gid;
    }
    fs::permissions(home_.path(), fs::perms::owner_all | fs::perms::others_exec);
    fs::create_directory(home_.path() / "run");
    make_folder("");
    if (certificate) {
        write(home_.path() / "key.pem", certificate->key);
        write(home_.path() / "certificate.pem", certificate->certificate);
    }
    write_configuration(certificate.has_value());
    start();
}

Dovecot::~Dovecot() {
    ::kill(-process_, SIGKILL);  // all of it: asked to end, it takes five seconds
    ::waitpid(process_, nullptr, 0);
}

void Dovecot::write_configuration(bool with_tls) const {
    const auto home = home_.path().string();
    const auto internal_user = user_name(owner_);
    const auto internal_group = group_name(group_);
    std::string text = "protocols = imap\nlisten = 127.0.0.1\nbase_dir = " + home + "/run\nstate_dir = " + home +
                       "/run\nlog_path = " + home + "/log\ndefault_internal_user = " + internal_user +
                       "\ndefault_internal_group = " + internal_group + "\ndefault_login_user = " + internal_user +
                       "\nfirst_valid_uid = 1\nfirst_valid_gid = 1\ndisable_plaintext_auth = no\n" +
                       "mail_location = maildir:" + maildir_.string() + "\nmail_fsync = never\nssl = " + (with_tls ? "yes" : "no") + "\n";
    if (with_tls) {
        text += "ssl_cert = <" + home + "/certificate.pem\nssl_key = <" + home + "/key.pem\n";
    }
    text +=
        "passdb {\n  driver = static\n  args = password=hemligt\n}\nuserdb {\n  driver = static\n  args = uid=" + std::to_string(owner_) +
        " gid=" + std::to_string(group_) + " home=" + maildir_.string() + "\n}\n";
    text += "service imap-login {\n  chroot =\n  inet_listener imap {\n    port = " + std::to_string(port_) +
            "\n  }\n  inet_listener imaps {\n    port = " + std::to_string(with_tls ? tls_port_ : 0) + "\n  }\n}\n";
    for (const std::string service : {"anvil", "stats", "imap-urlauth-login"}) {
        text += "service " + service + " {\n  chroot =\n}\n";
    }
    write(home_.path() / "dovecot.conf", text);
}

void Dovecot::start() {
    const auto configuration = (home_.path() / "dovecot.conf").string();
    process_ = ::fork();
    if (process_ == 0) {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::execl(program, program, "-F", "-c", configuration.c_str(), nullptr);
        ::_exit(127);
    }
    for (int i = 0; i < 1000 && ::waitpid(process_, nullptr, WNOHANG) == 0; ++i) {
        if (answers(port_)) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    std::ifstream log{home_.path() / "log"};
    throw std::runtime_error("Dovecot does not start: " + std::string{std::istreambuf_iterator<char>{log}, {}});
}

void Dovecot::give_to_owner(const fs::path& path) const {
    if (::getuid() == 0 && ::lchown(path.c_str(), owner_, group_) != 0) {
        throw std::runtime_error("cannot give a mail to its owner");
    }
}

void Dovecot::make_folder(const std::string& folder) const {
    const auto path = maildir_ / folder;
    fs::create_directories(path);
    give_to_owner(path);
    for (const auto* part : {"cur", "new", "tmp"}) {
        fs::create_directories(path / part);
        give_to_owner(path / part);
    }
}

void Dovecot::deliver(const std::string& mail, const std::string& folder) const {
    static int count = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
    const auto name = std::to_string(now) + ".M" + std::to_string(100'000 + ++count) + "P1.test";
    const auto unfinished = maildir_ / folder / "tmp" / name;
    write(unfinished, mail);
    give_to_owner(unfinished);
    fs::rename(unfinished, maildir_ / folder / "new" / name);
}

std::vector<std::string> Dovecot::mails_in(const std::string& folder) const {
    std::vector<fs::path> files;
    for (const auto* part : {"new", "cur"}) {
        for (const auto& entry : fs::directory_iterator{maildir_ / folder / part}) {
            const auto name = entry.path().filename().string();
            const auto flags = name.find(":2,");
            if (flags == std::string::npos || name.find('T', flags) == std::string::npos) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.filename() < b.filename(); });
    std::vector<std::string> mails;
    for (const auto& file : files) {
        std::ifstream in{file, std::ios::binary};
        mails.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
    }
    return mails;
}

std::vector<std::string> Dovecot::folders() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{maildir_}) {
        const auto name = entry.path().filename().string();
        if (entry.is_directory() && name.starts_with('.')) {
            names.push_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace ansvar::tests
