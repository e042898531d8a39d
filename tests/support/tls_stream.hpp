#pragma once

#include "support/certificates.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

struct ssl_st;
struct ssl_ctx_st;

namespace ansvar::tests {

/// The other side is gone.
struct StreamFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A server's end of a socket, in the clear or under TLS. Blocking; does not close the socket.
class TlsStream {
public:
    explicit TlsStream(int socket);
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    /// Without its CRLF; empty at the end.
    std::optional<std::string> read_line();
    void write(const std::string& text);
    /// The server's side of the handshake. False when the client does not like the certificate.
    bool encrypt(const Certificate& certificate);
    bool is_encrypted() const { return tls_ != nullptr; }
    /// Reads and forgets.
    void wait_for_end();
    /// Makes the close an RST.
    void reset() const;

private:
    std::size_t read_some(char* buffer, std::size_t size);

    int socket_;
    std::string buffer_;
    ssl_ctx_st* context_ = nullptr;
    ssl_st* tls_ = nullptr;
};

}  // namespace ansvar::tests
