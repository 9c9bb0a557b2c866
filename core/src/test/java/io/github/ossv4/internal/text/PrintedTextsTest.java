// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import static io.github.ossv4.testing.FixedTime.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.ObjectFacts;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.PostPolicy;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.list.DeletedObjects;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All texts of core that contain values of users or servers are escaped. */
class PrintedTextsTest {
    /** Without characters that XML cannot contain. */
    private static final String OF_XML = "a\r\n\u0085\u2028\u202e\u2066b";

    private static final String HOSTILE = OF_XML + "\u001b[31m";

    private static byte[] xml(String document) {
        return document.replace("*", OF_XML.replace("\r", "&#13;").replace("\n", "&#10;"))
                .getBytes(UTF_8);
    }

    static Stream<Object> escapesValues() {
        String key = "k" + HOSTILE;
        return Stream.of(
                ErrorResponse.parse(
                        xml("<Error><Code>*</Code><Message>*</Message><RequestId>*</RequestId><EC>*</EC></Error>")),
                ListedObject.parsePage(xml("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>*"
                        + "</NextContinuationToken></ListBucketResult>")),
                ListedObject.parsePage(xml("<ListBucketResult><Contents><Key>*</Key><Size>1</Size><ETag>*</ETag>"
                                + "<Owner><ID>*</ID></Owner></Contents></ListBucketResult>"))
                        .entries()
                        .get(0),
                ListedVersion.parsePage(xml("<ListVersionsResult><DeleteMarker><Key>*</Key><VersionId>*</VersionId>"
                                + "</DeleteMarker></ListVersionsResult>"))
                        .entries()
                        .get(0),
                ListedVersion.parsePage(xml("<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>*"
                        + "</NextKeyMarker></ListVersionsResult>")),
                DeletedObjects.parse(xml("<DeleteResult><Deleted><Key>*</Key></Deleted></DeleteResult>"))
                        .deleted()
                        .get(0),
                ObjectVersion.of(key, "v" + HOSTILE),
                ObjectTags.parse(xml("<Tagging><TagSet><Tag><Key>*</Key></Tag></TagSet></Tagging>")),
                ListedUpload.parsePage(xml("<ListMultipartUploadsResult><IsTruncated>true</IsTruncated>"
                        + "<NextKeyMarker>*</NextKeyMarker></ListMultipartUploadsResult>")),
                ListedUpload.parsePage(
                                xml("<ListMultipartUploadsResult><Upload><Key>*</Key><UploadId>*</UploadId></Upload>"
                                        + "</ListMultipartUploadsResult>"))
                        .entries()
                        .get(0),
                UploadedPart.of(1, HOSTILE, 1, null),
                CallbackNotice.parse(
                        "application/x-www-form-urlencoded",
                        ("object=" + HOSTILE + "&x:" + HOSTILE + "=1").getBytes(UTF_8)),
                CallbackToken.forKey("examplebucket", key, NOW),
                CallbackBody.json().text("a", HOSTILE),
                Callback.builder("https://app.example.com")
                        .formBody("a=b&c=\u2028\u202e")
                        .build(),
                ObjectFacts.builder("b", HOSTILE).etag(HOSTILE).build(),
                ReceivedCallback.of(HOSTILE, HOSTILE, null, name -> null, new byte[0]),
                PostPolicy.builder(NOW).equalTo("key", key).build(),
                FormUpload.underPrefix("examplebucket", "k\u2028\u202e").build(),
                SignedForm.of(Map.of("key", HOSTILE)),
                ServerSideEncryption.kms(HOSTILE),
                Authorization.parse("OSS4-HMAC-SHA256 Credential=" + HOSTILE
                        + "/20231216/cn-hangzhou/oss/aliyun_v4_request,Signature=" + HOSTILE));
    }

    @ParameterizedTest
    @MethodSource
    void escapesValues(Object value) {
        String text = value.toString();
        assertEquals(PrintableText.escape(text), text);
        assertTrue(text.contains("\\u202e"), text);
    }

    static Stream<Executable> escapesExceptionMessages() {
        Signer signer = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou");
        String authorization = "OSS4-HMAC-SHA256 ";
        return Stream.of(
                () -> Credentials.of("\u202e", "secret"),
                () -> Signer.of(Credentials.of("id", "secret"), HOSTILE),
                () -> Signer.of(Credentials.of("id", "secret"), "oss-" + HOSTILE),
                () -> signer.expected(UnsignedRequest.builder("GET", null, null).build(), HOSTILE),
                () -> UnsignedRequest.builder(HOSTILE, null, null),
                () -> UnsignedRequest.builder("GET", null, HOSTILE),
                () -> UnsignedRequest.builder("GET", null, null)
                        .query(HOSTILE, "")
                        .query(HOSTILE, ""),
                () -> UnsignedRequest.builder("GET", null, null).header(HOSTILE, ""),
                () -> ResourceNames.checkBucket(HOSTILE),
                () -> ResourceNames.checkKey("/" + HOSTILE),
                () -> ResourceNames.checkKey(HOSTILE.repeat(200)),
                () -> Utf8.check(HOSTILE, "\ud800"),
                () -> Authorization.parse(authorization + HOSTILE),
                () -> Authorization.parse(authorization + HOSTILE + "=1"),
                () -> Authorization.parse(authorization + "Credential=" + HOSTILE + ",Signature=1"),
                () -> Crc64.parse(HOSTILE),
                () -> FormUpload.toKey("examplebucket", "${" + HOSTILE),
                () -> FormUpload.underPrefix("examplebucket", "$" + HOSTILE),
                () -> PostPolicy.builder(NOW).equalTo(HOSTILE, "v"),
                () -> FormEncoding.of(SignedForm.of(Map.of("key", "k")), "file", HOSTILE),
                () -> FormEncoding.of(SignedForm.of(Map.of(HOSTILE, "boundary")), "file", "boundary"),
                () -> Callback.builder("https://app.example.com/" + HOSTILE)
                        .formBody("a=b")
                        .build(),
                () -> CallbackNotice.parse(HOSTILE, new byte[0]),
                () -> CallbackNotice.parse("application/x-www-form-urlencoded", ("size=" + HOSTILE).getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource
    void escapesExceptionMessages(Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertEquals(PrintableText.escape(message), message);
        assertTrue(message.contains("\\u202e"), message);
    }

    @ParameterizedTest
    @MethodSource
    void escapesMismatches(String received) {
        String explained = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), NOW)
                .explainMismatch(received, null);
        assertEquals(PrintableText.escape(explained), explained);
        assertTrue(explained.contains("\\u202e"), explained);
    }

    static Stream<String> escapesMismatches() {
        return Stream.of(
                "GET\u2028\u202e\n",
                "GET\n/examplebucket/k\n\u0085\u202e=1\n",
                "GET\n/examplebucket/k\n\na\u202e:\u2028\n\n\n");
    }
}
