#include "support/tls_stream.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>

namespace ansvar::tests {

namespace {

using Source = std::unique_ptr<BIO, decltype(&BIO_free)>;

Source source_of(const std::string& text) { return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free}; }

}  // namespace

TlsStream::TlsStream(int socket) : socket_{socket} {}

TlsStream::~TlsStream() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
}

std::size_t TlsStream::read_some(char* buffer, std::size_t size) {
    const auto got = tls_ != nullptr ? SSL_read(tls_, buffer, static_cast<int>(size)) : ::recv(socket_, buffer, size, 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
}

std::optional<std::string> TlsStream::read_line() {
    std::array<char, 4096> piece{};
    for (;;) {
        if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
            auto line = buffer_.substr(0, end);
            buffer_.erase(0, end + 2);
            return line;
        }
        const auto got = read_some(piece.data(), piece.size());
        if (got == 0) {
            return std::nullopt;
        }
        buffer_.append(piece.data(), got);
    }
}

void TlsStream::write(const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const auto left = text.size() - sent;
        const auto count = tls_ != nullptr ? SSL_write(tls_, text.data() + sent, static_cast<int>(left))
                                           : ::send(socket_, text.data() + sent, left, MSG_NOSIGNAL);
        if (count <= 0) {
            throw StreamFault{"the client is gone"};
        }
        sent += static_cast<std::size_t>(count);
    }
}

bool TlsStream::encrypt(const Certificate& certificate) {
    context_ = SSL_CTX_new(TLS_server_method());
    const std::unique_ptr<X509, decltype(&X509_free)> paper{
        PEM_read_bio_X509(source_of(certificate.certificate).get(), nullptr, nullptr, nullptr), &X509_free};
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
        PEM_read_bio_PrivateKey(source_of(certificate.key).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
    SSL_CTX_use_certificate(context_, paper.get());
    SSL_CTX_use_PrivateKey(context_, key.get());
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    return SSL_accept(tls_) == 1;
}

void TlsStream::wait_for_end() {
    std::array<char, 4096> piece{};
    while (read_some(piece.data(), piece.size()) > 0) {
    }
}

void TlsStream::reset() const {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace ansvar::tests
