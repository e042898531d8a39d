#include "served_school.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "app/demo_school.hpp"
#include "app/files.hpp"
#include "core/text.hpp"
#include "identity/command_line.hpp"
#include "identity/people_store.hpp"
#include "identity/token_commands.hpp"
#include "web/files.hpp"

namespace ansvar::tests {

namespace fs = std::filesystem;

namespace {

/// A port of the loopback that nobody listens on at this moment.
std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!bound) {
        throw std::runtime_error("no free port");
    }
    return ntohs(address.sin_port);
}

std::string url_of(const db::Settings& settings) {
    const auto who = percent_encode(settings.user) + ":" + percent_encode(settings.password);
    return settings.socket.empty() ? fmt::format("mysql://{}@{}:{}/{}", who, settings.host, settings.port, settings.schema)
                                   : fmt::format("mysql://{}@localhost/{}?socket={}", who, settings.schema, percent_encode(settings.socket));
}

int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

/// A letter's text as people read it: quoted-printable undone, in all its parts.
std::string decoded(std::string_view letter) {
    std::string text;
    for (std::size_t at = 0; at < letter.size(); ++at) {
        if (letter[at] != '=' || at + 1 >= letter.size()) {
            text += letter[at];
        } else if (letter[at + 1] == '\n') {
            at += 1;
        } else if (letter[at + 1] == '\r') {
            at += 2;
        } else if (at + 2 < letter.size() && hex(letter[at + 1]) >= 0 && hex(letter[at + 2]) >= 0) {
            text += static_cast<char>(hex(letter[at + 1]) * 16 + hex(letter[at + 2]));
            at += 2;
        } else {
            text += '=';
        }
    }
    return text;
}

std::vector<std::string> letters_of(const fs::path& folder, const std::string& kind, const std::string& mark) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator{folder}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with('.') || name.find("-" + kind + ".eml") == std::string::npos) {
            continue;
        }
        if (auto text = decoded(web::read_file(entry.path())); text.find(mark) != std::string::npos) {
            found.push_back(std::move(text));
        }
    }
    return found;
}

}  // namespace

ServedSchool::ServedSchool(std::optional<db::Settings> server, const std::optional<db::Settings>& owner) {
    capture_log();
    if (!server) {
        server = test_database.emplace().settings();
    }
    config.data = folder.path();
    config.database_url = url_of(*server);
    config.migration_database_url = owner ? url_of(*owner) : "";
    config.listen = fmt::format("127.0.0.1:{}", free_port());
    config.demo = true;
    config.undo_seconds = 0;
    config.mail_incoming = "maildir";
    config.mail_sender = "ansvar@skola.example";
    config.program = MAIL_READER;
    store = std::make_unique<app::Store>(config);
    app::make_demo_school(store->settings());
    database_ = std::make_unique<db::Database>(store->settings());
    service = std::make_unique<app::Service>(config, *store);
    service->start();
    database_->read([](db::Session& session) {
        for (const auto& person : identity::list_people(session, SystemClock{}.now())) {
            keep_out_of_log(person.name);
            keep_out_of_log(person.email ? person.email->text() : "");
            keep_out_of_log(person.phone);
        }
    });
}

ServedSchool::~ServedSchool() {
    if (service) {
        service->stop();
    }
}

ServedSchool& ServedSchool::shared() {
    static const auto server = test_server();  // before the school, so that it outlives it
    static ServedSchool school;
    return school;
}

std::string ServedSchool::link_path(const std::string& name) {
    const auto base = "http://" + config.listen;
    const auto settings = config.identity_settings(base);
    const auto link = identity::make_link(*database_, settings, name + "@skola.example", SystemClock{}.now()).value();
    auto path = link.substr(base.size());
    keep_out_of_log(path.substr(path.rfind('/') + 1));
    return path;
}

/// All tests together write the same few people more letters than one hour takes (mail/budget.hpp).
void ServedSchool::begin_hour() {
    static const db::Query query{"test/begin_hour", "UPDATE letters SET counted_at = NULL WHERE counted_at IS NOT NULL"};
    database_->execute_once(query);
}

WebClient ServedSchool::browser(const std::string& name) {
    begin_hour();
    WebClient client{port()};
    const auto path = link_path(name);
    const auto in = client.post_form(path, {{"next", "/"}});
    INFO(name << " signs in: " << in.body);
    REQUIRE(in.status == 303);
    return client;
}

WebClient ServedSchool::program(const std::string& name) {
    WebClient client{port()};
    client.bear(identity::make_token(*database_, {.name = "test", .as = name + "@skola.example"}, SystemClock{}.now()).value());
    return client;
}

std::uint64_t ServedSchool::file(WebClient& client, const std::string& body, const std::string& area) {
    const auto answer = client.post_json("/api/v1/tickets", {{"body", body}, {"area", area}});
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    return answer.json()["number"].get<std::uint64_t>();
}

std::string ServedSchool::letter(const std::string& kind, const std::string& mark) const {
    for (int tries = 0; tries < 200; ++tries) {
        if (auto found = letters_of(folder.path() / "mail", kind, mark); !found.empty()) {
            return found.front();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL("no letter " << kind << " with " << mark);
    return {};
}

std::size_t ServedSchool::count_letters(const std::string& kind, const std::string& mark) const {
    return letters_of(folder.path() / "mail", kind, mark).size();
}

}  // namespace ansvar::tests
