#pragma once

#include <string>

namespace ansvar::tests {

/// A key and certificate as PEM texts, good for one test.
struct Certificate {
    std::string key;
    std::string certificate;
};

struct CertificateWish {
    std::string host = "localhost";  ///< the name it is made out to; "127.0.0.1" becomes an address
    bool expired = false;            ///< ran out yesterday
};

/// An authority of our own that nobody else knows.
class Authority {
public:
    Authority();
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// What a client must trust to believe in what this authority signs (PEM).
    std::string certificate() const;
    Certificate issue(const CertificateWish& wish = {}) const;

private:
    struct Inside;
    Inside* inside_;
};

/// Signed by itself.
Certificate self_signed(const std::string& host = "localhost");

}  // namespace ansvar::tests
