#include "gateway/authority.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "base/crypto.h"
#include "gateway/certificates.h"

namespace gateway {
namespace {

namespace fs = std::filesystem;

const std::string kKey(32, 'k');

class AuthorityTest : public ::testing::Test {
 protected:
  AuthorityTest() {
    std::string name = (fs::temp_directory_path() / "orgtrail-authority-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~AuthorityTest() override { fs::remove_all(folder); }

  std::unique_ptr<CertificateAuthority> open(const std::string& key = kKey,
                                             std::vector<std::string> names = {"orgtrail.example", "192.0.2.7"}) {
    error.clear();
    return CertificateAuthority::open(folder, key, std::move(names), clock, error);
  }

  fs::path folder;
  base::LabClock clock{std::nullopt};
  std::string error;
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

bool matches(X509* x, const char* host) { return X509_check_host(x, host, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1; }
bool matches_ip(X509* x, const char* ip) { return X509_check_ip_asc(x, ip, 0) == 1; }

// One handshake in memory. Returns the server's certificate as the client verified it against `pem`, or nullptr.
struct Shake {
  CertificatePtr certificate;
  std::string protocol, alpn;
  long verified = -1;
};
Shake shake(CertificateAuthority& authority, const char* sni, const std::string& pem, int max_version = TLS1_3_VERSION,
            std::string_view alpn = "\x02h2\x08http/1.1") {
  Shake out;
  ContextPtr ctx(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_max_proto_version(ctx.get(), max_version);
  BIO* bio = BIO_new_mem_buf(pem.data(), int(pem.size()));
  CertificatePtr root(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx.get()), root.get());
  SSL *client = SSL_new(ctx.get()), *server = SSL_new(authority.context());
  SSL_set_connect_state(client);
  SSL_set_accept_state(server);
  if (sni) SSL_set_tlsext_host_name(client, sni);
  SSL_set_alpn_protos(client, reinterpret_cast<const unsigned char*>(alpn.data()), unsigned(alpn.size()));
  BIO *a = nullptr, *b = nullptr;
  BIO_new_bio_pair(&a, 0, &b, 0);
  SSL_set_bio(client, a, a);
  SSL_set_bio(server, b, b);
  for (int i = 0; i < 10 && !(SSL_is_init_finished(client) && SSL_is_init_finished(server)); ++i) {
    SSL_do_handshake(client);
    SSL_do_handshake(server);
  }
  if (SSL_is_init_finished(client) && SSL_is_init_finished(server)) {
    out.certificate.reset(SSL_get1_peer_certificate(client));
    out.verified = SSL_get_verify_result(client);
    out.protocol = SSL_get_version(client);
    const unsigned char* chosen = nullptr;
    unsigned n = 0;
    SSL_get0_alpn_selected(client, &chosen, &n);
    out.alpn.assign(reinterpret_cast<const char*>(chosen), n);
  }
  SSL_free(client);
  SSL_free(server);
  return out;
}

TEST_F(AuthorityTest, is_made_once_and_kept_sealed) {
  auto first = open();
  ASSERT_TRUE(first) << error;
  EXPECT_EQ(text_of(folder / "ca.pem"), first->certificate_pem());
  struct stat st {};
  ASSERT_EQ(::stat((folder / "ca.key").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
  EXPECT_TRUE(text_of(folder / "ca.key").starts_with("orgtrail-ca-key-1\n"));
  auto again = open();
  ASSERT_TRUE(again) << error;
  EXPECT_EQ(again->certificate_pem(), first->certificate_pem());
  // A leaf of the second process is trusted by who trusts the first.
  EXPECT_EQ(shake(*again, "sts.amazonaws.com", first->certificate_pem()).verified, X509_V_OK);
}

TEST_F(AuthorityTest, refuses_files_that_do_not_belong_together) {
  ASSERT_TRUE(open());
  EXPECT_FALSE(open(std::string(32, 'x')));
  EXPECT_NE(error.find("ca.key"), error.npos);
  std::string sealed = text_of(folder / "ca.key"), pem = text_of(folder / "ca.pem");
  std::ofstream(folder / "ca.key", std::ios::binary) << sealed.substr(0, sealed.size() - 1);
  EXPECT_FALSE(open());
  std::ofstream(folder / "ca.key", std::ios::binary) << "orgtrail-ca-key-2\n";
  EXPECT_FALSE(open());
  fs::remove(folder / "ca.key");
  EXPECT_FALSE(open());      // never replaced silently
  EXPECT_EQ(text_of(folder / "ca.pem"), pem);
  fs::remove(folder / "ca.pem");
  std::ofstream(folder / "ca.key", std::ios::binary) << "left over";
  ASSERT_TRUE(open()) << error;
  std::ofstream(folder / "ca.pem") << pem;      // another authority's certificate
  EXPECT_FALSE(open());
  std::ofstream(folder / "ca.pem") << "no certificate";
  EXPECT_FALSE(open());
  fs::remove_all(folder);
  EXPECT_FALSE(open());
  EXPECT_FALSE(error.empty());
}

TEST_F(AuthorityTest, an_expired_authority_is_said_to_be) {
  ASSERT_TRUE(open());
  clock.advance_seconds(3650LL * 86400 + 1);
  EXPECT_FALSE(open());
  EXPECT_NE(error.find("expired"), error.npos);
}

TEST_F(AuthorityTest, every_aws_name_gets_a_trusted_leaf) {
  auto authority = open();
  ASSERT_TRUE(authority) << error;
  for (const char* name : {"sts.amazonaws.com", "s3.us-east-1.amazonaws.com", "bucket.with.dots.s3.us-east-1.amazonaws.com",
                           "iam.cn-north-1.amazonaws.com.cn", "lambda.eu-west-1.api.aws", "localhost", "bucket.s3.localhost",
                           "orgtrail.example", "b.orgtrail.example"}) {
    Shake s = shake(*authority, name, authority->certificate_pem());
    ASSERT_TRUE(s.certificate) << name;
    EXPECT_EQ(s.verified, X509_V_OK) << name;
    EXPECT_TRUE(matches(s.certificate.get(), name)) << name;
    EXPECT_EQ(s.alpn, "http/1.1");
    EXPECT_EQ(s.protocol, "TLSv1.3");
    EXPECT_EQ(X509_check_purpose(s.certificate.get(), X509_PURPOSE_SSL_SERVER, 0), 1);
    EXPECT_FALSE(matches(s.certificate.get(), "kms.amazonaws.com"));
  }
  EXPECT_EQ(shake(*authority, "sts.amazonaws.com", authority->certificate_pem(), TLS1_2_VERSION).protocol, "TLSv1.2");
  EXPECT_FALSE(shake(*authority, "sts.amazonaws.com", authority->certificate_pem(), TLS1_1_VERSION).certificate);
  EXPECT_FALSE(shake(*authority, "sts.amazonaws.com", authority->certificate_pem(), TLS1_3_VERSION, "\x02h2").certificate);
  EXPECT_TRUE(matches_ip(authority->leaf_for("10.1.2.3")->certificate.get(), "10.1.2.3"));
  EXPECT_TRUE(matches_ip(authority->leaf_for("fd00::1")->certificate.get(), "fd00::1"));
}

TEST_F(AuthorityTest, other_names_get_the_default_certificate) {
  auto authority = open();
  ASSERT_TRUE(authority) << error;
  for (const char* name : {static_cast<const char*>(nullptr), "example.com", "evilamazonaws.com", "amazonaws.com.evil.com"}) {
    Shake s = shake(*authority, name, authority->certificate_pem());
    ASSERT_TRUE(s.certificate);
    EXPECT_EQ(s.verified, X509_V_OK);
    EXPECT_TRUE(matches(s.certificate.get(), "localhost"));
    EXPECT_TRUE(matches(s.certificate.get(), "orgtrail.example"));
    EXPECT_TRUE(matches_ip(s.certificate.get(), "127.0.0.1"));
    EXPECT_TRUE(matches_ip(s.certificate.get(), "::1"));
    EXPECT_TRUE(matches_ip(s.certificate.get(), "192.0.2.7"));
    EXPECT_FALSE(name && matches(s.certificate.get(), name));
  }
  EXPECT_EQ(authority->cached(), 1u);
  auto own = authority->leaf_for("");
  for (std::string_view name :
       {"a,DNS:evil.amazonaws.com", "a b.amazonaws.com", "-\n.amazonaws.com", "..amazonaws.com", "*.amazonaws.com"})
    EXPECT_EQ(authority->leaf_for(name), own) << name;
}

TEST_F(AuthorityTest, leaves_are_kept_bounded_and_renewed) {
  auto authority = open();
  ASSERT_TRUE(authority) << error;
  auto first = authority->leaf_for("sts.amazonaws.com");
  EXPECT_EQ(authority->leaf_for("STS.amazonaws.com."), first);
  for (int i = 0; i < 300; ++i) {
    authority->leaf_for("b" + std::to_string(i) + ".s3.amazonaws.com");
    EXPECT_EQ(authority->leaf_for("sts.amazonaws.com"), first);      // in use, so it stays
  }
  EXPECT_EQ(authority->cached(), CertificateAuthority::kCached);
  clock.advance_seconds(61 * 86400);
  auto renewed = authority->leaf_for("sts.amazonaws.com");
  EXPECT_NE(renewed, first);
  EXPECT_EQ(authority->cached(), CertificateAuthority::kCached);
  clock.advance_seconds(50 * 86400);
  // The default certificate of a long-lived process is renewed as well.
  Shake s = shake(*authority, nullptr, authority->certificate_pem());
  time_t now = time_t(clock.now().s());
  ASSERT_TRUE(s.certificate);
  EXPECT_GT(X509_cmp_time(X509_get0_notAfter(s.certificate.get()), &now), 0);
}

TEST_F(AuthorityTest, a_leaf_does_not_outlive_its_authority) {
  clock.advance_seconds(-3600LL * 86400);
  ASSERT_TRUE(open());
  clock.advance_seconds(3600LL * 86400);
  auto authority = open();
  ASSERT_TRUE(authority) << error;
  Shake s = shake(*authority, "sts.amazonaws.com", authority->certificate_pem());
  EXPECT_EQ(s.verified, X509_V_OK);
  time_t end = time_t(clock.now().s() + 51 * 86400);
  EXPECT_LT(X509_cmp_time(X509_get0_notAfter(s.certificate.get()), &end), 0);
}

TEST_F(AuthorityTest, threads_share_it) {
  auto authority = open();
  ASSERT_TRUE(authority) << error;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) {
        std::string name = "b" + std::to_string((i * 7 + t) % 30) + ".s3.amazonaws.com";
        auto leaf = authority->leaf_for(name);
        EXPECT_TRUE(matches(leaf->certificate.get(), name.c_str()));
      }
    });
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(authority->cached(), 31u);
}

}  // namespace
}  // namespace gateway
