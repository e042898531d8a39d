#include "support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cctype>
#include <memory>
#include <stdexcept>

namespace ansvar::tests {

namespace {

constexpr long one_day = 24 * 60 * 60;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Paper = std::unique_ptr<X509, decltype(&X509_free)>;

Key make_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

template <class Write>
std::string as_pem(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out{BIO_new(BIO_s_mem()), &BIO_free};
    if (write(out.get()) != 1) {
        throw std::runtime_error("a test certificate cannot be written");
    }
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string key_text(EVP_PKEY* key) {
    return as_pem([&](BIO* out) { return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

std::string paper_text(X509* paper) {
    return as_pem([&](BIO* out) { return PEM_write_bio_X509(out, paper); });
}

void extend(X509* paper, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, paper, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), &X509_EXTENSION_free};
    if (!extension || X509_add_ext(paper, extension.get(), -1) != 1) {
        throw std::runtime_error("a test certificate cannot be made");
    }
}

void name_it(X509_NAME* name, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
}

struct Signer {
    EVP_PKEY* key;
    X509* paper;  ///< null: the new certificate signs itself
};

Paper make_paper(EVP_PKEY* key, const CertificateWish& wish, Signer signer, bool is_authority) {
    static std::atomic<long> serial{1};
    Paper paper{X509_new(), &X509_free};
    auto* raw = paper.get();
    X509_set_version(raw, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(raw), -2 * one_day);
    X509_gmtime_adj(X509_getm_notAfter(raw), wish.expired ? -one_day : one_day);
    X509_set_pubkey(raw, key);
    name_it(X509_get_subject_name(raw), wish.host);
    auto* issuer = signer.paper == nullptr ? raw : signer.paper;
    X509_set_issuer_name(raw, X509_get_subject_name(issuer));
    if (is_authority) {
        extend(raw, issuer, NID_basic_constraints, "critical,CA:TRUE");
    } else {
        const bool is_address = std::isdigit(static_cast<unsigned char>(wish.host.front())) != 0;
        extend(raw, issuer, NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + wish.host);
    }
    X509_sign(raw, signer.key, EVP_sha256());
    return paper;
}

}  // namespace

struct Authority::Inside {
    Key key = make_key();
    Paper paper = make_paper(key.get(), {.host = "Ansvar test authority"}, {key.get(), nullptr}, true);
};

Authority::Authority() : inside_{new Inside} {}
Authority::~Authority() { delete inside_; }

std::string Authority::certificate() const { return paper_text(inside_->paper.get()); }

Certificate Authority::issue(const CertificateWish& wish) const {
    const auto key = make_key();
    const auto paper = make_paper(key.get(), wish, {inside_->key.get(), inside_->paper.get()}, false);
    return {key_text(key.get()), paper_text(paper.get())};
}

Certificate self_signed(const std::string& host) {
    const auto key = make_key();
    const auto paper = make_paper(key.get(), {.host = host}, {key.get(), nullptr}, false);
    return {key_text(key.get()), paper_text(paper.get())};
}

}  // namespace ansvar::tests
