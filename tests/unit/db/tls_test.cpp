#include "unit/db/throwaway_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace ansvar::db;
using namespace ansvar::tests;
namespace fs = std::filesystem;

namespace {

/// A port that was free a moment ago.
std::uint16_t free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(listener, generic, size) == 0);
    REQUIRE(getsockname(listener, generic, &size) == 0);
    close(listener);
    return ntohs(address.sin_port);
}

/// An authority, and a certificate signed by it for `host`: ca.pem, server.pem and server.key in `folder`.
bool make_certificates(const fs::path& folder, const std::string& host) {
    std::ofstream{folder / "server.cnf"} << "subjectAltName=DNS:" << host << "\n";
    const auto script = fmt::format(
        "cd '{0}' && exec >/dev/null 2>&1 && k='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes' && "
        "openssl req -x509 $k -keyout ca.key -out ca.pem -subj /CN=authority -days 2 && "
        "openssl req $k -keyout server.key -out server.csr -subj /CN={1} && "
        "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.cnf -out server.pem && chmod "
        "644 *",
        folder.string(), host);
    return std::system(script.c_str()) == 0;
}

}  // namespace

TEST_CASE("with an authority only an encrypted connection to the server it signed for is accepted", "[tls]") {
    const Folder folder, certificates{"own/x"}, foreign{"foreign/x"};
    fs::permissions(certificates.root(), fs::perms::all);
    const auto own = certificates.path().parent_path(), other = foreign.path().parent_path();
    if (!make_certificates(own, "localhost") || !make_certificates(other, "localhost")) {
        WARN("openssl is missing; TLS is not tested");
        return;
    }
    folder.put_data();
    auto options = throwaway_options();
    options.port = free_port();
    options.extra.push_back(fmt::format("ssl-cert={0}/server.pem\nssl-key={0}/server.key", own.string()));
    EmbeddedServer server{folder.path(), options};
    auto settings = server.start();
    settings.socket.clear();
    settings.port = options.port;
    settings.host = "localhost";
    settings.tls_authority = own / "ca.pem";
    CHECK(answers(settings));
    settings.host = "127.0.0.1";  // the certificate names localhost only
    CHECK_FALSE(answers(settings));
    settings.host = "localhost";
    settings.tls_authority = other / "ca.pem";
    CHECK_FALSE(answers(settings));
    kill(server.process_id(), SIGKILL);
}

TEST_CASE("a server without TLS is refused when there is an authority", "[tls]") {
    const Folder folder, certificates{"own/x"};
    const auto own = certificates.path().parent_path();
    if (!make_certificates(own, "localhost")) {
        WARN("openssl is missing; TLS is not tested");
        return;
    }
    folder.put_data();
    auto options = throwaway_options();
    options.port = free_port();
    options.extra.push_back("skip-ssl");
    EmbeddedServer server{folder.path(), options};
    auto settings = server.start();
    settings.socket.clear();
    settings.port = options.port;
    settings.host = "localhost";
    CHECK(answers(settings));
    settings.tls_authority = own / "ca.pem";
    CHECK_FALSE(answers(settings));
    kill(server.process_id(), SIGKILL);
}
