// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.time.Duration;
import java.time.Instant;

/** Rules of all operations: signatures and malformed requests. */
final class AccessRules {
    private AccessRules() {}

    static Signer wrongSigner(ServerUnderTest oss) {
        return Signer.of(wrongSecret(oss), oss.region());
    }

    private static Credentials wrongSecret(ServerUnderTest oss) {
        Credentials right = oss.credentials();
        return Credentials.of(right.accessKeyId(), "wrong", right.securityToken());
    }

    static void addTo(RuleList rules) {
        Source version4 = Source.page("recommend-to-use-signature-version-4");
        Source urls = Source.page("add-signatures-to-urls");
        rules.of("all", "recommend-to-use-signature-version-4")
                .rule(
                        "A signature in headers is accepted.",
                        oss -> oss.request("GET", oss.put("signed", "x")).send().is(200))
                .rule(
                        "A signature in the query is accepted.",
                        urls,
                        oss -> oss.request("GET", oss.put("a b/+你", "x"))
                                .presigned()
                                .send()
                                .is(200))
                .rule(
                        "A wrong secret returns SignatureDoesNotMatch with the string to sign.",
                        version4,
                        oss -> oss.request("GET", oss.key("a"))
                                .credentials(wrongSecret(oss))
                                .send()
                                .isError(403, "SignatureDoesNotMatch", "0002-00000201")
                                .contains("<StringToSign>")
                                .contains("<CanonicalRequest>"))
                .rule(
                        "An AccessKey that does not exist returns InvalidAccessKeyId.",
                        Source.ec("0002-00000902"),
                        oss -> oss.request("GET", oss.key("a"))
                                .credentials(Credentials.of("LTAIdoesnotexist", "secret"))
                                .send()
                                .isError(403, "InvalidAccessKeyId"))
                .rule(
                        "A bucket that does not exist returns NoSuchBucket before the AccessKey is checked.",
                        Source.sdks("Java SDK v2, ClientMiscTest#testDoesObjectExist"),
                        oss -> oss.onBucket("GET", ServerUnderTest.newBucket())
                                .credentials(Credentials.of("LTAIdoesnotexist", "secret"))
                                .send()
                                .isError(404, "NoSuchBucket", "0015-00000101"))
                .rule(
                        "A signed additional header that the request does not have returns InvalidArgument.",
                        Source.ec("0002-00000211"),
                        oss -> oss.request("GET", oss.key("a"))
                                .additionalHeader("Range", "bytes=0-1")
                                .presigned()
                                .without("Range")
                                .send()
                                .isError(400, "InvalidArgument", "0002-00000211"))
                .rule(
                        "A scope with another product and region returns the error of the product.",
                        Source.sdks("Java SDK v1, ErrorTest#testErr"),
                        oss -> oss.request("GET", oss.key("a"))
                                .region("1")
                                .product("oss-cloudbox")
                                .send()
                                .isError(400, "InvalidArgument", "0002-00000227"))
                .rule(
                        "A scope with another region returns InvalidArgument.",
                        oss -> oss.request("GET", oss.key("a"))
                                .region("cn-nowhere")
                                .send()
                                .isError(400, "InvalidArgument"))
                .rule(
                        "A time that differs by more than 15 minutes returns RequestTimeTooSkewed.",
                        Source.ec("0002-00000504"),
                        oss -> oss.request("GET", oss.key("a"))
                                .at(Instant.now().minus(Duration.ofMinutes(16)))
                                .send()
                                .isError(403, "RequestTimeTooSkewed", "0002-00000504"))
                .rule(
                        "An expired URL returns AccessDenied.",
                        Source.ec("0002-00000069"),
                        oss -> oss.request("GET", oss.key("a"))
                                .presigned()
                                .at(Instant.now().minus(Duration.ofMinutes(11)))
                                .send()
                                .isError(403, "AccessDenied", "0002-00000069"))
                .rule(
                        "A request without a signature returns AccessDenied.",
                        Source.ec("0003-00000001"),
                        oss -> oss.request("GET", oss.put("private", "x"))
                                .anonymous()
                                .send()
                                .isError(403, "AccessDenied"))
                .rule(
                        "An unsigned header that must be signed returns SignatureDoesNotMatch.",
                        oss -> oss.request("PUT", oss.key("a"))
                                .unsignedHeader("x-oss-meta-a", "b")
                                .send()
                                .isError(403, "SignatureDoesNotMatch"))
                .rule(
                        "A bucket that does not exist returns NoSuchBucket.",
                        Source.ec("0015-00000101"),
                        oss -> oss.onBucket("GET", ServerUnderTest.newBucket())
                                .send()
                                .isError(404, "NoSuchBucket", "0015-00000101"))
                .rule(
                        "A malformed XML body returns MalformedXML.",
                        Source.page("putobjecttagging"),
                        oss -> oss.request("PUT", oss.put("xml", "x"))
                                .query("tagging")
                                .body("<Tagging>")
                                .send()
                                .isError(400, "MalformedXML"))
                .onEmulator(
                        "An operation that is not emulated returns 400 NotImplemented and the reason.",
                        Source.inferred("a choice of the emulator"),
                        oss -> oss.onBucket("GET").query("inventory").send().isError(400, "NotImplemented"));
    }
}
